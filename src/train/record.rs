//! What a run leaves behind: its settings, one line a step, and its results.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::files::{create_folder, remove_file, remove_folder, write_atomically};
use crate::metrics::mean_and_std;
use crate::{Error, Result};

/// Metrics reach the file at least this often, so that a curve can be watched while it grows.
const FLUSH: Duration = Duration::from_secs(2);

/// When the process started: the moment of the first call. A program calls it first of all.
pub fn process_start() -> Instant {
    static START: OnceLock<Instant> = OnceLock::new();
    *START.get_or_init(Instant::now)
}

/// The mean of a measurement over several seeds, and how much it varies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statistic {
    /// The mean.
    pub mean: f64,
    /// The standard deviation of the sample (divided by seeds − 1); 0 for a single seed.
    pub std: f64,
    /// How many seeds were measured.
    pub seeds: usize,
}

impl Statistic {
    /// Over one value a seed.
    pub fn of(values: &[f64]) -> Self {
        let (mean, std) = mean_and_std(values);
        Self { mean, std, seeds: values.len() }
    }
}

/// One row of a chapter's table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// `trivial`, `bag of words`, `from scratch`, `frozen`, `fine-tuned`, or what else a chapter compares.
    pub name: String,
    /// Metric by metric.
    pub metrics: BTreeMap<String, Statistic>,
}

/// `summary.json`: the results of a finished run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The chapter's binary, such as `ch03_sentiment`.
    pub chapter: String,
    /// How long the run took, in seconds, with the part before it was interrupted and resumed.
    pub seconds: f64,
    /// The most memory the process held, in MiB; only where the system tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_mib: Option<u64>,
    /// From the start of the process to the end of its first training step, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_step_seconds: Option<f64>,
    /// The table.
    pub rows: Vec<Row>,
    /// Whatever else a chapter reports.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// How far the record of a run is; kept in its checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Lines in `metrics.jsonl`.
    pub lines: usize,
    /// Seconds the run has taken.
    pub seconds: f64,
}

/// `config.json`: what a run was asked to do, and by which program.
#[derive(Serialize)]
struct Config<'a, S> {
    chapter: &'a str,
    version: &'a str,
    target: String,
    settings: &'a S,
}

/// The folder of one run, with its `config.json`, `metrics.jsonl` and `summary.json`.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    chapter: String,
    metrics: BufWriter<File>,
    lines: usize,
    flushed: Instant,
    seconds_before: f64,
    first_step_seconds: Option<f64>,
    /// Held as long as the run lasts, so that no other one writes here.
    _lock: File,
}

impl RunFolder {
    /// Opens the folder, creating it if necessary, and writes `config.json`: all `settings`, and what produced them.
    /// Unless the run is resumed, metrics, summary and checkpoint of an earlier run in this folder are removed.
    ///
    /// # Errors
    /// [`Error::Io`] naming what cannot be written: better now than after an hour of training. [`Error::Usage`] if another
    /// run is writing here at this moment.
    pub fn create(path: &Path, chapter: &str, settings: &impl Serialize, resume: bool) -> Result<Self> {
        create_folder(path)?;
        let lock_file = path.join("lock");
        let lock = File::create(&lock_file).map_err(Error::io("write", &lock_file))?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(Error::Usage(format!(
                "{}: another run is writing here; give this one its own --out",
                path.display()
            )));
        } // A file system that cannot lock has no say in it.
        let metrics = path.join("metrics.jsonl");
        if !resume {
            // Before the new settings are written: old results must never lie beside them.
            remove_folder(&path.join("checkpoint"))?;
            remove_file(&metrics)?;
            remove_file(&path.join("summary.json"))?;
        }
        let version = env!("CARGO_PKG_VERSION");
        let target = format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
        write_json(&path.join("config.json"), &Config { chapter, version, target, settings })?;
        let file = File::options().create(true).append(true).open(&metrics).map_err(Error::io("write", &metrics))?;
        Ok(Self {
            path: path.to_path_buf(),
            chapter: chapter.to_string(),
            metrics: BufWriter::new(file),
            lines: 0,
            flushed: Instant::now(),
            seconds_before: 0.0,
            first_step_seconds: None,
            _lock: lock,
        })
    }

    /// A file or folder of the run, such as `model` or `curve.png`.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Appends one object to `metrics.jsonl`: `step`, `loss`, `learning_rate`, `tokens_per_second`, and what else is known.
    /// Called after every training step.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file.
    pub fn log(&mut self, line: &impl Serialize) -> Result<()> {
        self.first_step_seconds.get_or_insert_with(|| process_start().elapsed().as_secs_f64());
        let path = self.file("metrics.jsonl");
        let line = serde_json::to_string(line).map_err(|e| Error::io("write", &path)(e.into()))?;
        writeln!(self.metrics, "{line}").map_err(Error::io("write", &path))?;
        self.lines += 1;
        if self.flushed.elapsed() >= FLUSH {
            self.flush()?;
        }
        Ok(())
    }

    /// How far the record is, with everything logged so far written to the file.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file.
    pub fn position(&mut self) -> Result<Position> {
        self.flush()?;
        Ok(Position { lines: self.lines, seconds: self.seconds() })
    }

    /// Goes on from a position: drops the lines after it, whose steps will be done again.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file.
    pub fn resume_at(&mut self, position: Position) -> Result<()> {
        let path = self.file("metrics.jsonl");
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let kept: Vec<&str> = text.split_inclusive('\n').take(position.lines).collect();
        write_atomically(&path, kept.concat().as_bytes())?;
        let file = File::options().append(true).open(&path).map_err(Error::io("write", &path))?;
        self.metrics = BufWriter::new(file);
        (self.lines, self.seconds_before) = (kept.len(), position.seconds);
        Ok(())
    }

    /// Writes `summary.json` and returns what stands in it.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file.
    pub fn finish(&mut self, rows: Vec<Row>, extra: Map<String, Value>) -> Result<Summary> {
        self.flush()?;
        let summary = Summary {
            chapter: self.chapter.clone(),
            seconds: self.seconds(),
            peak_mib: peak_mib(),
            first_step_seconds: self.first_step_seconds,
            rows,
            extra,
        };
        write_json(&self.file("summary.json"), &summary)?;
        Ok(summary)
    }

    fn seconds(&self) -> f64 {
        self.seconds_before + process_start().elapsed().as_secs_f64()
    }

    fn flush(&mut self) -> Result<()> {
        self.flushed = Instant::now();
        let path = self.file("metrics.jsonl");
        self.metrics.flush().map_err(Error::io("write", &path))
    }
}

fn write_json(path: &Path, content: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(content).map_err(|e| Error::io("write", path)(e.into()))?;
    write_atomically(path, (text + "\n").as_bytes())
}

/// The most memory this process has held, in MiB. Linux keeps the count, in a line like `VmHWM:   215040 kB`.
pub fn peak_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib.div_ceil(1024))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn log_steps(run: &mut RunFolder, steps: std::ops::RangeInclusive<usize>) {
        for step in steps {
            run.log(&json!({"step": step, "loss": 1.0 / step as f64})).unwrap();
        }
    }

    fn logged_steps(folder: &Path) -> Vec<u64> {
        let text = fs::read_to_string(folder.join("metrics.jsonl")).unwrap();
        text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["step"].as_u64().unwrap()).collect()
    }

    #[test]
    fn two_runs_do_not_write_to_one_folder() {
        let folder = tempfile::tempdir().unwrap();
        let create = || RunFolder::create(folder.path(), "ch03_sentiment", &json!({}), false);
        let first = create().unwrap();
        assert!(create().unwrap_err().to_string().contains("another run is writing here"));
        drop(first);
        create().unwrap();
    }

    #[test]
    fn a_run_leaves_settings_metrics_and_a_summary() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs/ch03_sentiment");
        let mut run = RunFolder::create(&path, "ch03_sentiment", &json!({"seed": 7, "epochs": 3}), false).unwrap();
        log_steps(&mut run, 1..=3);
        let metrics = BTreeMap::from([("accuracy".to_string(), Statistic::of(&[0.93, 0.94, 0.95]))]);
        let row = Row { name: "fine-tuned".to_string(), metrics };
        let written = run.finish(vec![row], Map::from_iter([("parameters".to_string(), json!(42))])).unwrap();

        let read = |name: &str| fs::read_to_string(path.join(name)).unwrap();
        let config: Value = serde_json::from_str(&read("config.json")).unwrap();
        assert_eq!(config["settings"], json!({"seed": 7, "epochs": 3}));
        assert_eq!(config["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(logged_steps(&path), [1, 2, 3]);

        assert_eq!(serde_json::from_str::<Summary>(&read("summary.json")).unwrap(), written);
        let summary: Value = serde_json::from_str(&read("summary.json")).unwrap();
        let accuracy = &summary["rows"][0]["metrics"]["accuracy"];
        assert_eq!((&summary["chapter"], &summary["parameters"]), (&json!("ch03_sentiment"), &json!(42)));
        assert_eq!((&summary["rows"][0]["name"], &accuracy["seeds"]), (&json!("fine-tuned"), &json!(3)));
        assert!((accuracy["mean"].as_f64().unwrap() - 0.94).abs() < 1e-12);
        assert!((accuracy["std"].as_f64().unwrap() - 0.01).abs() < 1e-12);
        assert!(summary["first_step_seconds"].as_f64().unwrap() <= summary["seconds"].as_f64().unwrap());
        assert_eq!(summary.get("peak_mib").is_some(), cfg!(target_os = "linux"));
    }

    #[test]
    fn a_resumed_run_logs_no_step_twice() {
        let folder = tempfile::tempdir().unwrap();
        let mut run = RunFolder::create(folder.path(), "ch02_pretraining", &(), false).unwrap();
        log_steps(&mut run, 1..=5);
        let position = run.position().unwrap();
        assert_eq!((position.lines, logged_steps(folder.path()).len()), (5, 5), "flushed");
        log_steps(&mut run, 6..=8);
        drop(run); // killed here: three steps after its checkpoint

        let mut run = RunFolder::create(folder.path(), "ch02_pretraining", &(), true).unwrap();
        run.resume_at(position).unwrap();
        log_steps(&mut run, 6..=10);
        assert_eq!(run.position().unwrap().lines, 10);
        assert!(run.seconds() >= position.seconds);
        assert_eq!(logged_steps(folder.path()), (1..=10).collect::<Vec<_>>());
    }

    #[test]
    fn a_fresh_run_removes_the_results_of_the_last() {
        let folder = tempfile::tempdir().unwrap();
        let mut run = RunFolder::create(folder.path(), "ch01_transformer", &(), false).unwrap();
        log_steps(&mut run, 1..=2);
        run.finish(Vec::new(), Map::new()).unwrap();
        drop(run);
        let mut run = RunFolder::create(folder.path(), "ch01_transformer", &(), false).unwrap();
        assert!(!run.file("summary.json").exists());
        assert_eq!(run.position().unwrap().lines, 0);
        assert!(logged_steps(folder.path()).is_empty());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let occupied = folder.path().join("occupied");
        fs::write(&occupied, "a file").unwrap();
        let message = RunFolder::create(&occupied, "ch01_transformer", &(), false).unwrap_err().to_string();
        assert!(message.starts_with("cannot create") && message.contains("occupied"), "{message}");
    }

    #[test]
    fn statistics_worked_by_hand() {
        assert_eq!(Statistic::of(&[2.0, 4.0]), Statistic { mean: 3.0, std: 2f64.sqrt(), seeds: 2 });
        assert_eq!(Statistic::of(&[0.5]), Statistic { mean: 0.5, std: 0.0, seeds: 1 });
        assert_eq!(Statistic::of(&[]), Statistic { mean: 0.0, std: 0.0, seeds: 0 });
    }
}
