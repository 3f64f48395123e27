//! Which sequences go into a batch together, and how a batch is shared among threads.

use std::ops::Range;

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// Divides the sequences of one epoch, shuffled, into batches of at most `token_budget` tokens; a sequence that is longer than
/// that gets a batch of its own. Returns the indices of each batch's sequences; every index appears exactly once. The result
/// depends on nothing but the arguments. (With padded batches one would put sequences of similar length together; a ragged
/// batch has no padding to save.)
pub fn pack(lengths: &[usize], token_budget: usize, rng: &mut ChaCha8Rng) -> Vec<Vec<usize>> {
    let mut indices: Vec<usize> = (0..lengths.len()).collect();
    indices.shuffle(rng);
    fill(&indices, lengths, token_budget)
}

/// Fills batch after batch with the sequences in the given order.
fn fill(indices: &[usize], lengths: &[usize], token_budget: usize) -> Vec<Vec<usize>> {
    let mut batches = Vec::new();
    let mut batch = Vec::new();
    let mut tokens = 0;
    for &i in indices {
        if tokens + lengths[i] > token_budget && !batch.is_empty() {
            batches.push(std::mem::take(&mut batch));
            tokens = 0;
        }
        batch.push(i);
        tokens += lengths[i];
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}

/// Cuts the sequences of a batch, in their order, into exactly `shards` runs with about equally many tokens. A run is
/// empty only if there are fewer sequences than shards. No run is more than one sequence above its fair share.
// ANCHOR: split
pub fn split(lengths: &[usize], shards: usize) -> Vec<Range<usize>> {
    let total: usize = lengths.iter().sum();
    let mut start = 0;
    let mut tokens = 0; // in all runs so far
    let mut runs = Vec::with_capacity(shards);
    for shard in 1..=shards {
        let goal = total * shard / shards;
        let earliest = (start + 1).min(lengths.len());
        let latest = lengths.len().saturating_sub(shards - shard).max(earliest); // leaves one for each run to come
        let mut end = start;
        while end < latest && (end < earliest || tokens + lengths[end] / 2 <= goal) {
            tokens += lengths[end];
            end += 1;
        }
        runs.push(start..end);
        start = end;
    }
    runs
}
// ANCHOR_END: split

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng;
    use proptest::prelude::*;

    #[test]
    fn a_batch_is_split_evenly() {
        assert_eq!(split(&[4, 4, 4, 4], 2), [0..2, 2..4]);
        assert_eq!(split(&[9, 1, 1, 1], 2), [0..1, 1..4]);
        assert_eq!(split(&[1, 1, 1, 9], 4), [0..1, 1..2, 2..3, 3..4]);
        assert_eq!(split(&[5, 5], 4), [0..1, 1..2, 2..2, 2..2]);
        assert_eq!(split(&[], 2), [0..0, 0..0]);
    }

    proptest! {
        #[test]
        fn every_sequence_is_packed_once_within_the_budget(
            lengths in prop::collection::vec(0usize..50, 0..200), budget in 1usize..120, seed: u64,
        ) {
            let batches = pack(&lengths, budget, &mut rng(seed, "batches", 0));
            prop_assert_eq!(&batches, &pack(&lengths, budget, &mut rng(seed, "batches", 0)));
            for batch in &batches {
                let tokens: usize = batch.iter().map(|&i| lengths[i]).sum();
                prop_assert!(tokens <= budget || batch.len() == 1);
            }
            let mut seen: Vec<usize> = batches.concat();
            seen.sort_unstable();
            prop_assert!(seen.into_iter().eq(0..lengths.len()));
        }

        #[test]
        fn shards_are_contiguous_even_and_filled(lengths in prop::collection::vec(1usize..50, 0..60), shards in 1usize..9) {
            let runs = split(&lengths, shards);
            prop_assert_eq!(runs.len(), shards);
            prop_assert_eq!((runs[0].start, runs[shards - 1].end), (0, lengths.len()));
            prop_assert!(runs.windows(2).all(|pair| pair[0].end == pair[1].start));
            let fair_share = lengths.iter().sum::<usize>() / shards;
            let longest = lengths.iter().max().copied().unwrap_or(0);
            for run in runs {
                prop_assert!(!run.is_empty() || lengths.len() < shards);
                prop_assert!(lengths[run].iter().sum::<usize>() <= fair_share + longest + 1);
            }
        }
    }
}
