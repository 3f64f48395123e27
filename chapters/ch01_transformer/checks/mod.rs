//! The checks of the exercises of chapter 1: what is right, and what typical mistakes would give instead.

mod gradients;
mod norm;

use super::solutions;
use finetune::course::{Check, Checked, compare, compare_lists, row, trials};
use finetune::data::rng;
use finetune::text::{Batch, Sequence};
use ndarray::{Array1, Array2, ArrayView2};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// The answers to the exercises of this chapter.
#[derive(Clone, Copy)]
#[allow(clippy::type_complexity, reason = "the types are those of the functions in exercises.rs")]
pub struct Answers {
    pub softmax: fn(&mut [f32]),
    pub lay_end_to_end: fn(&[Sequence]) -> Batch,
    pub layer_norm: fn(ArrayView2<f32>, &[f32], &[f32], f32) -> Array2<f32>,
    pub attention: fn(ArrayView2<f32>, ArrayView2<f32>, ArrayView2<f32>) -> Array2<f32>,
    pub numerical_gradient: fn(&dyn Fn(&[f64]) -> f64, &[f64], f64) -> Vec<f64>,
    pub linear_backward: fn(ArrayView2<f32>, ArrayView2<f32>, ArrayView2<f32>) -> LinearGradients,
    pub layer_norm_backward: fn(ArrayView2<f32>, &[f32], f32, ArrayView2<f32>) -> NormGradients,
}

/// `dx`, `dweight`, `dbias`.
pub type LinearGradients = (Array2<f32>, Array2<f32>, Array1<f32>);
/// `dx`, `dgain`, `dbias`.
pub type NormGradients = (Array2<f32>, Array1<f32>, Array1<f32>);

/// The answers that are in a module: `answers!(exercises)`, or `answers!(solutions)`.
macro_rules! answers {
    ($module:ident) => {
        Answers {
            softmax: $module::softmax,
            lay_end_to_end: $module::lay_end_to_end,
            layer_norm: $module::layer_norm,
            attention: $module::attention,
            numerical_gradient: $module::numerical_gradient,
            linear_backward: $module::linear_backward,
            layer_norm_backward: $module::layer_norm_backward,
        }
    };
}
pub(crate) use answers;

/// What answers to random inputs are compared with.
const OURS: Answers = answers!(solutions);

pub const CHECKS: [Check<Answers>; 7] = [
    ("1.1", softmax),
    ("1.2", lay_end_to_end),
    ("1.3", norm::layer_norm),
    ("1.4", attention),
    ("1.5", gradients::numerical_gradient),
    ("1.6", gradients::linear_backward),
    ("1.7", norm::layer_norm_backward),
];

/// How far an answer may be from ours, which computes in `f64`.
const TOLERANCE: f64 = 1e-4;

/// Numbers between −2 and 2.
fn noise(rows: usize, columns: usize, seed: u64) -> Array2<f32> {
    let mut rng = rng(seed, "exercises", 0);
    Array2::from_shape_simple_fn((rows, columns), || rng.random_range(-2.0..2.0))
}

/// The same in steps of a quarter: ties are frequent, and a message with them is easy to read.
fn quarters(rng: &mut ChaCha8Rng, rows: usize, columns: usize) -> Array2<f32> {
    Array2::from_shape_simple_fn((rows, columns), || f32::from(rng.random_range(-8..=8i8)) / 4.0)
}

fn double(x: &Array2<f32>) -> Array2<f64> {
    x.mapv(f64::from)
}

/// Softmax of every row.
fn softmax_rows(x: &Array2<f64>) -> Array2<f64> {
    let mut p = x.clone();
    for mut row in p.rows_mut() {
        let max = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        row.mapv_inplace(|x| (x - max).exp());
        row /= row.sum();
    }
    p
}

fn softmax(answers: &Answers) -> Checked {
    for scores in [vec![1.0, 2.0, 4.0], vec![-3.0, 0.5, 0.5, 2.0, -1.0], vec![7.0]] {
        let x = row(&scores);
        let (e, p) = (x.mapv(f64::exp), softmax_rows(&x));
        let max = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let lowered = &e / f64::from(max).exp();
        let number = scores.len() as f64;
        let by_number = "You divided by the number of elements. Probabilities add up to 1: which divisor does that?";
        let mistakes = [
            (e.clone(), "The exponentials are not divided by their sum: probabilities add up to 1."),
            (lowered.clone(), "The exponentials are not divided by their sum: probabilities add up to 1."),
            (&e / number, by_number),
            (lowered / number, by_number),
            (&x / x.sum(), "You divided the scores themselves by their sum. The exponential is missing."),
            (p.mapv(f64::ln), "These are the logarithms of the probabilities."),
            (x, "The row has not changed: the answer goes into the row itself."),
        ];
        let mut found = scores.clone();
        (answers.softmax)(&mut found);
        compare(&format!("softmax of {scores:?}: row"), &row(&found), &p, 1e-5, &mistakes)?;
    }
    for scores in [
        [1000.0f32, 1001.0, 999.0],
        [-1000.0, -1001.0, -999.0],
        [-1000.0, 0.0, 1000.0],
        [500.0, 501.0, 499.0],
        [-300.0, -301.0, -299.0],
    ] {
        let mut found = scores;
        (answers.softmax)(&mut found);
        if found.iter().any(|p| !p.is_finite()) {
            return Err(format!(
                "The row {scores:?} becomes {found:?}. In f32, e^x is infinite from x = 89 on and 0 below −104: no exponent may \
                 become that large, and not all may become that small. What may be added to all scores of a row without \
                 changing its probabilities?"
            ));
        }
        compare(&format!("softmax of {scores:?}: row"), &row(&found), &softmax_rows(&row(&scores)), 1e-5, &[])?;
    }
    let input = |rng: &mut ChaCha8Rng| -> Vec<f32> {
        let (length, about) = (rng.random_range(1..6), rng.random_range(-990..=990i16));
        (0..length).map(|_| f32::from(about + rng.random_range(-10..=10))).collect()
    };
    trials("1.1", input, |scores| {
        let mut found = scores.clone();
        (answers.softmax)(&mut found);
        compare("row", &row(&found), &softmax_rows(&row(scores)), 1e-5, &[])
    })
}

fn lay_end_to_end(answers: &Answers) -> Checked {
    let sequence =
        |ids: &[u32], token_types: &[u32]| Sequence { ids: ids.into(), token_types: token_types.into(), cut: 0 };
    let sequences = [
        sequence(&[2, 7, 3, 8, 3], &[0, 0, 0, 1, 1]),
        sequence(&[2, 9, 3], &[0; 3]),
        sequence(&[2, 5, 5, 3], &[0, 0, 1, 1]),
    ];
    let Batch { ids, token_types, positions, offsets } = (answers.lay_end_to_end)(&sequences);

    compare_lists("ids", &ids, &[2, 7, 3, 8, 3, 2, 9, 3, 2, 5, 5, 3], &[])?;
    let expected = [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1];
    let by_sequence = vec![0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2];
    let mistakes = [
        (vec![0; 12], "All token types are 0: each token keeps the one it has in its sequence."),
        (
            by_sequence,
            "You numbered the sequences. A token type says to which of the two texts of its *own* sequence a token belongs.",
        ),
    ];
    compare_lists("token_types", &token_types, &expected, &mistakes)?;
    let expected = [0, 1, 2, 3, 4, 0, 1, 2, 0, 1, 2, 3];
    let mistakes = [
        ((0..12).collect(), "The positions run on through the whole batch. Each sequence begins again."),
        (
            expected.map(|p| p + 1).into(),
            "The positions are one too high: the first token of a sequence has position 0.",
        ),
    ];
    compare_lists("positions", &positions, &expected, &mistakes)?;
    let mistakes = [
        (vec![5, 3, 4], "These are the lengths of the sequences. Offsets say where each one begins."),
        (
            vec![0, 5, 8],
            "The last offset is missing: where the last sequence ends. There is one offset more than sequences.",
        ),
        (
            vec![5, 8, 12],
            "The first offset is missing: the first sequence begins at 0. There is one offset more than sequences.",
        ),
        (
            vec![0, 4, 7, 11],
            "Each sequence begins one token too early: ranges are half open, offsets[s]..offsets[s + 1].",
        ),
        (vec![0, 5, 3, 4], "After the 0 come the lengths of the sequences. Each offset adds up all lengths before it."),
        (
            vec![0, 0, 5, 8],
            "Each offset is noted before its sequence is added. The 0 is there already: note where each sequence ends.",
        ),
    ];
    compare_lists("offsets", &offsets, &[0, 5, 8, 12], &mistakes)?;
    let with_empty = (answers.lay_end_to_end)(&[sequence(&[2, 3], &[0; 2]), sequence(&[], &[]), sequence(&[3], &[0])]);
    let mistakes = [(vec![0, 2, 3], "The empty sequence has no offset. It has one like the others.")];
    compare_lists("of sequences of 2, 0 and 1 tokens: offsets", &with_empty.offsets, &[0, 2, 2, 3], &mistakes)?;
    let empty = (answers.lay_end_to_end)(&[]);
    compare_lists(
        "of no sequences: offsets",
        &empty.offsets,
        &[0],
        &[(vec![], "A batch of no sequences still has one offset.")],
    )?;
    trials("1.2", some_sequences, |sequences| {
        let [found, expected] = [answers, &OURS].map(|answers| (answers.lay_end_to_end)(sequences));
        compare_lists("ids", &found.ids, &expected.ids, &[])?;
        compare_lists("token_types", &found.token_types, &expected.token_types, &[])?;
        compare_lists("positions", &found.positions, &expected.positions, &[])?;
        compare_lists("offsets", &found.offsets, &expected.offsets, &[])
    })
}

/// Up to three sequences of up to three tokens.
fn some_sequences(rng: &mut ChaCha8Rng) -> Vec<Sequence> {
    let sequence = |rng: &mut ChaCha8Rng| {
        let (ids, token_types) =
            (0..rng.random_range(0..4)).map(|_| (rng.random_range(0..9u32), rng.random_range(0..2u32))).unzip();
        Sequence { ids, token_types, cut: 0 }
    };
    (0..rng.random_range(0..4)).map(|_| sequence(rng)).collect()
}

fn attention(answers: &Answers) -> Checked {
    let (query, key, value) = (noise(3, 4, 2), noise(5, 4, 3), noise(5, 6, 4));
    let scores = double(&query).dot(&double(&key).t());
    let value64 = double(&value);
    let scaled = |scale: f64| softmax_rows(&(&scores / scale)).dot(&value64);
    let by_key = softmax_rows(&(&scores / 2.0).t().to_owned()).t().dot(&value64);
    let expected = scaled(2.0);
    let mistakes = [
        (scaled(1.0), "The scores are not divided by √d."),
        (scaled(4.0), "The scores are divided by d. The root is missing."),
        (
            scaled(6f64.sqrt()),
            "The scores are divided by the root of the values' width. d is the width of queries and keys.",
        ),
        (
            scaled(5f64.sqrt()),
            "The scores are divided by the root of the number of keys. d is the width of queries and keys.",
        ),
        (
            scaled(3f64.sqrt()),
            "The scores are divided by the root of the number of queries. d is the width of queries and keys.",
        ),
        (scaled(0.5), "The scores are multiplied by √d where they should be divided."),
        (by_key, "The softmax is over the queries. The weights that *one query* gives to all keys add up to 1."),
        (scaled(1.0) / 2.0, "The scale is applied after the softmax. It belongs to the scores."),
        ((&scores / 2.0).dot(&value64), "The softmax is missing: the scores themselves are used as weights."),
    ];
    let found = (answers.attention)(query.view(), key.view(), value.view());
    compare("output", &found, &expected, TOLERANCE, &mistakes)?;

    let (wide_query, wide_key, narrow) = (noise(2, 9, 10), noise(4, 9, 11), noise(4, 3, 12));
    let wide_scores = double(&wide_query).dot(&double(&wide_key).t());
    let scaled = |scale: f64| softmax_rows(&(&wide_scores / scale)).dot(&double(&narrow));
    let mistakes = [(scaled(2.0), "The scores are divided by 2. That is √d only for d = 4.")];
    let found = (answers.attention)(wide_query.view(), wide_key.view(), narrow.view());
    compare("with d = 9: output", &found, &scaled(3.0), TOLERANCE, &mistakes)?;

    let found = (answers.attention)((300.0 * &query).view(), key.view(), value.view());
    let expected = softmax_rows(&(300.0 / 2.0 * &scores)).dot(&value64);
    let mistakes =
        [(Array2::from_elem((3, 6), f64::NAN), "Large scores overflow: the softmax needs the care of exercise 1.1.")];
    compare("with queries 300 times as large: output", &found, &expected, TOLERANCE, &mistakes)?;
    let input = |rng: &mut ChaCha8Rng| {
        let [queries, keys, d, width] = [(); 4].map(|()| rng.random_range(1..5));
        [quarters(rng, queries, d), quarters(rng, keys, d), quarters(rng, keys, width)]
    };
    trials("1.4", input, |[query, key, value]| {
        let [found, expected] =
            [answers, &OURS].map(|answers| (answers.attention)(query.view(), key.view(), value.view()));
        compare("output", &found, &double(&expected), TOLERANCE, &[])
    })
}
