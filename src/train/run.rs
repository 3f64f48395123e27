//! One run of a chapter: its folder, its memory, and what it has finished so far.

use super::{AdamW, Checkpoint, Line, Plan, Position, RunFolder, Shards};
use crate::autograd::Parameters;
use crate::files::{create_folder, write_atomically};
use crate::{Error, Result};
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
    settings: Value,
    results: BTreeMap<String, Value>,
    position: Position,
}

impl Run {
    /// Opens the folder of a run. `settings` are all that the results depend on; a run can only be resumed with the same.
    ///
    /// # Errors
    /// If the folder cannot be written, or `resume` is set and the settings are not those of the interrupted run.
    pub fn open(path: &Path, chapter: &str, settings: &impl Serialize, resume: bool) -> Result<Self> {
        let settings = json!(settings);
        let folder = RunFolder::create(path, chapter, &settings, resume)?;
        let mut run = Self { folder, shards: Shards::new(), settings, resume, finished: BTreeMap::new() };
        let checkpoints = run.folder.file("checkpoint");
        if resume {
            run.read_finished()?;
        } else if checkpoints.exists() {
            fs::remove_dir_all(&checkpoints).map_err(Error::io("remove", &checkpoints))?;
        }
        create_folder(&checkpoints)?;
        Ok(run)
    }

    /// The result of a part of the run that was finished before it was resumed.
    pub fn finished<R: for<'a> Deserialize<'a>>(&self, label: &str) -> Option<R> {
        serde_json::from_value(self.finished.get(label)?.clone()).ok()
    }

    /// Remembers the result of a finished part of the run, and forgets how it got there.
    ///
    /// # Errors
    /// If the result cannot be written.
    pub fn finish_part(&mut self, label: &str, result: &impl Serialize) -> Result<()> {
        self.finished.insert(label.into(), json!(result));
        let position = self.folder.position()?;
        let finished = Finished { settings: self.settings.clone(), results: self.finished.clone(), position };
        write_atomically(&self.finished_file(), json!(finished).to_string().as_bytes())?;
        let state = self.state_file(label);
        if state.exists() {
            fs::remove_file(&state).map_err(Error::io("remove", &state))?;
        }
        Ok(())
    }

    /// All lines of `metrics.jsonl`, so that the curves show what the record holds.
    ///
    /// # Errors
    /// If the file cannot be read back.
    pub fn lines(&mut self) -> Result<Vec<Line>> {
        self.folder.position()?; // everything is written
        let path = self.folder.file("metrics.jsonl");
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let parse = |(i, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|e| Error::format(&path, Some(i + 1), e.to_string(), "a JSON object"))
        };
        text.lines().enumerate().map(parse).collect()
    }

    /// The saved state of a training, if the run is resumed and there is one.
    pub(super) fn load(
        &mut self,
        plan: &Plan,
        parameters: &mut Parameters,
        optimizer: &mut AdamW,
    ) -> Result<Option<Checkpoint>> {
        let path = self.state_file(&plan.label);
        if !self.resume || !path.exists() {
            return Ok(None);
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
        if !path.exists() {
            return Ok(());
        }
        let refuse = |reason: String| Error::Checkpoint { path: path.clone(), reason };
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let saved: Finished = serde_json::from_str(&text).map_err(|e| refuse(e.to_string()))?;
        if saved.settings != self.settings {
            return Err(refuse(format!(
                "it was made with other settings: {}; now they are {}",
                saved.settings, self.settings
            )));
        }
        self.folder.resume_at(saved.position)?;
        self.finished = saved.results;
        Ok(())
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
