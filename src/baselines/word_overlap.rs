//! How alike two sentences are, from the words they share: the classic baseline of sentence similarity.

use std::collections::{HashMap, HashSet};

use super::bag_of_words::words;

/// The cosine of two sets of words, rare words counting for more.
///
/// A sentence is the vector with `idf(w) = ln((1 + n) / (1 + n(w)))` for every word `w` in it, where `n(w)` of the `n`
/// training sentences have that word (inverse document frequency, Spärck Jones, 1972). "The" says next to nothing, and a
/// word that training never showed says most.
#[derive(Clone, Debug)]
pub struct WordOverlap {
    sentences: usize,
    /// In how many sentences each word occurs.
    counts: HashMap<String, usize>,
}

impl WordOverlap {
    /// Counts in how many of the sentences each word occurs.
    pub fn train<'a>(sentences: impl IntoIterator<Item = &'a str>) -> Self {
        let mut overlap = WordOverlap { sentences: 0, counts: HashMap::new() };
        for sentence in sentences {
            overlap.sentences += 1;
            for word in words(sentence).collect::<HashSet<_>>() {
                *overlap.counts.entry(word).or_default() += 1;
            }
        }
        overlap
    }

    /// The similarity of two sentences, from 0 to 1; 0 where one has no word that says anything.
    // ANCHOR: score
    pub fn score(&self, a: &str, b: &str) -> f64 {
        let [a, b]: [HashSet<String>; 2] = [a, b].map(|text| words(text).collect());
        let length = |set: &HashSet<String>| self.sum_of_squares(set.iter());
        let lengths = (length(&a) * length(&b)).sqrt();
        if lengths > 0.0 { self.sum_of_squares(a.intersection(&b)) / lengths } else { 0.0 }
    }
    // ANCHOR_END: score

    /// Σ idf(w)², in the order of the alphabet, so that the sum has the same bits each time.
    fn sum_of_squares<'a>(&self, set: impl Iterator<Item = &'a String>) -> f64 {
        let mut words: Vec<&String> = set.collect();
        words.sort_unstable();
        words.into_iter().map(|word| self.idf(word).powi(2)).sum()
    }

    fn idf(&self, word: &str) -> f64 {
        let count = self.counts.get(word).copied().unwrap_or(0);
        ((1 + self.sentences) as f64 / (1 + count) as f64).ln()
    }
}

/// The rival that reads no word: two sentences are the more alike, the less they differ in their number of words.
pub fn length_similarity(a: &str, b: &str) -> f64 {
    -(words(a).count().abs_diff(words(b).count()) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // Three sentences: "the" is in all, idf ln(4/4) = 0; "cat" in two, ln(4/3); "sat" and "ran" in one, ln(4/2).
        let overlap = WordOverlap::train(["the cat sat", "the cat ran", "the dog"]);
        let (cat, once) = ((4.0f64 / 3.0).ln(), 2.0f64.ln());
        let expected = cat * cat / (cat * cat + once * once);
        assert!((overlap.score("The cat sat", "the cat ran") - expected).abs() < 1e-12);
        assert!((overlap.score("the cat sat", "sat the CAT") - 1.0).abs() < 1e-12, "order does not matter");
        assert_eq!(overlap.score("the", "the"), 0.0, "a word in every sentence says nothing");
        assert_eq!(overlap.score("cat", "dog"), 0.0);
        assert_eq!(overlap.score("", "cat"), 0.0);
        assert!((overlap.score("cat unheard", "unheard cat") - 1.0).abs() < 1e-12);
    }

    #[test]
    fn length_counts_words() {
        assert_eq!(length_similarity("one two three", "one"), -2.0);
        assert_eq!(length_similarity("a b", "c d"), 0.0);
    }

    /// The same formula in a few lines of Python on the STS benchmark's development part: Spearman 0.7630.
    #[test]
    fn is_a_strong_rival_on_the_sts_benchmark() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/stsb");
        if !folder.exists() {
            println!("skipped: {} is not here", folder.display());
            return;
        }
        let (train, dev) = crate::data::sts::read_folder(&folder).unwrap();
        let overlap = WordOverlap::train(train.iter().flat_map(|pair| [pair.a.as_str(), pair.b.as_str()]));
        let found: Vec<f64> = dev.iter().map(|pair| overlap.score(&pair.a, &pair.b)).collect();
        let gold: Vec<f64> = dev.iter().map(|pair| pair.score).collect();
        let spearman = crate::metrics::spearman(&found, &gold);
        println!("Spearman {spearman:.4}");
        assert!((spearman - 0.763).abs() < 0.005, "{spearman}");
    }
}
