//! One training step and one inference of each model in `sizes`, by criterion: `cargo bench --bench training_step`.

use criterion::{Criterion, Throughput};
use sizes::{Bench, size};

mod sizes;

fn main() {
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    for number in 1..=3 {
        let Some(size) = size(number) else { continue };
        let mut bench = Bench::new(&size, 0.0);
        let mut group = criterion.benchmark_group(format!("size {number}"));
        group.throughput(Throughput::Elements(size.sequences().sum::<usize>() as u64));
        group.bench_function("inference", |b| b.iter(|| bench.infer()));
        group.bench_function("training step", |b| b.iter(|| bench.step()));
        group.finish();
    }
    criterion.final_summary();
}
