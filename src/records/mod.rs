//! The numbers that the book quotes: records of finished runs, and how a reader's run compares with them.
//!
//! A record is a folder in [`FOLDER`] with one folder for each of its runs, `seed-0`, `seed-1`, … A run's folder holds
//! what `runs/…` holds, in the same form, as far as the book needs it: `config.json`, `summary.json`, and instead of
//! `metrics.jsonl` the thinned `curves.json`; and `machine.json`. The runs of a record differ in their seed only.

mod compare;
mod curves;
mod machine;
mod write;

pub use compare::{Check, Comparison, compare, record_of};
pub use curves::{Curves, POINTS, thin};
pub use machine::Machine;
pub(crate) use write::record_folder;
pub use write::{record_name, write};

use crate::files::read_json;
use crate::plot::{Series, Style};
use crate::train::{Row, Statistic, Summary, read_metrics};
use crate::{Error, Result};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Where records lie, seen from the root of the repository.
pub const FOLDER: &str = "book/src/records";

/// What its files should hold.
const WRITTEN: &str = "what a finished run writes";

/// What is known of one run, be it recorded or a reader's own.
#[derive(Clone, Debug)]
pub struct RecordedRun {
    /// All settings of the run, and the program's version: `config.json`.
    pub config: Value,
    /// The table, time and memory.
    pub summary: Summary,
    /// Where it ran; a run that was not recorded does not say.
    pub machine: Option<Machine>,
    /// Loss, scores and learning rate over the steps.
    pub curves: Curves,
}

/// All runs of a record.
#[derive(Clone, Debug)]
pub struct Record {
    /// The folder's name: `ch03_sentiment`, or `ch03_sentiment-no-warm-up`.
    pub name: String,
    /// At least one, by rising seed.
    pub runs: Vec<RecordedRun>,
}

impl RecordedRun {
    /// Reads a run's folder: one of a record, or one below `runs/`, whose `metrics.jsonl` is thinned as a record's was.
    ///
    /// # Errors
    /// If a file is missing (the run has not ended, say) or is not what a run writes.
    pub fn load(folder: &Path) -> Result<Self> {
        let (curves, machine) = (folder.join("curves.json"), folder.join("machine.json"));
        Ok(Self {
            config: read_json(&folder.join("config.json"), WRITTEN)?,
            summary: read_json(&folder.join("summary.json"), WRITTEN)?,
            machine: if machine.exists() { Some(read_json(&machine, WRITTEN)?) } else { None },
            curves: match curves.exists() {
                true => read_json(&curves, WRITTEN)?,
                false => thin(&read_metrics(&folder.join("metrics.jsonl"))?),
            },
        })
    }

    /// The settings apart from the seed: what the runs of a record have in common.
    pub fn settings(&self) -> Value {
        let mut settings = self.config["settings"].clone();
        if let Some(settings) = settings.as_object_mut() {
            settings.remove("seed");
        }
        settings
    }
}

impl Record {
    /// Reads a record's folder.
    ///
    /// # Errors
    /// If there is no such folder, it holds no run, or a run cannot be read.
    pub fn load(folder: &Path) -> Result<Self> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut runs = Vec::new();
        for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
            let path = entry.map_err(Error::io("read", folder))?.path();
            if path.is_dir() {
                runs.push(RecordedRun::load(&path)?);
            }
        }
        if runs.is_empty() {
            return Err(Error::format(folder, None, "no run", "folders such as seed-0"));
        }
        runs.sort_by_key(|run| run.config["settings"]["seed"].as_u64());
        Ok(Self { name, runs })
    }

    /// The chapter's table over the seeds of all runs.
    pub fn rows(&self) -> Vec<Row> {
        let rows = &self.runs[0].summary.rows;
        let pool = |row: &Row, metric: &String| {
            let same = |run: &RecordedRun| {
                run.summary.rows.iter().find(|other| other.name == row.name)?.metrics.get(metric).copied()
            };
            pooled(&self.runs.iter().filter_map(same).collect::<Vec<_>>())
        };
        let metrics = |row: &Row| row.metrics.keys().map(|metric| (metric.clone(), pool(row, metric))).collect();
        rows.iter().map(|row| Row { name: row.name.clone(), metrics: metrics(row) }).collect()
    }

    /// A row of the table.
    pub fn row(&self, name: &str) -> Option<Row> {
        self.rows().into_iter().find(|row| row.name == name)
    }

    /// The names of the trainings, without their seeds: `fine-tuned`, `frozen`, …
    pub fn trainings(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.runs.iter().flat_map(|run| run.curves.keys()).map(|label| training(label).to_string()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// What is known along the steps of a training: `loss`, `learning_rate`, `dev.accuracy`, …
    pub fn keys(&self, name: &str) -> Vec<String> {
        let labels = self.runs[0].curves.iter().find(|(label, _)| training(label) == name);
        labels.map(|(_, keys)| keys.keys().cloned().collect()).unwrap_or_default()
    }

    /// The mean curve of a training over all its seeds, with a band of one standard deviation. `key` is one of
    /// `metrics.jsonl`, such as `loss` or `dev.accuracy`.
    pub fn curve(&self, name: &str, key: &str) -> Option<Series> {
        let labels = self.runs.iter().flat_map(|run| &run.curves).filter(|(label, _)| training(label) == name);
        let curves: Vec<_> = labels.filter_map(|(_, keys)| keys.get(key).cloned()).collect();
        (!curves.is_empty()).then(|| Series::over_seeds(name, Style::Dev, 0, &curves))
    }
}

/// The name of a training without its seed: `fine-tuned, seed 1` is `fine-tuned`.
fn training(label: &str) -> &str {
    label.split_once(", seed ").map_or(label, |(name, _)| name)
}

/// The statistic of several groups of measurements taken together, from the statistic of each. The squares around the common
/// mean are those around each group's own and those of the groups' means: `Σ (n_g - 1) s_g² + n_g (m_g - m)²`.
fn pooled(groups: &[Statistic]) -> Statistic {
    let seeds: usize = groups.iter().map(|group| group.seeds).sum();
    let sum: f64 = groups.iter().map(|group| group.seeds as f64 * group.mean).sum();
    let mean = sum / seeds.max(1) as f64;
    let squares: f64 = groups
        .iter()
        .map(|group| {
            let n = group.seeds as f64;
            (n - 1.0) * group.std * group.std + n * (group.mean - mean) * (group.mean - mean)
        })
        .sum();
    let std = if seeds > 1 { (squares / (seeds - 1) as f64).sqrt() } else { 0.0 };
    Statistic { mean, std, seeds }
}

/// Files for tests: a run that has ended, with two trainings of one row.
#[cfg(test)]
fn finished_run(folder: &Path, seed: u64, accuracy: f64) {
    use crate::train::RunFolder;
    use serde_json::json;
    use std::collections::BTreeMap;
    let settings = json!({"seed": seed, "epochs": 3, "quick": false});
    let mut run = RunFolder::create(folder, "ch03_sentiment", &settings, false).unwrap();
    for training in 0..2 {
        for step in 1..=10 {
            let label = format!("fine-tuned, seed {}", seed + training);
            let loss = (1.0 + 0.01 * training as f64) / f64::from(step);
            run.log(&json!({"run": label, "step": step, "loss": loss, "dev": {"accuracy": accuracy}})).unwrap();
        }
    }
    let statistic = |values: &[f64]| BTreeMap::from([("accuracy".to_string(), Statistic::of(values))]);
    let rows = vec![
        Row { name: "trivial".into(), metrics: statistic(&[0.5]) },
        Row { name: "fine-tuned".into(), metrics: statistic(&[accuracy - 0.01, accuracy + 0.01]) },
    ];
    run.finish(rows, serde_json::Map::new()).unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pooling_is_the_statistic_of_all_values() {
        let (a, b) = ([0.90, 0.93, 0.91], [0.80, 0.95]);
        let (all, found) =
            (Statistic::of(&[0.90, 0.93, 0.91, 0.80, 0.95]), pooled(&[Statistic::of(&a), Statistic::of(&b)]));
        assert_eq!(found.seeds, all.seeds);
        assert!((found.mean - all.mean).abs() < 1e-12 && (found.std - all.std).abs() < 1e-12, "{found:?}, {all:?}");
        let one = Statistic::of(&[0.7]);
        assert_eq!(pooled(&[one]), one);
    }

    #[test]
    fn a_record_is_the_mean_of_its_runs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ch03_sentiment");
        finished_run(&path.join("seed-2"), 2, 0.94);
        finished_run(&path.join("seed-0"), 0, 0.90);
        let record = Record::load(&path).unwrap();
        assert_eq!((record.name.as_str(), record.runs.len()), ("ch03_sentiment", 2));
        assert_eq!(record.runs[0].config["settings"]["seed"], 0);
        assert_eq!(record.runs[0].settings(), record.runs[1].settings(), "they differ in the seed only");

        let row = record.row("fine-tuned").unwrap();
        assert_eq!(row.metrics["accuracy"].seeds, 4);
        assert!((row.metrics["accuracy"].mean - 0.92).abs() < 1e-12);
        assert_eq!(record.trainings(), ["fine-tuned"]);
        let curve = record.curve("fine-tuned", "dev.accuracy").unwrap();
        assert_eq!((curve.points.len(), curve.points[0].0), (10, 1.0));
        assert!((curve.points[0].1 - 0.92).abs() < 1e-12 && curve.spread[0] > 0.02);
        assert!(record.curve("fine-tuned", "dev.f1").is_none() && record.curve("frozen", "loss").is_none());
    }

    #[test]
    fn what_is_missing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let message = Record::load(&folder.path().join("ch09")).unwrap_err().to_string();
        assert!(message.contains("cannot read") && message.contains("ch09"), "{message}");
        let message = Record::load(folder.path()).unwrap_err().to_string();
        assert!(message.contains("found no run"), "{message}");
        fs::create_dir(folder.path().join("seed-0")).unwrap();
        let message = Record::load(folder.path()).unwrap_err().to_string();
        assert!(message.contains("config.json"), "{message}");
    }
}
