//! The checks of the exercises of chapter 3: what is right, and what typical mistakes would give instead.

mod head;
mod stopping;

use super::solutions;
use finetune::autograd::{Parameters, Tape, Var};
use finetune::course::{Check, Checked, compare, row, trials};
use finetune::data::rng;
use finetune::metrics::Confusion;
use finetune::nn::Linear;
use finetune::text::Batch;
use ndarray::{Array2, ArrayView2, Axis, array};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// The answers to the exercises of this chapter.
#[derive(Clone, Copy)]
#[allow(clippy::type_complexity, reason = "the types are those of the functions in exercises.rs")]
pub struct Answers {
    pub most_confused: fn(&Confusion) -> Option<(usize, usize)>,
    pub macro_f1: fn(&Confusion) -> f64,
    pub early_stopping: fn(&[f64], usize) -> (usize, usize),
    pub cross_entropy_gradient: fn(ArrayView2<f32>, &[u32], f32) -> Array2<f32>,
    pub freeze_lowest: fn(&mut Parameters, usize),
    pub classify: fn(&mut Tape<'_>, Var, &Batch, &Linear, &Linear, f32) -> Var,
}

/// The answers that are in a module: `answers!(exercises)`, or `answers!(solutions)`.
macro_rules! answers {
    ($module:ident) => {
        Answers {
            most_confused: $module::most_confused,
            macro_f1: $module::macro_f1,
            early_stopping: $module::early_stopping,
            cross_entropy_gradient: $module::cross_entropy_gradient,
            freeze_lowest: $module::freeze_lowest,
            classify: $module::classify,
        }
    };
}
pub(crate) use answers;

/// What answers to random inputs are compared with.
const OURS: Answers = answers!(solutions);

pub const CHECKS: [Check<Answers>; 6] = [
    ("3.1", most_confused),
    ("3.2", macro_f1),
    ("3.3", stopping::early_stopping),
    ("3.4", cross_entropy_gradient),
    ("3.5", head::freeze_lowest),
    ("3.6", head::classify),
];

fn most_confused(answers: &Answers) -> Checked {
    let check =
        |counts: Array2<usize>, expected: Option<(usize, usize)>, mistakes: &[(Option<(usize, usize)>, &str)]| {
            let found = (answers.most_confused)(&Confusion { counts: counts.clone() });
            if found == expected {
                return Ok(());
            }
            let known = mistakes.iter().find(|(result, _)| *result == found).map(|(_, words)| format!("{words}\n"));
            Err(format!(
                "{}For the counts\n{counts}\nthe answer is {found:?}, expected {expected:?}.",
                known.unwrap_or_default()
            ))
        };
    let mistakes = [
        (Some((2, 2)), "The diagonal counts what is right. It must be left out."),
        (Some((1, 2)), "Gold and predicted are the wrong way round: the row is the gold class."),
        (Some((3, 1)), "You compared the shares of each row. The question is for the largest count."),
        (Some((2, 3)), "This is the rarest mistake. The question is for the most frequent one."),
        (Some((0, 3)), "Only the cells above the diagonal are looked at. Those below it are mistakes, too."),
        (Some((1, 3)), "The counts of both directions are added. 1 taken for 3 and 3 taken for 1 are two pairs."),
    ];
    check(array![[12, 3, 2, 6], [4, 30, 2, 5], [2, 9, 60, 1], [1, 8, 1, 20]], Some((2, 1)), &mistakes)?;
    let mistakes = [(None, "Only the cells below the diagonal are looked at. Those above it are mistakes, too.")];
    check(array![[1, 0, 7], [0, 1, 0], [0, 0, 1]], Some((0, 2)), &mistakes)?;
    let mistakes = [(Some((1, 0)), "Of equal counts the first is asked for, and this is a later one.")];
    check(array![[5, 2], [2, 5]], Some((0, 1)), &mistakes)?;
    let none = "There is no mistake in this matrix: a count of 0 is no confusion.";
    check(array![[3, 0], [0, 4]], None, &[(Some((0, 1)), none), (Some((1, 0)), none), (Some((0, 0)), none)])?;
    trials("3.1", some_counts, |counts| {
        check(counts.clone(), (OURS.most_confused)(&Confusion { counts: counts.clone() }), &[])
    })
}

/// Counts of up to four classes: many are 0, and many are the same.
fn some_counts(rng: &mut ChaCha8Rng) -> Array2<usize> {
    let (classes, most) = (rng.random_range(1..5), rng.random_range(1..5));
    Array2::from_shape_simple_fn((classes, classes), || rng.random_range(0..=most) * rng.random_range(0..2))
}

fn macro_f1(answers: &Answers) -> Checked {
    // The last class does not occur; of the third nothing is predicted.
    let counts = array![[30, 2, 0, 0], [6, 8, 0, 0], [3, 1, 0, 0], [0, 0, 0, 0]];
    let numbers = counts.mapv(|count| count as f64);
    let hits = numbers.diag().to_owned();
    let (gold, predicted) = (numbers.sum_axis(Axis(1)), numbers.sum_axis(Axis(0)));
    let ratio = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
    let f1: Vec<f64> = (0..4).map(|c| ratio(2.0 * hits[c], gold[c] + predicted[c])).collect();
    let precision: Vec<f64> = (0..4).map(|c| ratio(hits[c], predicted[c])).collect();
    let recall: Vec<f64> = (0..4).map(|c| ratio(hits[c], gold[c])).collect();
    let sum = |scores: &[f64]| scores.iter().sum::<f64>();
    let expected = sum(&f1) / 3.0;
    let (p, r) = (sum(&precision) / 3.0, sum(&recall) / 3.0);
    let weighted = (0..4).map(|c| f1[c] * gold[c]).sum::<f64>() / numbers.sum();
    let mistakes = [
        (sum(&f1) / 4.0, "The class that does not occur at all is counted, with F1 0. Leave it out of the mean."),
        (
            sum(&f1) / 2.0,
            "The class that is never predicted is left out. It occurs among the gold labels: its F1 is 0, and counts.",
        ),
        (
            f64::NAN,
            "Some class makes 0 / 0: one that does not occur at all (leave it out), or one that is never predicted, whose precision \
             is 0 / 0 but whose F1 is 0. 2 TP / (2 TP + FP + FN) avoids the second.",
        ),
        (
            hits.sum() / numbers.sum(),
            "This is the accuracy (or micro F1): frequent classes count more. Take F1 class by class, then the mean.",
        ),
        (weighted, "The classes are weighted by their size. In *macro* F1 all count the same."),
        (
            2.0 * p * r / (p + r),
            "You took the means of precision and recall first. Take F1 of each class first, then the mean.",
        ),
        (p, "This is the mean precision. False negatives are missing."),
        (r, "This is the mean recall. False positives are missing."),
        (sum(&f1), "This is the sum over the classes, not their mean."),
        (expected / 2.0, "Half of what it should be: TP counts twice in F1."),
    ]
    .map(|(result, words)| (row(&[result]), words));
    let found = (answers.macro_f1)(&Confusion { counts: counts.clone() });
    compare(&format!("for the counts\n{counts}\nmacro F1"), &row(&[found]), &row(&[expected]), 1e-9, &mistakes)?;
    let counts = array![[3, 0, 1], [0, 2, 0], [0, 0, 0]];
    let mistakes = [
        (
            row(&[13.0 / 14.0]),
            "A class that is predicted but never gold is left out. It occurs among the predictions: its F1 is 0, and counts.",
        ),
        (row(&[f64::NAN]), "The class that is never gold makes 0 / 0: its recall is that, but its F1 is 0."),
    ];
    let found = (answers.macro_f1)(&Confusion { counts: counts.clone() });
    compare(&format!("for the counts\n{counts}\nmacro F1"), &row(&[found]), &row(&[13.0 / 21.0]), 1e-9, &mistakes)?;
    let nothing = (answers.macro_f1)(&Confusion { counts: Array2::zeros((2, 2)) });
    let mistakes = [(row(&[f64::NAN]), "Without any class there is no mean: the answer is 0.")];
    compare("for a matrix of zeros: macro F1", &row(&[nothing]), &row(&[0.0]), 1e-9, &mistakes)?;
    trials("3.2", some_counts, |counts| {
        let of = |answers: &Answers| row(&[(answers.macro_f1)(&Confusion { counts: counts.clone() })]);
        compare("macro F1", &of(answers), &of(&OURS), 1e-9, &[])
    })
}

/// Softmax along an axis, in `f64`.
fn softmax(x: &Array2<f64>, axis: usize) -> Array2<f64> {
    let max = x.map_axis(Axis(axis), |lane| lane.fold(f64::NEG_INFINITY, |max, &x| max.max(x))).insert_axis(Axis(axis));
    let e = (x - &max).mapv(f64::exp);
    let sums = e.sum_axis(Axis(axis)).insert_axis(Axis(axis));
    e / sums
}

fn cross_entropy_gradient(answers: &Answers) -> Checked {
    let mut rng = rng(1, "exercises", 0);
    let logits = Array2::from_shape_simple_fn((4, 3), || rng.random_range(-2.0f32..2.0));
    let (labels, normalizer) = ([2, 0, 1, 2], 10.0);
    let labelled = Array2::from_shape_fn((4, 3), |(r, c)| f64::from(labels[r] as usize == c));
    let x = logits.mapv(f64::from);
    let p = softmax(&x, 1);
    let expected = (&p - &labelled) / normalizer;
    let mistakes = [
        (&p / normalizer, "The label is not taken off: at the label the gradient is p − 1."),
        (-&expected, "The sign is wrong: a higher logit at the label makes the loss smaller."),
        (&p - &labelled, "It is not divided by normalizer."),
        (
            (&p - &labelled) / 4.0,
            "It is divided by the number of rows. The normalizer is given: it may count the rows of other shards too.",
        ),
        ((&p - &labelled) / 3.0, "It is divided by the number of classes. The normalizer is given."),
        (&expected / 4.0, "It is divided by the number of rows as well. normalizer alone does that."),
        ((&p - 1.0) / normalizer, "1 is taken off from every class. Only the label's is lowered."),
        (
            -&labelled / &p / normalizer,
            "This is the gradient with respect to p. The softmax must be passed through as well.",
        ),
        (
            (softmax(&x, 0) - &labelled) / normalizer,
            "The softmax is over the rows of the batch. The probabilities of one text's classes add up to 1.",
        ),
        ((&x - &labelled) / normalizer, "The softmax is missing: these are the logits."),
    ];
    let found = (answers.cross_entropy_gradient)(logits.view(), &labels, normalizer as f32);
    compare("gradient", &found, &expected, 1e-5, &mistakes)?;
    let logits = array![[1000.0f32, 999.0, -1000.0], [-1000.0, -999.0, -1001.0]];
    let found = (answers.cross_entropy_gradient)(logits.view(), &[1, 0], 1.0);
    let expected = softmax(&logits.mapv(f64::from), 1) - array![[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]];
    let reason = match found.iter().next() {
        Some(first) if first.is_nan() => "Large logits overflow: the softmax needs the care of exercise 1.1.",
        _ => "Lower each row by its own maximum: that changes no probability, and works for rows of any size.",
    };
    compare(&format!("for the logits\n{logits}\ngradient"), &found, &expected, 1e-5, &[])
        .map_err(|difference| format!("{reason}\n{difference}"))?;
    let input = |rng: &mut ChaCha8Rng| {
        let (rows, classes) = (rng.random_range(1..4), rng.random_range(1..5));
        let mut logits = Array2::from_shape_simple_fn((rows, classes), || f32::from(rng.random_range(-5..=5i8)));
        logits.rows_mut().into_iter().for_each(|mut row| row += [0.0, 900.0, -900.0][rng.random_range(0..3)]);
        let labels: Vec<u32> = (0..rows).map(|_| rng.random_range(0..classes as u32)).collect();
        (logits, labels, [1.0f32, 3.0, 0.5][rng.random_range(0..3)])
    };
    trials("3.4", input, |(logits, labels, normalizer)| {
        let [found, expected] =
            [answers, &OURS].map(|answers| (answers.cross_entropy_gradient)(logits.view(), labels, *normalizer));
        compare("gradient", &found, &expected.mapv(f64::from), 1e-5, &[])
    })
}
