//! One training step on several threads: split the batch, run each part alone, add up the gradients.
//!
//! ```text
//!            ┌─ shard 0 ── forward ── backward ── gradients ─┐
//!   batch ───┼─ shard 1 ── forward ── backward ── gradients ─┼── sum, in this order ── optimizer
//!            └─ shard 2 ── forward ── backward ── gradients ─┘
//! ```
//!
//! The number of shards is a setting, not the number of cores: floating-point sums depend on how they are grouped, so a
//! fixed grouping gives the same bits on one thread and on sixteen. Few, large shards are best: each costs one more set
//! of gradients to add up. (With machines in place of threads this is data-parallel training.)

use crate::autograd::{Buffers, DropoutKey, Gradient, Gradients, Parameters, Tape, Var};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Into how many shards a batch is split, unless told otherwise.
pub const SHARDS: usize = 4;

/// Runs shards in parallel, on the threads of the current `rayon` pool. Keeps the memory from one step to the next.
#[derive(Debug, Default)]
pub struct Shards {
    buffers: Buffers,
}

/// What one step found.
#[derive(Debug)]
pub struct Step {
    /// The terms of the loss, each added up over the shards.
    pub losses: Vec<f64>,
    /// One gradient a parameter, in the order of the parameters; `None` where nothing depends on it.
    pub gradients: Vec<Option<Gradient>>,
}

impl Shards {
    /// With no memory yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One forward and backward pass over the shards of one batch, with dropout. `forward` returns the terms of the
    /// loss, whose sum is minimized; each is divided by the size of the *whole* batch, so that shards simply add up.
    // ANCHOR: step
    pub fn step<S: Sync>(
        &self,
        parameters: &Parameters,
        shards: &[S],
        (seed, step): (u64, usize),
        forward: impl Fn(&mut Tape<'_>, &S) -> Vec<Var> + Sync,
    ) -> Step {
        let gradients = Gradients::new(parameters);
        let run = |(i, shard): (usize, &S)| {
            let key = DropoutKey { seed, step: step as u64, shard: i as u64 };
            let mut tape = Tape::training(parameters, &self.buffers, key);
            let terms = forward(&mut tape, shard);
            let losses: Vec<_> = terms.iter().map(|&term| f64::from(tape.value(term)[[0, 0]])).collect();
            if let Some(loss) = terms.into_iter().reduce(|sum, term| tape.add(sum, term)) {
                tape.backward(loss, &gradients);
            }
            (i, losses)
        };
        // A thread that is done takes the next shard; so each adds its gradients soon after the one before it.
        let losses: BTreeMap<usize, Vec<f64>> = shards.iter().enumerate().par_bridge().map(run).collect();
        let losses: Vec<_> = losses.into_values().collect();
        Step { losses: add_up(&losses), gradients: gradients.finish(&self.buffers) }
    }
    // ANCHOR_END: step

    /// Gives the memory of a step's gradients back.
    pub fn recycle(&self, gradients: Vec<Option<Gradient>>) {
        for gradient in gradients.into_iter().flatten() {
            let (Gradient::Dense(numbers) | Gradient::Rows { rows: numbers, .. }) = gradient;
            self.buffers.recycle(numbers);
        }
    }

    /// Runs `forward` on each part, without dropout and without recording, and returns the results in order.
    pub fn evaluate<S: Sync, R: Send>(
        &self,
        parameters: &Parameters,
        parts: &[S],
        forward: impl Fn(&mut Tape<'_>, &S) -> R + Sync,
    ) -> Vec<R> {
        let run = |part: &S| {
            let mut tape = Tape::evaluation(parameters, &self.buffers);
            forward(&mut tape, part)
        };
        parts.par_iter().map(run).collect()
    }
}

/// Adds up lists of the same length, element by element, in order.
fn add_up(lists: &[Vec<f64>]) -> Vec<f64> {
    let mut sums = vec![0.0; lists.first().map_or(0, Vec::len)];
    for list in lists {
        sums.iter_mut().zip(list).for_each(|(sum, term)| *sum += term);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autograd::gradcheck::inputs;

    fn step(threads: usize, parts: &[std::ops::Range<usize>]) -> Step {
        let (parameters, ids) = inputs(&[(20, 6), (3, 6)]);
        let labels: Vec<u32> = (0..20).map(|i| i % 3).collect();
        let forward = |tape: &mut Tape<'_>, part: &std::ops::Range<usize>| {
            let [x, w] = [0, 1].map(|i| tape.parameter(ids[i]));
            let x = tape.rows(x, &part.clone().collect::<Vec<_>>());
            let logits = tape.linear(x, w, None);
            vec![tape.cross_entropy(logits, &labels[part.clone()], 20.0)]
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| Shards::new().step(&parameters, parts, (7, 1), forward))
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let parts = [0..5, 5..11, 11..16, 16..20];
        let one = step(1, &parts);
        for threads in [2, 4] {
            let many = step(threads, &parts);
            assert_eq!(one.losses, many.losses);
            assert_eq!(one.gradients, many.gradients);
        }
    }

    #[test]
    fn shards_add_up_to_the_whole_batch() {
        let (whole, parts) = (step(1, std::slice::from_ref(&(0..20))), step(1, &[0..7, 7..20]));
        assert!((whole.losses[0] - parts.losses[0]).abs() < 1e-6);
        for (a, b) in whole.gradients.iter().flatten().zip(parts.gradients.iter().flatten()) {
            assert!((a.numbers() - b.numbers()).iter().all(|d| d.abs() < 1e-6));
        }
    }
}
