//! Text classification: a text in, one of a few labels out.

use super::{argmax, load_tokenizer, probabilities};
use crate::autograd::{Buffers, Parameters, Tape, Var};
use crate::data::{Labelled, rng};
use crate::metrics::Confusion;
use crate::models::{self, BertConfig, SequenceClassifier};
use crate::nn::Init;
use crate::text::{Batch, Order, Sequence, Tokenizer, pack, split};
use crate::train::{Evaluation, Mistake, Plan, Run, SHARDS, Shards, Task, fit};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Labelled texts as token ids.
#[derive(Clone, Debug)]
pub struct Examples {
    /// The texts.
    pub sequences: Vec<Sequence>,
    /// Their labels.
    pub labels: Vec<usize>,
}

impl Examples {
    /// Cuts every text into at most `max_tokens` tokens.
    ///
    /// # Errors
    /// If the tokenizer refuses a text.
    pub fn new(set: &Labelled, tokenizer: &Tokenizer, max_tokens: usize) -> Result<Self> {
        let sequences = set.examples.iter().map(|example| tokenizer.encode(&example.text, max_tokens));
        let labels = set.examples.iter().map(|example| example.label).collect();
        Ok(Self { sequences: sequences.collect::<Result<_>>()?, labels })
    }

    /// How many texts were longer, and lost their end.
    pub fn cut(&self) -> usize {
        self.sequences.iter().filter(|sequence| sequence.cut > 0).count()
    }

    /// Lays the chosen texts out in `parts` shards of about equal size.
    fn shards(&self, chosen: &[usize], parts: usize) -> Vec<ClassifiedShard> {
        let lengths: Vec<usize> = chosen.iter().map(|&i| self.sequences[i].ids.len()).collect();
        let shard = |chosen: &[usize]| ClassifiedShard {
            batch: Batch::from_sequences(chosen.iter().map(|&i| &self.sequences[i])),
            labels: chosen.iter().map(|&i| self.labels[i] as u32).collect(),
            batch_texts: lengths.len(),
        };
        let ranges = split(&lengths, parts).into_iter().filter(|range| !range.is_empty());
        ranges.map(|range| shard(&chosen[range])).collect()
    }
}

/// A shard of labelled texts.
#[derive(Debug)]
pub struct ClassifiedShard {
    batch: Batch,
    labels: Vec<u32>,
    /// How many texts the whole batch has.
    batch_texts: usize,
}

/// The settings of one training of a classifier.
#[derive(Clone, Debug)]
pub struct ClassifierSettings {
    /// What this training is called in progress bar and record.
    pub label: String,
    /// Decides the start of what is new, the order of the data, and what dropout drops.
    pub seed: u64,
    /// How often to go through the data.
    pub epochs: usize,
    /// How many tokens a step sees.
    pub batch_tokens: usize,
    /// The highest learning rate.
    pub learning_rate: f64,
    /// Stop when this many looks at the development part in a row were no better, and keep the best weights.
    pub patience: Option<usize>,
    /// Whether the encoder stays as it is, and only what reads its first token is trained: pooler and classifier.
    pub frozen: bool,
    /// What this training does wrong on purpose.
    pub mistake: Option<Mistake>,
}

/// Classification as a task for [`fit`].
pub struct Classification<'m> {
    model: &'m SequenceClassifier,
    train: &'m Examples,
    /// The texts of each step, over all epochs.
    batches: Vec<Vec<usize>>,
    dev: Vec<ClassifiedShard>,
    classes: usize,
    mistake: Option<Mistake>,
}

impl<'m> Classification<'m> {
    /// Goes through `train` as the settings say, each epoch in another order, and looks at `dev` after each.
    pub fn new(
        model: &'m SequenceClassifier,
        train: &'m Examples,
        dev: &Examples,
        classes: usize,
        settings: &ClassifierSettings,
    ) -> Self {
        let lengths: Vec<usize> = train.sequences.iter().map(|sequence| sequence.ids.len()).collect();
        let epoch = |epoch: usize| {
            pack(&lengths, settings.batch_tokens, Order::Random, &mut rng(settings.seed, "batches", epoch as u64))
        };
        let batches = (0..settings.epochs).flat_map(epoch).collect();
        Self { model, train, batches, dev: measured(dev), classes, mistake: settings.mistake }
    }
}

/// Texts to be measured on, in parts small enough to share among threads.
fn measured(examples: &Examples) -> Vec<ClassifiedShard> {
    let all: Vec<usize> = (0..examples.labels.len()).collect();
    examples.shards(&all, all.len().div_ceil(32))
}

impl Task for Classification<'_> {
    type Shard = ClassifiedShard;

    fn terms(&self) -> &'static [&'static str] {
        &[] // one loss, without parts
    }

    fn batch(&mut self, step: usize) -> Result<Vec<ClassifiedShard>> {
        let mut shards = self.train.shards(&self.batches[step], SHARDS);
        shards.iter_mut().for_each(|shard| Mistake::shift(self.mistake, &mut shard.labels));
        Ok(shards)
    }

    fn tokens(&self, shard: &ClassifiedShard) -> usize {
        shard.batch.tokens()
    }

    fn losses(&self, tape: &mut Tape<'_>, shard: &ClassifiedShard) -> Vec<Var> {
        let logits = self.model.forward(tape, &shard.batch); // [texts, labels]
        vec![tape.cross_entropy(logits, &shard.labels, shard.batch_texts as f32)]
    }

    fn evaluate(&self, parameters: &Parameters, shards: &Shards) -> Evaluation {
        evaluate(self.model, parameters, shards, &self.dev, self.classes).0
    }
}

fn evaluate(
    model: &SequenceClassifier,
    parameters: &Parameters,
    shards: &Shards,
    examples: &[ClassifiedShard],
    classes: usize,
) -> (Evaluation, Confusion) {
    let found = shards.evaluate(parameters, examples, |tape, shard| {
        let logits = model.forward(tape, &shard.batch);
        let loss = tape.cross_entropy(logits, &shard.labels, 1.0);
        (f64::from(tape.value(loss)[[0, 0]]), argmax(tape.value(logits)))
    });
    let loss: f64 = found.iter().map(|(loss, _)| loss).sum();
    let predicted: Vec<usize> = found.into_iter().flat_map(|(_, predicted)| predicted).collect();
    let gold: Vec<usize> = examples.iter().flat_map(|shard| &shard.labels).map(|&label| label as usize).collect();
    let confusion = Confusion::new(&predicted, &gold, classes);
    let metrics = BTreeMap::from([
        ("loss".to_string(), loss / gold.len().max(1) as f64),
        ("accuracy".to_string(), confusion.accuracy()),
        ("macro F1".to_string(), confusion.macro_f1()),
    ]);
    (Evaluation { score: confusion.accuracy(), metrics }, confusion)
}

/// The data of a classification task: three parts, and what the labels mean.
#[derive(Clone, Debug)]
pub struct Parts {
    /// To learn from.
    pub train: Examples,
    /// To look at while learning.
    pub dev: Examples,
    /// To report on.
    pub test: Examples,
    /// The names of the labels.
    pub labels: Vec<String>,
}

/// What a training leaves: how well its model does on the test part.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Loss, accuracy and macro F1.
    pub evaluation: Evaluation,
    /// The confusion matrix.
    pub confusion: Confusion,
}

/// Trains a classifier of the given shape, from the pretrained encoder in the folder `encoder` or from a random start, and
/// measures it on the test part.
///
/// # Errors
/// If the encoder does not fit, training diverges, or Ctrl-C is pressed.
// ANCHOR: train
pub fn train_classifier(
    data: &Parts,
    config: &BertConfig,
    encoder: Option<&Path>,
    settings: &ClassifierSettings,
    run: &mut Run,
) -> Result<(Parameters, Outcome)> {
    let classes = data.labels.len();
    let mut parameters = Parameters::new();
    let mut init = Init::new(&mut parameters, settings.seed, config.initializer_range);
    let model = SequenceClassifier::new(&mut init, config, classes);
    if let Some(folder) = encoder {
        models::load_tensors(&mut parameters, folder)?;
    }
    if settings.frozen {
        parameters.freeze(|p| p.name.starts_with("bert.") && !p.name.starts_with("bert.pooler."));
    }
    let mut task = Classification::new(&model, &data.train, &data.dev, classes, settings);
    let steps = task.batches.len();
    let plan = Plan {
        label: settings.label.clone(),
        seed: settings.seed,
        steps,
        learning_rate: settings.learning_rate,
        warm_up: Mistake::warm_up(settings.mistake),
        evaluate_every: steps.div_ceil(settings.epochs),
        patience: settings.patience,
    };
    fit(&mut task, &mut parameters, &plan, run)?;
    let (evaluation, confusion) = evaluate(&model, &parameters, &run.shards, &measured(&data.test), classes);
    Ok((parameters, Outcome { evaluation, confusion }))
}
// ANCHOR_END: train

/// A trained classifier, ready to be asked.
pub struct Classifier {
    tokenizer: Tokenizer,
    parameters: Parameters,
    model: SequenceClassifier,
    labels: Vec<String>,
    max_tokens: usize,
}

impl Classifier {
    /// Writes a classifier as `transformers` reads it: weights, settings with the names of the labels, tokenizer.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn save(
        folder: &Path,
        config: &BertConfig,
        parameters: &Parameters,
        labels: &[String],
        tokenizer: &Tokenizer,
    ) -> Result<()> {
        let mut config = config.clone();
        let by_id: BTreeMap<String, &String> = labels.iter().enumerate().map(|(i, l)| (i.to_string(), l)).collect();
        let by_label: BTreeMap<&String, usize> = labels.iter().enumerate().map(|(i, l)| (l, i)).collect();
        config.other.insert("id2label".into(), json!(by_id));
        config.other.insert("label2id".into(), json!(by_label));
        models::save(folder, &config, "BertForSequenceClassification", parameters)?;
        tokenizer.save(folder)
    }

    /// Loads the classifier in `folder`.
    ///
    /// # Errors
    /// If there is none.
    pub fn load(folder: &Path) -> Result<Self> {
        let config = BertConfig::load(folder)?;
        let names: BTreeMap<usize, String> =
            config.other.get("id2label").and_then(|names| serde_json::from_value(names.clone()).ok()).ok_or_else(
                || Error::format(&folder.join("config.json"), None, "no id2label", "a classifier's labels"),
            )?;
        let labels: Vec<String> = names.into_values().collect();
        let mut parameters = Parameters::new();
        let mut init = Init::new(&mut parameters, 0, config.initializer_range);
        let model = SequenceClassifier::new(&mut init, &config, labels.len());
        let report = models::load_tensors(&mut parameters, folder)?;
        if let Some(name) = report.missing.into_iter().next() {
            let (path, found) = (folder.join("model.safetensors"), "no such tensor".to_string());
            return Err(Error::Tensor { path, name, found, expected: "a whole classifier".into() });
        }
        let tokenizer = load_tokenizer(folder, &config)?;
        Ok(Self { tokenizer, parameters, model, labels, max_tokens: config.max_position_embeddings })
    }

    /// Each label with its probability, and how many tokens at the end of the text were too many to read.
    ///
    /// # Errors
    /// If the tokenizer refuses the text.
    pub fn classify(&self, text: &str) -> Result<(Vec<(&str, f32)>, usize)> {
        let sequence = self.tokenizer.encode(text, self.max_tokens)?;
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&self.parameters, &buffers);
        let logits = self.model.forward(&mut tape, &Batch::from_sequences([&sequence]));
        let found = probabilities(tape.value(logits)).into_iter().flatten();
        Ok((self.labels.iter().map(String::as_str).zip(found).collect(), sequence.cut))
    }
}
