//! Fine-tuning, the same for every task: a pretrained encoder, a head on top, and both trained together on labelled
//! examples. A task says what its examples, its loss and its measure are ([`FineTuned`]); the rest is here.

use crate::autograd::{Parameters, Tape, Var};
use crate::data::{rng, table::Columns};
use crate::metrics::Metrics;
use crate::models::{self, BertConfig};
use crate::nn::Init;
use crate::text::{pack, split};
use crate::train::{Evaluation, Mistake, Plan, Run, SHARDS, Shards, Task, fit};
use crate::{Error, Result, say};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A network for one task, encoder and head, with all that [`fine_tune`] needs to know about the task.
// ANCHOR: trait
pub trait FineTuned: Sync {
    /// A labelled example, as token ids.
    type Example: Sync;
    /// Some examples laid out as one input, with their labels; one thread works on it.
    type Shard: Sync;
    /// What a measurement finds beside its numbers, such as a confusion matrix.
    type Report: Serialize + DeserializeOwned;

    /// The metric that decides which weights are best: higher is better.
    const SCORE: &'static str;

    /// How many tokens an example has.
    fn tokens(example: &Self::Example) -> usize;

    /// Lays `part` out as one input. It is a part of `batch`, and its loss is divided by the size of the whole `batch`:
    /// so the losses of the parts, and their gradients, simply add up.
    fn shard(&self, part: &[&Self::Example], batch: &[&Self::Example]) -> Self::Shard;

    /// The loss of a shard, a scalar.
    fn loss(&self, tape: &mut Tape<'_>, shard: &Self::Shard) -> Var;

    /// Measures the network on examples that it is not trained on: each metric by name, and the report.
    fn measure(&self, parameters: &Parameters, shards: &Shards, examples: &[Self::Example]) -> (Metrics, Self::Report);

    /// Moves every label of a shard one place on: the mistake of `--break shifted-labels`.
    fn shift_labels(shard: &mut Self::Shard);
}
// ANCHOR_END: trait

/// Lays examples out in parts small enough to be shared among threads, each as if it were a batch of its own: for
/// [`FineTuned::measure`].
pub fn parts<M: FineTuned>(model: &M, examples: &[M::Example]) -> Vec<M::Shard> {
    const EXAMPLES: usize = 32; // in each part, about
    let examples: Vec<&M::Example> = examples.iter().collect();
    let parts = examples.len().div_ceil(EXAMPLES);
    cut::<M>(&examples, parts).map(|part| model.shard(part, part)).collect()
}

/// Cuts examples into at most `parts` runs of about equally many tokens.
fn cut<'a, 'e, M: FineTuned>(
    examples: &'a [&'e M::Example],
    parts: usize,
) -> impl Iterator<Item = &'a [&'e M::Example]> {
    let lengths: Vec<usize> = examples.iter().map(|example| M::tokens(example)).collect();
    split(&lengths, parts).into_iter().filter(|range| !range.is_empty()).map(|range| &examples[range])
}

/// The labelled examples of a task.
#[derive(Clone, Debug)]
pub struct Parts<E> {
    /// To learn from.
    pub train: Vec<E>,
    /// To look at while learning.
    pub dev: Vec<E>,
    /// To report on.
    pub test: Vec<E>,
}

/// The settings of a run that fine-tunes, which all its trainings share.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FineTuningSettings {
    /// Where the examples come from, if not from Millbrook.
    pub data: Option<PathBuf>,
    /// Which of its columns hold what, where their names do not say it.
    #[serde(skip_serializing_if = "Columns::is_empty")]
    pub columns: Columns,
    /// Where the pretrained encoder lies.
    pub encoder: PathBuf,
    /// The first seed: it decides the start of what is new, the order of the data, and what dropout drops.
    pub seed: u64,
    /// How often each network is trained, each time with the next seed.
    pub seeds: u64,
    /// How often to go through the data.
    pub epochs: usize,
    /// How many tokens a step sees.
    pub batch_tokens: usize,
    /// The highest learning rate of fine-tuning.
    pub learning_rate: f64,
    /// Stop when this many looks at the development part in a row were no better, and keep the best weights.
    pub patience: Option<usize>,
    /// How many parts of a pretrained encoder stay as they are, from below: the embeddings, the first layer, and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freeze: Option<usize>,
    /// The learning rate of each part of a pretrained encoder, as a multiple of that of the part above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_decay: Option<f64>,
    /// Whether the run is only to prove that everything works.
    pub quick: bool,
    /// What is done wrong on purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistake: Option<Mistake>,
}

impl FineTuningSettings {
    /// One seed for each training of a row.
    pub fn all_seeds(&self) -> impl Iterator<Item = u64> {
        (0..self.seeds).map(|i| self.seed.wrapping_add(i))
    }
}

/// One training.
#[derive(Clone, Debug)]
pub struct Training<'a> {
    /// What it is called in progress bar and record.
    pub label: String,
    /// Its seed.
    pub seed: u64,
    /// Its highest learning rate.
    pub learning_rate: f64,
    /// Whether the encoder stays as it is, and only what is put on top is trained: the head, and the pooler if it has one.
    pub frozen: bool,
    /// Everything else.
    pub settings: &'a FineTuningSettings,
}

/// What a training leaves: how well its network does on the test part.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome<R> {
    /// Each metric by name.
    pub metrics: Metrics,
    /// What was found beside them.
    pub report: R,
}

/// Trains the network that `build` makes, from the pretrained encoder in the folder `encoder` or from a random start, and
/// measures it on the test part. The head is a new one in any case; so is the pooler, if the encoder comes without.
///
/// # Errors
/// If there is nothing to learn from, the encoder does not fit, training diverges, or Ctrl-C is pressed.
// ANCHOR: fine_tune
pub fn fine_tune<M: FineTuned>(
    build: impl Fn(&mut Init<'_>, &BertConfig) -> M,
    config: &BertConfig,
    encoder: Option<&Path>,
    data: &Parts<M::Example>,
    training: &Training<'_>,
    run: &mut Run,
) -> Result<(Parameters, Outcome<M::Report>)> {
    let mut parameters = Parameters::new();
    let model = build(&mut Init::new(&mut parameters, training.seed, config.initializer_range), config);
    if let Some(folder) = encoder {
        let missing = models::load_pretrained(&mut parameters, folder)?.missing;
        if !missing.is_empty() {
            say!(
                "{}: {} comes without {}, which start at random.",
                training.label,
                folder.display(),
                missing.join(" and ")
            );
        }
    }
    if training.frozen {
        parameters.freeze(|p| p.name.starts_with("bert.") && !p.name.starts_with("bert.pooler."));
    } else if encoder.is_some() {
        by_depth(&mut parameters, config.num_hidden_layers, training.settings);
    }
    let mut task = FineTuning::new(&model, data, training);
    let plan = task.plan(training)?;
    fit(&mut task, &mut parameters, &plan, run)?;
    let (metrics, report) = model.measure(&parameters, &run.shards, &data.test);
    Ok((parameters, Outcome { metrics, report }))
}
// ANCHOR_END: fine_tune

/// Freezes the lowest parts of the encoder, and lets those below learn more slowly than those above (Howard and Ruder, 2018):
/// what the lower layers know is general, and should change least.
// ANCHOR: by_depth
fn by_depth(parameters: &mut Parameters, layers: usize, settings: &FineTuningSettings) {
    let (freeze, decay) = (settings.freeze.unwrap_or(0), settings.layer_decay.unwrap_or(1.0));
    for parameter in parameters.as_mut_slice() {
        if let Some(part) = part_of_encoder(&parameter.name) {
            parameter.frozen = part < freeze;
            parameter.rate = decay.powi((layers - part) as i32 + 1);
        }
    }
}

/// Which part of the encoder a parameter belongs to, from below: 0 is the embeddings, 1 the first layer. Pooler and
/// heads belong to none.
fn part_of_encoder(name: &str) -> Option<usize> {
    match name.strip_prefix("bert.encoder.layer.") {
        Some(rest) => rest.split('.').next()?.parse().ok().map(|layer: usize| layer + 1),
        None => name.starts_with("bert.embeddings.").then_some(0),
    }
}
// ANCHOR_END: by_depth

/// Fine-tuning as a task for [`fit`]. It goes through the training part again and again, each time in another order.
struct FineTuning<'m, M: FineTuned> {
    model: &'m M,
    data: &'m Parts<M::Example>,
    settings: &'m FineTuningSettings,
    seed: u64,
    /// The number of tokens of each example.
    lengths: Vec<usize>,
    /// How many steps there are up to the end of each epoch; they may differ in their number of batches.
    ends: Vec<usize>,
    /// One epoch, and the examples of each of its steps. (Those of all epochs would fill the memory.)
    epoch: usize,
    batches: Vec<Vec<usize>>,
}

impl<'m, M: FineTuned> FineTuning<'m, M> {
    fn new(model: &'m M, data: &'m Parts<M::Example>, training: &Training<'m>) -> Self {
        let (settings, seed) = (training.settings, training.seed);
        let lengths = data.train.iter().map(M::tokens).collect();
        let mut task = Self { model, data, settings, seed, lengths, ends: vec![], epoch: 0, batches: vec![] };
        for epoch in 0..settings.epochs {
            task.enter(epoch);
            task.ends.push(task.steps() + task.batches.len());
        }
        task
    }

    fn enter(&mut self, epoch: usize) {
        self.epoch = epoch;
        self.batches = pack(&self.lengths, self.settings.batch_tokens, &mut rng(self.seed, "batches", epoch as u64));
    }

    /// The number of all steps.
    fn steps(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The examples of a step.
    fn examples(&mut self, step: usize) -> &[usize] {
        let epoch = self.ends.partition_point(|&end| end <= step);
        if epoch != self.epoch {
            self.enter(epoch);
        }
        let left = self.ends[epoch] - step; // steps of this epoch, with this one
        &self.batches[self.batches.len() - left]
    }

    fn plan(&self, training: &Training<'_>) -> Result<Plan> {
        let steps = self.steps();
        if steps == 0 {
            return Err(Error::Usage("there is not one example to learn from".into()));
        }
        Ok(Plan {
            label: training.label.clone(),
            seed: training.seed,
            steps,
            learning_rate: training.learning_rate,
            warm_up: Mistake::warm_up(training.settings.mistake),
            evaluate_every: steps.div_ceil(training.settings.epochs),
            patience: training.settings.patience,
        })
    }
}

impl<M: FineTuned> Task for FineTuning<'_, M> {
    /// A shard, and how many tokens it has.
    type Shard = (M::Shard, usize);

    fn terms(&self) -> &'static [&'static str] {
        &[] // one loss, without parts
    }

    fn batch(&mut self, step: usize) -> Result<Vec<Self::Shard>> {
        let data = self.data;
        let batch: Vec<&M::Example> = self.examples(step).iter().map(|&i| &data.train[i]).collect();
        let lay_out = |part: &[&M::Example]| {
            let mut shard = self.model.shard(part, &batch);
            if self.settings.mistake == Some(Mistake::ShiftedLabels) {
                M::shift_labels(&mut shard);
            }
            (shard, part.iter().map(|example| M::tokens(example)).sum())
        };
        Ok(cut::<M>(&batch, SHARDS).map(lay_out).collect())
    }

    fn tokens(&self, (_, tokens): &Self::Shard) -> usize {
        *tokens
    }

    fn losses(&self, tape: &mut Tape<'_>, (shard, _): &Self::Shard) -> Vec<Var> {
        vec![self.model.loss(tape, shard)]
    }

    fn evaluate(&self, parameters: &Parameters, shards: &Shards) -> Evaluation {
        let (metrics, _) = self.model.measure(parameters, shards, &self.data.dev);
        Evaluation { score: metrics[M::SCORE], metrics }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::SequenceClassifier;
    use crate::tasks::ClassifiedText;
    use crate::text::Sequence;

    #[test]
    fn every_step_has_its_batch_though_one_epoch_is_kept() {
        let config = BertConfig::new(20, 4, 2, 1, 8);
        let model = SequenceClassifier::new(&mut Init::new(&mut Parameters::new(), 0, 0.02), &config, 2);
        let text = |length: usize| ClassifiedText {
            sequence: Sequence { ids: vec![5; length], token_types: vec![0; length], cut: 0 },
            label: 0,
        };
        let lengths = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
        let data = Parts { train: lengths.map(text).to_vec(), dev: vec![], test: vec![] };
        let settings = FineTuningSettings { epochs: 6, batch_tokens: 14, ..FineTuningSettings::default() };
        let training =
            Training { label: "any".into(), seed: 3, learning_rate: 1e-3, frozen: false, settings: &settings };
        let epochs: Vec<_> = (0..6).map(|epoch| pack(&lengths, 14, &mut rng(3, "batches", epoch))).collect();
        assert!(epochs.iter().any(|epoch| epoch.len() != epochs[0].len()), "the epochs differ in length");

        let mut task = FineTuning::new(&model, &data, &training);
        let all = epochs.concat();
        assert_eq!(task.plan(&training).unwrap().steps, all.len());
        let resumed = [all.len() / 2, 0, all.len() - 1];
        for step in (0..all.len()).chain(resumed) {
            assert_eq!(task.examples(step), all[step], "step {step}");
            assert_eq!(task.batches, epochs[task.epoch]);
        }
    }

    #[test]
    fn lower_layers_learn_more_slowly_and_the_lowest_not_at_all() {
        let config = BertConfig::new(20, 4, 2, 1, 8);
        let mut parameters = Parameters::new();
        SequenceClassifier::new(&mut Init::new(&mut parameters, 0, 0.02), &config, 2);
        let settings = FineTuningSettings { freeze: Some(1), layer_decay: Some(0.5), ..FineTuningSettings::default() };
        by_depth(&mut parameters, 2, &settings);
        for parameter in parameters.iter() {
            let expected = match parameter.name.as_str() {
                name if name.starts_with("bert.embeddings.") => (true, 0.125),
                name if name.starts_with("bert.encoder.layer.0.") => (false, 0.25),
                name if name.starts_with("bert.encoder.layer.1.") => (false, 0.5),
                _ => (false, 1.0), // pooler and classifier
            };
            assert_eq!((parameter.frozen, parameter.rate), expected, "{}", parameter.name);
        }
    }
}
