//! Text classification: a text in, one of a few labels out.

use super::{FineTuned, Saved, argmax, parts, probabilities, saved_labels};
use crate::Result;
use crate::autograd::{Buffers, Parameters, Tape, Var};
use crate::data::Labelled;
use crate::metrics::{Confusion, Metrics};
use crate::models::SequenceClassifier;
use crate::text::{Batch, Sequence, Tokenizer};
use crate::train::Shards;
use std::path::Path;

/// A labelled text as token ids.
#[derive(Clone, Debug)]
pub struct ClassifiedText {
    /// The text.
    pub sequence: Sequence,
    /// Its label.
    pub label: u32,
}

impl ClassifiedText {
    /// Cuts every text of a set into at most `max_tokens` tokens.
    ///
    /// # Errors
    /// If the tokenizer refuses a text.
    pub fn all(set: &Labelled, tokenizer: &Tokenizer, max_tokens: usize) -> Result<Vec<Self>> {
        let examples = set.examples.iter();
        examples
            .map(|example| {
                let sequence = tokenizer.encode(&example.text, max_tokens)?;
                Ok(Self { sequence, label: example.label as u32 })
            })
            .collect()
    }
}

/// Labelled texts as one input.
#[derive(Debug)]
pub struct ClassifiedShard {
    batch: Batch,
    labels: Vec<u32>,
    /// How many texts the whole batch has.
    batch_texts: usize,
}

// ANCHOR: fine_tuned
impl FineTuned for SequenceClassifier {
    type Example = ClassifiedText;
    type Shard = ClassifiedShard;
    type Report = Confusion;

    const SCORE: &'static str = "accuracy";

    fn tokens(example: &ClassifiedText) -> usize {
        example.sequence.ids.len()
    }

    fn shard(&self, part: &[&ClassifiedText], batch: &[&ClassifiedText]) -> ClassifiedShard {
        ClassifiedShard {
            batch: Batch::from_sequences(part.iter().map(|example| &example.sequence)),
            labels: part.iter().map(|example| example.label).collect(),
            batch_texts: batch.len(),
        }
    }

    fn loss(&self, tape: &mut Tape<'_>, shard: &ClassifiedShard) -> Var {
        let logits = self.forward(tape, &shard.batch); // [texts, labels]
        tape.cross_entropy(logits, &shard.labels, shard.batch_texts as f32)
    }

    fn measure(&self, parameters: &Parameters, shards: &Shards, examples: &[ClassifiedText]) -> (Metrics, Confusion) {
        let found = shards.evaluate(parameters, &parts(self, examples), |tape, shard| {
            let logits = self.forward(tape, &shard.batch);
            let loss = tape.cross_entropy(logits, &shard.labels, 1.0);
            (f64::from(tape.value(loss)[[0, 0]]), argmax(tape.value(logits)))
        });
        let loss: f64 = found.iter().map(|(loss, _)| loss).sum();
        let predicted: Vec<usize> = found.into_iter().flat_map(|(_, predicted)| predicted).collect();
        let gold: Vec<usize> = examples.iter().map(|example| example.label as usize).collect();
        let confusion = Confusion::new(&predicted, &gold, self.labels);
        let metrics = Metrics::from([
            ("loss".to_string(), loss / gold.len().max(1) as f64),
            ("accuracy".to_string(), confusion.accuracy()),
            ("macro F1".to_string(), confusion.macro_f1()),
        ]);
        (metrics, confusion)
    }

    fn shift_labels(shard: &mut ClassifiedShard) {
        shard.labels.rotate_left(1);
    }
}
// ANCHOR_END: fine_tuned

/// A trained classifier, ready to be asked.
pub struct Classifier {
    saved: Saved<SequenceClassifier>,
    labels: Vec<String>,
}

impl Classifier {
    /// Loads the classifier in `folder`.
    ///
    /// # Errors
    /// If there is none.
    pub fn load(folder: &Path) -> Result<Self> {
        let labels = saved_labels(folder)?;
        let saved = Saved::load(folder, |init, config| SequenceClassifier::new(init, config, labels.len()))?;
        Ok(Self { saved, labels })
    }

    /// Each label with its probability, and how many tokens at the end of the text were too many to read.
    ///
    /// # Errors
    /// If the tokenizer refuses the text.
    pub fn classify(&self, text: &str) -> Result<(Vec<(&str, f32)>, usize)> {
        let Saved { model, parameters, tokenizer, config } = &self.saved;
        let sequence = tokenizer.encode(text, config.max_position_embeddings)?;
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(parameters, &buffers);
        let logits = model.forward(&mut tape, &Batch::from_sequences([&sequence]));
        let found = probabilities(tape.value(logits)).into_iter().flatten();
        Ok((self.labels.iter().map(String::as_str).zip(found).collect(), sequence.cut))
    }
}
