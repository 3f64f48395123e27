//! Next-sentence prediction: does the second text follow the first, or does it come from elsewhere?
//!
//! The pairs are made as in BERT (Devlin et al. 2019, appendix A.2, <https://arxiv.org/abs/1810.04805>; the original code
//! is `create_pretraining_data.py`), with one difference. There, a random continuation starts anywhere in its document,
//! while a true one starts where the first text stopped, nearer to its document's end: a short one is more often true. And
//! an opening sentence never continues anything. Here, the random continuation starts as
//! far from the end of its document as the true one does from the end of its own, and both are filled by the same rule,
//! so that only what the sentences say can tell.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::text::{Sequence, SpecialTokens, longest_first};
use crate::{Error, Result};

/// The label of a pair whose second text continues the first (0, as in BERT and in Hugging Face `transformers`).
pub const IS_NEXT: usize = 0;
/// The label of a pair whose second text comes from another document.
pub const IS_RANDOM: usize = 1;

/// How often to draw another document before taking one with too few sentences.
const DRAWS: usize = 10;

/// Two texts as one input, and whether the second follows the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentencePair {
    /// `[CLS] a [SEP] b [SEP]`.
    pub sequence: Sequence,
    /// [`IS_NEXT`] or [`IS_RANDOM`].
    pub label: usize,
}

/// A document as the token ids of its sentences, without special tokens.
pub type DocumentIds = Vec<Vec<u32>>;

/// One epoch of sentence pairs, at most `max_tokens` long with the three special tokens, in the order of a shuffled walk
/// over the documents. Half of the pairs are true continuations. Each sentence is used about once as part of a walk, and
/// some again as random continuations. Draw fresh pairs for every epoch: `rng(seed, "pairs", epoch)`.
///
/// Documents of one sentence are left out, for nothing follows it.
///
/// # Errors
/// [`Error::Usage`] if fewer than two documents have two sentences, or if `max_tokens` has no room for two tokens.
pub fn pairs(
    documents: &[DocumentIds],
    special: SpecialTokens,
    max_tokens: usize,
    rng: &mut ChaCha8Rng,
) -> Result<Vec<SentencePair>> {
    let mut documents: Vec<&[Vec<u32>]> = documents.iter().map(Vec::as_slice).filter(|d| d.len() >= 2).collect();
    if documents.len() < 2 {
        let found = documents.len();
        return Err(Error::Usage(format!(
            "next-sentence prediction needs at least two documents of two or more sentences, found {found}"
        )));
    }
    if max_tokens < 5 {
        return Err(Error::Usage(format!("a sentence pair needs at least 5 tokens, not {max_tokens}")));
    }
    // ANCHOR: pairs
    documents.shuffle(rng);

    let room = max_tokens - 3;
    let mut pairs = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let mut start = 0;
        while start + 2 <= document.len() {
            // The first text gets a quarter to three quarters of the room, and leaves the document a sentence.
            let room_for_first = rng.random_range(room / 4..=room - room / 4);
            let first = fill(&document[start..document.len() - 1], room_for_first);
            start += first.len();
            let room_for_second = room.saturating_sub(tokens(first));
            if rng.random_bool(0.5) {
                let next = fill(&document[start..], room_for_second);
                start += next.len();
                pairs.push(pair(special, first, next, IS_NEXT, room));
            } else {
                let to_end = document.len() - start;
                let other = documents[other_document(&documents, index, to_end, rng)];
                let opening = other.len().saturating_sub(to_end).max(1); // the document's first sentence continues nothing
                pairs.push(pair(special, first, fill(&other[opening..], room_for_second), IS_RANDOM, room));
                // What would have followed is still unused, and begins the next pair.
            }
        }
    }
    Ok(pairs)
    // ANCHOR_END: pairs
}

/// As many sentences, from the first on, as fit into `room` tokens: at least one.
fn fill(sentences: &[Vec<u32>], room: usize) -> &[Vec<u32>] {
    let fitting = (1..=sentences.len()).take_while(|&count| tokens(&sentences[..count]) <= room).count();
    &sentences[..fitting.max(1)]
}

fn tokens(sentences: &[Vec<u32>]) -> usize {
    sentences.iter().map(Vec::len).sum()
}

/// A document other than the one at `index`, if possible with more than `sentences` sentences.
fn other_document(documents: &[&[Vec<u32>]], index: usize, sentences: usize, rng: &mut ChaCha8Rng) -> usize {
    let mut other = index;
    for _ in 0..DRAWS {
        let drawn = rng.random_range(0..documents.len() - 1);
        other = if drawn < index { drawn } else { drawn + 1 }; // any but this one
        if documents[other].len() > sentences {
            break;
        }
    }
    other
}

/// Joins two runs of sentences. Where they are too long for `room`, the first loses its beginning and the second its end:
/// the place where they meet is what the question is about.
fn pair(special: SpecialTokens, a: &[Vec<u32>], b: &[Vec<u32>], label: usize, room: usize) -> SentencePair {
    let (a, b) = (a.concat(), b.concat());
    let (kept_a, kept_b) = longest_first(a.len(), b.len(), room);
    let mut sequence = Sequence::pair(special, &a[a.len() - kept_a..], &b[..kept_b], room + 3);
    sequence.cut = a.len() + b.len() - kept_a - kept_b;
    SentencePair { sequence, label }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng;
    use proptest::prelude::*;
    use rand::Rng;

    const SPECIAL: SpecialTokens = SpecialTokens { pad: 0, unknown: 1, classify: 2, separate: 3, mask: 4 };

    /// Documents in which every token says where it stands: 10,000 × document + 100 × sentence + place + 10.
    fn documents(sizes: &[Vec<usize>]) -> Vec<DocumentIds> {
        let token = |d: usize, s: usize, t: usize| (10_000 * d + 100 * s + t + 10) as u32;
        let sentence = |d: usize, s: usize, length: usize| (0..length).map(|t| token(d, s, t)).collect();
        let document = |(d, lengths): (usize, &Vec<usize>)| {
            lengths.iter().enumerate().map(|(s, &length)| sentence(d, s, length)).collect()
        };
        sizes.iter().enumerate().map(document).collect()
    }

    /// The two texts of a pair, without special tokens.
    fn halves(pair: &SentencePair) -> (Vec<u32>, Vec<u32>) {
        let half = |segment: u32| {
            let with_type = pair.sequence.ids.iter().zip(&pair.sequence.token_types);
            with_type.filter(|&(&id, &kind)| kind == segment && !SPECIAL.contains(id)).map(|(&id, _)| id).collect()
        };
        (half(0), half(1))
    }

    fn document_of(id: u32) -> u32 {
        (id - 10) / 10_000
    }

    fn sentence_of(id: u32) -> u32 {
        (id - 10) % 10_000 / 100
    }

    #[test]
    fn half_of_the_pairs_follow_and_their_shape_does_not_tell() {
        let mut rng = rng(1, "pairs", 0);
        let sizes: Vec<Vec<usize>> =
            (0..1500).map(|_| (0..rng.random_range(4..12)).map(|_| rng.random_range(2..20)).collect()).collect();
        let pairs = pairs(&documents(&sizes), SPECIAL, 64, &mut rng).unwrap();
        let following = |chosen: &dyn Fn(&SentencePair) -> bool| {
            let labels: Vec<usize> = pairs.iter().filter(|pair| chosen(pair)).map(|pair| pair.label).collect();
            assert!(labels.len() > 400, "{} pairs", labels.len());
            labels.iter().filter(|&&label| label == IS_NEXT).count() as f64 / labels.len() as f64
        };
        // Four standard deviations of a share of 400 are 0.1. The lengths are cut into eight classes.
        assert!((following(&|_| true) - 0.5).abs() < 0.04);
        let mut by_length: Vec<usize> = pairs.iter().map(|pair| pair.sequence.ids.len()).collect();
        by_length.sort_unstable();
        for class in by_length.chunks(by_length.len() / 8 + 1) {
            let (shortest, longest) = (class[0], class[class.len() - 1]);
            let share = following(&|pair| (shortest..=longest).contains(&pair.sequence.ids.len()));
            assert!((share - 0.5).abs() < 0.1, "{share} of those with {shortest} to {longest} tokens");
        }
        assert!(pairs.iter().all(|pair| sentence_of(halves(pair).1[0]) > 0), "no second text opens a document");
    }

    #[test]
    fn sentences_are_used_about_once() {
        let documents = documents(&vec![vec![5; 12]; 200]);
        let pairs = pairs(&documents, SPECIAL, 64, &mut rng(1, "pairs", 0)).unwrap();
        let mut uses = std::collections::HashMap::new();
        for pair in &pairs {
            let (a, b) = halves(pair);
            let walked = if pair.label == IS_NEXT { [a, b].concat() } else { a };
            walked.into_iter().for_each(|id| *uses.entry(id).or_insert(0) += 1);
        }
        assert!(uses.values().all(|&count| count == 1), "the walk uses no sentence twice");
        assert!(uses.len() as f64 > 0.9 * (200 * 12 * 5) as f64, "and leaves few out: {} of 12000", uses.len());
    }

    #[test]
    fn epochs_differ_and_repeat() {
        let documents = documents(&vec![vec![5; 8]; 20]);
        let epoch = |index| pairs(&documents, SPECIAL, 32, &mut rng(7, "pairs", index)).unwrap();
        assert_eq!(epoch(0), epoch(0));
        assert_ne!(epoch(0), epoch(1));
    }

    #[test]
    fn what_cannot_be_paired_is_refused() {
        let refuse = |sizes: &[Vec<usize>], max| {
            pairs(&documents(sizes), SPECIAL, max, &mut rng(1, "pairs", 0)).unwrap_err().to_string()
        };
        assert!(refuse(&[vec![5; 10]], 32).contains("found 1"));
        assert!(refuse(&[vec![5], vec![5], vec![5, 5]], 32).contains("found 1"));
        assert!(refuse(&[vec![5; 2], vec![5; 2]], 4).contains("at least 5 tokens"));
    }

    proptest! {
        #[test]
        fn pairs_are_what_their_label_says(
            sizes in prop::collection::vec(prop::collection::vec(1usize..30, 2..9), 2..9), max in 5usize..90, seed: u64,
        ) {
            for pair in pairs(&documents(&sizes), SPECIAL, max, &mut rng(seed, "pairs", 0)).unwrap() {
                prop_assert!(pair.sequence.ids.len() <= max);
                let (a, b) = halves(&pair);
                let (&last, &first) = (a.last().unwrap(), b.first().unwrap());
                if pair.label == IS_NEXT {
                    prop_assert_eq!(document_of(last), document_of(first));
                    prop_assert_eq!(sentence_of(last) + 1, sentence_of(first), "the two texts meet");
                } else {
                    prop_assert_ne!(document_of(last), document_of(first));
                }
            }
        }
    }
}
