//! The checks of the exercises of chapter 6: what is right, and what typical mistakes would give instead.

mod trials;

use finetune::course::{Check, Checked, compare, compare_lists, row};
use finetune::data::rng;
use finetune::metrics::pearson;
use ndarray::{Array2, ArrayView1, ArrayView2, Axis, array};
use rand::Rng;

/// The answers to the exercises of this chapter.
#[derive(Clone, Copy)]
#[allow(clippy::type_complexity, reason = "the types are those of the functions in exercises.rs")]
pub struct Answers {
    pub cosines: fn(ArrayView2<f32>, ArrayView2<f32>) -> Array2<f32>,
    pub mean_pooling: fn(ArrayView2<f32>, &[usize]) -> Array2<f32>,
    pub nearest: fn(ArrayView1<f32>, ArrayView2<f32>, usize) -> Vec<usize>,
    pub spearman: fn(&[f64], &[f64]) -> f64,
    pub max_pooling_backward: fn(ArrayView2<f32>, &[usize], ArrayView2<f32>) -> Array2<f32>,
    pub contrastive_loss: fn(ArrayView2<f32>, ArrayView2<f32>, f32) -> f32,
}

/// The answers that are in a module: `answers!(exercises)`, or `answers!(solutions)`.
macro_rules! answers {
    ($module:ident) => {
        Answers {
            cosines: $module::cosines,
            mean_pooling: $module::mean_pooling,
            nearest: $module::nearest,
            spearman: $module::spearman,
            max_pooling_backward: $module::max_pooling_backward,
            contrastive_loss: $module::contrastive_loss,
        }
    };
}
pub(crate) use answers;

pub const CHECKS: [Check<Answers>; 6] = [
    ("6.1", cosines),
    ("6.2", mean_pooling),
    ("6.3", nearest),
    ("6.4", spearman),
    ("6.5", max_pooling_backward),
    ("6.6", contrastive_loss),
];

/// Numbers with no pattern, from −2 to 2.
fn noise(rows: usize, columns: usize, index: u64) -> Array2<f32> {
    let mut rng = rng(6, "exercises", index);
    Array2::from_shape_simple_fn((rows, columns), || rng.random_range(-2.0f32..2.0))
}

fn number(value: f64) -> Array2<f64> {
    row(&[value])
}

fn cosines(answers: &Answers) -> Checked {
    let (a, b) = (noise(3, 5, 0), noise(2, 5, 7));
    let dots = a.dot(&b.t()).mapv(f64::from);
    let lengths = |x: &Array2<f32>| x.map_axis(Axis(1), |row| f64::from(row.dot(&row)).sqrt());
    let (of_a, of_b) = (lengths(&a).insert_axis(Axis(1)), lengths(&b).insert_axis(Axis(0)));
    let expected = &dots / &of_a / &of_b;
    let distance = |(i, j)| f64::from((&a.row(i) - &b.row(j)).mapv(|d: f32| d * d).sum()).sqrt();
    let mistakes = [
        (dots.clone(), "These are the dot products. Divide each by both lengths, or longer vectors look more alike."),
        (&expected / &of_a / &of_b, "They are divided by the squares of the lengths. The length is the root of a · a."),
        (&dots / &of_a, "They are divided by the lengths of the rows of a only."),
        (&dots / &of_b, "They are divided by the lengths of the rows of b only."),
        (&dots / 5.0, "They are divided by the number of elements. Divide by the lengths of the two rows."),
        (expected.t().to_owned(), "Rows and columns have changed places: row i belongs to row i of *a*."),
        (
            Array2::from_shape_fn((3, 2), distance),
            "These are the distances, which are 0 for the same vector. The cosine is 1 there.",
        ),
        (1.0 - &expected, "This is 1 − cosine, the cosine *distance*."),
        (expected.mapv(f64::acos), "These are the angles. Their cosines are wanted."),
        (expected.mapv(f64::abs), "The sign is lost: opposite directions have −1."),
    ];
    compare("cosine", &(answers.cosines)(a.view(), b.view()), &expected, 1e-5, &mistakes)?;
    let zeros = (answers.cosines)(Array2::zeros((1, 5)).view(), b.view());
    let mistakes = [(Array2::from_elem((1, 2), f64::NAN), "A row of zeros makes 0 / 0. The answer is then 0.")];
    compare("of a row of zeros: cosine", &zeros, &Array2::zeros((1, 2)), 1e-6, &mistakes)?;
    trials::cosines(answers)
}

const OFFSETS: [usize; 4] = [0, 3, 5, 9];

/// One row a sequence, from the range of its tokens.
fn pooled(x: &Array2<f32>, pool: impl Fn(std::ops::Range<usize>, usize) -> f64) -> Array2<f64> {
    Array2::from_shape_fn((3, x.ncols()), |(s, c)| pool(OFFSETS[s]..OFFSETS[s + 1], c))
}

fn mean_pooling(answers: &Answers) -> Checked {
    let x = noise(9, 4, 1);
    let sum = |range: std::ops::Range<usize>, c: usize| range.map(|t| f64::from(x[[t, c]])).sum::<f64>();
    let mean = |range: std::ops::Range<usize>, c: usize| sum(range.clone(), c) / range.len() as f64;
    let mistakes = [
        (pooled(&x, sum), "These are the sums. Divide each by the number of its sequence's tokens."),
        (pooled(&x, |r, c| sum(r, c) / 9.0), "They are divided by the tokens of the whole batch, not of the sequence."),
        (pooled(&x, |r, c| sum(r, c) / 4.0), "They are divided by the longest length, as if the others were padded."),
        (pooled(&x, |r, c| sum(r, c) / 3.0), "They are divided by the number of sequences."),
        (
            pooled(&x, |r, c| sum(r.start..r.end - 1, c) / r.len() as f64),
            "The last token of each sequence is missing in the sum. offsets[s + 1] is one past it.",
        ),
        (pooled(&x, |r, c| mean(r.start..r.end - 1, c)), "The last token of each sequence is left out."),
        (
            pooled(&x, |r, c| mean(r.start + 1..r.end, c)),
            "The first token of each sequence is left out. It counts too.",
        ),
        (pooled(&x, |r, c| f64::from(x[[r.start, c]])), "This is the first token of each sequence: CLS pooling."),
        (pooled(&x, |_, c| mean(0..9, c)), "Every sequence gets the mean of the whole batch. Mind the offsets."),
    ];
    let found = (answers.mean_pooling)(x.view(), &OFFSETS);
    compare("mean", &found, &pooled(&x, mean), 1e-5, &mistakes)?;
    trials::mean_pooling(answers)
}

fn nearest(answers: &Answers) -> Checked {
    let vectors = array![[0.6, 0.8], [1.0, 0.0], [0.0, 1.0], [0.8, -0.6], [0.0, 1.0], [-1.0, 0.0]];
    let query = array![0.0, 1.0f32];
    let expected = vec![2, 4, 0];
    let mistakes = [
        (vec![3, 1, 5], "These are the farthest: the largest cosine comes first."),
        (vec![3, 5, 1], "These are the farthest: the largest cosine comes first."),
        (vec![4, 2, 0], "Of equally near ones the smaller index comes first."),
        (vec![0, 2, 4], "These are the right ones in the order of their indices. The nearest comes first."),
        (vec![2, 4, 0, 1, 5, 3], "All are returned. Only the best count are wanted."),
        (vec![2, 4, 3], "The sign is lost: a cosine of −0.6 is not near."),
        (vec![2, 4], "One too few."),
        (vec![2, 4, 0, 1], "One too many."),
    ];
    compare_lists("nearest", &(answers.nearest)(query.view(), vectors.view(), 3), &expected, &mistakes)?;
    let all = (answers.nearest)(query.view(), vectors.view(), 10);
    compare_lists("with a count of 10 for 6 rows: nearest", &all, &[2, 4, 0, 1, 5, 3], &[])?;
    trials::nearest(answers)
}

/// The ranks of values, where `tie` makes one rank of how many are smaller, how many are equal, and how many of those come before.
fn ranks(values: &[f64], tie: fn(f64, f64, f64) -> f64) -> Vec<f64> {
    let count = |of: &[f64], matches: &dyn Fn(f64) -> bool| of.iter().filter(|&&v| matches(v)).count() as f64;
    let rank = |(i, &value): (usize, &f64)| {
        tie(count(values, &|v| v < value), count(values, &|v| v == value), count(&values[..i], &|v| v == value))
    };
    values.iter().enumerate().map(rank).collect()
}

fn spearman(answers: &Answers) -> Checked {
    let (x, y) = ([10., 30., 20., 20., 5., 70., 20.], [1., 3., 3., 2., 0., 9., 2.]);
    let with = |tie: fn(f64, f64, f64) -> f64| number(pearson(&ranks(&x, tie), &ranks(&y, tie)));
    let mean: fn(f64, f64, f64) -> f64 = |smaller, equal, _| smaller + (equal + 1.0) / 2.0;
    let (rx, ry) = (ranks(&x, mean), ranks(&y, mean));
    let sorted = |values: &[f64]| {
        let mut places: Vec<usize> = (0..values.len()).collect();
        places.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
        places.iter().map(|&place| place as f64).collect::<Vec<_>>()
    };
    let squares: f64 = rx.iter().zip(&ry).map(|(a, b)| (a - b) * (a - b)).sum();
    let mistakes = [
        (number(pearson(&x, &y)), "This is Pearson's correlation of the values. Take their ranks first."),
        (
            with(|smaller, _, before| smaller + before + 1.0),
            "Equal values get different ranks, by their place in the list. They share the mean of those ranks.",
        ),
        (with(|smaller, _, _| smaller + 1.0), "Equal values get the lowest of their ranks. They share the mean."),
        (
            with(|smaller, equal, _| smaller + equal),
            "Equal values get the highest of their ranks. They share the mean.",
        ),
        (
            number(1.0 - 6.0 * squares / (7.0 * 48.0)),
            "The formula with the squared differences of ranks holds only without ties. Take Pearson's correlation of the ranks.",
        ),
        (
            number(pearson(&sorted(&x), &sorted(&y))),
            "Sorting tells which value comes first, second, and so on (argsort). The rank of value i is the other way round: at \
             which place value i comes.",
        ),
        (number(pearson(&rx, &y)), "Only x is ranked. Rank y too."),
        (number(pearson(&x, &ry)), "Only y is ranked. Rank x too."),
        (
            number(-pearson(&rx, &ry)),
            "One of the lists is ranked from the largest down. The smallest has rank 1 in both.",
        ),
    ];
    let found = number((answers.spearman)(&x, &y));
    compare("Spearman", &found, &number(pearson(&rx, &ry)), 1e-9, &mistakes)?;
    let found = number((answers.spearman)(&[1., 1., 1.], &[1., 2., 3.]));
    let mistakes = [(number(f64::NAN), "A list that never varies makes 0 / 0. The answer is then 0.")];
    compare("where x never varies: Spearman", &found, &number(0.0), 1e-9, &mistakes)?;
    trials::spearman(answers)
}

fn max_pooling_backward(answers: &Answers) -> Checked {
    let mut x = noise(9, 4, 2);
    (x[[0, 0]], x[[2, 0]]) = (5.0, 5.0); // equally large
    x[[6, 1]] = -5.0; // the largest only if the sign is lost
    (x[[3, 3]], x[[4, 3]]) = (-1.5, -0.5); // a sequence without a value above 0
    let dy = noise(3, 4, 3);
    // Where each element of dy goes, by a rule that says whether one value beats another.
    let scattered = |beats: fn(f32, f32) -> bool, all: bool| {
        let mut dx = Array2::zeros((9, 4));
        for ((s, c), &dy) in dy.indexed_iter() {
            let range = if all { 0..9 } else { OFFSETS[s]..OFFSETS[s + 1] };
            let best = range.clone().fold(range.start, |best, t| if beats(x[[t, c]], x[[best, c]]) { t } else { best });
            dx[[best, c]] += f64::from(dy);
        }
        dx
    };
    let expected = scattered(|new, best| new > best, false);
    let sequence = |t: usize| (0..3).find(|&s| t < OFFSETS[s + 1]).unwrap_or(0);
    let spread = |share: fn(usize) -> f64| {
        Array2::from_shape_fn((9, 4), |(t, c)| f64::from(dy[[sequence(t), c]]) * share(sequence(t)))
    };
    let all_equals = Array2::from_shape_fn((9, 4), |(t, c)| {
        let s = sequence(t);
        let largest = (OFFSETS[s]..OFFSETS[s + 1]).all(|other| x[[other, c]] <= x[[t, c]]);
        if largest { f64::from(dy[[s, c]]) } else { 0.0 }
    });
    let mut from_row_0 = Array2::zeros((9, 4));
    for ((s, c), &dy) in dy.indexed_iter() {
        let best = (OFFSETS[s]..OFFSETS[s + 1]).fold(0, |best, t| if x[[t, c]] > x[[best, c]] { t } else { best });
        from_row_0[[best, c]] = f64::from(dy);
    }
    let values = Array2::from_shape_fn((9, 4), |i| if expected[i] == 0.0 { 0.0 } else { f64::from(x[i]) });
    let mistakes = [
        (scattered(|new, best| new >= best, false), "Of equally large values the first one counts, not the last."),
        (all_equals, "Two equally large values both get the gradient. Only the first of them counts."),
        (
            scattered(|new, best| new > best.max(0.0), false),
            "The search for the largest begins with 0. Where all values are below 0, it never finds one.",
        ),
        (
            scattered(|new, best| new.abs() > best.abs(), false),
            "The largest value is meant, not the largest without its sign.",
        ),
        (scattered(|new, best| new < best, false), "The gradient goes to the smallest value."),
        (scattered(|new, best| new > best, true), "The largest of the whole batch gets it. Each sequence has its own."),
        (spread(|_| 1.0), "Every token of the sequence gets the gradient. Only the largest did anything for y."),
        (
            spread(|s| 1.0 / (OFFSETS[s + 1] - OFFSETS[s]) as f64),
            "Every token gets an equal share: that is the backward pass of *mean* pooling.",
        ),
        (from_row_0, "Every search for the largest begins at row 0. It begins at the sequence's own first row."),
        (values, "The values are passed on. Pass on dy."),
        (
            Array2::from_shape_fn((9, 4), |i| f64::from(expected[i] != 0.0)),
            "This is the derivative of y by x alone. The chain rule multiplies it with dy.",
        ),
    ];
    let found = (answers.max_pooling_backward)(x.view(), &OFFSETS, dy.view());
    compare("dx", &found, &expected, 1e-6, &mistakes)?;
    trials::max_pooling_backward(answers)
}

/// Rows of length 1.
fn unit(mut x: Array2<f32>) -> Array2<f32> {
    x.rows_mut().into_iter().for_each(|mut row| row /= row.dot(&row).sqrt());
    x
}

/// −ln softmax of one element of each row, in `f64`.
fn losses(logits: &Array2<f64>, label: impl Fn(usize) -> usize) -> Vec<f64> {
    let loss = |(i, row): (usize, ArrayView1<f64>)| row.mapv(f64::exp).sum().ln() - row[label(i)];
    logits.rows().into_iter().enumerate().map(loss).collect()
}

fn contrastive_loss(answers: &Answers) -> Checked {
    let (a, b) = (unit(noise(4, 6, 4)), unit(noise(4, 6, 5)));
    let cosines = a.dot(&b.t()).mapv(f64::from);
    let logits = &cosines * 8.0;
    let mean = |losses: &[f64]| number(losses.iter().sum::<f64>() / 4.0);
    let right = losses(&logits, |i| i);
    let probability = |i: usize| (-right[i]).exp();
    let others = |i: usize| (right[i].exp() - 1.0).ln(); // −ln of e^own over the sum of all but its own
    let mistakes = [
        (
            mean(&(0..4).map(others).collect::<Vec<_>>()),
            "The right answer is missing in the sum below: a softmax divides by all, the right one too.",
        ),
        (mean(&losses(&cosines, |i| i)), "The cosines are not multiplied with scale."),
        (mean(&losses(&(&cosines / 8.0), |i| i)), "The cosines are divided by scale. It multiplies them."),
        (number(right.iter().sum()), "This is the sum over the rows. The mean is asked for."),
        (number(right.iter().sum::<f64>() / 16.0), "It is divided by the number of pairs twice."),
        (-mean(&right), "The sign is wrong: the loss is −ln of a probability, and never below 0."),
        (
            mean(&losses(&logits.t().to_owned(), |i| i)),
            "The softmax is over the first sentences: each b looks for its a. Each *a* looks for its b, along the rows of a bᵀ.",
        ),
        (
            (mean(&right) + mean(&losses(&logits.t().to_owned(), |i| i))) / 2.0,
            "This is the mean of both directions, as CLIP has it. Here only each a looks for its b.",
        ),
        (mean(&losses(&logits, |_| 0)), "The right answer of row i is i, not 0."),
        (mean(&(0..4).map(|i| 1.0 - probability(i)).collect::<Vec<_>>()), "This is 1 − p. The loss is −ln p."),
        (
            mean(&losses(&(a.dot(&a.t()).mapv(f64::from) * 8.0), |i| i)),
            "The first sentences are compared with each other. Compare a with b.",
        ),
        (
            number((0..4).map(|i| (1.0 - cosines[[i, i]]).powi(2)).sum::<f64>() / 4.0),
            "This pulls pairs together, but pushes nothing apart: the other sentences of the batch are missing.",
        ),
    ];
    let found = number((answers.contrastive_loss)(a.view(), b.view(), 8.0).into());
    compare("loss", &found, &mean(&right), 1e-5, &mistakes)?;
    let same = array![[1.0, 0.0], [0.0, 1.0]];
    let found = number((answers.contrastive_loss)(same.view(), same.view(), 500.0).into());
    let overflow = "Large logits overflow: the softmax needs the care of exercise 1.1.";
    let mistakes = [(number(f64::NAN), overflow), (number(f64::INFINITY), overflow)];
    compare("with a scale of 500: loss", &found, &number(0.0), 1e-5, &mistakes)?;
    trials::contrastive_loss(answers)
}
