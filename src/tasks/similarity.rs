//! Sentence similarity: two sentences in, one number out. Either one encoder reads both together, or it reads each alone and
//! their vectors are compared.

use super::{FineTuned, parts};
use crate::Result;
use crate::autograd::{Parameters, Tape, Var, sigmoid};
use crate::data::{HIGHEST_SCORE, ScoredPair};
use crate::metrics::{Metrics, pearson, spearman};
use crate::models::{BertConfig, Pooling, SentenceEncoder, SequenceClassifier};
use crate::nn::Init;
use crate::text::{Batch, Sequence, Tokenizer};
use crate::train::Shards;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// What a bi-encoder learns from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum PairLoss {
    /// The cosine should be the score
    #[default]
    Regression,
    /// A sentence's paraphrase should be nearer than all other sentences in the batch
    Contrastive,
}

/// Pairs with this share of the highest score say the same: the contrastive loss learns from them.
pub const ALIKE: f32 = 0.8;

/// What the contrastive loss multiplies the cosine with, so that a softmax over numbers from −1 to 1 can be sure of anything.
pub const COSINE_SCALE: f32 = 20.0;

/// A network that says how alike two sentences are.
// ANCHOR: encoder
#[derive(Clone, Debug)]
pub enum PairEncoder {
    /// Reads both sentences together: a classifier with one label; the score is the sigmoid of its logit.
    Cross(SequenceClassifier),
    /// Reads each sentence alone; the score is the cosine of their vectors.
    Bi(SentenceEncoder, PairLoss),
}
// ANCHOR_END: encoder

impl PairEncoder {
    /// Adds a cross-encoder to a model, with a random start.
    pub fn cross(init: &mut Init<'_>, config: &BertConfig) -> Self {
        Self::Cross(SequenceClassifier::new(init, config, 1))
    }

    /// Adds a bi-encoder to a model, with a random start.
    pub fn bi(init: &mut Init<'_>, config: &BertConfig, pooling: Pooling, loss: PairLoss) -> Self {
        Self::Bi(SentenceEncoder::new(init, config, pooling), loss)
    }

    /// One number for each pair, `[pairs, 1]`, and the loss. The numbers are the logits of a cross-encoder, or the cosines of a
    /// bi-encoder.
    // ANCHOR: forward
    pub fn forward(&self, tape: &mut Tape<'_>, shard: &PairShard) -> (Var, Var) {
        let pairs = shard.batch_pairs as f32;
        match self {
            Self::Cross(classifier) => {
                let logits = classifier.forward(tape, &shard.batch);
                (logits, tape.binary_cross_entropy(logits, &shard.scores, pairs))
            }
            Self::Bi(encoder, loss) => {
                let (a, b) = two_sides(tape, encoder, shard); // [pairs, hidden] each
                let cosines = tape.dot_rows(a, b);
                let loss = match loss {
                    PairLoss::Regression => tape.squared_error(cosines, &shard.scores, pairs),
                    PairLoss::Contrastive => contrastive(tape, a, b, shard),
                };
                (cosines, loss)
            }
        }
    }

    /// The score that such a number stands for, 0 to 1; a cosine can be negative, too.
    fn score(&self, number: f32) -> f32 {
        match self {
            Self::Cross(_) => sigmoid(number),
            Self::Bi(..) => number,
        }
    }
    // ANCHOR_END: forward
}

/// The vectors of the first sentences and of the second ones.
fn two_sides(tape: &mut Tape<'_>, encoder: &SentenceEncoder, shard: &PairShard) -> (Var, Var) {
    let pairs = shard.scores.len();
    let vectors = encoder.forward(tape, &shard.batch); // [2 pairs, hidden]
    let [a, b] = [0..pairs, pairs..2 * pairs].map(|side| tape.rows(vectors, &side.collect::<Vec<_>>()));
    (a, b)
}

/// A pair of sentences as token ids, with its score.
#[derive(Clone, Debug)]
pub struct EncodedPair {
    /// Both in one sequence for a cross-encoder, or two sequences for a bi-encoder.
    pub sequences: Vec<Sequence>,
    /// From 0 to 1.
    pub score: f32,
}

impl EncodedPair {
    /// Cuts every pair into sequences of at most `max_tokens` tokens: one sequence a pair if they are `joined`, else two.
    ///
    /// # Errors
    /// If the tokenizer refuses a text.
    // ANCHOR: pairs
    pub fn all(pairs: &[ScoredPair], joined: bool, tokenizer: &Tokenizer, max_tokens: usize) -> Result<Vec<Self>> {
        let encode = |pair: &ScoredPair| {
            let sequences = match joined {
                true => vec![tokenizer.encode_pair(&pair.a, &pair.b, max_tokens)?],
                false => vec![tokenizer.encode(&pair.a, max_tokens)?, tokenizer.encode(&pair.b, max_tokens)?],
            };
            Ok(Self { sequences, score: (pair.score / HIGHEST_SCORE) as f32 })
        };
        pairs.iter().map(encode).collect()
    }
    // ANCHOR_END: pairs
}

/// Pairs as one input: all joined sequences; or all first sentences, and then all second ones.
#[derive(Debug)]
pub struct PairShard {
    batch: Batch,
    scores: Vec<f32>,
    /// How many pairs the whole batch has, and how many of them say the same.
    batch_pairs: usize,
    batch_alike: usize,
}

fn alike(score: f32) -> bool {
    score >= ALIKE
}

// ANCHOR: fine_tuned
impl FineTuned for PairEncoder {
    type Example = EncodedPair;
    type Shard = PairShard;
    /// The predicted score of every pair.
    type Report = Vec<f32>;

    const SCORE: &'static str = "Spearman";

    fn tokens(pair: &EncodedPair) -> usize {
        pair.sequences.iter().map(|sequence| sequence.ids.len()).sum()
    }

    fn shard(&self, part: &[&EncodedPair], batch: &[&EncodedPair]) -> PairShard {
        let sides = part.first().map_or(0, |pair| pair.sequences.len());
        let sequences = (0..sides).flat_map(|side| part.iter().map(move |pair| &pair.sequences[side]));
        PairShard {
            batch: Batch::from_sequences(sequences),
            scores: part.iter().map(|pair| pair.score).collect(),
            batch_pairs: batch.len(),
            batch_alike: batch.iter().filter(|pair| alike(pair.score)).count(),
        }
    }

    fn loss(&self, tape: &mut Tape<'_>, shard: &PairShard) -> Var {
        self.forward(tape, shard).1
    }

    fn measure(&self, parameters: &Parameters, shards: &Shards, examples: &[EncodedPair]) -> (Metrics, Vec<f32>) {
        let parts = parts(self, examples);
        let found = shards.evaluate(parameters, &parts, |tape, shard| {
            let (numbers, loss) = self.forward(tape, shard);
            let share = shard.scores.len() as f64 / examples.len() as f64;
            let scores: Vec<f32> = tape.value(numbers).iter().map(|&number| self.score(number)).collect();
            (share * f64::from(tape.value(loss)[[0, 0]]), scores)
        });
        let loss = found.iter().map(|(loss, _)| loss).sum();
        let predicted: Vec<f32> = found.into_iter().flat_map(|(_, scores)| scores).collect();
        let gold: Vec<f64> = examples.iter().map(|pair| pair.score.into()).collect();
        let numbers: Vec<f64> = predicted.iter().map(|&score| score.into()).collect();
        let metrics = [("loss", loss), ("Pearson", pearson(&numbers, &gold)), ("Spearman", spearman(&numbers, &gold))];
        (metrics.map(|(name, value)| (name.to_string(), value)).into(), predicted)
    }

    fn shift_labels(shard: &mut PairShard) {
        shard.scores.rotate_left(1);
    }
}
// ANCHOR_END: fine_tuned

/// Multiple negatives ranking (Henderson et al., 2017): which of the shard's second sentences is the paraphrase of this first
/// one? A cross-entropy over all of them, for every pair that says the same.
// ANCHOR: contrastive
fn contrastive(tape: &mut Tape<'_>, a: Var, b: Var, shard: &PairShard) -> Var {
    let asking: Vec<usize> = (0..shard.scores.len()).filter(|&pair| alike(shard.scores[pair])).collect();
    let a = tape.rows(a, &asking);
    let cosines = tape.linear(a, b, None); // a bᵀ: each that asks with every second sentence, [asking, pairs]
    let logits = tape.scale(cosines, COSINE_SCALE);
    let labels: Vec<u32> = asking.iter().map(|&pair| pair as u32).collect(); // its own is the right one
    tape.cross_entropy(logits, &labels, shard.batch_alike.max(1) as f32)
}
// ANCHOR_END: contrastive
