//! Many sequences as one input.

use std::ops::Range;

use super::Sequence;

/// Sequences of different lengths, laid end to end.
///
/// The usual batch is a rectangle: short sequences are filled up with `[PAD]`, and a mask tells attention to look away.
/// Ours is ragged: one row of tokens, and the offsets at which the sequences begin.
///
/// ```text
/// padded                                        ragged
/// [CLS] the  cat  sat  [SEP]   1 1 1 1 1        [CLS] the cat sat [SEP] [CLS] hello [SEP] [CLS] a   dog [SEP]
/// [CLS] hello [SEP] [PAD] [PAD]  1 1 1 0 0       0                       5                 8                  12
/// [CLS] a    dog  [SEP] [PAD]  1 1 1 1 0        offsets = [0, 5, 8, 12]
/// ```
///
/// The numbers that come out for the real tokens are the same. Every layer but attention works on each token alone, so
/// it does not care where a sequence ends; attention walks over [`range`](Batch::range) after range. No work is spent on
/// pads, and there is no mask to forget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Token ids, `[tokens]`.
    pub ids: Vec<u32>,
    /// Segment 0 or 1 of each token, `[tokens]`.
    pub token_types: Vec<u32>,
    /// Place of each token in its own sequence, counted from 0, `[tokens]`.
    pub positions: Vec<u32>,
    /// Where each sequence begins, and after them the number of tokens, `[sequences + 1]`.
    pub offsets: Vec<usize>,
}

impl Batch {
    /// Lays the sequences end to end, in the order given.
    // ANCHOR: from_sequences
    pub fn from_sequences<'a>(sequences: impl IntoIterator<Item = &'a Sequence>) -> Batch {
        let mut batch = Batch { ids: vec![], token_types: vec![], positions: vec![], offsets: vec![0] };
        for sequence in sequences {
            batch.ids.extend(&sequence.ids);
            batch.token_types.extend(&sequence.token_types);
            batch.positions.extend(0..sequence.ids.len() as u32);
            batch.offsets.push(batch.ids.len());
        }
        batch
    }
    // ANCHOR_END: from_sequences

    /// How many sequences there are.
    pub fn sequences(&self) -> usize {
        self.offsets.len() - 1
    }

    /// How many tokens there are, over all sequences.
    pub fn tokens(&self) -> usize {
        self.ids.len()
    }

    /// The rows of sequence `i` among the tokens.
    pub fn range(&self, i: usize) -> Range<usize> {
        self.offsets[i]..self.offsets[i + 1]
    }

    /// The length of each sequence, in tokens.
    pub fn lengths(&self) -> impl Iterator<Item = usize> {
        self.offsets.windows(2).map(|pair| pair[1] - pair[0])
    }

    /// The row of each sequence's first token, `[CLS]`: `[sequences]`.
    pub fn first_tokens(&self) -> Vec<usize> {
        self.offsets[..self.sequences()].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sequence(ids: &[u32], token_types: &[u32]) -> Sequence {
        Sequence { ids: ids.to_vec(), token_types: token_types.to_vec(), cut: 0 }
    }

    #[test]
    fn sequences_lie_end_to_end() {
        let batch =
            Batch::from_sequences(&[sequence(&[2, 7, 3, 8, 3], &[0, 0, 0, 1, 1]), sequence(&[2, 9, 3], &[0; 3])]);
        assert_eq!(batch.ids, [2, 7, 3, 8, 3, 2, 9, 3]);
        assert_eq!(batch.token_types, [0, 0, 0, 1, 1, 0, 0, 0]);
        assert_eq!(batch.positions, [0, 1, 2, 3, 4, 0, 1, 2]);
        assert_eq!(batch.offsets, [0, 5, 8]);
        assert_eq!((batch.sequences(), batch.tokens(), batch.range(1)), (2, 8, 5..8));
        assert_eq!(batch.first_tokens(), [0, 5]);
    }

    #[test]
    fn no_sequences_make_an_empty_batch() {
        let batch = Batch::from_sequences(&[]);
        assert_eq!((batch.sequences(), batch.tokens(), batch.first_tokens()), (0, 0, vec![]));
    }

    proptest! {
        #[test]
        fn a_batch_gives_its_sequences_back(lists in prop::collection::vec(prop::collection::vec(0u32..99, 0..9), 0..9)) {
            let sequences: Vec<Sequence> = lists.iter().map(|ids| sequence(ids, &vec![0; ids.len()])).collect();
            let batch = Batch::from_sequences(&sequences);
            prop_assert_eq!(batch.sequences(), lists.len());
            prop_assert!(batch.lengths().eq(lists.iter().map(Vec::len)));
            for (i, ids) in lists.iter().enumerate() {
                prop_assert_eq!(&batch.ids[batch.range(i)], &ids[..]);
                prop_assert!(batch.positions[batch.range(i)].iter().copied().eq(0..ids.len() as u32));
            }
        }
    }
}
