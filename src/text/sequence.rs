//! One input of the model: one text or two, with the special tokens around them.

/// The ids of the five tokens that are not pieces of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecialTokens {
    /// `[PAD]`: fills up short rows in a padded batch. Our batches are ragged and never hold one.
    pub pad: u32,
    /// `[UNK]`: a word that the vocabulary cannot spell.
    pub unknown: u32,
    /// `[CLS]`: stands first; its hidden state stands for the whole sequence.
    pub classify: u32,
    /// `[SEP]`: ends each segment.
    pub separate: u32,
    /// `[MASK]`: stands where a token is hidden.
    pub mask: u32,
}

impl SpecialTokens {
    /// The five ids.
    pub fn ids(&self) -> [u32; 5] {
        [self.pad, self.unknown, self.classify, self.separate, self.mask]
    }

    /// Whether the id is one of the five.
    pub fn contains(&self, id: u32) -> bool {
        self.ids().contains(&id)
    }
}

/// The token ids of one input, and to which of its segments each belongs.
///
/// ```text
/// one text     [CLS] a a a [SEP]                two texts     [CLS] a a a [SEP] b b [SEP]
/// token type     0   0 0 0   0                  token type      0   0 0 0   0   1 1   1
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    /// The token ids, special tokens included.
    pub ids: Vec<u32>,
    /// Segment 0 or 1 for each token.
    pub token_types: Vec<u32>,
    /// How many pieces were cut off to stay within the longest length allowed.
    pub cut: usize,
}

impl Sequence {
    /// `[CLS] a [SEP]`, in at most `max_tokens` tokens: what does not fit is cut from the end of `a`.
    pub fn single(special: SpecialTokens, a: &[u32], max_tokens: usize) -> Sequence {
        let kept = a.len().min(max_tokens.saturating_sub(2));
        let mut ids = Vec::with_capacity(kept + 2);
        ids.push(special.classify);
        ids.extend(&a[..kept]);
        ids.push(special.separate);
        Sequence { token_types: vec![0; ids.len()], ids, cut: a.len() - kept }
    }

    /// `[CLS] a [SEP] b [SEP]`, in at most `max_tokens` tokens: what does not fit is cut from the end of the longer of
    /// the two, piece by piece.
    // ANCHOR: pair
    pub fn pair(special: SpecialTokens, a: &[u32], b: &[u32], max_tokens: usize) -> Sequence {
        let (kept_a, kept_b) = longest_first(a.len(), b.len(), max_tokens.saturating_sub(3));
        let mut ids = Vec::with_capacity(kept_a + kept_b + 3);
        ids.push(special.classify);
        ids.extend(&a[..kept_a]);
        ids.push(special.separate);
        let mut token_types = vec![0; ids.len()];
        ids.extend(&b[..kept_b]);
        ids.push(special.separate);
        token_types.resize(ids.len(), 1);
        Sequence { ids, token_types, cut: a.len() + b.len() - kept_a - kept_b }
    }
    // ANCHOR_END: pair
}

/// How much of two texts is kept when together they may have `room` pieces: the longer one gives way, and of two equally
/// long ones the second.
pub(crate) fn longest_first(mut a: usize, mut b: usize, room: usize) -> (usize, usize) {
    while a + b > room {
        if a > b { a -= 1 } else { b -= 1 }
    }
    (a, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SPECIAL: SpecialTokens = SpecialTokens { pad: 0, unknown: 1, classify: 2, separate: 3, mask: 4 };

    #[test]
    fn one_text_stands_between_cls_and_sep() {
        let whole = Sequence::single(SPECIAL, &[10, 11, 12], 5);
        assert_eq!(whole, Sequence { ids: vec![2, 10, 11, 12, 3], token_types: vec![0; 5], cut: 0 });
        let cut = Sequence::single(SPECIAL, &[10, 11, 12], 4);
        assert_eq!(cut, Sequence { ids: vec![2, 10, 11, 3], token_types: vec![0; 4], cut: 1 });
    }

    #[test]
    fn of_two_texts_the_longer_is_cut() {
        let pair = Sequence::pair(SPECIAL, &[10, 11, 12, 13], &[20, 21], 7);
        assert_eq!(pair.ids, [2, 10, 11, 3, 20, 21, 3]);
        assert_eq!(pair.token_types, [0, 0, 0, 0, 1, 1, 1]);
        assert_eq!(pair.cut, 2);
    }

    proptest! {
        #[test]
        fn a_pair_fits_and_loses_nothing_without_need(a in 0usize..40, b in 0usize..40, max in 3usize..60) {
            let pair = Sequence::pair(SPECIAL, &vec![10; a], &vec![20; b], max);
            let kept = |id| pair.ids.iter().filter(|&&x| x == id).count();
            prop_assert_eq!(pair.ids.len(), max.min(a + b + 3));
            prop_assert_eq!(kept(10) + kept(20) + pair.cut, a + b);
            if kept(10) < a && kept(20) < b {
                prop_assert!(kept(10).abs_diff(kept(20)) <= 1, "both were cut, so they end equally long");
            }
        }
    }
}
