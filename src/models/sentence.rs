//! Sentences as vectors: the encoder, and a way to make one vector of a sentence's many.

use super::{Bert, BertConfig};
use crate::autograd::{Tape, Var};
use crate::nn::Init;
use crate::text::Batch;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// How the vectors of a sentence's tokens become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// Their mean
    #[default]
    Mean,
    /// That of the first token, `[CLS]`, alone
    Cls,
    /// The largest value in each column
    Max,
}

/// One vector a sentence, of length 1 (Reimers and Gurevych, 2019). It has no parameters but the encoder's.
#[derive(Clone, Debug)]
pub struct SentenceEncoder {
    /// The encoder.
    pub bert: Bert,
    /// What is done with its output.
    pub pooling: Pooling,
}

impl SentenceEncoder {
    /// Adds an encoder to a model, with a random start.
    pub fn new(init: &mut Init<'_>, config: &BertConfig, pooling: Pooling) -> Self {
        Self { bert: Bert::new(init, config), pooling }
    }

    /// The vectors `[sentences, hidden]`. The dot product of two of them is the cosine of the angle between them.
    // ANCHOR: forward
    pub fn forward(&self, tape: &mut Tape<'_>, batch: &Batch) -> Var {
        let hidden = self.bert.forward(tape, batch); // [tokens, hidden]
        let pooled = match self.pooling {
            Pooling::Mean => tape.mean_rows(hidden, &batch.offsets),
            Pooling::Cls => tape.rows(hidden, &batch.first_tokens()),
            Pooling::Max => tape.max_rows(hidden, &batch.offsets),
        }; // [sentences, hidden]
        tape.unit_rows(pooled)
    }
    // ANCHOR_END: forward
}
