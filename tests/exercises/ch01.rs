//! Wrong answers to the exercises of chapter 1.

use super::{Chapter, Mistake};
use checks::{Answers, CHECKS, NormGradients, answers};
use finetune::text::{Batch, Sequence};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

#[path = "../../chapters/ch01_transformer/checks/mod.rs"]
mod checks;
#[path = "../../chapters/ch01_transformer/exercises.rs"]
mod exercises;
#[path = "../../chapters/ch01_transformer/hints.rs"]
mod hints;
#[path = "../../chapters/ch01_transformer/solutions.rs"]
mod solutions;

const SOLUTIONS: Answers = answers!(solutions);

pub const CHAPTER: Chapter<Answers> = Chapter {
    checks: &CHECKS,
    exercises: &hints::EXERCISES,
    solutions: SOLUTIONS,
    untouched: Answers {
        softmax: |_| todo!(),
        lay_end_to_end: |_| todo!(),
        layer_norm: |_, _, _, _| todo!(),
        attention: |_, _, _| todo!(),
        numerical_gradient: |_, _, _| todo!(),
        linear_backward: |_, _, _| todo!(),
        layer_norm_backward: |_, _, _, _| todo!(),
    },
    reader: answers!(exercises),
    mistakes: MISTAKES,
    texts: [
        include_str!("../../chapters/ch01_transformer/solutions.rs"),
        include_str!("../../chapters/ch01_transformer/exercises.rs"),
    ],
};

const MISTAKES: &[Mistake<Answers>] = &[
    wrong!("1.1", softmax, "not divided by their sum", |row| exponentials_over(row, |_| 1.0)),
    wrong!("1.1", softmax, "by the number of elements", |row| exponentials_over(row, |e| e.len() as f32)),
    wrong!("1.1", softmax, "by the number of elements", |row| {
        let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row.iter_mut().for_each(|x| *x -= max);
        exponentials_over(row, |e| e.len() as f32);
    }),
    wrong!("1.1", softmax, "e^x is infinite", |row| exponentials_over(row, |e| e.iter().sum())),
    wrong!("1.1", softmax, "e^x is infinite", softmax_less_the_mean),
    wrong!("1.1", softmax, "exponential is missing", divide_by_sum),
    wrong!("1.1", softmax, "logarithms", log_softmax),
    wrong!("1.1", softmax, "has not changed", |_| {}),
    wrong!("1.1", softmax, "e^x is infinite", |row| {
        let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let lowered = if max.abs() > 80.0 { max.signum() * 1000.0 } else { 0.0 };
        row.iter_mut().for_each(|x| *x -= lowered);
        exponentials_over(row, |e| e.iter().sum());
    }),
    wrong!("1.2", lay_end_to_end, "token types are 0", |s| batch(s, |b| b.token_types.fill(0))),
    wrong!("1.2", lay_end_to_end, "run on through the whole batch", |s| batch(s, |b| b.positions =
        (0..b.ids.len() as u32).collect())),
    wrong!("1.2", lay_end_to_end, "one too high", |s| batch(s, |b| b.positions.iter_mut().for_each(|p| *p += 1))),
    wrong!("1.2", lay_end_to_end, "the lengths", |s| batch(s, |b| b.offsets = b.lengths().collect())),
    wrong!("1.2", lay_end_to_end, "last offset is missing", |s| batch(s, |b| b.offsets = b.first_tokens())),
    wrong!("1.2", lay_end_to_end, "first offset is missing", |s| batch(s, |b| b.offsets = b.offsets[1..].into())),
    wrong!("1.2", lay_end_to_end, "After the 0 come the lengths", |s| batch(s, |b| b.offsets =
        std::iter::once(0).chain(b.lengths()).collect())),
    wrong!("1.2", lay_end_to_end, "noted before its sequence", |s| batch(s, |b| {
        b.offsets.pop();
        b.offsets.insert(0, 0);
    })),
    wrong!("1.2", lay_end_to_end, "The empty sequence has no offset", |s| batch(s, |b| b.offsets.dedup())),
    wrong!("1.3", layer_norm, "loses all digits", |x, g, b, e| {
        let scale = |row: ArrayView1<f32>| 1.0 / (difference_of_squares(row) + e).sqrt();
        scaled(&apart(x), &x.map_axis(Axis(1), scale), g, b)
    }),
    wrong!("1.3", layer_norm, "or a number of your own", |x, g, b, _| norm(x, g, b, |v, n| 1.0
        / (v / n + 1e-6).sqrt())),
    wrong!("1.3", layer_norm, "one of the whole matrix", |x, g, b, e| {
        let q = Array1::from_elem(x.nrows(), 1.0 / (x.var(0.0) + e).sqrt());
        scaled(&(&x - x.mean().unwrap_or_default()), &q, g, b)
    }),
    wrong!("1.3", layer_norm, "taken by row", |x, g, b, e| {
        let mut y = solutions::layer_norm(x, &[1.0; 5], &[0.0; 5], e);
        y.rows_mut().into_iter().enumerate().for_each(|(r, mut row)| row.mapv_inplace(|x| g[r] * x + b[r]));
        y
    }),
    wrong!("1.3", layer_norm, "biased variance", |x, g, b, e| norm(x, g, b, |v, n| 1.0 / (v / (n - 1.0) + e).sqrt())),
    wrong!("1.3", layer_norm, "the sum of the squares", |x, g, b, e| norm(x, g, b, |v, _| 1.0 / (v + e).sqrt())),
    wrong!("1.3", layer_norm, "epsilon is missing", |x, g, b, _| norm(x, g, b, |v, n| 1.0 / (v / n).sqrt())),
    wrong!("1.3", layer_norm, "It belongs under it", |x, g, b, e| norm(x, g, b, |v, n| 1.0 / ((v / n).sqrt() + e))),
    wrong!("1.3", layer_norm, "root is missing", |x, g, b, e| norm(x, g, b, |v, n| 1.0 / (v / n + e))),
    wrong!("1.3", layer_norm, "gain and bias are missing", |x, _, _, e| norm(x, &[1.0; 5], &[0.0; 5], |v, n| 1.0
        / (v / n + e).sqrt())),
    wrong!("1.3", layer_norm, "normalized the columns", norm_of_columns),
    wrong!("1.4", attention, "not divided by √d", |q, k, v| attention(q, k, v, 1.0, 1)),
    wrong!("1.4", attention, "divided by d. The root", |q, k, v| attention(q, k, v, q.ncols() as f32, 1)),
    wrong!("1.4", attention, "values' width", |q, k, v| attention(q, k, v, (v.ncols() as f32).sqrt(), 1)),
    wrong!("1.4", attention, "over the queries", |q, k, v| attention(q, k, v, (q.ncols() as f32).sqrt(), 0)),
    wrong!("1.4", attention, "after the softmax", |q, k, v| attention(q, k, v, 1.0, 1) / (q.ncols() as f32).sqrt()),
    wrong!("1.4", attention, "softmax is missing", |q, k, v| (q.dot(&k.t()) / (q.ncols() as f32).sqrt()).dot(&v)),
    wrong!("1.4", attention, "Large scores overflow", |q, k, v| attention(q, k, v, (q.ncols() as f32).sqrt(), 1)),
    wrong!("1.4", attention, "only for d = 4", |q, k, v| solutions::attention(
        (&q * ((q.ncols() as f32).sqrt() / 2.0)).view(),
        k,
        v
    )),
    wrong!("1.5", numerical_gradient, "one-sided", |f, x, h| slopes(x, |up, _| (f(&up(h)) - f(x)) / h)),
    wrong!("1.5", numerical_gradient, "Twice too large", |f, x, h| slopes(x, |up, _| (f(&up(h)) - f(&up(-h))) / h)),
    wrong!("1.5", numerical_gradient, "sign is wrong", |f, x, h| slopes(x, |up, _| (f(&up(-h)) - f(&up(h)))
        / (2.0 * h))),
    wrong!("1.5", numerical_gradient, "All of 2h is the divisor", |f, x, h| slopes(x, |up, _| (f(&up(h))
        - f(&up(-h)))
        / 2.0
        * h)),
    wrong!("1.5", numerical_gradient, "not put back", never_put_back),
    wrong!("1.5", numerical_gradient, "moved at once", |f, x, h| slopes(x, |_, all| (f(&all(h)) - f(&all(-h)))
        / (2.0 * h))),
    wrong!("1.6", linear_backward, "wrong index of W", |x, w, dy| (
        dy.dot(&w.t()),
        dy.t().dot(&x),
        dy.sum_axis(Axis(0))
    )),
    wrong!("1.6", linear_backward, "dweight is transposed", |x, w, dy| (
        dy.dot(&w),
        x.t().dot(&dy),
        dy.sum_axis(Axis(0))
    )),
    wrong!("1.6", linear_backward, "wrong axis", |x, w, dy| (dy.dot(&w), dy.t().dot(&x), dy.sum_axis(Axis(1)))),
    wrong!("1.6", linear_backward, "dbias is a mean", |x, w, dy| (
        dy.dot(&w),
        dy.t().dot(&x),
        dy.sum_axis(Axis(0)) / dy.nrows() as f32
    )),
    wrong!("1.7", layer_norm_backward, "gain is missing", |x, _, e, dy| solutions::layer_norm_backward(
        x, &[1.0; 5], e, dy
    )),
    wrong!("1.7", layer_norm_backward, "Both means are missing", constants),
    wrong!("1.7", layer_norm_backward, "the factor q is missing", |x, g, e, dy| {
        let (dx, _, dbias) = solutions::layer_norm_backward(x, g, e, dy);
        let means = x.map_axis(Axis(1), |row| row.sum() / row.len() as f32).insert_axis(Axis(1));
        (dx, (&dy * &(&x - &means)).sum_axis(Axis(0)), dbias)
    }),
    wrong!("1.7", layer_norm_backward, "dgain is a mean", |x, g, e, dy| {
        let (dx, dgain, dbias) = solutions::layer_norm_backward(x, g, e, dy);
        (dx, dgain / x.nrows() as f32, dbias)
    }),
    wrong!("1.7", layer_norm_backward, "or it is 0", |x, g, e, dy| {
        let (dx, dgain, dbias) = constants(x, g, e, dy);
        (apart(dx.view()), dgain, dbias)
    }),
    wrong!("1.7", layer_norm_backward, "epsilon is missing", |x, g, _, dy| {
        solutions::layer_norm_backward(x, g, 0.0, dy)
    }),
    wrong!("1.7", layer_norm_backward, "biased variance", |x, g, e, dy| backward(x, g, dy, |row| row.var(1.0) + e)),
    wrong!("1.7", layer_norm_backward, "loses all digits", |x, g, e, dy| {
        backward(x, g, dy, |row| difference_of_squares(row) + e)
    }),
];

/// The lines of hint 2 of exercise 1.7, for a row of a batch.
#[test]
fn the_numerical_gradient_agrees_with_layer_norm_backward() {
    use solutions::{layer_norm, numerical_gradient};
    let x = Array2::from_shape_fn((2, 3), |(r, c)| (r + c * c) as f32 / 2.0);
    let dy = Array2::from_shape_fn((2, 3), |(r, c)| 1.0 - (2 * r + c) as f32 / 3.0);
    let (gain, epsilon, r): (&[f32], f32, usize) = (&[0.5, -1.0, 2.0], 0.1, 1);
    let loss = |row: &[f64]| -> f64 {
        let row = Array2::from_shape_fn((1, row.len()), |(_, i)| row[i] as f32);
        let y = layer_norm(row.view(), gain, &vec![0.0; row.len()], epsilon);
        y.iter().zip(dy.row(r)).map(|(y, dy)| f64::from(y * dy)).sum()
    };
    let row: Vec<f64> = x.row(r).iter().map(|&x| f64::from(x)).collect();
    let found = numerical_gradient(&loss, &row, 1.0 / 64.0);
    let dx = solutions::layer_norm_backward(x.view(), gain, epsilon, dy.view()).0;
    for (found, expected) in found.iter().zip(dx.row(r)) {
        assert!((found - f64::from(*expected)).abs() < 1e-3, "{found} {expected}");
    }
}

/// Softmax with another divisor than the sum, or with no care for large scores.
fn exponentials_over(row: &mut [f32], divisor: fn(&[f32]) -> f32) {
    row.iter_mut().for_each(|x| *x = x.exp());
    divide(row, divisor(row));
}

fn divide(row: &mut [f32], divisor: f32) {
    row.iter_mut().for_each(|x| *x /= divisor);
}

fn divide_by_sum(row: &mut [f32]) {
    divide(row, row.iter().sum());
}

fn softmax_less_the_mean(row: &mut [f32]) {
    let mean = row.iter().sum::<f32>() / row.len() as f32;
    row.iter_mut().for_each(|x| *x -= mean);
    exponentials_over(row, |e| e.iter().sum());
}

fn log_softmax(row: &mut [f32]) {
    solutions::softmax(row);
    row.iter_mut().for_each(|p| *p = p.ln());
}

/// Our batch with something changed.
fn batch(sequences: &[Sequence], change: fn(&mut Batch)) -> Batch {
    let mut batch = solutions::lay_end_to_end(sequences);
    change(&mut batch);
    batch
}

/// Layer norm where the distance from the mean is multiplied by `q` of the sum of squares and the number of columns.
fn norm(x: ArrayView2<f32>, gain: &[f32], bias: &[f32], q: impl Fn(f32, f32) -> f32) -> Array2<f32> {
    let mut y = x.to_owned();
    for mut row in y.rows_mut() {
        let n = row.len() as f32;
        row -= row.sum() / n;
        row *= q(row.mapv(|x| x * x).sum(), n);
        row.indexed_iter_mut().for_each(|(i, x)| *x = gain[i] * *x + bias[i]);
    }
    y
}

/// The distance of each number from its row's mean.
fn apart(x: ArrayView2<f32>) -> Array2<f32> {
    &x - &x.map_axis(Axis(1), |row| row.sum() / row.len() as f32).insert_axis(Axis(1))
}

/// Rows times one number each, then gain and bias.
fn scaled(rows: &Array2<f32>, q: &Array1<f32>, gain: &[f32], bias: &[f32]) -> Array2<f32> {
    Array2::from_shape_fn(rows.dim(), |(r, c)| gain[c] * rows[[r, c]] * q[r] + bias[c])
}

fn difference_of_squares(row: ArrayView1<f32>) -> f32 {
    let n = row.len() as f32;
    row.mapv(|x| x * x).sum() / n - (row.sum() / n).powi(2)
}

/// The backward pass with a variance of one's own, to which epsilon is already added.
fn backward(
    x: ArrayView2<f32>,
    gain: &[f32],
    dy: ArrayView2<f32>,
    variance: impl Fn(ArrayView1<f32>) -> f32,
) -> NormGradients {
    let q = x.map_axis(Axis(1), |row| 1.0 / variance(row).sqrt()).insert_axis(Axis(1));
    let s = apart(x) * &q;
    let h = &dy * &Array1::from(gain.to_vec());
    let mean_hs = (&h * &s).mean_axis(Axis(1)).unwrap_or_default().insert_axis(Axis(1));
    let dx = (apart(h.view()) - &s * &mean_hs) * &q;
    (dx, (&dy * &s).sum_axis(Axis(0)), dy.sum_axis(Axis(0)))
}

fn norm_of_columns(x: ArrayView2<f32>, gain: &[f32], bias: &[f32], epsilon: f32) -> Array2<f32> {
    let ones = vec![1.0; x.nrows()];
    let zeros = vec![0.0; x.nrows()];
    let normalized = norm(x.t(), &ones, &zeros, |squares, n| 1.0 / (squares / n + epsilon).sqrt());
    let scaled = |((r, c), _): ((usize, usize), &f32)| gain[c] * normalized[[c, r]] + bias[c];
    Array2::from_shape_vec(x.dim(), x.indexed_iter().map(scaled).collect()).expect("one number each")
}

/// Attention with a scale of one's own, a softmax along the axis of one's choice, and no care for large scores.
fn attention(q: ArrayView2<f32>, k: ArrayView2<f32>, v: ArrayView2<f32>, scale: f32, axis: usize) -> Array2<f32> {
    let e = (q.dot(&k.t()) / scale).mapv(f32::exp);
    let sums = e.sum_axis(Axis(axis)).insert_axis(Axis(axis));
    (e / sums).dot(&v)
}

/// One slope for each element of `x`. `slope` is given functions that move this element only, and all of them.
fn slopes(x: &[f64], slope: impl Fn(&dyn Fn(f64) -> Vec<f64>, &dyn Fn(f64) -> Vec<f64>) -> f64) -> Vec<f64> {
    let moved = |which: &dyn Fn(usize) -> bool, h: f64| -> Vec<f64> {
        x.iter().enumerate().map(|(j, x)| if which(j) { x + h } else { *x }).collect()
    };
    (0..x.len()).map(|i| slope(&|h| moved(&|j| i == j, h), &|h| moved(&|_| true, h))).collect()
}

fn never_put_back(loss: &dyn Fn(&[f64]) -> f64, x: &[f64], h: f64) -> Vec<f64> {
    let mut moved = x.to_vec();
    let slope = |i: usize| {
        moved[i] += h;
        let above = loss(&moved);
        moved[i] -= 2.0 * h;
        (above - loss(&moved)) / (2.0 * h)
    };
    (0..x.len()).map(slope).collect()
}

/// The backward pass of someone who takes mean and variance for constants.
fn constants(x: ArrayView2<f32>, gain: &[f32], epsilon: f32, dy: ArrayView2<f32>) -> NormGradients {
    let (_, dgain, dbias) = solutions::layer_norm_backward(x, gain, epsilon, dy);
    let q = x.map_axis(Axis(1), |row| 1.0 / (row.var(0.0) + epsilon).sqrt()).insert_axis(Axis(1));
    (&dy * &Array1::from(gain.to_vec()) * &q, dgain, dbias)
}
