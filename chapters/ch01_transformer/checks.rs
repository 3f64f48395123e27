//! The checks of the exercises of chapter 1: what is right, and what typical mistakes would give instead.

use finetune::course::{Check, Checked, compare, compare_lists, row};
use finetune::data::rng;
use finetune::text::{Batch, Sequence};
use ndarray::{Array1, Array2, ArrayView2, Axis, array};
use rand::Rng;

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

pub const CHECKS: [Check<Answers>; 7] = [
    ("1.1", softmax),
    ("1.2", lay_end_to_end),
    ("1.3", layer_norm),
    ("1.4", attention),
    ("1.5", numerical_gradient),
    ("1.6", linear_backward),
    ("1.7", layer_norm_backward),
];

/// How far an answer may be from ours, which computes in `f64`.
const TOLERANCE: f64 = 1e-4;

/// Numbers between −2 and 2.
fn noise(rows: usize, columns: usize, seed: u64) -> Array2<f32> {
    let mut rng = rng(seed, "exercises", 0);
    Array2::from_shape_simple_fn((rows, columns), || rng.random_range(-2.0..2.0))
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
        let mistakes = [
            (e.clone(), "The exponentials are not divided by their sum: probabilities add up to 1."),
            (&e / f64::from(max).exp(), "The exponentials are not divided by their sum: probabilities add up to 1."),
            (
                &e / scores.len() as f64,
                "You divided by the number of elements. Probabilities add up to 1: which divisor does that?",
            ),
            (&x / x.sum(), "You divided the scores themselves by their sum. The exponential is missing."),
            (p.mapv(f64::ln), "These are the logarithms of the probabilities."),
        ];
        let mut found = scores.clone();
        (answers.softmax)(&mut found);
        compare(&format!("softmax of {scores:?}: row"), &row(&found), &p, 1e-5, &mistakes)?;
    }
    for scores in [[1000.0f32, 1001.0, 999.0], [-1000.0, -1001.0, -999.0], [-1000.0, 0.0, 1000.0]] {
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
    Ok(())
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
    ];
    compare_lists("offsets", &offsets, &[0, 5, 8, 12], &mistakes)?;
    let empty = (answers.lay_end_to_end)(&[]);
    compare_lists(
        "of no sequences: offsets",
        &empty.offsets,
        &[0],
        &[(vec![], "A batch of no sequences still has one offset.")],
    )
}

/// What there is to get wrong in a layer norm.
#[derive(Clone, Copy)]
struct Norm {
    epsilon: f64,
    divisor: fn(f64) -> f64,
    /// From variance and epsilon to what the distance from the mean is multiplied by.
    q: fn(f64, f64) -> f64,
}

impl Norm {
    const RIGHT: Norm = Norm { epsilon: 0.1, divisor: |n| n, q: |v, epsilon| 1.0 / (v + epsilon).sqrt() };

    fn normalize(self, x: &Array2<f64>) -> Array2<f64> {
        let mut y = x.clone();
        for mut row in y.rows_mut() {
            let n = row.len() as f64;
            row -= row.sum() / n;
            let variance = row.mapv(|x| x * x).sum() / (self.divisor)(n);
            row *= (self.q)(variance, self.epsilon);
        }
        y
    }
}

const GAIN: [f32; 5] = [0.5, -1.0, 2.0, 1.5, 1.0];
const BIAS: [f32; 5] = [0.3, 0.0, -0.2, 1.0, -1.0];

fn layer_norm(answers: &Answers) -> Checked {
    let x = noise(3, 5, 1);
    let x64 = double(&x);
    let right = Norm::RIGHT;
    let finish = |normalized: Array2<f64>| normalized * row(&GAIN) + row(&BIAS);
    let with = |norm: Norm| finish(norm.normalize(&x64));
    let centered = &x64 - &x64.mean_axis(Axis(1)).unwrap_or_default().insert_axis(Axis(1));
    let down = right.normalize(&x64.t().to_owned()).t().to_owned();
    let mistakes = [
        (
            with(Norm { divisor: |n| n - 1.0, ..right }),
            "The variance is divided by n − 1. Layer norm uses the biased variance, a plain mean.",
        ),
        (with(Norm { divisor: |_| 1.0, ..right }), "The variance is the sum of the squares, not their mean."),
        (with(Norm { epsilon: 0.0, ..right }), "epsilon is missing."),
        (
            with(Norm { q: |v, epsilon| 1.0 / (v.sqrt() + epsilon), ..right }),
            "epsilon is added to the root. It belongs under it.",
        ),
        (
            with(Norm { q: |v, epsilon| 1.0 / (v + epsilon), ..right }),
            "You divided by the variance. The root is missing.",
        ),
        (finish(down), "You normalized the columns. Layer norm works on each row, that is, on each token alone."),
        (finish(centered), "The mean is taken off, but the row is not divided by its standard deviation."),
        (right.normalize(&x64), "gain and bias are missing."),
        (right.normalize(&x64) * row(&GAIN), "The bias is missing."),
        ((right.normalize(&x64) + row(&BIAS)) * row(&GAIN), "The bias is added before the gain is applied."),
    ];
    let found = (answers.layer_norm)(x.view(), &GAIN, &BIAS, 0.1);
    compare("y", &found, &with(right), TOLERANCE, &mistakes)?;
    let constant = Array2::from_elem((1, 5), 3.0);
    let found = (answers.layer_norm)(constant.view(), &GAIN, &BIAS, 1e-5);
    compare("of a row of equal numbers: y", &found, &row(&BIAS), TOLERANCE, &[])
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
    let found = (answers.attention)((300.0 * &query).view(), key.view(), value.view());
    let expected = softmax_rows(&(300.0 / 2.0 * &scores)).dot(&value64);
    let mistakes =
        [(Array2::from_elem((3, 6), f64::NAN), "Large scores overflow: the softmax needs the care of exercise 1.1.")];
    compare("with queries 300 times as large: output", &found, &expected, TOLERANCE, &mistakes)
}

fn numerical_gradient(answers: &Answers) -> Checked {
    let loss = |x: &[f64]| x[0].powi(3) * x[1] + x[1] * x[2].exp() + 2.0 * x[2];
    let (x, h) = ([1.5, -0.5, 0.25], 0.05);
    let at = |moves: [f64; 3]| loss(&[x[0] + moves[0], x[1] + moves[1], x[2] + moves[2]]);
    let axis = |i: usize, h: f64| std::array::from_fn(|j| if i == j { h } else { 0.0 });
    let each = |slope: &dyn Fn(usize) -> f64| row(&[0, 1, 2].map(slope));
    let central = each(&|i| (at(axis(i, h)) - at(axis(i, -h))) / (2.0 * h));
    // Where an element is not put back, those before i are still at − h while i moves.
    let left = |i: usize, h_i: f64| std::array::from_fn(|j| if j < i { -h } else { axis(i, h_i)[j] });
    let left_below = each(&|i| (at(left(i, h)) - at(left(i, -h))) / (2.0 * h));
    let one_sided =
        "This is the one-sided difference. Taking both sides is far more exact: its error falls with h², not with h.";
    let drifting = "An element is not put back before the next one is moved: all others must be as they were.";
    let mistakes = [
        (each(&|i| (at(axis(i, h)) - at([0.0; 3])) / h), one_sided),
        (each(&|i| (at([0.0; 3]) - at(axis(i, -h))) / h), one_sided),
        (2.0 * &central, "Twice too large: the two points lie further apart than h."),
        (2.0 * h * &central, "The difference is not divided by the distance of the two points."),
        (h * h * &central, "You multiplied by h: a / 2 * h is (a / 2) · h. All of 2h is the divisor."),
        (-1.0 * &central, "The sign is wrong: which of the two points is taken from which?"),
        (
            4.0 * h * h * &central,
            "You multiplied by the distance of the two points. A slope is difference divided by distance.",
        ),
        (left_below, drifting),
        (
            each(&|_| (at([h; 3]) - at([-h; 3])) / (2.0 * h)),
            "All elements are moved at once. Move one, and leave the others where they are.",
        ),
    ];
    let found = (answers.numerical_gradient)(&loss, &x, h);
    compare("gradient", &row(&found), &central, 1e-9, &mistakes)?;
    let found = (answers.numerical_gradient)(&|x| x.iter().sum(), &[1.0; 7], 1e-3);
    compare("of Σ x: gradient", &row(&found), &Array2::ones((1, 7)), 1e-9, &[])
}

fn linear_backward(answers: &Answers) -> Checked {
    // First everything is square, so that no mistake is only a matter of shapes; then nothing is.
    for (rows, inputs, outputs) in [(3, 3, 3), (4, 2, 3)] {
        let (x, weight, dy) = (noise(rows, inputs, 5), noise(outputs, inputs, 6), noise(rows, outputs, 7));
        let (dx, dweight, dbias) = (answers.linear_backward)(x.view(), weight.view(), dy.view());
        let (x, weight, dy) = (double(&x), double(&weight), double(&dy));
        let square = rows == inputs && inputs == outputs;
        let if_square = |product: &dyn Fn() -> Array2<f64>| if square { product() } else { Array2::zeros((0, 0)) };

        let mistakes = [(
            if_square(&|| dy.dot(&weight.t())),
            "dx sums over the wrong index of W: dx[r, i] = Σ_o dy[r, o] · W[o, i].",
        )];
        compare("dx", &dx, &dy.dot(&weight), TOLERANCE, &mistakes[..])?;

        let expected = dy.t().dot(&x);
        let mistakes = [
            (expected.t().to_owned(), "dweight is transposed: it has the shape of W, [outputs, inputs]."),
            (
                &expected / rows as f64,
                "dweight is a mean over the rows. A gradient is a sum: every row uses the same W, and each adds its share.",
            ),
            (
                if_square(&|| dy.dot(&x)),
                "dweight must sum over the rows: dweight[o, i] takes dy[r, o] and x[r, i] of the same row r.",
            ),
        ];
        compare("dweight", &dweight, &expected, TOLERANCE, &mistakes)?;

        let expected = dy.sum_axis(Axis(0)).insert_axis(Axis(0));
        let mistakes = [
            (
                &expected / rows as f64,
                "dbias is a mean over the rows. A gradient is a sum: every row uses the same b, and each adds its share.",
            ),
            (
                dy.sum_axis(Axis(1)).insert_axis(Axis(0)),
                "dbias is summed over the wrong axis: there is one number for each output.",
            ),
            (dy.row(0).to_owned().insert_axis(Axis(0)), "dbias is the first row of dy only. Every row uses b."),
        ];
        compare("dbias", &dbias.insert_axis(Axis(0)), &expected, TOLERANCE, &mistakes)?;
    }
    Ok(())
}

fn layer_norm_backward(answers: &Answers) -> Checked {
    let (x, dy) = (noise(3, 5, 8), noise(3, 5, 9));
    let (dx, dgain, dbias) = (answers.layer_norm_backward)(x.view(), &GAIN, 0.1, dy.view());
    let (x64, dy64) = (double(&x), double(&dy));
    let normalized = Norm::RIGHT.normalize(&x64);
    let mean = |a: &Array2<f64>| a.mean_axis(Axis(1)).unwrap_or_default().insert_axis(Axis(1));
    let q = (x64.map_axis(Axis(1), |row| row.var(0.0)) + 0.1).mapv(|v| 1.0 / v.sqrt()).insert_axis(Axis(1));
    let h = &dy64 * &row(&GAIN);
    let whole = |h: &Array2<f64>| &q * (h - &mean(h) - &normalized * &mean(&(h * &normalized)));
    let mistakes = [
        (whole(&dy64), "gain is missing in dx: h is dy times gain."),
        (&q * &h, "Both means are missing in dx: x_i also moves the mean and the variance of its row."),
        (&q * (&h - &mean(&h)), "The last term of dx is missing: x_i also moves the variance of its row."),
        (
            &q * (&h - &normalized * &mean(&(&h * &normalized))),
            "The mean of h is missing in dx: x_i also moves the mean of its row.",
        ),
        (whole(&h) / &q, "The factor q is missing in dx."),
        (
            &q * (&h - 5.0 * &mean(&h) - 5.0 * &normalized * &mean(&(&h * &normalized))),
            "The two means in dx are sums: divide by the number of columns.",
        ),
        (&q * (&h - &mean(&h) - &x64 * &mean(&(&h * &x64))), "dx uses x where the normalized ŝ belongs."),
    ];
    compare("dx", &dx, &whole(&h), TOLERANCE, &mistakes)?;

    let down = |a: Array2<f64>| a.sum_axis(Axis(0)).insert_axis(Axis(0));
    let expected = down(&dy64 * &normalized);
    let mistakes = [
        (&expected / 3.0, "dgain is a mean over the rows. A gradient is a sum: every row uses the same gain."),
        (down(&dy64 * &x64), "dgain uses x where the normalized ŝ belongs."),
        (down(&h * &normalized), "dgain uses h where dy belongs: gain is not part of its own gradient."),
        (down(dy64.clone()), "dgain is the sum of dy. That is dbias: gain is multiplied by ŝ."),
    ];
    compare("dgain", &dgain.insert_axis(Axis(0)), &expected, TOLERANCE, &mistakes)?;
    let expected = down(dy64.clone());
    let mistakes = [
        (&expected / 3.0, "dbias is a mean over the rows. A gradient is a sum: every row uses the same bias."),
        (down(h), "dbias uses h where dy belongs: gain does not scale the bias."),
    ];
    compare("dbias", &dbias.insert_axis(Axis(0)), &expected, TOLERANCE, &mistakes)?;

    let one = (answers.layer_norm_backward)(array![[3.0, 3.0]].view(), &[1.0, 1.0], 1e-2, array![[1.0, -1.0]].view()).0;
    compare("of a row of equal numbers: dx", &one, &array![[10.0, -10.0]], TOLERANCE, &[])
}
