//! Is a reader's run like the book's? Compares its table and its curves with the record of the chapter.

use super::{Record, RecordedRun};
use crate::train::difference;
use crate::{Error, Result};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// How many standard deviations of the recorded seeds a value may lie off.
const DEVIATIONS: f64 = 2.0;
/// How far off a value may lie even if the recorded seeds agree: this share of its size, and this much if it is below 1.
/// It stands for what a few seeds cannot show: another processor rounds otherwise, and an accuracy of 0.9 that is measured
/// on 1000 texts has a standard error of 0.01.
const LEAST: f64 = 0.02;
/// A curve has left its band when this many points in a row lie outside: a single one may by chance.
const IN_A_ROW: usize = 3;

/// One number or one curve beside the record's.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// `fine-tuned: accuracy`.
    pub name: String,
    /// The reader's value; of a curve, at `step`.
    pub found: f64,
    /// The record's mean, there.
    pub expected: f64,
    /// How far off it may be, there.
    pub tolerance: f64,
    /// Of a curve that leaves its band: the first step outside. `None` for a number, and for a curve that stays inside, of
    /// which the last point is given.
    pub step: Option<f64>,
    /// Whether it lies in the band.
    pub inside: bool,
}

/// A run beside the record of its chapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The record's name.
    pub record: String,
    /// The first setting that the run does not share with the record, in words; then other numbers are no surprise.
    pub other_settings: Option<String>,
    /// The numbers of the table.
    pub values: Vec<Check>,
    /// The curves.
    pub curves: Vec<Check>,
    /// What the record has and the run does not: rows, metrics, curves.
    pub missing: Vec<String>,
}

impl Comparison {
    /// Whether every number and every curve of the record lies in its band.
    pub fn is_inside(&self) -> bool {
        self.missing.is_empty() && self.values.iter().chain(&self.curves).all(|check| check.inside)
    }
}

/// The folder of the record with which to compare a run: of the records of its chapter in the folder `records`, the one with
/// the run's settings, else the chapter's own.
///
/// # Errors
/// If the run has not ended, or its chapter has no record.
pub fn record_of(run: &Path, records: &Path) -> Result<PathBuf> {
    let run = RecordedRun::load(run)?;
    let chapter = &run.summary.chapter;
    let own = records.join(chapter);
    if !own.is_dir() {
        return Err(Error::Usage(format!("{}: there is no record of {chapter} to compare with", own.display())));
    }
    let has_its_settings = |folder: &PathBuf| {
        Record::load(folder).is_ok_and(|record| {
            record.runs[0].summary.chapter == *chapter
                && difference("", &record.runs[0].settings(), &run.settings()).is_none()
        })
    };
    let folders = fs::read_dir(records).map_err(Error::io("read", records))?;
    Ok(folders.flatten().map(|entry| entry.path()).find(has_its_settings).unwrap_or(own))
}

/// Compares the finished run in folder `run` with the record in folder `record`. A value lies in the band if it is off the
/// mean by at most two standard deviations of the recorded seeds, or by 2% of its size (0.02 below 1) where these agree
/// more closely. A curve is compared at the record's steps, and leaves the band where three points in a row lie outside.
///
/// # Errors
/// If either cannot be read.
pub fn compare(run: &Path, record: &Path) -> Result<Comparison> {
    let (run, record) = (RecordedRun::load(run)?, Record::load(record)?);
    let mut found = Comparison {
        record: record.name.clone(),
        other_settings: difference("", &record.runs[0].settings(), &run.settings()),
        values: Vec::new(),
        curves: Vec::new(),
        missing: Vec::new(),
    };
    for row in record.rows() {
        let same = run.summary.rows.iter().find(|other| other.name == row.name);
        for (metric, recorded) in &row.metrics {
            let name = format!("{}: {metric}", row.name);
            match same.and_then(|row| row.metrics.get(metric)) {
                Some(value) => found.values.push(check(name, value.mean, recorded.mean, recorded.std)),
                None => found.missing.push(name),
            }
        }
    }
    for name in record.trainings() {
        for key in record.keys(&name).into_iter().filter(|key| key == "loss" || key.starts_with("dev.")) {
            let title = format!("{name}: {key}");
            match compare_curve(&run, &record, &name, &key) {
                Some(check) => found.curves.push(Check { name: title, ..check }),
                None => found.missing.push(format!("{title} (curve)")),
            }
        }
    }
    Ok(found)
}

fn check(name: String, found: f64, expected: f64, std: f64) -> Check {
    let tolerance = (DEVIATIONS * std).max(LEAST * expected.abs().max(1.0));
    Check { name, found, expected, tolerance, step: None, inside: (found - expected).abs() <= tolerance }
}

/// The mean of the run's seeds beside the record's, at the steps that both have.
fn compare_curve(run: &RecordedRun, record: &Record, name: &str, key: &str) -> Option<Check> {
    let mine = Record { name: String::new(), runs: vec![run.clone()] }.curve(name, key)?;
    let expected = record.curve(name, key)?;
    let mut outside: Vec<Check> = Vec::new();
    let mut last = None;
    for (&(step, mean), &std) in expected.points.iter().zip(&expected.spread) {
        let Some(&(_, value)) = mine.points.iter().find(|point| point.0 == step) else { continue };
        let check = Check { step: Some(step), ..check(String::new(), value, mean, std) };
        if check.inside {
            outside.clear()
        } else {
            outside.push(check.clone())
        }
        if outside.len() == IN_A_ROW {
            return outside.into_iter().next();
        }
        last = Some(check);
    }
    last.map(|check| Check { step: None, inside: true, ..check })
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(other) = &self.other_settings {
            writeln!(f, "The settings are not the record's, so other numbers are to be expected: {other}.\n")?;
        }
        for check in &self.values {
            let verdict = if check.inside { "inside " } else { "OUTSIDE" };
            let Check { name, found, expected, tolerance, .. } = check;
            writeln!(f, "{verdict}  {name}: {found:.3}, the book has {expected:.3} ± {tolerance:.3}")?;
        }
        for Check { name, found, expected, tolerance, step, .. } in &self.curves {
            match step {
                None => writeln!(f, "inside   {name}: the curve stays in the band")?,
                Some(step) => writeln!(
                    f,
                    "OUTSIDE  {name}: the curve leaves the band at step {step:.0}, with {found:.3} where the book has \
                     {expected:.3} ± {tolerance:.3}"
                )?,
            }
        }
        for name in &self.missing {
            writeln!(f, "MISSING  {name}: the record has it, this run does not")?;
        }
        match self.is_inside() {
            true => write!(f, "\nThis run lies in the band of the record {}.", self.record),
            false => write!(f, "\nThis run lies outside the band of the record {}.", self.record),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finished_run;
    use super::*;

    /// A record of two runs with four trainings, and a folder for a reader's run.
    fn folders() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (record, run) = (folder.path().join("ch03_sentiment"), folder.path().join("run"));
        finished_run(&record.join("seed-0"), 0, 0.90);
        finished_run(&record.join("seed-2"), 2, 0.91);
        (folder, record, run)
    }

    #[test]
    fn another_seed_lies_inside() {
        let (_folder, record, run) = folders();
        finished_run(&run, 7, 0.905);
        let found = compare(&run, &record).unwrap();
        assert!(found.is_inside(), "{found}");
        assert_eq!((found.values.len(), found.curves.len(), &found.other_settings), (2, 2, &None));
        assert!(
            found.to_string().contains("inside   fine-tuned: dev.accuracy: the curve stays in the band"),
            "{found}"
        );
    }

    #[test]
    fn a_worse_run_lies_outside() {
        let (_folder, record, run) = folders();
        finished_run(&run, 7, 0.80);
        let found = compare(&run, &record).unwrap();
        assert!(!found.is_inside());
        let text = found.to_string();
        assert!(text.contains("OUTSIDE  fine-tuned: accuracy: 0.800, the book has 0.905 ± 0.0"), "{text}");
        assert!(text.contains("inside   trivial: accuracy"), "{text}");
        assert!(text.contains("inside   fine-tuned: loss: the curve stays"), "{text}");
    }

    #[test]
    fn a_curve_says_where_it_leaves_but_one_point_is_chance() {
        let (_folder, record, run) = folders();
        finished_run(&run, 7, 0.905);
        let change = |steps: &[usize]| {
            let text = fs::read_to_string(run.join("metrics.jsonl")).unwrap();
            let lines: Vec<String> = text
                .lines()
                .enumerate()
                .map(|(i, line)| if steps.contains(&(i % 10 + 1)) { line.replace("0.905", "0.5") } else { line.into() })
                .collect();
            fs::write(run.join("metrics.jsonl"), lines.join("\n")).unwrap();
            compare(&run, &record).unwrap()
        };
        assert!(change(&[3, 4]).is_inside());
        let found = change(&[6, 7, 8, 9]);
        assert!(!found.is_inside());
        assert!(found.to_string().contains("fine-tuned: dev.accuracy: the curve leaves the band at step 6"), "{found}");
    }

    #[test]
    fn other_settings_and_missing_rows_are_said() {
        let (_folder, record, run) = folders();
        finished_run(&run, 7, 0.905);
        let edit = |name: &str, from: &str, to: &str| {
            let text = fs::read_to_string(run.join(name)).unwrap();
            assert!(text.contains(from));
            fs::write(run.join(name), text.replace(from, to)).unwrap();
        };
        edit("config.json", "\"epochs\": 3", "\"epochs\": 4");
        let records = record.parent().unwrap();
        assert_eq!(record_of(&run, records).unwrap(), record, "there is none with these settings");
        let variant = records.join("ch03_sentiment-four-epochs");
        fs::create_dir_all(variant.join("seed-0")).unwrap();
        for name in ["config.json", "summary.json", "metrics.jsonl"] {
            fs::copy(run.join(name), variant.join("seed-0").join(name)).unwrap();
        }
        assert_eq!(record_of(&run, records).unwrap(), variant);

        edit("summary.json", "trivial", "majority");
        let found = compare(&run, &record).unwrap();
        assert!(!found.is_inside());
        let text = found.to_string();
        assert!(text.contains("`epochs`") && text.contains("MISSING  trivial: accuracy"), "{text}");
        edit("summary.json", "ch03_sentiment", "ch99_unknown");
        let message = record_of(&run, records).unwrap_err().to_string();
        assert!(message.contains("no record of ch99_unknown"), "{message}");
    }
}
