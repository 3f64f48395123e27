//! Wrong answers to the exercises of chapter 6.

use super::{Chapter, Mistake};
use checks::{Answers, CHECKS, answers};
use finetune::metrics::pearson;
use ndarray::{Array2, ArrayView2, Axis, s};

#[path = "../../chapters/ch06_similarity/checks/mod.rs"]
mod checks;
#[path = "../../chapters/ch06_similarity/exercises.rs"]
mod exercises;
#[path = "../../chapters/ch06_similarity/hints.rs"]
mod hints;
#[path = "../../chapters/ch06_similarity/solutions.rs"]
mod solutions;

const SOLUTIONS: Answers = answers!(solutions);

pub const CHAPTER: Chapter<Answers> = Chapter {
    checks: &CHECKS,
    exercises: &hints::EXERCISES,
    solutions: SOLUTIONS,
    untouched: Answers {
        cosines: |_, _| todo!(),
        mean_pooling: |_, _| todo!(),
        nearest: |_, _, _| todo!(),
        spearman: |_, _| todo!(),
        max_pooling_backward: |_, _, _| todo!(),
        contrastive_loss: |_, _, _| todo!(),
    },
    reader: answers!(exercises),
    mistakes: MISTAKES,
    texts: [
        include_str!("../../chapters/ch06_similarity/solutions.rs"),
        include_str!("../../chapters/ch06_similarity/exercises.rs"),
    ],
};

const MISTAKES: &[Mistake<Answers>] = &[
    wrong!("6.1", cosines, "These are the dot products", |a, b| a.dot(&b.t())),
    wrong!("6.1", cosines, "squares of the lengths", |a, b| divided(a, b, |aa, bb| aa * bb)),
    wrong!("6.1", cosines, "rows of a only", |a, b| divided(a, b, |aa, _| aa.sqrt())),
    wrong!("6.1", cosines, "rows of b only", |a, b| divided(a, b, |_, bb| bb.sqrt())),
    wrong!("6.1", cosines, "number of elements", |a, b| a.dot(&b.t()) / a.ncols() as f32),
    wrong!("6.1", cosines, "changed places", |a, b| solutions::cosines(b, a)),
    wrong!("6.1", cosines, "These are the distances", |a, b| Array2::from_shape_fn(
        (a.nrows(), b.nrows()),
        |(i, j)| { (&a.row(i) - &b.row(j)).mapv(|d| d * d).sum().sqrt() }
    )),
    wrong!("6.1", cosines, "1 − cosine", |a, b| 1.0 - solutions::cosines(a, b)),
    wrong!("6.1", cosines, "These are the angles", |a, b| solutions::cosines(a, b).mapv(f32::acos)),
    wrong!("6.1", cosines, "With [", |a, b| divided(a, b, |aa, bb| (aa * bb).sqrt() + 1e-5)),
    wrong!("6.1", cosines, "makes 0 / 0", |a, b| divided(a, b, |aa, bb| (aa * bb).sqrt())),
    wrong!("6.2", mean_pooling, "These are the sums", |x, o| pool(x, o, 0, 0, |_| 1.0)),
    wrong!("6.2", mean_pooling, "whole batch, not of the sequence", |x, o| pool(x, o, 0, 0, |_| 9.0)),
    wrong!("6.2", mean_pooling, "as if the others were padded", |x, o| pool(x, o, 0, 0, |_| 4.0)),
    wrong!("6.2", mean_pooling, "number of sequences", |x, o| pool(x, o, 0, 0, |_| 3.0)),
    wrong!("6.2", mean_pooling, "missing in the sum", |x, o| pool(x, o, 0, 1, |count| (count + 1) as f32)),
    wrong!("6.2", mean_pooling, "last token of each sequence is left out", |x, o| pool(x, o, 0, 1, |c| c as f32)),
    wrong!("6.2", mean_pooling, "first token of each sequence is left out", |x, o| pool(x, o, 1, 0, |c| c as f32)),
    wrong!("6.2", mean_pooling, "With (", |x, o| pool(x, o, 0, 0, |count| count.max(2) as f32)),
    wrong!("6.2", mean_pooling, "CLS pooling", |x, o| x.select(Axis(0), &o[..o.len() - 1])),
    wrong!("6.3", nearest, "the farthest", |q, v, count| {
        let mut order = solutions::nearest(q, v, v.nrows());
        order.reverse();
        order.truncate(count);
        order
    }),
    wrong!("6.3", nearest, "smaller index comes first", |q, v, count| {
        let cosines = v.dot(&q);
        let mut order: Vec<usize> = (0..cosines.len()).collect();
        order.sort_by(|&i, &j| cosines[i].total_cmp(&cosines[j]));
        order.reverse();
        order.truncate(count);
        order
    }),
    wrong!("6.3", nearest, "order of their indices", |q, v, count| {
        let mut order = solutions::nearest(q, v, count);
        order.sort_unstable();
        order
    }),
    wrong!("6.3", nearest, "With (", |_, v, count| { solutions::nearest(ndarray::aview1(&[0.0, 1.0]), v, count) }),
    wrong!("6.3", nearest, "All are returned", |q, v, _| solutions::nearest(q, v, v.nrows())),
    wrong!("6.3", nearest, "One too few", |q, v, count| solutions::nearest(q, v, count - 1)),
    wrong!("6.3", nearest, "One too many", |q, v, count| solutions::nearest(q, v, count + 1)),
    wrong!("6.4", spearman, "Pearson's correlation of the values", pearson),
    wrong!("6.4", spearman, "by their place in the list", |x, y| ranked(x, y, |smaller, _, before| smaller + before)),
    wrong!("6.4", spearman, "lowest of their ranks", |x, y| ranked(x, y, |smaller, _, _| smaller)),
    wrong!("6.4", spearman, "highest of their ranks", |x, y| ranked(x, y, |smaller, equal, _| smaller + equal)),
    wrong!("6.4", spearman, "only without ties", |x, y| {
        let (x, y) = (ranks(x, mean), ranks(y, mean));
        let n = x.len() as f64;
        let squares: f64 = x.iter().zip(&y).map(|(a, b)| (a - b).powi(2)).sum();
        1.0 - 6.0 * squares / (n * (n * n - 1.0))
    }),
    wrong!("6.4", spearman, "(argsort)", |x, y| {
        let places = |values: &[f64]| {
            let mut places: Vec<usize> = (0..values.len()).collect();
            places.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
            places.iter().map(|&place| place as f64).collect::<Vec<_>>()
        };
        pearson(&places(x), &places(y))
    }),
    wrong!("6.4", spearman, "With [", |x, y| {
        let near = |values: &[f64]| values.iter().map(|value| (value * 1e3).round()).collect::<Vec<_>>();
        solutions::spearman(&near(x), &near(y))
    }),
    wrong!("6.4", spearman, "Only x is ranked", |x, y| pearson(&ranks(x, mean), y)),
    wrong!("6.4", spearman, "Only y is ranked", |x, y| pearson(x, &ranks(y, mean))),
    wrong!("6.4", spearman, "from the largest down", |x, y| -solutions::spearman(x, y)),
    wrong!("6.5", max_pooling_backward, "the first one counts", |x, o, dy| scatter(x, o, dy, |new, best| new >= best)),
    wrong!("6.5", max_pooling_backward, "both get the gradient", all_equals),
    wrong!("6.5", max_pooling_backward, "begins with 0", |x, o, dy| scatter(x, o, dy, |new, best| new > best.max(0.0))),
    wrong!("6.5", max_pooling_backward, "without its sign", |x, o, dy| scatter(x, o, dy, |new, best| new.abs()
        > best.abs())),
    wrong!("6.5", max_pooling_backward, "begins at row 0", |x, o, dy| {
        let mut dx = Array2::zeros(x.dim());
        for ((s, c), &dy) in dy.indexed_iter() {
            let best = (o[s]..o[s + 1]).fold(0, |best, row| if x[[row, c]] > x[[best, c]] { row } else { best });
            dx[[best, c]] = dy;
        }
        dx
    }),
    wrong!("6.5", max_pooling_backward, "With (", |x, o, dy| {
        let mut dx = Array2::zeros(x.dim());
        for ((s, c), &dy) in dy.indexed_iter() {
            let largest = (o[s]..o[s + 1]).map(|row| x[[row, c]]).fold(f32::NEG_INFINITY, f32::max);
            let first = (0..x.nrows()).find(|&row| x[[row, c]] == largest).unwrap_or(0); // in the whole column
            dx[[first, c]] = dy;
        }
        dx
    }),
    wrong!("6.5", max_pooling_backward, "to the smallest value", |x, o, dy| scatter(x, o, dy, |new, best| new < best)),
    wrong!("6.5", max_pooling_backward, "the whole batch gets it", |x, _, dy| {
        let mut dx = Array2::zeros(x.dim());
        for row in dy.rows() {
            dx += &solutions::max_pooling_backward(x, &[0, x.nrows()], row.insert_axis(Axis(0)));
        }
        dx
    }),
    wrong!("6.5", max_pooling_backward, "Every token of the sequence gets", |_, o, dy| spread(o, dy, |_| 1.0)),
    wrong!("6.5", max_pooling_backward, "*mean* pooling", |_, o, dy| spread(o, dy, |count| 1.0 / count as f32)),
    wrong!("6.5", max_pooling_backward, "The values are passed on", |x, o, dy| {
        let dx = solutions::max_pooling_backward(x, o, dy);
        Array2::from_shape_fn(x.dim(), |i| if dx[i] == 0.0 { 0.0 } else { x[i] })
    }),
    wrong!("6.5", max_pooling_backward, "multiplies it with dy", |x, o, dy| {
        solutions::max_pooling_backward(x, o, Array2::ones(dy.dim()).view())
    }),
    wrong!("6.6", contrastive_loss, "missing in the sum below", |a, b, scale| {
        mean_of(&losses(a, b, scale, |i| i).iter().map(|loss| (loss.exp() - 1.0).ln()).collect::<Vec<_>>())
    }),
    wrong!("6.6", contrastive_loss, "not multiplied with scale", |a, b, _| solutions::contrastive_loss(a, b, 1.0)),
    wrong!("6.6", contrastive_loss, "divided by scale", |a, b, scale| solutions::contrastive_loss(a, b, 1.0 / scale)),
    wrong!("6.6", contrastive_loss, "sum over the rows", |a, b, scale| {
        a.nrows() as f32 * solutions::contrastive_loss(a, b, scale)
    }),
    wrong!("6.6", contrastive_loss, "number of pairs twice", |a, b, scale| {
        solutions::contrastive_loss(a, b, scale) / a.nrows() as f32
    }),
    wrong!("6.6", contrastive_loss, "sign is wrong", |a, b, scale| -solutions::contrastive_loss(a, b, scale)),
    wrong!("6.6", contrastive_loss, "each b looks for its a", |a, b, scale| solutions::contrastive_loss(b, a, scale)),
    wrong!("6.6", contrastive_loss, "both directions", |a, b, scale| {
        (solutions::contrastive_loss(a, b, scale) + solutions::contrastive_loss(b, a, scale)) / 2.0
    }),
    wrong!("6.6", contrastive_loss, "With (", |a, b, scale| {
        let p: Vec<f32> = (0..a.nrows())
            .map(|i| {
                let row = b.dot(&a.row(i)) * scale;
                let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                -((row[i] - max).exp() / row.mapv(|x| (x - max).exp()).sum()).ln() // a stable softmax, and then its logarithm
            })
            .collect();
        mean_of(&p)
    }),
    wrong!("6.6", contrastive_loss, "not 0", |a, b, scale| mean_of(&losses(a, b, scale, |_| 0))),
    wrong!("6.6", contrastive_loss, "This is 1 − p", |a, b, scale| {
        let p: Vec<f32> = losses(a, b, scale, |i| i).iter().map(|loss| 1.0 - (-loss).exp()).collect();
        mean_of(&p)
    }),
    wrong!("6.6", contrastive_loss, "compared with each other", |a, _, scale| solutions::contrastive_loss(a, a, scale)),
    wrong!("6.6", contrastive_loss, "pushes nothing apart", |a, b, _| {
        let errors: Vec<f32> = a.rows().into_iter().zip(b.rows()).map(|(a, b)| (1.0 - a.dot(&b)).powi(2)).collect();
        mean_of(&errors)
    }),
    wrong!("6.6", contrastive_loss, "Large logits overflow", |a, b, scale| mean_of(&losses(a, b, scale, |i| i))),
];

/// Dot products, each divided by what `divisor` makes of the two rows' products with themselves.
fn divided(a: ArrayView2<f32>, b: ArrayView2<f32>, divisor: fn(f32, f32) -> f32) -> Array2<f32> {
    let cosine = |(i, j): (usize, usize)| {
        let (x, y) = (a.row(i), b.row(j));
        x.dot(&y) / divisor(x.dot(&x), y.dot(&y))
    };
    Array2::from_shape_fn((a.nrows(), b.nrows()), cosine)
}

/// Sums of the rows of each sequence, but for some at its start and its end, over what `divisor` makes of their number.
fn pool(x: ArrayView2<f32>, offsets: &[usize], skip: usize, cut: usize, divisor: fn(usize) -> f32) -> Array2<f32> {
    let mut y = Array2::zeros((offsets.len() - 1, x.ncols()));
    for (mut row, bounds) in y.rows_mut().into_iter().zip(offsets.windows(2)) {
        let part = x.slice(s![bounds[0] + skip..bounds[1] - cut, ..]);
        row.assign(&(part.sum_axis(Axis(0)) / divisor(part.nrows())));
    }
    y
}

fn mean(smaller: f64, equal: f64, _: f64) -> f64 {
    smaller + equal / 2.0
}

fn ranks(values: &[f64], tie: fn(f64, f64, f64) -> f64) -> Vec<f64> {
    let rank = |(i, value): (usize, &f64)| {
        let smaller = values.iter().filter(|other| *other < value).count() as f64;
        let equal = values.iter().filter(|other| *other == value).count() as f64;
        let before = values[..i].iter().filter(|other| *other == value).count() as f64;
        0.5 + tie(smaller, equal, before)
    };
    values.iter().enumerate().map(rank).collect()
}

fn ranked(x: &[f64], y: &[f64], tie: fn(f64, f64, f64) -> f64) -> f64 {
    pearson(&ranks(x, tie), &ranks(y, tie))
}

fn scatter(x: ArrayView2<f32>, offsets: &[usize], dy: ArrayView2<f32>, beats: fn(f32, f32) -> bool) -> Array2<f32> {
    let mut dx = Array2::zeros(x.dim());
    for ((s, c), &dy) in dy.indexed_iter() {
        let rows = offsets[s]..offsets[s + 1];
        let best = rows.fold(offsets[s], |best, row| if beats(x[[row, c]], x[[best, c]]) { row } else { best });
        dx[[best, c]] = dy;
    }
    dx
}

/// Gives the gradient to every value that is as large as the largest.
fn all_equals(x: ArrayView2<f32>, offsets: &[usize], dy: ArrayView2<f32>) -> Array2<f32> {
    let mut dx = Array2::zeros(x.dim());
    for ((s, c), &dy) in dy.indexed_iter() {
        let rows = offsets[s]..offsets[s + 1];
        let largest = rows.clone().map(|row| x[[row, c]]).fold(f32::NEG_INFINITY, f32::max);
        rows.filter(|&row| x[[row, c]] == largest).for_each(|row| dx[[row, c]] = dy);
    }
    dx
}

fn spread(offsets: &[usize], dy: ArrayView2<f32>, share: fn(usize) -> f32) -> Array2<f32> {
    let mut dx = Array2::zeros((offsets[offsets.len() - 1], dy.ncols()));
    for (row, bounds) in dy.rows().into_iter().zip(offsets.windows(2)) {
        let part = &row * share(bounds[1] - bounds[0]);
        dx.slice_mut(s![bounds[0]..bounds[1], ..]).rows_mut().into_iter().for_each(|mut target| target.assign(&part));
    }
    dx
}

/// −ln softmax without care for large numbers.
fn losses(a: ArrayView2<f32>, b: ArrayView2<f32>, scale: f32, label: fn(usize) -> usize) -> Vec<f32> {
    let logits = a.dot(&b.t()) * scale;
    let loss = |(i, row): (usize, ndarray::ArrayView1<f32>)| row.mapv(f32::exp).sum().ln() - row[label(i)];
    logits.rows().into_iter().enumerate().map(loss).collect()
}

fn mean_of(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len() as f32
}
