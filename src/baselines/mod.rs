//! What each task's transformer must beat: simple methods that know no network.
//!
//! A result means little alone. [`Majority`] shows what the labels give away before a word is read, and [`BagOfWords`]
//! what the words give away without their order. For names, [`Capitals`] is the first of the two and [`Gazetteer`] the second.
//! For pairs of sentences these are [`length_similarity`], [`WordOverlap`]
//! and [`AveragedEmbeddings`]. [`SlidingWindow`] answers questions by shared words.

mod averaged_embeddings;
mod bag_of_words;
mod names;
mod sliding_window;
mod word_overlap;

pub use averaged_embeddings::AveragedEmbeddings;
pub use bag_of_words::BagOfWords;
pub use names::{Capitals, Gazetteer};
pub use sliding_window::{SlidingWindow, question_word};
pub use word_overlap::{WordOverlap, length_similarity};

/// Always answers the most frequent training label (the smaller one of equals).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Majority {
    /// That label; 0 if there was no training label.
    pub label: usize,
}

impl Majority {
    /// Counts the labels.
    pub fn train(labels: &[usize]) -> Self {
        let mut counts = vec![0; labels.iter().max().map_or(0, |label| label + 1)];
        for &label in labels {
            counts[label] += 1;
        }
        let label = (0..counts.len()).rev().max_by_key(|&label| counts[label]).unwrap_or(0);
        Majority { label }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn majority_is_the_most_frequent_label() {
        assert_eq!(Majority::train(&[0, 2, 1, 2]).label, 2);
        assert_eq!(Majority::train(&[1, 0, 0, 1]).label, 0);
        assert_eq!(Majority::train(&[]).label, 0);
    }
}
