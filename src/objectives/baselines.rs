//! How well the two objectives can be met without a network. A model that does no better has learnt nothing.

use std::collections::{HashMap, HashSet};

use super::nsp::{IS_NEXT, IS_RANDOM, SentencePair};
use crate::text::SpecialTokens;

/// The cross-entropy, in nats per token, of guessing every token from how common it is.
///
/// `p(token) = (count + 1) / (tokens + vocabulary)`, with counts from `train` (add-one smoothing, so that a token never
/// seen still gets a chance), and the mean of `-ln p` over `held_out`. Without held-out tokens there is no mean: NaN.
// ANCHOR: unigram
pub fn unigram_cross_entropy(
    train: impl IntoIterator<Item = u32>,
    held_out: impl IntoIterator<Item = u32>,
    vocabulary: usize,
) -> f64 {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    let mut tokens = 0;
    for id in train {
        *counts.entry(id).or_default() += 1;
        tokens += 1;
    }
    let probability = |id| (counts.get(&id).copied().unwrap_or(0) + 1) as f64 / (tokens + vocabulary) as f64;

    let mut sum = 0.0;
    let mut guesses = 0;
    for id in held_out {
        sum -= probability(id).ln();
        guesses += 1;
    }
    sum / guesses as f64
}
// ANCHOR_END: unigram

/// The accuracy on `held_out` of telling whether a text follows from the words that it shares with the one before: it
/// does if the share of its word types that also occur in the first text reaches a threshold, the one that is right most
/// often on `train`. If this does well, the pairs give themselves away by their words.
pub fn word_overlap_accuracy(train: &[SentencePair], held_out: &[SentencePair], special: SpecialTokens) -> f64 {
    let scored = |pairs: &[SentencePair]| -> Vec<(f64, usize)> {
        pairs.iter().map(|pair| (word_overlap(pair, special), pair.label)).collect()
    };
    let threshold = best_threshold(scored(train));
    let right = scored(held_out).into_iter().filter(|&(overlap, label)| (overlap >= threshold) == (label == IS_NEXT));
    right.count() as f64 / held_out.len() as f64
}

/// The share of the second text's token types that occur in the first.
fn word_overlap(pair: &SentencePair, special: SpecialTokens) -> f64 {
    let types = |segment: u32| -> HashSet<u32> {
        let tokens = pair.sequence.ids.iter().zip(&pair.sequence.token_types);
        tokens.filter(|&(&id, &kind)| kind == segment && !special.contains(id)).map(|(&id, _)| id).collect()
    };
    let (first, second) = (types(0), types(1));
    second.intersection(&first).count() as f64 / second.len().max(1) as f64
}

/// The threshold that is right most often if scores from it on up mean [`IS_NEXT`]. Walks down the sorted scores: with
/// each score that the threshold sinks past, one more pair is called a continuation.
fn best_threshold(mut scored: Vec<(f64, usize)>) -> f64 {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut right = scored.iter().filter(|(_, label)| *label == IS_RANDOM).count() as i64; // nothing called IS_NEXT yet
    let (mut best, mut threshold) = (right, f64::INFINITY);
    for group in scored.chunk_by(|a, b| a.0 == b.0) {
        right += group.iter().map(|&(_, label)| if label == IS_NEXT { 1 } else { -1 }).sum::<i64>();
        if right > best {
            (best, threshold) = (right, group[0].0);
        }
    }
    threshold
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sequence;

    #[test]
    fn unigram_cross_entropy_by_hand() {
        // Counts 2, 1, 0 of 3 tokens, vocabulary 3: p = 3/6, 2/6, 1/6.
        let expected = (2.0_f64.ln() + 3.0_f64.ln() + 6.0_f64.ln()) / 3.0;
        assert!((unigram_cross_entropy([0, 0, 1], [0, 1, 2], 3) - expected).abs() < 1e-12);
        let uniform = unigram_cross_entropy([], [0, 1], 50);
        assert!((uniform - 50.0_f64.ln()).abs() < 1e-12, "knowing nothing costs ln V");
    }

    const SPECIAL: SpecialTokens = SpecialTokens { pad: 0, unknown: 1, classify: 2, separate: 3, mask: 4 };

    fn pair(a: &[u32], b: &[u32], label: usize) -> SentencePair {
        SentencePair { sequence: Sequence::pair(SPECIAL, a, b, 99), label }
    }

    #[test]
    fn overlap_counts_types_of_the_second_text() {
        assert_eq!(word_overlap(&pair(&[7, 8, 9], &[8, 8, 10, 11], 0), SPECIAL), 1.0 / 3.0);
        assert_eq!(word_overlap(&pair(&[7], &[], 0), SPECIAL), 0.0);
    }

    #[test]
    fn the_threshold_is_learnt_on_train_and_judged_on_held_out() {
        let train =
            [pair(&[7, 8], &[7, 8], 0), pair(&[7, 8], &[7, 9], 0), pair(&[7, 8], &[9, 10, 7], 1), pair(&[7], &[9], 1)];
        assert_eq!(word_overlap_accuracy(&train, &train, SPECIAL), 1.0);
        let held_out = [pair(&[7, 8], &[8, 9], 0), pair(&[7, 8], &[9, 10], 0)];
        assert_eq!(word_overlap_accuracy(&train, &held_out, SPECIAL), 0.5);
        let useless = [pair(&[7], &[7], 1), pair(&[7], &[9], 1)];
        assert_eq!(
            word_overlap_accuracy(&useless, &useless, SPECIAL),
            1.0,
            "never a continuation is the best rule here"
        );
    }
}
