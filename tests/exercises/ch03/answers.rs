//! Wrong answers to the exercises of chapter 3 that take more than a line.

use super::solutions;
use finetune::autograd::{Parameters, Tape, Var};
use finetune::metrics::Confusion;
use finetune::nn::Linear;
use ndarray::{Array2, ArrayView2};

/// The cell with the largest score, the first of equals.
pub fn largest(confusion: &Confusion, score: impl Fn(usize, usize, f64) -> f64) -> Option<(usize, usize)> {
    let mut best = (0.0, None);
    for ((gold, predicted), &count) in confusion.counts.indexed_iter() {
        let score = score(gold, predicted, count as f64);
        if score > best.0 {
            best = (score, Some((gold, predicted)));
        }
    }
    best.1
}

pub fn row_sum(confusion: &Confusion, row: usize) -> f64 {
    confusion.counts.row(row).sum() as f64
}

pub fn last_of_equals(confusion: &Confusion) -> Option<(usize, usize)> {
    let cells = confusion.counts.indexed_iter().filter(|((gold, predicted), count)| gold != predicted && **count > 0);
    cells.max_by_key(|(_, count)| **count).map(|(place, _)| place)
}

/// A score of each class, from its hits, its gold labels and its predictions.
pub fn scores(confusion: &Confusion, score: fn(f64, f64, f64) -> f64) -> impl Iterator<Item = f64> {
    let counts = confusion.counts.mapv(|count| count as f64);
    (0..counts.nrows()).map(move |c| score(counts[[c, c]], counts.row(c).sum(), counts.column(c).sum()))
}

pub fn f1(hits: f64, gold: f64, predicted: f64) -> f64 {
    2.0 * hits / (gold + predicted).max(1.0)
}

pub fn f1_of(precision: f64, recall: f64) -> f64 {
    2.0 * precision * recall / (precision + recall)
}

pub fn precision(confusion: &Confusion) -> f64 {
    scores(confusion, |hits, _, predicted| hits / predicted.max(1.0)).sum::<f64>() / 3.0
}

pub fn recall(confusion: &Confusion) -> f64 {
    scores(confusion, |hits, gold, _| hits / gold.max(1.0)).sum::<f64>() / 3.0
}

/// Early stopping with another idea of what is better.
pub fn stop(
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

pub fn careless_softmax(logits: ArrayView2<f32>) -> Array2<f32> {
    let e = logits.mapv(f32::exp);
    let sums = e.sum_axis(ndarray::Axis(1)).insert_axis(ndarray::Axis(1));
    e / sums
}

pub fn softmax(logits: ArrayView2<f32>) -> Array2<f32> {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    careless_softmax((&logits - max).view())
}

pub fn less_labels(mut p: Array2<f32>, labels: &[u32]) -> Array2<f32> {
    labels.iter().enumerate().for_each(|(row, &label)| p[[row, label as usize]] -= 1.0);
    p
}

/// Freezes what is to be frozen, and something else.
pub fn also(parameters: &mut Parameters, parts: usize, choose: fn(&str) -> bool) {
    solutions::freeze_lowest(parameters, parts);
    parameters.as_mut_slice().iter_mut().for_each(|p| p.frozen |= choose(&p.name));
}

/// Numbers the parts of the encoder in the order in which they come.
pub fn by_appearance(parameters: &mut Parameters, parts: usize) {
    let mut seen: Vec<String> = vec![];
    parameters.freeze(|_| false);
    for parameter in parameters.as_mut_slice() {
        let words: Vec<&str> = parameter.name.split('.').collect();
        let part = match words[..] {
            ["bert", "embeddings", ..] => words[1].to_string(),
            ["bert", "encoder", ..] => words[3].to_string(),
            _ => continue,
        };
        if !seen.contains(&part) {
            seen.push(part.clone());
        }
        parameter.frozen = seen.iter().position(|other| *other == part).is_some_and(|place| place < parts);
    }
}

/// What comes after the choice of rows.
pub fn head(tape: &mut Tape<'_>, x: Var, pooler: &Linear, classifier: &Linear, dropout: f32) -> Var {
    let x = pooler.forward(tape, x);
    let x = tape.tanh(x);
    let x = tape.dropout(x, dropout);
    classifier.forward(tape, x)
}

pub fn rows_and_head(
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
