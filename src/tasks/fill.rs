//! Filling in blanks with a pretrained model.

use super::{load_tokenizer, probabilities};
use crate::autograd::{Buffers, Parameters, Tape};
use crate::models::{self, BertConfig, PretrainingModel};
use crate::nn::Init;
use crate::text::{Batch, Tokenizer};
use crate::{Error, Result};
use std::path::Path;

/// Fills in blanks with a pretrained model.
pub struct Filler {
    tokenizer: Tokenizer,
    parameters: Parameters,
    model: PretrainingModel,
    max_tokens: usize,
}

impl Filler {
    /// Loads the model in `folder`.
    ///
    /// # Errors
    /// If there is none, or it has no masked-word head.
    pub fn load(folder: &Path) -> Result<Self> {
        let config = BertConfig::load(folder)?;
        let mut parameters = Parameters::new();
        let model = PretrainingModel::new(&mut Init::new(&mut parameters, 0, config.initializer_range), &config);
        let report = models::load_tensors(&mut parameters, folder)?;
        let expected = "a model with its masked-word head: an encoder alone cannot guess words";
        let unused = |name: &str| name.starts_with("bert.pooler.") || name.starts_with("cls.seq_relationship.");
        report.require(folder, expected, unused)?;
        let tokenizer = load_tokenizer(folder, &config)?;
        Ok(Self { tokenizer, parameters, model, max_tokens: config.max_position_embeddings })
    }

    /// For each `[MASK]` in the text, the `count` most likely tokens with their probabilities.
    ///
    /// # Errors
    /// If the text has no `[MASK]`, or more tokens than the model reads.
    pub fn fill(&self, text: &str, count: usize) -> Result<Vec<Vec<(String, f32)>>> {
        let sequence = self.tokenizer.encode(text, self.max_tokens)?;
        if sequence.cut > 0 {
            let reads = self.max_tokens;
            return Err(Error::Usage(format!(
                "the text has {} tokens more than the {reads} that this model reads",
                sequence.cut
            )));
        }
        let mask = self.tokenizer.special().mask;
        let positions: Vec<usize> = (0..sequence.ids.len()).filter(|&i| sequence.ids[i] == mask).collect();
        if positions.is_empty() {
            return Err(Error::Usage(format!("there is no [MASK] in {text:?} for the model to fill in")));
        }
        let batch = Batch::from_sequences([&sequence]);
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&self.parameters, &buffers);
        let hidden = self.model.bert.forward(&mut tape, &batch);
        let logits = self.model.word_logits(&mut tape, hidden, &positions);
        let best = |row: Vec<f32>| {
            let mut ranked: Vec<(usize, f32)> = row.into_iter().enumerate().collect();
            ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
            ranked.into_iter().take(count).map(|(id, p)| (self.tokenizer.token(id as u32).to_string(), p)).collect()
        };
        Ok(probabilities(tape.value(logits)).into_iter().map(best).collect())
    }
}
