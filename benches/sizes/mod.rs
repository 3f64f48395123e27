//! The models that other libraries were measured on, with random weights and data, and one training step of each.

use finetune::autograd::{Parameters, Tape, Var};
use finetune::data::rng;
use finetune::models::{BertConfig, PretrainingModel, SequenceClassifier};
use finetune::nn::Init;
use finetune::text::{Batch, Sequence, split};
use finetune::train::{AdamW, SHARDS, Shards};
use rand::Rng;

/// A model, and batches for it. A step is forward, backward and AdamW with clipping.
pub struct Size {
    pub config: BertConfig,
    /// How long the sequences of each batch are.
    pub batches: Vec<Vec<usize>>,
    /// MLM and NSP, or two classes.
    pub pretraining: bool,
}

/// The sizes (1), (2), (3). The encoder-decoder, (4), comes with its chapter.
pub fn size(number: usize) -> Option<Size> {
    let (layers, hidden, heads, vocabulary, sequences, length) = match number {
        1 => (2, 128, 2, 8192, 32, 128),
        2 => (4, 256, 4, 8192, 16, 128),
        3 => (6, 384, 12, 30522, 16, 64),
        _ => return None,
    };
    let config = BertConfig {
        hidden_dropout_prob: 0.0,
        attention_probs_dropout_prob: 0.0,
        ..BertConfig::new(vocabulary, hidden, layers, heads, 512)
    };
    Some(Size { config, batches: vec![vec![length; sequences]], pretraining: number != 3 })
}

impl Size {
    /// All sequences of all batches, by their lengths.
    pub fn sequences(&self) -> impl Iterator<Item = usize> {
        self.batches.iter().flatten().copied()
    }

    /// Positions whose word is to be guessed, in a sequence of that length: 15%, or none.
    pub fn masked(&self, length: usize) -> usize {
        if self.pretraining { (0.15 * length as f64).round() as usize } else { 0 }
    }
}

enum Model {
    Pretraining(PretrainingModel),
    Classifier(SequenceClassifier),
}

/// A part of the batch.
struct Shard {
    batch: Batch,
    positions: Vec<usize>,
    words: Vec<u32>,
    classes: Vec<u32>,
    /// Masked positions and sequences of the whole batch.
    of_batch: (f32, f32),
}

pub struct Bench {
    parameters: Parameters,
    model: Model,
    batches: Vec<Vec<Shard>>,
    shards: Shards,
    optimizer: AdamW,
    steps: usize,
}

impl Bench {
    /// With as many shards as a chapter would take.
    pub fn new(size: &Size, dropout: f32) -> Self {
        let config =
            BertConfig { hidden_dropout_prob: dropout, attention_probs_dropout_prob: dropout, ..size.config.clone() };
        let mut parameters = Parameters::new();
        let mut init = Init::new(&mut parameters, 1, config.initializer_range);
        let model = match size.pretraining {
            true => Model::Pretraining(PretrainingModel::new(&mut init, &config)),
            false => Model::Classifier(SequenceClassifier::new(&mut init, &config, 2)),
        };
        let mut rng = rng(1, "bench", 0);
        let mut word = || rng.random_range(5..config.vocab_size as u32);
        let mut shard = |lengths: &[usize], of_batch| {
            let sequences = lengths.iter().map(|&length| Sequence {
                ids: (0..length).map(|_| word()).collect(),
                token_types: (0..length).map(|i| u32::from(i >= length / 2)).collect(),
                cut: 0,
            });
            let batch = Batch::from_sequences(&sequences.collect::<Vec<_>>());
            let masked = |i: usize| (0..size.masked(lengths[i])).map(move |place| 6 * place);
            let positions = |i: usize| masked(i).map(|place| batch.offsets[i] + place).collect::<Vec<_>>();
            let positions: Vec<usize> = (0..lengths.len()).flat_map(positions).collect();
            let words = positions.iter().map(|_| word()).collect();
            let classes = lengths.iter().map(|_| word() % 2).collect();
            Shard { batch, positions, words, classes, of_batch }
        };
        let mut lay_out = |lengths: &Vec<usize>| {
            let masked: usize = lengths.iter().map(|&length| size.masked(length)).sum();
            let of_batch = (masked as f32, lengths.len() as f32);
            let ranges = split(lengths, SHARDS).into_iter().filter(|range| !range.is_empty());
            ranges.map(|range| shard(&lengths[range], of_batch)).collect()
        };
        let batches = size.batches.iter().map(&mut lay_out).collect();
        Self { parameters, model, batches, shards: Shards::new(), optimizer: AdamW::default(), steps: 0 }
    }

    fn losses(&self, tape: &mut Tape<'_>, shard: &Shard) -> Vec<Var> {
        let (masked, sequences) = shard.of_batch;
        match &self.model {
            Model::Pretraining(model) => {
                let hidden = model.bert.forward(tape, &shard.batch);
                let words = model.word_logits(tape, hidden, &shard.positions);
                let next = model.next_sentence_logits(tape, hidden, &shard.batch);
                vec![
                    tape.cross_entropy(words, &shard.words, masked),
                    tape.cross_entropy(next, &shard.classes, sequences),
                ]
            }
            Model::Classifier(model) => {
                let logits = model.forward(tape, &shard.batch);
                vec![tape.cross_entropy(logits, &shard.classes, sequences)]
            }
        }
    }

    /// Forward, backward, and AdamW with clipping, on the next batch. Returns its number of tokens.
    pub fn step(&mut self) -> usize {
        let batch = &self.batches[self.steps % self.batches.len()];
        let forward = |tape: &mut Tape<'_>, shard: &Shard| self.losses(tape, shard);
        let step = self.shards.step(&self.parameters, batch, (1, self.steps), forward);
        let norm = self.optimizer.update(&mut self.parameters, &step.gradients, 1e-4, Some(1.0));
        norm.expect("a finite gradient");
        self.shards.recycle(step.gradients);
        self.steps += 1;
        tokens(batch)
    }

    /// The hidden states of the next batch, without recording. Returns its number of tokens.
    pub fn infer(&mut self) -> usize {
        let batch = &self.batches[self.steps % self.batches.len()];
        let run = |tape: &mut Tape<'_>, shard: &Shard| match &self.model {
            Model::Pretraining(model) => model.bert.forward(tape, &shard.batch),
            Model::Classifier(model) => model.bert.forward(tape, &shard.batch),
        };
        std::hint::black_box(self.shards.evaluate(&self.parameters, batch, run));
        self.steps += 1;
        tokens(batch)
    }
}

fn tokens(batch: &[Shard]) -> usize {
    batch.iter().map(|shard| shard.batch.tokens()).sum()
}
