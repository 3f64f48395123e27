//! `--record`: puts a finished run where the book quotes it.

use super::{FOLDER, Machine, RecordedRun, curves};
use crate::files::{remove_folder, write_atomically};
use crate::{Error, Result};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of a record: the chapter's, and behind a `-` that of the variant if it has one.
pub fn record_name(chapter: &str, variant: &str) -> String {
    if variant.is_empty() { chapter.to_string() } else { format!("{chapter}-{variant}") }
}

/// Adds the finished run in folder `run` to the record in folder `record`, under its seed, and returns the folder. Runs
/// that were made with other settings are removed: the runs of a record differ in their seed only.
///
/// # Errors
/// If the run has not ended, or the record cannot be written.
pub fn write(run: &Path, record: &Path, machine: &Machine) -> Result<PathBuf> {
    let new = RecordedRun::load(run)?;
    remove_other_settings(record, &new)?;
    let seed = new.config["settings"]["seed"].as_u64().unwrap_or(0);
    let folder = record.join(format!("seed-{seed}"));
    for name in ["config.json", "summary.json"] {
        let from = run.join(name);
        write_atomically(&folder.join(name), &fs::read(&from).map_err(Error::io("read", &from))?)?;
    }
    write_atomically(&folder.join("curves.json"), curves::to_text(&new.curves).as_bytes())?;
    write_atomically(&folder.join("machine.json"), format!("{:#}\n", json!(machine)).as_bytes())?;
    Ok(folder)
}

fn remove_other_settings(record: &Path, new: &RecordedRun) -> Result<()> {
    if !record.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(record).map_err(Error::io("read", record))? {
        let path = entry.map_err(Error::io("read", record))?.path();
        if path.is_dir() && RecordedRun::load(&path)?.settings() != new.settings() {
            remove_folder(&path)?;
        }
    }
    Ok(())
}

/// The folder of a record, seen from the root of the repository.
///
/// # Errors
/// [`Error::Usage`] if the book is not here: better now than after an hour of training.
pub(crate) fn record_folder(name: &str) -> Result<PathBuf> {
    let records = Path::new(FOLDER);
    if !records.parent().is_some_and(Path::is_dir) {
        return Err(Error::Usage(format!("--record writes into {FOLDER}: call it from the root of the repository")));
    }
    Ok(records.join(name))
}

#[cfg(test)]
mod tests {
    use super::super::{Record, finished_run};
    use super::*;

    #[test]
    fn runs_of_the_same_settings_are_gathered_and_others_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (run, record) = (folder.path().join("run"), folder.path().join("records/ch03_sentiment"));
        let machine = Machine::this("ch03_sentiment", std::iter::empty());
        for (seed, accuracy) in [(0, 0.90), (2, 0.94), (2, 0.92)] {
            finished_run(&run, seed, accuracy);
            assert_eq!(write(&run, &record, &machine).unwrap(), record.join(format!("seed-{seed}")));
        }
        let found = Record::load(&record).unwrap();
        assert_eq!((found.runs.len(), found.row("fine-tuned").unwrap().metrics["accuracy"].seeds), (2, 4));
        assert_eq!(found.runs[1].machine, Some(machine.clone()));
        assert_eq!(found.runs[1].curves, RecordedRun::load(&run).unwrap().curves, "as from metrics.jsonl");

        let config = fs::read_to_string(run.join("config.json")).unwrap().replace("\"epochs\": 3", "\"epochs\": 4");
        fs::write(run.join("config.json"), config).unwrap();
        write(&run, &record, &machine).unwrap();
        assert_eq!(Record::load(&record).unwrap().runs.len(), 1);
    }

    #[test]
    fn an_unfinished_run_is_not_recorded() {
        let folder = tempfile::tempdir().unwrap();
        let (run, record) = (folder.path().join("run"), folder.path().join("record"));
        finished_run(&run, 0, 0.9);
        fs::remove_file(run.join("summary.json")).unwrap();
        let machine = Machine::this("ch03_sentiment", std::iter::empty());
        let message = write(&run, &record, &machine).unwrap_err().to_string();
        assert!(message.contains("summary.json") && !record.exists(), "{message}");
    }
}
