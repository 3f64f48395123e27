//! The time of each kernel on one thread: `cargo bench --bench kernels`.
//!
//! Throughput is in floating-point operations for `gemm` and `attention` (Gelem/s are GFLOP/s), and in elements for all else.
//! The sizes are those of the models in the book: 2048 tokens, hidden size 256, feed-forward size 1024.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use finetune::kernels::adamw::{AdamW, adamw};
use finetune::kernels::attention::Attention;
use finetune::kernels::random::Stream;
use finetune::kernels::{cross_entropy, dropout, gelu, gemm, norm, softmax, tanh, vector};
use ndarray::Array2;

const TOKENS: usize = 2048;
const HIDDEN: usize = 256;
const INNER: usize = 1024;

/// `count` values spread evenly over -3..3.
fn noise(count: usize, seed: u64) -> Vec<f32> {
    let stream = Stream::new(seed, 0, 0, 0);
    (0..count as u32).map(|i| stream.bits(i) as f32 / u32::MAX as f32 * 6.0 - 3.0).collect()
}

fn matrix_product(c: &mut Criterion) {
    let mut group = c.benchmark_group("gemm");
    for (m, k, n) in [(4096, 128, 512), (2048, 256, 1024), (1024, 384, 1536)] {
        let matrix =
            |rows, columns, seed| Array2::from_shape_vec((rows, columns), noise(rows * columns, seed)).unwrap();
        let (x, w) = (matrix(m, k, 1), matrix(n, k, 2)); // weights are [out, in], so the forward product transposes them
        let (mut y, mut dx, mut dw) = (matrix(m, n, 3), matrix(m, k, 4), matrix(n, k, 5));
        group.throughput(Throughput::Elements(2 * (m * n * k) as u64));
        let shape = format!("{m}x{k}x{n}");
        group.bench_function(BenchmarkId::new("forward", &shape), |b| {
            b.iter(|| gemm(1.0, x.view(), w.t(), 0.0, y.view_mut()));
        });
        group.bench_function(BenchmarkId::new("backward_input", &shape), |b| {
            b.iter(|| gemm(1.0, y.view(), w.view(), 0.0, dx.view_mut()));
        });
        group.bench_function(BenchmarkId::new("backward_weight", &shape), |b| {
            b.iter(|| gemm(1.0, y.t(), x.view(), 0.0, dw.view_mut()));
        });
    }
    group.finish();
}

fn layer_norm(c: &mut Criterion) {
    let mut group = c.benchmark_group("layer_norm");
    let count = TOKENS * HIDDEN;
    let (x, r, dy, gain, bias) =
        (noise(count, 1), noise(count, 2), noise(count, 3), noise(HIDDEN, 4), noise(HIDDEN, 5));
    let (mut y, mut dx, mut statistics) = (vec![0.0; count], vec![0.0; count], vec![0.0; TOKENS * 2]);
    let (mut dgain, mut dbias) = (vec![0.0; HIDDEN], vec![0.0; HIDDEN]);
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("forward", |b| {
        b.iter(|| norm::layer_norm(&x, Some(&r), &gain, &bias, 1e-12, &mut y, &mut statistics));
    });
    group.bench_function("backward", |b| {
        b.iter(|| norm::layer_norm_backward(&x, Some(&r), &gain, &statistics, &dy, &mut dx, &mut dgain, &mut dbias));
    });
    group.finish();
}

fn activations(c: &mut Criterion) {
    let mut group = c.benchmark_group("activations");
    // A megabyte, so that the loop is timed and not the memory.
    let count = 64 * INNER;
    let (x, dy) = (noise(count, 1), noise(count, 2));
    let (mut y, mut dx) = (vec![0.0; count], vec![0.0; count]);
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("gelu_forward", |b| b.iter(|| gelu::gelu(&x, &mut y)));
    group.bench_function("gelu_backward", |b| b.iter(|| gelu::gelu_backward(&x, &mut dx)));
    group.bench_function("tanh_forward", |b| b.iter(|| tanh::tanh(&x, &mut y)));
    group.bench_function("tanh_backward", |b| b.iter(|| tanh::tanh_backward(&y, &dy, &mut dx)));
    let stream = Stream::new(1, 2, 3, 4);
    group.bench_function("dropout", |b| b.iter(|| dropout::dropout(&x, &mut y, black_box(stream), 0.9)));
    group.bench_function("add_assign", |b| b.iter(|| vector::add_assign(&mut y, &x)));
    group.finish();
}

fn softmax_rows(c: &mut Criterion) {
    let mut group = c.benchmark_group("softmax");
    for columns in [24, 32, 128] {
        let count = 2048 * columns;
        let (mut x, dp) = (noise(count, 1), noise(count, 2));
        let mut dx = dp.clone();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::new("forward", columns), |b| b.iter(|| softmax::softmax(&mut x, columns)));
        group.bench_function(BenchmarkId::new("backward", columns), |b| {
            b.iter(|| {
                dx.copy_from_slice(&dp); // else the values shrink to denormal numbers
                softmax::softmax_backward(&x, &mut dx, columns);
            });
        });
    }
    group.finish();
}

fn attention(c: &mut Criterion) {
    let mut group = c.benchmark_group("attention");
    // Sequences of 128 with heads 64 wide, of 64 with heads 32 wide, and of the length of a short sentence.
    for (sequences, length, hidden, heads) in [(8, 128, 128, 2), (4, 64, 384, 12), (16, 24, 384, 12)] {
        let tokens = sequences * length;
        let matrix = |seed| Array2::from_shape_vec((tokens, hidden), noise(tokens * hidden, seed)).unwrap();
        let [q, k, v, d_output, mut output, mut dq, mut dk, mut dv] = [1, 2, 3, 4, 5, 6, 7, 8].map(matrix);
        let offsets: Vec<usize> = (0..=sequences).map(|i| i * length).collect();
        let kernel = Attention {
            heads,
            query_offsets: &offsets,
            key_offsets: &offsets,
            causal: false,
            bias: None,
            dropout: None,
        };
        let mut log_sum_exp = Array2::zeros((heads, tokens));
        let mut scratch = vec![0.0; 2 * kernel.largest_tile()];
        // Two products of 2 · length² · hidden operations forward, five backward.
        let product = 2 * (sequences * length * length * hidden) as u64;
        let shape = format!("{sequences}x{length}, {heads} heads of {}", hidden / heads);
        let inputs = [q.view(), k.view(), v.view()];
        group.throughput(Throughput::Elements(2 * product));
        group.bench_function(BenchmarkId::new("forward", &shape), |b| {
            b.iter(|| kernel.forward(inputs, output.view_mut(), log_sum_exp.view_mut(), &mut scratch, |_, _| {}));
        });
        group.throughput(Throughput::Elements(5 * product));
        group.bench_function(BenchmarkId::new("backward", &shape), |b| {
            b.iter(|| {
                let gradients = [dq.view_mut(), dk.view_mut(), dv.view_mut()];
                kernel.backward(inputs, log_sum_exp.view(), d_output.view(), gradients, None, &mut scratch);
            });
        });
    }
    group.finish();
}

fn losses(c: &mut Criterion) {
    let mut group = c.benchmark_group("cross_entropy");
    for (rows, classes) in [(256, 2048), (32, 30_522)] {
        let logits = noise(rows * classes, 1);
        let mut gradient = logits.clone();
        let labels: Vec<u32> = (0..rows as u32).collect();
        let mut kept = vec![0.0; rows];
        group.throughput(Throughput::Elements(logits.len() as u64));
        group.bench_function(BenchmarkId::new("forward", classes), |b| {
            b.iter(|| cross_entropy::cross_entropy(&logits, &labels, &mut kept));
        });
        group.bench_function(BenchmarkId::new("backward", classes), |b| {
            b.iter(|| cross_entropy::cross_entropy_backward(&logits, &labels, &kept, 0.01, &mut gradient));
        });
    }
    group.finish();
}

fn optimizer(c: &mut Criterion) {
    let mut group = c.benchmark_group("optimizer");
    let count = 1 << 20;
    let (mut value, gradient) = (noise(count, 1), noise(count, 2));
    let (mut first, mut second) = (vec![0.0; count], vec![0.0; count]);
    let settings = AdamW {
        learning_rate: 1e-4,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weight_decay: 0.01,
        gradient_scale: 0.5,
        step: 10,
    };
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("adamw", |b| b.iter(|| adamw(&mut value, &gradient, &mut first, &mut second, &settings)));
    group.bench_function("sum_of_squares", |b| b.iter(|| vector::sum_of_squares(&gradient)));
    group.finish();
}

criterion_group!(benches, matrix_product, layer_norm, attention, activations, softmax_rows, losses, optimizer);
criterion_main!(benches);
