//! Pretraining an encoder on running text: masked words and next sentences (Devlin et al., 2019).

use super::{PretrainingSettings, argmax};
use crate::Result;
use crate::autograd::{Parameters, Tape, Var};
use crate::data::rng;
use crate::metrics::perplexity;
use crate::models::PretrainingModel;
use crate::objectives::Mlm;
use crate::objectives::nsp::{DocumentIds, SentencePair, pairs};
use crate::text::{Batch, SpecialTokens, Tokenizer, pack, split};
use crate::train::{Evaluation, Mistake, SHARDS, Shards, Task};
use std::collections::BTreeMap;

/// A shard of sentence pairs with some of their tokens hidden.
#[derive(Debug)]
pub struct PretrainingShard {
    batch: Batch,
    /// The rows of the hidden tokens, and what stood there.
    positions: Vec<usize>,
    words: Vec<u32>,
    /// Whether each second segment follows its first (0) or is random (1).
    next: Vec<u32>,
    /// How many tokens are hidden, and how many pairs there are, in the whole batch.
    batch_words: usize,
    batch_pairs: usize,
}

/// Pretraining as a task for [`fit`](crate::train::fit).
pub struct Pretraining {
    /// The model.
    pub model: PretrainingModel,
    mlm: Mlm,
    special: SpecialTokens,
    documents: Vec<DocumentIds>,
    held_out: Vec<PretrainingShard>,
    max_tokens: usize,
    batch_tokens: usize,
    seed: u64,
    mistake: Option<Mistake>,
    epoch: Epoch,
    steps_per_epoch: usize,
}

/// The pairs of one pass through the text, and which of them make up each batch.
struct Epoch {
    number: usize,
    pairs: Vec<SentencePair>,
    batches: Vec<Vec<usize>>,
}

/// How many held-out pairs a look at held-out text takes.
const HELD_OUT_PAIRS: usize = 1000;

impl Pretraining {
    /// Makes a task of token ids.
    ///
    /// # Errors
    /// If the text has too few documents to make pairs of.
    pub fn new(
        model: PretrainingModel,
        tokenizer: &Tokenizer,
        (train, held_out): (Vec<DocumentIds>, &[DocumentIds]),
        settings: &PretrainingSettings,
    ) -> Result<Self> {
        let PretrainingSettings { seed, max_tokens, batch_tokens, mistake, .. } = *settings;
        let mlm = Mlm::new(tokenizer, settings.whole_words);
        let special = tokenizer.special();
        let mut held_out = pairs(held_out, special, max_tokens, &mut rng(seed, "held-out pairs", 0))?;
        held_out.truncate(HELD_OUT_PAIRS);
        let chosen: Vec<&SentencePair> = held_out.iter().collect();
        let parts = chosen.len().div_ceil(32);
        let held_out = shards(&chosen, parts, &mlm, None, |part| rng(seed, "held-out masks", part));
        let epoch = Epoch::new(0, &train, special, settings.seed, max_tokens, batch_tokens)?;
        let steps_per_epoch = epoch.batches.len();
        Ok(Self {
            model,
            mlm,
            special,
            documents: train,
            held_out,
            max_tokens,
            batch_tokens,
            seed,
            mistake,
            epoch,
            steps_per_epoch,
        })
    }

    /// How many batches one pass through the text has. (Pairs are drawn anew for each pass; should one have a batch more
    /// or less than the first, its last batch is left out, or its first one comes twice.)
    pub fn steps_per_epoch(&self) -> usize {
        self.steps_per_epoch
    }
}

impl Epoch {
    fn new(
        number: usize,
        documents: &[DocumentIds],
        special: SpecialTokens,
        seed: u64,
        max_tokens: usize,
        batch_tokens: usize,
    ) -> Result<Self> {
        let pairs = pairs(documents, special, max_tokens, &mut rng(seed, "pairs", number as u64))?;
        let lengths: Vec<usize> = pairs.iter().map(|pair| pair.sequence.ids.len()).collect();
        let batches = pack(&lengths, batch_tokens, &mut rng(seed, "batches", number as u64));
        Ok(Self { number, pairs, batches })
    }
}

/// Splits pairs into `parts` shards of about equal size, and hides tokens in each.
fn shards(
    pairs: &[&SentencePair],
    parts: usize,
    mlm: &Mlm,
    mistake: Option<Mistake>,
    rng: impl Fn(u64) -> rand_chacha::ChaCha8Rng,
) -> Vec<PretrainingShard> {
    let lengths: Vec<usize> = pairs.iter().map(|pair| pair.sequence.ids.len()).collect();
    let ranges = split(&lengths, parts).into_iter().filter(|range| !range.is_empty());
    let mut shards: Vec<PretrainingShard> = ranges
        .enumerate()
        .map(|(part, range)| {
            let pairs = &pairs[range];
            let mut batch = Batch::from_sequences(pairs.iter().map(|pair| &pair.sequence));
            let masked = mlm.mask(&batch.ids, &mut rng(part as u64));
            let mut words: Vec<u32> = masked.labels.iter().map(|&word| word as u32).collect();
            let mut positions = masked.positions;
            if mistake == Some(Mistake::EveryToken) {
                (words, positions) = (batch.ids.clone(), (0..batch.ids.len()).collect());
            }
            Mistake::shift(mistake, &mut words);
            batch.ids = masked.ids;
            let next = pairs.iter().map(|pair| pair.label as u32).collect();
            PretrainingShard { batch, positions, words, next, batch_words: 0, batch_pairs: pairs.len() }
        })
        .collect();
    let batch_words = shards.iter().map(|shard| shard.words.len()).sum();
    for shard in &mut shards {
        (shard.batch_words, shard.batch_pairs) = (batch_words, pairs.len());
    }
    shards
}

impl Task for Pretraining {
    type Shard = PretrainingShard;

    fn terms(&self) -> &'static [&'static str] {
        &["mlm", "nsp"]
    }

    fn batch(&mut self, step: usize) -> Result<Vec<PretrainingShard>> {
        let (number, index) = (step / self.steps_per_epoch, step % self.steps_per_epoch);
        if self.epoch.number != number {
            let (documents, special) = (&self.documents, self.special);
            self.epoch = Epoch::new(number, documents, special, self.seed, self.max_tokens, self.batch_tokens)?;
        }
        let Epoch { pairs, batches, .. } = &self.epoch;
        let chosen: Vec<&SentencePair> = batches[index % batches.len()].iter().map(|&i| &pairs[i]).collect();
        let masks = |shard| rng(self.seed, "masks", (step * SHARDS) as u64 + shard);
        Ok(shards(&chosen, SHARDS, &self.mlm, self.mistake, masks))
    }

    fn tokens(&self, shard: &PretrainingShard) -> usize {
        shard.batch.tokens()
    }

    // ANCHOR: losses
    fn losses(&self, tape: &mut Tape<'_>, shard: &PretrainingShard) -> Vec<Var> {
        let hidden = self.model.bert.forward(tape, &shard.batch); // [tokens, hidden]
        let words = self.model.word_logits(tape, hidden, &shard.positions); // [masked, vocabulary]
        let next = self.model.next_sentence_logits(tape, hidden, &shard.batch); // [pairs, 2]
        vec![
            tape.cross_entropy(words, &shard.words, shard.batch_words.max(1) as f32),
            tape.cross_entropy(next, &shard.next, shard.batch_pairs as f32),
        ]
    }
    // ANCHOR_END: losses

    fn evaluate(&self, parameters: &Parameters, shards: &Shards) -> Evaluation {
        let found = shards.evaluate(parameters, &self.held_out, |tape, shard| {
            let hidden = self.model.bert.forward(tape, &shard.batch);
            let words = self.model.word_logits(tape, hidden, &shard.positions);
            let next = self.model.next_sentence_logits(tape, hidden, &shard.batch);
            let losses = [tape.cross_entropy(words, &shard.words, 1.0), tape.cross_entropy(next, &shard.next, 1.0)];
            let [mlm, nsp] = losses.map(|loss| f64::from(tape.value(loss)[[0, 0]]));
            let right = |logits, labels: &[u32]| {
                argmax(tape.value(logits)).iter().zip(labels).filter(|(a, b)| **a == **b as usize).count() as f64
            };
            [mlm, nsp, right(words, &shard.words), right(next, &shard.next)]
        });
        let sum = |i: usize| found.iter().map(|numbers| numbers[i]).sum::<f64>();
        let words = self.held_out.iter().map(|s| s.words.len()).sum::<usize>().max(1) as f64;
        let pairs = self.held_out.iter().map(|s| s.next.len()).sum::<usize>().max(1) as f64;
        let metrics = BTreeMap::from([
            ("mlm".to_string(), sum(0) / words),
            ("perplexity".to_string(), perplexity(sum(0) / words)),
            ("nsp".to_string(), sum(1) / pairs),
            ("mlm accuracy".to_string(), sum(2) / words),
            ("nsp accuracy".to_string(), sum(3) / pairs),
        ]);
        Evaluation { score: -metrics["mlm"] - metrics["nsp"], metrics }
    }
}
