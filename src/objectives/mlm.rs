//! Masked language modelling: hide some tokens, and let the model guess them from both sides.

use rand::Rng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;

use crate::text::{SpecialTokens, Tokenizer};

/// The share of tokens to be guessed. Fewer teach less per step, more leave too little to guess from.
const CHOSEN: f64 = 0.15;
/// The share of the chosen tokens that become `[MASK]`.
const MASKED: f64 = 0.8;
/// The share of the chosen tokens that become a random token. The last tenth stays as it is.
const REPLACED: f64 = 0.1;

/// Token ids with some of them hidden, and what was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskedTokens {
    /// All token ids, after masking: `[tokens]`.
    pub ids: Vec<u32>,
    /// The places of the tokens to be guessed, in rising order: `[masked]`. The loss is taken here and nowhere else.
    pub positions: Vec<usize>,
    /// The original ids at those places: `[masked]`.
    pub labels: Vec<usize>,
}

/// Masks tokens as BERT does (Devlin et al. 2019, section 3.1, <https://arxiv.org/abs/1810.04805>).
///
/// 15% of the tokens are chosen. Of these, 80% become `[MASK]`, 10% a random token, and 10% stay: in later use there is
/// no `[MASK]`, so the model must not learn that a token it can see is always right and never of interest.
#[derive(Clone, Debug)]
pub struct Mlm {
    special: SpecialTokens,
    ordinary: Vec<u32>,
    continues_word: Vec<bool>,
}

impl Mlm {
    /// Masking for the tokens of this tokenizer. With `whole_words`, the pieces of a word are chosen together, as in the
    /// models that BERT's authors published in May 2019: else a hidden piece is often given away by its own word.
    pub fn new(tokenizer: &Tokenizer, whole_words: bool) -> Mlm {
        let ids = 0..tokenizer.vocabulary() as u32;
        let special = tokenizer.special();
        Mlm {
            special,
            ordinary: ids.clone().filter(|&id| !special.contains(id)).collect(),
            continues_word: ids.map(|id| whole_words && tokenizer.is_continuation(id)).collect(),
        }
    }

    /// Chooses 15% of the tokens (at least one, and never a special one) and hides them. `ids` is one sequence or a whole
    /// ragged batch. Without any ordinary token there is nothing to choose, and no position is returned.
    // ANCHOR: mask
    pub fn mask(&self, ids: &[u32], rng: &mut ChaCha8Rng) -> MaskedTokens {
        let positions = self.choose(ids, rng);
        let labels = positions.iter().map(|&position| ids[position] as usize).collect();
        let mut ids = ids.to_vec();
        for &position in &positions {
            ids[position] = self.hide(ids[position], rng);
        }
        MaskedTokens { ids, positions, labels }
    }
    // ANCHOR_END: mask

    // ANCHOR: choose
    fn choose(&self, ids: &[u32], rng: &mut ChaCha8Rng) -> Vec<usize> {
        let mut words = self.words(ids);
        let tokens: usize = words.iter().map(Vec::len).sum();
        let wanted = (tokens as f64 * CHOSEN).round().max(1.0) as usize;
        words.shuffle(rng);
        let mut positions: Vec<usize> = Vec::with_capacity(wanted);
        for word in words {
            // A word that is too long for what is left is passed over, unless nothing would be chosen at all.
            if positions.len() + word.len() <= wanted || positions.is_empty() {
                positions.extend(word);
            }
        }
        positions.sort_unstable();
        positions
    }
    // ANCHOR_END: choose

    /// The places of the ordinary tokens, those that are chosen together in one list.
    fn words(&self, ids: &[u32]) -> Vec<Vec<usize>> {
        let mut words: Vec<Vec<usize>> = Vec::new();
        let mut after_ordinary = false;
        for (position, &id) in ids.iter().enumerate() {
            let ordinary = !self.special.contains(id);
            match words.last_mut() {
                Some(word) if ordinary && after_ordinary && self.continues_word[id as usize] => word.push(position),
                _ if ordinary => words.push(vec![position]),
                _ => {}
            }
            after_ordinary = ordinary;
        }
        words
    }

    /// What the model sees instead of a chosen token.
    // ANCHOR: hide
    fn hide(&self, id: u32, rng: &mut ChaCha8Rng) -> u32 {
        let chance: f64 = rng.random();
        if chance < MASKED {
            self.special.mask
        } else if chance < MASKED + REPLACED {
            self.ordinary.choose(rng).copied().unwrap_or(id)
        } else {
            id
        }
    }
    // ANCHOR_END: hide
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng;
    use proptest::prelude::*;

    /// Ids 0 to 4 are special, the even ones from 6 on are continuations.
    fn mlm(whole_words: bool) -> Mlm {
        let special = SpecialTokens { pad: 0, unknown: 1, classify: 2, separate: 3, mask: 4 };
        let continues_word = (0..100).map(|id| whole_words && id > 5 && id % 2 == 0).collect();
        Mlm { special, ordinary: (5..100).collect(), continues_word }
    }

    #[test]
    fn fifteen_percent_are_chosen_and_hidden_80_10_10() {
        let ids: Vec<u32> = (0..200_000).map(|i| if i % 20 == 0 { 2 } else { 5 + i % 95 }).collect();
        let masked = mlm(false).mask(&ids, &mut rng(1, "masking", 0));
        let chosen = masked.positions.len() as f64;
        assert_eq!(chosen, (190_000.0_f64 * 0.15).round());

        let share = |count: usize| count as f64 / chosen;
        let now = || masked.positions.iter().map(|&position| masked.ids[position] as usize);
        let mask = share(now().filter(|&id| id == 4).count());
        let same = share(now().zip(&masked.labels).filter(|(id, label)| id == *label).count());
        // Four standard deviations of a share among 28,500 draws are below 0.01.
        assert!((mask - 0.8).abs() < 0.01, "{mask} became [MASK]");
        assert!((same - 0.1 - 0.1 / 95.0).abs() < 0.01, "{same} stayed; one random token in 95 is the old one");
        assert!(now().all(|id| id == 4 || id >= 5), "a random token is never a special one");

        let first_half = masked.positions.iter().filter(|&&position| position < ids.len() / 2).count();
        assert!((share(first_half) - 0.5).abs() < 0.012, "all places are equally likely");
    }

    #[test]
    fn pieces_of_a_word_are_chosen_together() {
        let ids: Vec<u32> = [2].into_iter().chain([7, 8, 10, 9, 11, 12].repeat(20)).chain([3]).collect();
        let words = |position: usize| (position - 1) / 6 * 3 + [0, 0, 0, 1, 2, 2][(position - 1) % 6];
        for index in 0..50 {
            let masked = mlm(true).mask(&ids, &mut rng(1, "masking", index));
            assert!(masked.positions.len() <= 18 && masked.positions.len() >= 16, "15% of 120, but for a long word");
            for position in 1..ids.len() - 1 {
                let other = masked.positions.iter().any(|&p| words(p) == words(position));
                assert_eq!(masked.positions.contains(&position), other, "all pieces of a word or none");
            }
        }
    }

    #[test]
    fn something_is_chosen_wherever_it_can_be() {
        assert_eq!(mlm(true).mask(&[2, 7, 8, 8, 3], &mut rng(1, "masking", 0)).positions, [1, 2, 3]);
        assert!(mlm(false).mask(&[2, 3], &mut rng(1, "masking", 0)).positions.is_empty());
        assert!(mlm(false).mask(&[], &mut rng(1, "masking", 0)).ids.is_empty());
    }

    proptest! {
        #[test]
        fn only_chosen_ordinary_tokens_change(
            ids in prop::collection::vec(0u32..100, 0..80), whole_words: bool, seed: u64,
        ) {
            let masked = mlm(whole_words).mask(&ids, &mut rng(seed, "masking", 0));
            prop_assert_eq!(&masked, &mlm(whole_words).mask(&ids, &mut rng(seed, "masking", 0)));
            prop_assert!(masked.positions.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert_eq!(masked.positions.is_empty(), ids.iter().all(|&id| id < 5));
            prop_assert_eq!(masked.ids.len(), ids.len());
            for (position, (&before, &after)) in ids.iter().zip(&masked.ids).enumerate() {
                match masked.positions.binary_search(&position) {
                    Ok(k) => {
                        prop_assert!(before >= 5 && after >= 4);
                        prop_assert_eq!(masked.labels[k], before as usize);
                    }
                    Err(_) => prop_assert_eq!(before, after),
                }
            }
        }
    }
}
