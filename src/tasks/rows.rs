//! The rows of a chapter's table that are networks: from scratch, frozen, fine-tuned.

use super::{FineTuned, FineTuningSettings, NULL_THRESHOLD, Outcome, Parts, Training, fine_tune, load_encoder};
use crate::autograd::Parameters;
use crate::metrics::Metrics;
use crate::models::{BertConfig, POOLING};
use crate::nn::Init;
use crate::text::Tokenizer;
use crate::train::{Row, Run, Statistic};
use crate::{Error, Result, say};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The settings that belong to a head, or to the vector of a sentence.
const OF_THE_HEAD: [&str; 6] = ["id2label", "label2id", "num_labels", "problem_type", NULL_THRESHOLD, POOLING];

/// The pretrained encoder that everything starts from.
#[derive(Clone, Debug)]
pub struct PretrainedEncoder {
    /// Where it lies.
    pub folder: PathBuf,
    /// Its settings.
    pub config: BertConfig,
    /// Its tokenizer.
    pub tokenizer: Tokenizer,
}

impl PretrainedEncoder {
    /// Looks at the encoder in `folder`, so that a wrong one is heard of before anything is trained. What its settings say of a
    /// head that it had is forgotten: it gets another.
    ///
    /// # Errors
    /// Those of [`load_encoder`].
    pub fn open(folder: PathBuf) -> Result<Self> {
        let (mut config, tokenizer) = load_encoder(&folder)?;
        config.other.retain(|name, _| !OF_THE_HEAD.contains(&name.as_str()));
        Ok(Self { folder, config, tokenizer })
    }
}

/// A way to train a network: the name of its row, and what differs.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// The name of the row.
    pub name: &'static str,
    /// Whether it starts from the pretrained encoder, or from random numbers.
    pub pretrained: bool,
    /// Whether the encoder stays as it is.
    pub frozen: bool,
    /// Its learning rate, as a multiple of fine-tuning's: each rival gets what is best for it.
    pub rate: f64,
}

/// The three networks of every chapter.
// ANCHOR: recipes
pub const RECIPES: [Recipe; 3] = [
    Recipe { name: "from scratch", pretrained: false, frozen: false, rate: 2.0 },
    Recipe { name: "frozen", pretrained: true, frozen: true, rate: 10.0 },
    Recipe { name: "fine-tuned", pretrained: true, frozen: false, rate: 1.0 },
];
// ANCHOR_END: recipes

/// Trains the network that `build` makes in the way of each recipe, with several seeds, and returns their rows, and the report
/// of the last recipe's first seed, whose network `save` gets: the fine-tuned one. What a resumed run has finished is not done
/// again.
///
/// # Errors
/// Those of [`fine_tune`] and of `save`.
pub fn network_rows<M: FineTuned>(
    recipes: &[Recipe],
    build: impl Fn(&mut Init<'_>, &BertConfig) -> M,
    encoder: &PretrainedEncoder,
    data: &Parts<M::Example>,
    settings: &FineTuningSettings,
    run: &mut Run,
    save: impl Fn(&Parameters) -> Result<()>,
) -> Result<(Vec<Row>, M::Report)> {
    let mut rows = Vec::new();
    let mut first = None;
    for (i, recipe) in recipes.iter().enumerate() {
        let mut outcomes = Vec::new();
        for seed in settings.all_seeds() {
            let label = training_label(recipe.name, seed);
            let outcome = match run.finished(&label)? {
                Some(outcome) => outcome,
                None => {
                    let (parameters, outcome) = train(recipe, seed, &build, encoder, data, settings, run)?;
                    if i + 1 == recipes.len() && seed == settings.seed {
                        save(&parameters)?;
                    }
                    run.finish_part(&label, &outcome)?;
                    outcome
                }
            };
            outcomes.push(outcome);
        }
        rows.push(row(recipe.name, outcomes.iter().map(|outcome| &outcome.metrics)));
        first = outcomes.into_iter().next();
    }
    let first = first.ok_or_else(|| Error::Usage("neither recipes nor seeds: nothing was trained".into()))?;
    Ok((rows, first.report))
}

fn train<M: FineTuned>(
    recipe: &Recipe,
    seed: u64,
    build: impl Fn(&mut Init<'_>, &BertConfig) -> M,
    encoder: &PretrainedEncoder,
    data: &Parts<M::Example>,
    settings: &FineTuningSettings,
    run: &mut Run,
) -> Result<(Parameters, Outcome<M::Report>)> {
    let label = training_label(recipe.name, seed);
    let learning_rate = settings.learning_rate * recipe.rate;
    let training = Training { label: label.clone(), seed, learning_rate, frozen: recipe.frozen, settings };
    let start = recipe.pretrained.then_some(encoder.folder.as_path());
    let (parameters, outcome) = fine_tune(build, &encoder.config, start, data, &training, run)?;
    say!("{label}: test {} {:.3}", M::SCORE, outcome.metrics[M::SCORE]);
    Ok((parameters, outcome))
}

/// What a training is called in the record.
pub fn training_label(row: &str, seed: u64) -> String {
    format!("{row}, seed {seed}")
}

/// A row of the table: each metric, over all seeds.
pub fn row<'a>(name: &str, seeds: impl IntoIterator<Item = &'a Metrics>) -> Row {
    let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (metric, &value) in seeds.into_iter().flatten() {
        values.entry(metric.clone()).or_default().push(value);
    }
    let metrics = values.into_iter().map(|(metric, values)| (metric, Statistic::of(&values))).collect();
    Row { name: name.into(), metrics }
}
