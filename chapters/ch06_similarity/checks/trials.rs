//! The answers on small random inputs, beside ours: what is right on a few examples made by hand may be so by chance.

use super::super::solutions;
use super::{Answers, answers, number, unit};
use finetune::course::{Checked, compare, compare_lists, trials};
use ndarray::{Array2, ArrayView1, ArrayView2};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// What answers to random inputs are compared with.
const OURS: Answers = answers!(solutions);

pub fn cosines(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let columns = rng.random_range(1..4);
        [(); 2].map(|()| {
            let rows = rng.random_range(1..4);
            whole_numbers(rows, columns, rng) * [1e-3, 1.0, 1e3][rng.random_range(0..3)]
        })
    };
    trials("6.1", input, |[a, b]| {
        let expected = (OURS.cosines)(a.view(), b.view()).mapv(f64::from);
        compare("cosine", &(answers.cosines)(a.view(), b.view()), &expected, 1e-4, &[])
    })
}

pub fn mean_pooling(answers: &Answers) -> Checked {
    trials("6.2", some_sequences, |(x, offsets)| {
        let expected = (OURS.mean_pooling)(x.view(), offsets).mapv(f64::from);
        compare("mean", &(answers.mean_pooling)(x.view(), offsets), &expected, 1e-5, &[])
    })
}

pub fn nearest(answers: &Answers) -> Checked {
    let directions = [[1.0f32, 0.0], [0.0, 1.0], [0.6, 0.8], [-1.0, 0.0], [0.0, -1.0], [0.8, -0.6]];
    let input = |rng: &mut ChaCha8Rng| {
        let rows = rng.random_range(1..50);
        let mut direction = || directions.choose(rng).copied().unwrap_or_default();
        let (query, vectors): (_, Vec<[f32; 2]>) = (direction(), (0..rows).map(|_| direction()).collect());
        (query, vectors, rng.random_range(1..6))
    };
    trials("6.3", input, |(query, vectors, count)| {
        let (query, vectors) = (ArrayView1::from(query), ArrayView2::from(vectors.as_slice()));
        let [found, expected] = [answers, &OURS].map(|answers| (answers.nearest)(query, vectors, *count));
        compare_lists("nearest", &found, &expected, &[])
    })
}

pub fn spearman(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let (length, scale) = (rng.random_range(2..8), [0.25, 1e-4, 100.0][rng.random_range(0..3)]);
        [(); 2].map(|()| (0..length).map(|_| f64::from(rng.random_range(-3..4)) * scale).collect::<Vec<_>>())
    };
    trials("6.4", input, |[x, y]| {
        let [found, expected] = [answers, &OURS].map(|answers| number((answers.spearman)(x, y)));
        compare("Spearman", &found, &expected, 1e-9, &[])
    })
}

pub fn max_pooling_backward(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let (x, offsets) = some_sequences(rng);
        let dy = Array2::from_shape_fn((offsets.len() - 1, x.ncols()), |(s, c)| (1 + s * x.ncols() + c) as f32);
        (x, offsets, dy)
    };
    trials("6.5", input, |(x, offsets, dy)| {
        let [found, expected] =
            [answers, &OURS].map(|answers| (answers.max_pooling_backward)(x.view(), offsets, dy.view()));
        compare("dx", &found, &expected.mapv(f64::from), 1e-6, &[])
    })
}

pub fn contrastive_loss(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let (pairs, columns) = (rng.random_range(1..5), rng.random_range(1..5));
        let [a, b] = [(); 2].map(|()| {
            unit(Array2::from_shape_simple_fn((pairs, columns), || {
                rng.random_range(0.5f32..2.0) * [-1.0, 1.0][rng.random_range(0..2)]
            }))
        });
        (a, b, [1.0, 20.0, 1000.0][rng.random_range(0..3)])
    };
    trials("6.6", input, |(a, b, scale)| {
        let [found, expected] =
            [answers, &OURS].map(|answers| number((answers.contrastive_loss)(a.view(), b.view(), *scale).into()));
        compare("loss", &found, &expected, 1e-3, &[])
    })
}

/// Whole numbers from −3 to 3, for ties, zeros and right angles.
fn whole_numbers(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> Array2<f32> {
    Array2::from_shape_simple_fn((rows, columns), || rng.random_range(-3..=3) as f32)
}

/// A ragged batch of up to three sequences.
fn some_sequences(rng: &mut ChaCha8Rng) -> (Array2<f32>, Vec<usize>) {
    let mut offsets = vec![0];
    for sequence in 0..rng.random_range(1..4) {
        offsets.push(offsets[sequence] + rng.random_range(1..4));
    }
    let x = whole_numbers(offsets[offsets.len() - 1], rng.random_range(1..4), rng);
    (x - [0.0, 9.0][rng.random_range(0..2)], offsets)
}
