//! Wrong answers to the exercises of chapter 3.

use super::{Chapter, Mistake};
use checks::{Answers, CHECKS, answers};
use finetune::autograd::{Parameters, Tape, Var};
use finetune::metrics::Confusion;
use finetune::nn::Linear;
use ndarray::{Array2, ArrayView2};

#[path = "../../chapters/ch03_sentiment/checks/mod.rs"]
mod checks;
#[path = "../../chapters/ch03_sentiment/exercises.rs"]
mod exercises;
#[path = "../../chapters/ch03_sentiment/hints.rs"]
mod hints;
#[path = "../../chapters/ch03_sentiment/solutions.rs"]
mod solutions;

const SOLUTIONS: Answers = answers!(solutions);

pub const CHAPTER: Chapter<Answers> = Chapter {
    checks: &CHECKS,
    exercises: &hints::EXERCISES,
    solutions: SOLUTIONS,
    untouched: Answers {
        most_confused: |_| todo!(),
        macro_f1: |_| todo!(),
        early_stopping: |_, _| todo!(),
        cross_entropy_gradient: |_, _, _| todo!(),
        freeze_lowest: |_, _| todo!(),
        classify: |_, _, _, _, _, _| todo!(),
    },
    reader: answers!(exercises),
    mistakes: MISTAKES,
    texts: [
        include_str!("../../chapters/ch03_sentiment/solutions.rs"),
        include_str!("../../chapters/ch03_sentiment/exercises.rs"),
    ],
};

const MISTAKES: &[Mistake<Answers>] = &[
    wrong!("3.1", most_confused, "diagonal counts what is right", |c| largest(c, |_, _, count| count)),
    wrong!("3.1", most_confused, "wrong way round", |c| solutions::most_confused(c)
        .map(|(gold, predicted)| (predicted, gold))),
    wrong!("3.1", most_confused, "shares of each row", |c| largest(c, |gold, predicted, count| if gold == predicted {
        0.0
    } else {
        count / row_sum(c, gold)
    })),
    wrong!("3.1", most_confused, "a later one", last_of_equals),
    wrong!("3.1", most_confused, "a count of 0 is no confusion", |c| solutions::most_confused(c).or(Some((0, 1)))),
    wrong!("3.2", macro_f1, "This is the accuracy", Confusion::accuracy),
    wrong!("3.2", macro_f1, "weighted by their size", |c| scores(c, |tp, gold, predicted| gold
        * f1(tp, gold, predicted))
    .sum::<f64>()
        / c.counts.sum() as f64),
    wrong!("3.2", macro_f1, "does not occur at all is counted", |c| scores(c, f1).sum::<f64>() / c.classes() as f64),
    wrong!("3.2", macro_f1, "makes 0 / 0", |c| scores(c, |tp, gold, predicted| 2.0 * tp / (gold + predicted))
        .sum::<f64>()
        / 3.0),
    wrong!("3.2", macro_f1, "means of precision and recall first", |c| f1_of(precision(c), recall(c))),
    wrong!("3.2", macro_f1, "mean precision", precision),
    wrong!("3.2", macro_f1, "mean recall", recall),
    wrong!("3.2", macro_f1, "sum over the classes", |c| scores(c, f1).sum()),
    wrong!("3.3", early_stopping, "one look too late", |s, patience| solutions::early_stopping(s, patience + 1)),
    wrong!("3.3", early_stopping, "not a better one", |s, patience| stop(
        s,
        patience,
        |s, look, best| s[look] >= s[best],
        true
    )),
    wrong!("3.3", early_stopping, "with the one before", |s, patience| stop(
        s,
        patience,
        |s, look, _| s[look] > s[look - 1],
        true
    )),
    wrong!("3.3", early_stopping, "over the whole training", |s, patience| stop(
        s,
        patience,
        |s, look, best| s[look] > s[best],
        false
    )),
    wrong!("3.3", early_stopping, "last look is kept", |s, patience| {
        let looks = solutions::early_stopping(s, patience).1;
        (looks - 1, looks)
    }),
    wrong!("3.3", early_stopping, "one more than the index", |s, patience| {
        let (best, looks) = solutions::early_stopping(s, patience);
        (best, looks - 1)
    }),
    wrong!("3.3", early_stopping, "not best + patience", |s, patience| {
        let best = solutions::early_stopping(s, patience).0;
        (best, best + patience)
    }),
    wrong!("3.3", early_stopping, "never stops early", |s, _| solutions::early_stopping(s, 99)),
    wrong!("3.4", cross_entropy_gradient, "label is not taken off", |x, _, n| softmax(x) / n),
    wrong!("3.4", cross_entropy_gradient, "sign is wrong", |x, labels, n| -solutions::cross_entropy_gradient(
        x, labels, n
    )),
    wrong!("3.4", cross_entropy_gradient, "not divided by normalizer", |x, labels, _| {
        solutions::cross_entropy_gradient(x, labels, 1.0)
    }),
    wrong!("3.4", cross_entropy_gradient, "divided by the number of rows.", |x, labels, _| {
        solutions::cross_entropy_gradient(x, labels, labels.len() as f32)
    }),
    wrong!("3.4", cross_entropy_gradient, "number of classes", |x, labels, _| solutions::cross_entropy_gradient(
        x,
        labels,
        x.ncols() as f32
    )),
    wrong!("3.4", cross_entropy_gradient, "over the rows of the batch", |x, labels, n| less_labels(
        softmax(x.t()).t().to_owned(),
        labels
    ) / n),
    wrong!("3.4", cross_entropy_gradient, "softmax is missing", |x, labels, n| less_labels(x.to_owned(), labels) / n),
    wrong!("3.4", cross_entropy_gradient, "Large logits overflow", |x, labels, n| less_labels(
        careless_softmax(x),
        labels
    ) / n),
    wrong!("3.5", freeze_lowest, "the pooler never", |p, _| p.freeze(|p| p.name.starts_with("bert."))),
    wrong!("3.5", freeze_lowest, "The pooler is frozen", |p, n| also(p, n, |name| name.starts_with("bert.pooler."))),
    wrong!("3.5", freeze_lowest, "The whole encoder is frozen", |p, _| p.freeze(|p| p.name.starts_with("bert.e"))),
    wrong!("3.5", freeze_lowest, "One layer too many", |p, n| solutions::freeze_lowest(p, n + 1)),
    wrong!("3.5", freeze_lowest, "One layer too few", |p, n| solutions::freeze_lowest(p, n.saturating_sub(1))),
    wrong!("3.5", freeze_lowest, "their names begin alike", |p, n| p.freeze(|p| {
        let layers = (0..n.saturating_sub(1)).any(|layer| p.name.starts_with(&format!("bert.encoder.layer.{layer}")));
        layers || n > 0 && p.name.starts_with("bert.embeddings.")
    })),
    wrong!("3.5", freeze_lowest, "embeddings still learn", |p, n| {
        solutions::freeze_lowest(p, n);
        let embeddings = p.as_mut_slice().iter_mut().filter(|p| p.name.starts_with("bert.embeddings."));
        embeddings.for_each(|p| p.frozen = false);
    }),
    wrong!("3.5", freeze_lowest, "The layers all learn", |p, n| p
        .freeze(|p| n > 0 && p.name.starts_with("bert.embeddings."))),
    wrong!("3.5", freeze_lowest, "wrong way round", |p, n| {
        solutions::freeze_lowest(p, n);
        p.as_mut_slice().iter_mut().for_each(|p| p.frozen = !p.frozen);
    }),
    wrong!("3.5", freeze_lowest, "Everything is frozen", |p, _| p.freeze(|_| true)),
    wrong!("3.5", freeze_lowest, "Nothing has changed", |_, _| {}),
    wrong!("3.5", freeze_lowest, "classifier stays frozen", |p, n| also(p, n, |name| name.starts_with("classifier."))),
    wrong!("3.5", freeze_lowest, "by halves", |p, n| {
        solutions::freeze_lowest(p, n);
        p.as_mut_slice().iter_mut().for_each(|p| p.frozen &= p.name.ends_with("weight"));
    }),
    wrong!("3.6", classify, "mean over each sequence", |t, x, b, p, c, d| {
        let x = t.mean_rows(x, &b.offsets);
        head(t, x, p, c, d)
    }),
    wrong!("3.6", classify, "last token of each sequence", |t, x, b, p, c, d| rows_and_head(
        t,
        x,
        &b.offsets[1..].iter().map(|end| end - 1).collect::<Vec<_>>(),
        p,
        c,
        d
    )),
    wrong!("3.6", classify, "first rows of the batch", |t, x, b, p, c, d| rows_and_head(
        t,
        x,
        &(0..b.sequences()).collect::<Vec<_>>(),
        p,
        c,
        d
    )),
    wrong!("3.6", classify, "Every token is classified", |t, x, _, p, c, d| head(t, x, p, c, d)),
    wrong!("3.6", classify, "there is no row 9, only 0 to 8", |t, x, b, p, c, d| rows_and_head(
        t, x, &b.offsets, p, c, d
    )),
    wrong!("3.6", classify, "before the pooler's linear layer", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = t.tanh(x);
        let x = p.forward(t, x);
        let x = t.dropout(x, d);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "tanh is missing", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = p.forward(t, x);
        let x = t.dropout(x, d);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "The pooler is missing.", |t, x, b, _, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = t.dropout(x, d);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "belongs after the pooler", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = p.forward(t, x);
        let x = t.dropout(x, d);
        let x = c.forward(t, x);
        t.tanh(x)
    }),
    wrong!("3.6", classify, "dropout is missing", |t, x, b, p, c, _| solutions::classify(t, x, b, p, c, 0.0)),
    wrong!("3.6", classify, "applied to the logits", |t, x, b, p, c, d| {
        let x = solutions::classify(t, x, b, p, c, 0.0);
        t.dropout(x, d)
    }),
    wrong!("3.6", classify, "before the pooler", |t, x, b, p, c, d| {
        let x = t.dropout(x, d);
        solutions::classify(t, x, b, p, c, 0.0)
    }),
    wrong!("3.6", classify, "between the pooler's linear layer and tanh", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = p.forward(t, x);
        let x = t.dropout(x, d);
        let x = t.tanh(x);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "applied twice", |t, x, b, p, c, d| {
        let x = t.rows(x, &b.first_tokens());
        let x = p.forward(t, x);
        let x = t.tanh(x);
        let x = t.dropout(x, d);
        let x = t.dropout(x, d);
        c.forward(t, x)
    }),
    wrong!("3.6", classify, "the one that is given", |t, x, b, p, c, _| {
        solutions::classify(t, x, b, p, c, 0.999_999)
    }),
    wrong!("3.6", classify, "beside the tape", |t, x, b, p, c, d| {
        let x = t.constant(t.value(x).to_owned());
        solutions::classify(t, x, b, p, c, d)
    }),
];

/// The cell with the largest score, the first of equals.
fn largest(confusion: &Confusion, score: impl Fn(usize, usize, f64) -> f64) -> Option<(usize, usize)> {
    let mut best = (0.0, None);
    for ((gold, predicted), &count) in confusion.counts.indexed_iter() {
        let score = score(gold, predicted, count as f64);
        if score > best.0 {
            best = (score, Some((gold, predicted)));
        }
    }
    best.1
}

fn row_sum(confusion: &Confusion, row: usize) -> f64 {
    confusion.counts.row(row).sum() as f64
}

fn last_of_equals(confusion: &Confusion) -> Option<(usize, usize)> {
    let cells = confusion.counts.indexed_iter().filter(|((gold, predicted), count)| gold != predicted && **count > 0);
    cells.max_by_key(|(_, count)| **count).map(|(place, _)| place)
}

/// A score of each class, from its hits, its gold labels and its predictions.
fn scores(confusion: &Confusion, score: fn(f64, f64, f64) -> f64) -> impl Iterator<Item = f64> {
    let counts = confusion.counts.mapv(|count| count as f64);
    (0..counts.nrows()).map(move |c| score(counts[[c, c]], counts.row(c).sum(), counts.column(c).sum()))
}

fn f1(hits: f64, gold: f64, predicted: f64) -> f64 {
    2.0 * hits / (gold + predicted).max(1.0)
}

fn f1_of(precision: f64, recall: f64) -> f64 {
    2.0 * precision * recall / (precision + recall)
}

fn precision(confusion: &Confusion) -> f64 {
    scores(confusion, |hits, _, predicted| hits / predicted.max(1.0)).sum::<f64>() / 3.0
}

fn recall(confusion: &Confusion) -> f64 {
    scores(confusion, |hits, gold, _| hits / gold.max(1.0)).sum::<f64>() / 3.0
}

/// Early stopping with another idea of what is better.
fn stop(
    scores: &[f64],
    patience: usize,
    better: fn(&[f64], usize, usize) -> bool,
    starts_anew: bool,
) -> (usize, usize) {
    let (mut best, mut worse) = (0, 0);
    for look in 1..scores.len() {
        if better(scores, look, best) {
            best = if scores[look] >= scores[best] { look } else { best };
            worse = if starts_anew { 0 } else { worse };
        } else {
            worse += 1;
        }
        if worse == patience {
            return (best, look + 1);
        }
    }
    (best, scores.len())
}

fn careless_softmax(logits: ArrayView2<f32>) -> Array2<f32> {
    let e = logits.mapv(f32::exp);
    let sums = e.sum_axis(ndarray::Axis(1)).insert_axis(ndarray::Axis(1));
    e / sums
}

fn softmax(logits: ArrayView2<f32>) -> Array2<f32> {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    careless_softmax((&logits - max).view())
}

fn less_labels(mut p: Array2<f32>, labels: &[u32]) -> Array2<f32> {
    labels.iter().enumerate().for_each(|(row, &label)| p[[row, label as usize]] -= 1.0);
    p
}

/// Freezes what is to be frozen, and something else.
fn also(parameters: &mut Parameters, parts: usize, choose: fn(&str) -> bool) {
    solutions::freeze_lowest(parameters, parts);
    parameters.as_mut_slice().iter_mut().for_each(|p| p.frozen |= choose(&p.name));
}

/// What comes after the choice of rows.
fn head(tape: &mut Tape<'_>, x: Var, pooler: &Linear, classifier: &Linear, dropout: f32) -> Var {
    let x = pooler.forward(tape, x);
    let x = tape.tanh(x);
    let x = tape.dropout(x, dropout);
    classifier.forward(tape, x)
}

fn rows_and_head(
    tape: &mut Tape<'_>,
    x: Var,
    rows: &[usize],
    pooler: &Linear,
    classifier: &Linear,
    dropout: f32,
) -> Var {
    let x = tape.rows(x, rows);
    head(tape, x, pooler, classifier, dropout)
}
