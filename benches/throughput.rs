//! How many tokens a second, and how much of what the machine can do:
//! `cargo bench --bench throughput -- --config 1 --threads 2`. The last line is JSON, for `benches/compare/compare.py`.

use clap::Parser;
use finetune::data::rng;
use finetune::plot::{CurvePlot, Series, Style, curves};
use finetune::train::{peak_mib, process_start};
use rand::seq::SliceRandom;
use serde_json::json;
use sizes::{Bench, Size, size};
use std::path::{Path, PathBuf};
use std::time::Instant;

mod sizes;

#[derive(Debug, Parser)]
struct Args {
    /// Which model, 1 to 3 (see benches/compare/README.md)
    #[arg(long, default_value_t = 1)]
    config: usize,
    /// How many threads
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// The probability of dropout, on hidden states and attention weights
    #[arg(long, default_value_t = 0.0)]
    dropout: f32,
    /// Measure inference, of so many sequences of so many tokens
    #[arg(long, value_name = "BxS", value_parser = shape)]
    inference: Option<(usize, usize)>,
    /// Train on so many sequences of so many tokens, not on the model's usual batch
    #[arg(long, value_name = "BxS", value_parser = shape)]
    batch: Option<(usize, usize)>,
    /// Train on batches of 32 sequences of the lengths in this file, one a line, in a random order
    #[arg(long, value_name = "FILE")]
    lengths: Option<PathBuf>,
    /// How long to measure
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Instead, measure batches of 8 to 256 sequences and lengths of 32 to 512, and draw the cost of a token in this folder
    #[arg(long, value_name = "DIR")]
    sweep: Option<PathBuf>,
    /// Passed by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

fn shape(text: &str) -> Result<(usize, usize), String> {
    let (sequences, length) = text.split_once('x').ok_or("expected, for example, 32x64")?;
    let number = |part: &str| part.parse().ok().filter(|&n| n > 0).ok_or("expected, for example, 32x64".to_string());
    Ok((number(sequences)?, number(length)?))
}

fn main() {
    process_start();
    let args = Args::parse();
    let Some(mut size) = size(args.config) else {
        eprintln!("--config {}: expected 1, 2 or 3", args.config);
        std::process::exit(2);
    };
    if let Some(batch) = args.inference.or(args.batch) {
        size.batches = vec![vec![batch.1; batch.0]];
    }
    if let Some(file) = &args.lengths {
        size.batches = read_lengths(file);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global();
    pool.expect("as many threads as asked for");

    if let Some(folder) = &args.sweep {
        return sweep(folder, &size, args.seconds);
    }
    let mut bench = Bench::new(&size, args.dropout);
    let mut once = || match args.inference {
        Some(_) => bench.infer(),
        None => bench.step(),
    };
    once();
    let first = process_start().elapsed().as_secs_f64();
    let (step, tokens) = seconds_each(args.seconds, once);
    let memory = peak_mib();
    let passes = if args.inference.is_some() { 1.0 } else { 3.0 };
    let operations =
        passes * forward_operations(&size, args.inference.is_none()) / size.sequences().sum::<usize>() as f64; // a token
    let result = json!({
        "config": args.config, "threads": args.threads, "dropout": args.dropout,
        "batch": format!("{}x{}", size.batches[0].len(), size.batches[0][0]), "inference": args.inference.is_some(),
        "tokens_per_second": (tokens / step).round(), "ms_per_step": 1e3 * step,
        "gflops": (operations * tokens / step / 1e9).round(), "peak_gflops": peak(args.threads).round(),
        "peak_mib": memory, "first_step_seconds": first,
    });
    println!("{result}");
}

/// Batches of 32 sequences.
fn read_lengths(file: &Path) -> Vec<Vec<usize>> {
    let text = std::fs::read_to_string(file).expect("the file of --lengths can be read");
    let lengths: Vec<usize> = text.lines().map(|line| line.parse().expect("one number a line")).collect();
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.shuffle(&mut rng(1, "order", 0));
    order.chunks_exact(32).map(|batch| batch.iter().map(|&i| lengths[i]).collect()).collect()
}

/// Floating-point operations of the matrix products of one forward pass over all batches, of the encoder with its heads or
/// alone; a training step has three times as many.
fn forward_operations(size: &Size, heads: bool) -> f64 {
    let c = &size.config;
    let (hidden, inner, layers) = (c.hidden_size as f64, c.intermediate_size as f64, c.num_hidden_layers as f64);
    let operations = |length: usize| {
        let layer = 8.0 * hidden * hidden + 4.0 * hidden * inner + 4.0 * length as f64 * hidden; // a token
        let pooled = 2.0 * hidden * hidden + 4.0 * hidden;
        let word = 2.0 * hidden * (hidden + c.vocab_size as f64); // a masked position
        let heads = if heads { pooled + size.masked(length) as f64 * word } else { 0.0 };
        length as f64 * layers * layer + heads
    };
    size.sequences().map(operations).sum()
}

/// How long one call takes, and how many tokens it works on, over about `seconds`.
fn seconds_each(seconds: f64, mut once: impl FnMut() -> usize) -> (f64, f64) {
    for _ in 0..3 {
        once();
    }
    let (start, mut calls, mut tokens) = (Instant::now(), 0, 0);
    while start.elapsed().as_secs_f64() < seconds {
        tokens += once();
        calls += 1;
    }
    (start.elapsed().as_secs_f64() / f64::from(calls), tokens as f64 / f64::from(calls))
}

/// Draws what a token costs in batches of 8 to 256 sequences of the size's length, and in batches of the size's tokens in
/// sequences of 32 to 512. Per token all is the same work, but attention's, which grows with the length.
fn sweep(folder: &Path, size: &Size, seconds: f64) {
    let batches = [8, 16, 32, 64, 128, 256].map(|sequences| (sequences, size.batches[0][0]));
    let all = size.sequences().sum::<usize>();
    let lengths = [32, 64, 128, 256, 512].map(|length| ((all / length).max(2), length));
    let cost = |(sequences, length): (usize, usize)| {
        let batches = vec![vec![length; sequences]];
        let mut bench = Bench::new(&Size { batches, config: size.config.clone(), pretraining: size.pretraining }, 0.0);
        let (step, tokens) = seconds_each(seconds, || bench.step());
        let cost = 1e6 * step / tokens;
        println!("{}", json!({"batch": format!("{sequences}x{length}"), "microseconds_per_token": cost}));
        cost
    };
    let plot = |name: &str, title: &str, x_label: &str, points: Vec<(f64, f64)>| {
        let plot = CurvePlot {
            title: title.into(),
            x_label: x_label.into(),
            y_label: "µs a token".into(),
            y_range: Some((0.0, 1.25 * points.iter().map(|&(_, y)| y).fold(0.0, f64::max))),
            series: vec![Series::new("", Style::Dev, 0, points)],
            ..CurvePlot::default()
        };
        curves(&folder.join(name), &plot).expect("the picture can be written");
    };
    let by_batch = batches.map(|batch| (batch.0 as f64, cost(batch))).to_vec();
    plot("cost_by_batch.png", "What a token costs, by the size of the batch", "sequences in the batch", by_batch);
    let by_length = lengths.map(|batch| (batch.1 as f64, cost(batch))).to_vec();
    plot("cost_by_length.png", "What a token costs, by the length of the sequences", "tokens in a sequence", by_length);
}

/// What all threads reach together when they do nothing but multiply and add in registers, in GFLOP/s.
fn peak(threads: usize) -> f64 {
    let rates = rayon::broadcast(|_| {
        let times = (0..5).map(|_| {
            let start = Instant::now();
            let operations = pulp::Arch::new().dispatch(MultiplyAdd);
            operations / start.elapsed().as_secs_f64() / 1e9
        });
        times.fold(0.0, f64::max)
    });
    assert_eq!(rates.len(), threads);
    rates.iter().sum()
}

struct MultiplyAdd;

impl pulp::WithSimd for MultiplyAdd {
    /// How many floating-point operations were done.
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, simd: S) -> f64 {
        const CHAINS: usize = 16; // independent sums, to hide the latency of each
        const ROUNDS: usize = 2_000_000;
        let factor = simd.splat_f32s(std::hint::black_box(0.5));
        let mut sums = [simd.splat_f32s(std::hint::black_box(1.0)); CHAINS];
        for _ in 0..ROUNDS {
            for sum in &mut sums {
                *sum = simd.mul_add_e_f32s(*sum, factor, factor);
            }
        }
        std::hint::black_box(sums);
        (2 * S::F32_LANES * CHAINS * ROUNDS) as f64
    }
}
