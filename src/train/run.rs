//! One run of a chapter: its folder, its memory, and what it has finished so far.

use super::checkpoint::difference;
use super::{AdamW, Checkpoint, Line, Plan, Position, RunFolder, Shards, read_metrics};
use crate::autograd::Parameters;
use crate::files::{create_folder, remove_file, write_atomically};
use crate::{Error, Result, say};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A run, new or resumed. A chapter trains several models one after the other; each training that is done leaves its
/// result here, so that a resumed run does not do it again.
#[derive(Debug)]
pub struct Run {
    /// Where the record is kept.
    pub folder: RunFolder,
    /// Runs the training steps.
    pub shards: Shards,
    settings: Value,
    resume: bool,
    finished: BTreeMap<String, Value>,
}

/// `checkpoint/finished.json`
#[derive(Serialize, Deserialize)]
struct Finished {
    results: BTreeMap<String, Value>,
    position: Position,
}

impl Run {
    /// Opens the folder of a run. `settings` are all that the results depend on; a run can only be resumed with the same.
    ///
    /// # Errors
    /// If the folder cannot be written, or `resume` is set and the settings are not those of the interrupted run.
    pub fn open(path: &Path, chapter: &str, settings: &impl Serialize, resume: bool) -> Result<Self> {
        let settings = serde_json::to_value(settings)
            .map_err(|e| Error::Usage(format!("the settings cannot be written down: {e}")))?;
        if resume && !path.join("config.json").exists() {
            say!("Nothing to resume in {}: starting from the beginning.", path.display());
        }
        if resume {
            refuse_other_settings(&path.join("config.json"), &settings)?;
        }
        let folder = RunFolder::create(path, chapter, &settings, resume)?;
        let mut run = Self { folder, shards: Shards::new(), settings, resume, finished: BTreeMap::new() };
        if resume {
            run.read_finished()?;
        }
        create_folder(&run.folder.file("checkpoint"))?;
        Ok(run)
    }

    /// The result of a part of the run that was finished before it was resumed.
    ///
    /// # Errors
    /// If it cannot be read back: to train that part again without a word would be worse.
    pub fn finished<R: for<'a> Deserialize<'a>>(&self, label: &str) -> Result<Option<R>> {
        let result = self.finished.get(label).map(|result| serde_json::from_value(result.clone())).transpose();
        result.map_err(|e| Error::format(&self.finished_file(), None, e.to_string(), format!("the result of {label}")))
    }

    /// Remembers the result of a finished part of the run, and forgets how it got there.
    ///
    /// # Errors
    /// If the result cannot be written.
    pub fn finish_part(&mut self, label: &str, result: &impl Serialize) -> Result<()> {
        self.finished.insert(label.into(), json!(result));
        let position = self.folder.position()?;
        let finished = Finished { results: self.finished.clone(), position };
        write_atomically(&self.finished_file(), json!(finished).to_string().as_bytes())?;
        remove_file(&self.state_file(label))
    }

    /// All lines of `metrics.jsonl`, so that the curves show what the record holds.
    ///
    /// # Errors
    /// If the file cannot be read back.
    pub fn lines(&mut self) -> Result<Vec<Line>> {
        self.folder.position()?; // everything is written
        read_metrics(&self.folder.file("metrics.jsonl"))
    }

    /// The saved state of a training, if the run is resumed and there is one. The run must not go on with another training
    /// than it was stopped in: the lines of that one are in the record already.
    pub(super) fn load(
        &mut self,
        plan: &Plan,
        parameters: &mut Parameters,
        optimizer: &mut AdamW,
    ) -> Result<Option<Checkpoint>> {
        let path = self.state_file(&plan.label);
        if !self.resume {
            return Ok(None);
        }
        if !path.exists() {
            let Some(other) = self.state()? else { return Ok(None) };
            let reason = format!(
                "the run was stopped in this training, and this call would go on with {:?}: give it the options of then, \
                 with or without --skip-rivals",
                plan.label
            );
            return Err(Error::Checkpoint { path: other, reason });
        }
        let mut checkpoint = Checkpoint::load(&path, &self.all_settings(plan), parameters, optimizer)?;
        let position = serde_json::from_value(checkpoint.extra["position"].take()).map_err(|e| Error::Checkpoint {
            path: path.clone(),
            reason: format!("its position in the record: {e}"),
        })?;
        self.folder.resume_at(position)?;
        checkpoint.extra = checkpoint.extra["state"].take();
        Ok(Some(checkpoint))
    }

    /// Saves the state of a training.
    pub(super) fn save(
        &mut self,
        plan: &Plan,
        step: usize,
        state: &Value,
        best: Option<Parameters>,
        parameters: &Parameters,
        optimizer: &AdamW,
    ) -> Result<()> {
        let position = self.folder.position()?;
        let checkpoint = Checkpoint { step, best, extra: json!({"state": state, "position": position}) };
        checkpoint.save(&self.state_file(&plan.label), &self.all_settings(plan), parameters, optimizer)
    }

    fn all_settings(&self, plan: &Plan) -> Value {
        json!({"run": self.settings, "training": plan})
    }

    fn read_finished(&mut self) -> Result<()> {
        let path = self.finished_file();
        let mut position = Position::default();
        if path.exists() {
            let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
            let saved: Finished = serde_json::from_str(&text)
                .map_err(|e| Error::Checkpoint { path: path.clone(), reason: e.to_string() })?;
            (self.finished, position) = (saved.results, saved.position);
        }
        // An unfinished training is further: `load` goes on from its position, and needs the lines up to there.
        if self.state()?.is_none() {
            self.folder.resume_at(position)?;
        }
        Ok(())
    }

    /// The state of the training that was interrupted, if one was.
    fn state(&self) -> Result<Option<PathBuf>> {
        for label in self.finished.keys() {
            remove_file(&self.state_file(label))?; // left by a program that was killed in `finish_part`
        }
        let path = self.folder.file("checkpoint");
        let Ok(files) = fs::read_dir(&path) else { return Ok(None) }; // stopped before it was made
        Ok(files.flatten().map(|file| file.path()).find(|path| path.extension().is_some_and(|end| end == "state")))
    }

    fn finished_file(&self) -> PathBuf {
        self.folder.file("checkpoint").join("finished.json")
    }

    /// Where the state of one training is saved, by its label.
    fn state_file(&self, label: &str) -> PathBuf {
        let name = label.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        self.folder.file("checkpoint").join(format!("{name}.state"))
    }
}

/// Refuses to go on with a run under other settings than `config.json` says it was begun with.
fn refuse_other_settings(path: &Path, settings: &Value) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let refuse = |reason: String| Error::Checkpoint { path: path.to_path_buf(), reason };
    let text = fs::read_to_string(path).map_err(Error::io("read", path))?;
    let config: Value = serde_json::from_str(&text).map_err(|e| refuse(e.to_string()))?;
    difference("", &config["settings"], settings).map_or(Ok(()), |reason| Err(refuse(reason)))
}
