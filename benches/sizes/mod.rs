//! The models that other libraries were measured on, with random weights and data, and one training step of each.

use finetune::autograd::{Parameters, Tape, Var};
use finetune::data::rng;
use finetune::models::{BertConfig, PretrainingModel, SequenceClassifier};
use finetune::nn::Init;
use finetune::text::{Batch, Sequence};
use finetune::train::{AdamW, SHARDS, Shards};
use rand::Rng;

/// A model and a batch of equal lengths. A step is forward, backward and AdamW with clipping.
pub struct Size {
    pub config: BertConfig,
    pub sequences: usize,
    pub length: usize,
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
    Some(Size { config, sequences, length, pretraining: number != 3 })
}

impl Size {
    pub fn tokens(&self) -> usize {
        self.sequences * self.length
    }

    /// Positions whose word is to be guessed, in each sequence: 15%, or none.
    pub fn masked(&self) -> usize {
        if self.pretraining { (0.15 * self.length as f64).round() as usize } else { 0 }
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
}

pub struct Bench {
    parameters: Parameters,
    model: Model,
    shards: Vec<Shard>,
    shard_runner: Shards,
    optimizer: AdamW,
    steps: usize,
    masked: usize,
    sequences: usize,
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
        let count = SHARDS.min(size.sequences);
        let shards = (0..count).map(|i| {
            let sequences: Vec<Sequence> = (i * size.sequences / count..(i + 1) * size.sequences / count)
                .map(|_| Sequence {
                    ids: (0..size.length).map(|_| word()).collect(),
                    token_types: (0..size.length).map(|i| u32::from(i >= size.length / 2)).collect(),
                    cut: 0,
                })
                .collect();
            let batch = Batch::from_sequences(&sequences);
            let starts = &batch.offsets[..sequences.len()];
            let positions: Vec<usize> =
                starts.iter().flat_map(|&start| (0..size.masked()).map(move |i| start + 6 * i)).collect();
            let words = positions.iter().map(|_| word()).collect();
            let classes = sequences.iter().map(|_| word() % 2).collect();
            Shard { batch, positions, words, classes }
        });
        let shards = shards.collect();
        Self {
            parameters,
            model,
            shards,
            shard_runner: Shards::new(),
            optimizer: AdamW::default(),
            steps: 0,
            masked: size.masked() * size.sequences,
            sequences: size.sequences,
        }
    }

    fn losses(&self, tape: &mut Tape<'_>, shard: &Shard) -> Vec<Var> {
        let (masked, sequences) = (self.masked as f32, self.sequences as f32);
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

    /// Forward, backward, and AdamW with clipping.
    pub fn step(&mut self) {
        let forward = |tape: &mut Tape<'_>, shard: &Shard| self.losses(tape, shard);
        let step = self.shard_runner.step(&self.parameters, &self.shards, (1, self.steps), forward);
        let norm = self.optimizer.update(&mut self.parameters, &step.gradients, 1e-4, Some(1.0));
        norm.expect("a finite gradient");
        self.shard_runner.recycle(step.gradients);
        self.steps += 1;
    }

    /// The hidden states of the batch, without recording.
    pub fn infer(&self) {
        let run = |tape: &mut Tape<'_>, shard: &Shard| match &self.model {
            Model::Pretraining(model) => model.bert.forward(tape, &shard.batch),
            Model::Classifier(model) => model.bert.forward(tape, &shard.batch),
        };
        std::hint::black_box(self.shard_runner.evaluate(&self.parameters, &self.shards, run));
    }
}
