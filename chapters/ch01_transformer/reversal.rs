//! The toy task: write a word backwards. Each letter must be fetched from the other end of the word, and attention is
//! the only part of a transformer that can fetch anything: every other layer works on each token alone.

use finetune::Result;
use finetune::autograd::{Parameters, Tape, Var};
use finetune::data::rng;
use finetune::models::{BertConfig, PretrainingModel};
use finetune::text::Batch;
use finetune::train::{Evaluation, Mistake, SHARDS, Shards, Task};
use rand::Rng;
use std::collections::BTreeMap;

/// The longest word, in letters.
pub const LONGEST: usize = 10;
/// Token ids: the letters, then the marks for start and end of a word.
pub const ALPHABET: u32 = 26;
const START: u32 = ALPHABET;
const END: u32 = ALPHABET + 1;
/// How many words are held out.
const HELD_OUT: usize = 512;
/// The mean length of a word with its two marks.
const MEAN_TOKENS: usize = (3 + LONGEST) / 2 + 2;

/// A very small BERT: two layers, 64 numbers a token, two heads.
// ANCHOR: config
pub fn config() -> BertConfig {
    BertConfig {
        hidden_dropout_prob: 0.0,
        attention_probs_dropout_prob: 0.0,
        ..BertConfig::new(ALPHABET as usize + 2, 64, 2, 2, LONGEST + 2)
    }
}
// ANCHOR_END: config

/// Words, and what each of their letters should become.
pub struct Words {
    /// `START w o r d END`, end to end.
    pub batch: Batch,
    /// The rows of the letters.
    positions: Vec<usize>,
    /// The letter at the mirrored place.
    labels: Vec<u32>,
    /// How many letters the whole batch has.
    batch_letters: usize,
}

impl Words {
    /// Lays words (letters as numbers below 26) end to end.
    // ANCHOR: words
    pub fn new(words: &[Vec<u32>]) -> Self {
        let mut batch = Batch { ids: vec![], token_types: vec![], positions: vec![], offsets: vec![0] };
        let (mut positions, mut labels) = (vec![], vec![]);
        for word in words {
            positions.extend((1..=word.len()).map(|i| batch.ids.len() + i));
            labels.extend(word.iter().rev());
            batch.ids.push(START);
            batch.ids.extend(word);
            batch.ids.push(END);
            batch.positions.extend(0..word.len() as u32 + 2);
            batch.offsets.push(batch.ids.len());
        }
        batch.token_types = vec![0; batch.ids.len()];
        Self { batch, batch_letters: positions.len(), positions, labels }
    }
    // ANCHOR_END: words

    // ANCHOR: isolated
    /// Every token a sequence of its own: attention has nobody to look at but the token itself.
    fn isolated(mut self) -> Self {
        self.batch.offsets = (0..=self.batch.ids.len()).collect();
        self
    }
    // ANCHOR_END: isolated
}

/// Random words of 3 to [`LONGEST`] letters.
fn random_words(seed: u64, purpose: &str, index: u64, count: usize) -> Vec<Vec<u32>> {
    let mut rng = rng(seed, purpose, index);
    let mut word = || (0..rng.random_range(3..=LONGEST)).map(|_| rng.random_range(0..ALPHABET)).collect();
    (0..count).map(|_| word()).collect()
}

/// Reversal as a task for the training loop.
pub struct Reversal {
    model: PretrainingModel,
    seed: u64,
    words: usize,
    isolated: bool,
    held_out: Vec<Words>,
    /// What is done wrong on purpose.
    pub mistake: Option<Mistake>,
}

impl Reversal {
    /// Steps of about `batch_tokens` tokens. With `isolated`, tokens cannot see each other: the experiment's control.
    pub fn new(model: PretrainingModel, seed: u64, batch_tokens: usize, isolated: bool) -> Self {
        let words = (batch_tokens / MEAN_TOKENS).max(1);
        let mut task = Self { model, seed, words, isolated, held_out: vec![], mistake: None };
        task.held_out = task.shards(&random_words(seed, "held-out words", 0, HELD_OUT));
        task
    }

    fn shards(&self, words: &[Vec<u32>]) -> Vec<Words> {
        let letters = words.iter().map(Vec::len).sum();
        let shard = |words| Words { batch_letters: letters, ..Words::new(words) };
        let shards = words.chunks(words.len().div_ceil(SHARDS)).map(shard);
        shards.map(|words| if self.isolated { words.isolated() } else { words }).collect()
    }

    /// A logit for each letter of the alphabet, at each letter of the words: `[letters, vocabulary]`.
    // ANCHOR: logits
    pub fn logits(&self, tape: &mut Tape<'_>, words: &Words) -> Var {
        let hidden = self.model.bert.forward(tape, &words.batch);
        self.model.word_logits(tape, hidden, &words.positions)
    }
    // ANCHOR_END: logits

    /// What the model makes of a word.
    pub fn answer(&self, tape: &mut Tape<'_>, words: &Words) -> Vec<u32> {
        let logits = self.logits(tape, words);
        let best = |row: Vec<f32>| (0..ALPHABET).fold(0, |b, i| if row[i as usize] > row[b as usize] { i } else { b });
        tape.value(logits).rows().into_iter().map(|row| best(row.to_vec())).collect()
    }
}

impl Task for Reversal {
    type Shard = Words;

    fn terms(&self) -> &'static [&'static str] {
        &[]
    }

    fn batch(&mut self, step: usize) -> Result<Vec<Words>> {
        let mut shards = self.shards(&random_words(self.seed, "words", step as u64, self.words));
        shards.iter_mut().for_each(|words| Mistake::shift(self.mistake, &mut words.labels));
        Ok(shards)
    }

    fn tokens(&self, words: &Words) -> usize {
        words.batch.tokens()
    }

    // ANCHOR: losses
    fn losses(&self, tape: &mut Tape<'_>, words: &Words) -> Vec<Var> {
        let logits = self.logits(tape, words);
        vec![tape.cross_entropy(logits, &words.labels, words.batch_letters as f32)]
    }
    // ANCHOR_END: losses

    fn evaluate(&self, parameters: &Parameters, shards: &Shards) -> Evaluation {
        let found = shards.evaluate(parameters, &self.held_out, |tape, words| {
            let losses = self.losses(tape, words);
            let loss = f64::from(tape.value(losses[0])[[0, 0]]);
            let answer = self.answer(tape, words);
            (loss, answer.iter().zip(&words.labels).filter(|(a, b)| a == b).count(), answer.len())
        });
        let loss = found.iter().map(|f| f.0).sum();
        let right: usize = found.iter().map(|f| f.1).sum();
        let accuracy = right as f64 / found.iter().map(|f| f.2).sum::<usize>() as f64;
        let metrics = BTreeMap::from([("loss".to_string(), loss), ("accuracy".to_string(), accuracy)]);
        Evaluation { score: accuracy, metrics }
    }
}
