//! What the chapters that fine-tune share: their options, and the encoder they start from.

use super::{CommonArgs, Defaults, results_table};
use crate::data::table::Columns;
use crate::tasks::{
    FineTuningSettings, PretrainedEncoder, PretrainingSettings, RECIPES, Recipe, is_quick, model_folder, pretrain,
};
use crate::train::{Mistake, Row, Run};
use crate::{Error, Result, say};
use std::path::{Path, PathBuf};

/// The options of every chapter that fine-tunes: flattened into the chapter's own, as [`CommonArgs`] are.
#[derive(Clone, Debug, clap::Args)]
pub struct FineTuningArgs {
    /// The options of every chapter.
    #[command(flatten)]
    pub common: CommonArgs,
    /// How many times to train each model, each time with another seed: the table shows mean and spread
    #[arg(long, value_name = "N", default_value_t = 3, conflicts_with = "quick")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=100))]
    pub seeds: u64,
    /// Stop a training when N looks at the development part in a row were no better, and keep the best weights
    #[arg(long, value_name = "N", value_parser = super::positive)]
    pub patience: Option<usize>,
    /// Leave the lowest N parts of the pretrained encoder as they are: 1 is the embeddings, 2 the first layer too, and so on
    #[arg(long, value_name = "N")]
    pub freeze: Option<usize>,
    /// Let each part of the pretrained encoder learn X times as fast as the part above it
    #[arg(long, value_name = "X", value_parser = share)]
    pub layer_decay: Option<f64>,
    /// The columns of --data that hold what is learned from, where they do not have the usual names: text=review,label=stars;
    /// also words, tags (chapter 4), question, context, answers (5), a, b, score (6)
    #[arg(long, value_name = "WHAT=NAME,...", default_value = "", hide_default_value = true)]
    pub columns: Columns,
    /// Train only the network that is fine-tuned, not those it is compared with: from scratch and frozen
    #[arg(long)]
    pub skip_rivals: bool,
}

impl FineTuningArgs {
    /// The networks to train.
    pub fn recipes(&self) -> Vec<Recipe> {
        RECIPES.into_iter().filter(|recipe| recipe.name == "fine-tuned" || !self.skip_rivals).collect()
    }

    /// The settings of the run, with the chapter's defaults for what was not said.
    pub fn settings(&self, defaults: &Defaults, encoder: &PretrainedEncoder) -> FineTuningSettings {
        let common = &self.common;
        let (epochs, seeds) = if common.quick { (1, 2) } else { (defaults.epochs.0, self.seeds) };
        FineTuningSettings {
            data: common.data.clone(),
            columns: self.columns.clone(),
            encoder: encoder.folder.clone(),
            seed: common.seed,
            seeds,
            epochs: common.epochs.unwrap_or(epochs),
            batch_tokens: common.batch_tokens.unwrap_or(defaults.batch_tokens.0),
            learning_rate: common.learning_rate.unwrap_or(defaults.learning_rate.0),
            patience: self.patience,
            freeze: self.freeze,
            layer_decay: self.layer_decay,
            quick: common.quick,
            mistake: common.mistake,
        }
    }

    /// The pretrained encoder: that of `--model`, or what chapter 2 left, or what it leaves when it is run now. `draw` draws
    /// the pictures of chapter 2; `out` is the folder of this chapter's run.
    ///
    /// # Errors
    /// If the encoder is none or lies where this run will write, chapter 2 was begun and not finished, pretraining fails, or
    /// the mistake to be made is one of pretraining.
    pub fn encoder(&self, out: &Path, draw: impl FnOnce(&mut Run, &[Row]) -> Result<()>) -> Result<PretrainedEncoder> {
        if self.common.mistake == Some(Mistake::EveryToken) {
            return Err(Error::Usage(
                "--break every-token: nothing is masked in this chapter; it is for chapter 2".into(),
            ));
        }
        PretrainedEncoder::open(self.encoder_folder(out, draw)?)
    }

    fn encoder_folder(&self, out: &Path, draw: impl FnOnce(&mut Run, &[Row]) -> Result<()>) -> Result<PathBuf> {
        let CommonArgs { seed, quick, resume, .. } = &self.common;
        if let Some(folder) = self.common.model_folder()? {
            refuse_own_model(&folder, out)?;
            return Ok(folder);
        }
        let chapter_2 = Path::new("runs").join("ch02_pretraining");
        // A run that was begun and not finished has no summary, and what lies in its folder may be an older run's.
        let finished = chapter_2.join("summary.json").exists();
        let found = finished && model_folder(&chapter_2).join("model.safetensors").exists();
        if found && (*quick || !is_quick(&chapter_2)) {
            return Ok(model_folder(&chapter_2));
        }
        if !finished && !quick && !resume && has_checkpoint(&chapter_2) {
            return Err(Error::Usage(format!(
                "{} holds a run of chapter 2 that is not finished: go on with it (its own command with --resume), or delete \
                 that folder to have it begun anew",
                chapter_2.display()
            )));
        }
        let settings = PretrainingSettings { seed: *seed, ..PretrainingSettings::default() };
        // A --quick encoder knows next to nothing: it must not lie where later chapters look for a real one.
        let (settings, folder) = match quick {
            true => (settings.quick(), out.join("pretraining")),
            false => (settings, chapter_2),
        };
        say!("No pretrained encoder in {} yet: running chapter 2 first.", folder.display());
        let (mut run, rows) = pretrain(&settings, &folder, *resume)?;
        draw(&mut run, &rows)?;
        say!("\n{}", results_table(&rows));
        run.folder.finish(rows, serde_json::Map::new())?;
        Ok(model_folder(&folder))
    }
}

/// A run replaces the model in its folder: the trainings after that would start from another encoder than those before.
fn refuse_own_model(model: &Path, out: &Path) -> Result<()> {
    match (model.canonicalize(), out.canonicalize()) {
        (Ok(inner), Ok(outer)) if inner.starts_with(&outer) => Err(Error::Usage(format!(
            "--model {}: it lies in {}, where this run will write; give the run its own --out",
            model.display(),
            out.display()
        ))),
        _ => Ok(()),
    }
}

/// Whether a run in this folder was stopped and can be resumed.
fn has_checkpoint(run: &Path) -> bool {
    std::fs::read_dir(run.join("checkpoint")).is_ok_and(|mut files| files.next().is_some())
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        _ => Err("expected a number above 0 and at most 1, such as 0.8".to_string()),
    }
}
