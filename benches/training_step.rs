//! Training steps and inference of the sizes that other libraries were measured on.
//!
//! `cargo bench --bench training_step` runs criterion; `-- --compare SIZE THREADS SECONDS` prints one line of JSON for
//! `benches/compare/compare.py`, which runs PyTorch beside it.

use criterion::{Criterion, Throughput};
use finetune::autograd::{Parameters, Tape, Var};
use finetune::data::rng;
use finetune::models::{BertConfig, PretrainingModel, SequenceClassifier};
use finetune::nn::Init;
use finetune::text::{Batch, Sequence};
use finetune::train::{AdamW, SHARDS, Shards};
use rand::Rng;
use std::time::{Duration, Instant};

/// A model and a batch of equal lengths. A step is forward, backward and AdamW with clipping.
struct Size {
    config: BertConfig,
    sequences: usize,
    length: usize,
    /// MLM and NSP, or two classes.
    pretraining: bool,
}

/// The sizes (1), (2), (3). The encoder-decoder, (4), comes with its chapter.
fn size(number: usize) -> Option<Size> {
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

enum Model {
    Pretraining(PretrainingModel),
    Classifier(SequenceClassifier),
}

/// A quarter of a batch: 15% of its positions are masked.
struct Shard {
    batch: Batch,
    positions: Vec<usize>,
    words: Vec<u32>,
    classes: Vec<u32>,
}

struct Bench {
    parameters: Parameters,
    model: Model,
    shards: Vec<Shard>,
    shard_runner: Shards,
    optimizer: AdamW,
    steps: usize,
    tokens: usize,
    masked: usize,
    sequences: usize,
}

impl Bench {
    fn new(size: &Size, dropout: f32) -> Self {
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
        let masked = (0.15 * size.length as f64).round() as usize;
        let shards: Vec<Shard> = (0..SHARDS)
            .map(|_| {
                let sequences: Vec<Sequence> = (0..size.sequences / SHARDS)
                    .map(|_| Sequence {
                        ids: (0..size.length).map(|_| word()).collect(),
                        token_types: (0..size.length).map(|i| u32::from(i >= size.length / 2)).collect(),
                        cut: 0,
                    })
                    .collect();
                let batch = Batch::from_sequences(&sequences);
                let positions: Vec<usize> = batch.offsets[..sequences.len()]
                    .iter()
                    .flat_map(|&start| (0..masked).map(move |i| start + 6 * i))
                    .collect();
                let words = positions.iter().map(|_| word()).collect();
                let classes = sequences.iter().map(|_| word() % 2).collect();
                Shard { batch, positions, words, classes }
            })
            .collect();
        Self {
            parameters,
            model,
            shards,
            shard_runner: Shards::new(),
            optimizer: AdamW::default(),
            steps: 0,
            tokens: size.sequences * size.length,
            masked: masked * size.sequences,
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

    fn step(&mut self) {
        let forward = |tape: &mut Tape<'_>, shard: &Shard| self.losses(tape, shard);
        let step = self.shard_runner.step(&self.parameters, &self.shards, (1, self.steps), forward);
        let norm = self.optimizer.update(&mut self.parameters, &step.gradients, 1e-4, Some(1.0));
        norm.expect("a finite gradient");
        self.shard_runner.recycle(step.gradients);
        self.steps += 1;
    }

    fn infer(&self) {
        let run = |tape: &mut Tape<'_>, shard: &Shard| self.losses(tape, shard).len();
        std::hint::black_box(self.shard_runner.evaluate(&self.parameters, &self.shards, run));
    }
}

/// Tokens a second over about `seconds`, printed as JSON.
fn compare(arguments: &[String]) -> Option<()> {
    let number = |i: usize| arguments.get(i).and_then(|a| a.parse::<f64>().ok());
    let (which, threads, seconds) = (number(0)? as usize, number(1)? as usize, number(2)?);
    let dropout = number(3).unwrap_or(0.0) as f32;
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().ok()?;
    let mut bench = Bench::new(&size(which)?, dropout);
    (0..3).for_each(|_| bench.step());
    let (start, mut steps) = (Instant::now(), 0);
    while start.elapsed() < Duration::from_secs_f64(seconds) {
        bench.step();
        steps += 1;
    }
    let rate = (steps * bench.tokens) as f64 / start.elapsed().as_secs_f64();
    println!(r#"{{"size":{which},"threads":{threads},"dropout":{dropout},"tokens_per_second":{rate:.0}}}"#);
    Some(())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip_while(|a| a != "--compare").skip(1).collect();
    if !arguments.is_empty() {
        return compare(&arguments).expect("usage: --compare SIZE(1..3) THREADS SECONDS [DROPOUT]");
    }
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    for number in 1..=3 {
        let Some(size) = size(number) else { continue };
        let mut bench = Bench::new(&size, 0.0);
        let mut group = criterion.benchmark_group(format!("size {number}"));
        group.throughput(Throughput::Elements(bench.tokens as u64));
        group.bench_function("inference", |b| b.iter(|| bench.infer()));
        group.bench_function("training step", |b| b.iter(|| bench.step()));
        group.finish();
    }
    criterion.final_summary();
}
