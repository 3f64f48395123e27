//! Scaled dot-product attention over ragged sequences (Vaswani et al., 2017), for one thread.
//!
//! For each sequence and each head, with `Q [queries, d]`, `K [keys, d]`, `V [keys, d]`:
//!
//! ```text
//! S = Q Kᵀ / √d (+ bias)      scores        [queries, keys]
//! P = softmax(S), row by row  probabilities [queries, keys]
//! O = dropout(P) V            output        [queries, d]
//! ```
//!
//! Nothing of size `queries × keys` outlives its tile: the forward pass keeps one number a row, the log-sum-exp of its
//! scores, from which the backward pass recomputes `P = exp(S − lse)` (the idea of FlashAttention, Dao et al., 2022).
//! One tile fits in the processor's cache, so recomputing it costs less than reading it back would.

use super::gemm::gemm;
use super::random::Stream;
use super::softmax::{softmax_backward, softmax_row};
use super::{dropout, math, vectorized};
use ndarray::{ArrayView2, ArrayViewMut2, s};
use std::ops::Range;

/// What attends to what.
#[derive(Clone, Copy, Debug)]
pub struct Attention<'a> {
    /// How many heads share the columns; head `h` has columns `h·d .. (h+1)·d`.
    pub heads: usize,
    /// Sequence `s` has query rows `query_offsets[s] .. query_offsets[s + 1]`.
    pub query_offsets: &'a [usize],
    /// Sequence `s` has key and value rows `key_offsets[s] .. key_offsets[s + 1]`.
    pub key_offsets: &'a [usize],
    /// Whether a query sees only the keys up to its own place; the last query stands at the last key.
    pub causal: bool,
    /// `[2·span − 1, heads]`: what to add to the score of a key `j` and a query `i` of one sequence is row
    /// `j − i + span − 1`, by their distance alone (T5's relative positions). No sequence is longer than `span`.
    pub bias: Option<ArrayView2<'a, f32>>,
    /// Dropout on the probabilities: random numbers, and the probability to keep one.
    pub dropout: Option<(Stream, f32)>,
}

/// One head of one sequence.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Which sequence.
    pub sequence: usize,
    /// Which head.
    pub head: usize,
    queries: Range<usize>,
    keys: Range<usize>,
    columns: Range<usize>,
    /// The number of the tile's first probability, counted over all tiles, for dropout.
    first: u32,
}

impl Tile {
    /// `queries × keys`
    pub fn shape(&self) -> (usize, usize) {
        (self.queries.len(), self.keys.len())
    }

    /// How many keys query `i` sees.
    fn visible(&self, i: usize, causal: bool) -> usize {
        let (queries, keys) = self.shape();
        if causal { (keys + i + 1).saturating_sub(queries) } else { keys }
    }
}

impl Attention<'_> {
    /// The size of the largest tile.
    pub fn largest_tile(&self) -> usize {
        let lengths = |offsets: &[usize]| offsets.windows(2).map(|w| w[1] - w[0]).collect::<Vec<_>>();
        lengths(self.query_offsets).iter().zip(lengths(self.key_offsets)).map(|(q, k)| q * k).max().unwrap_or(0)
    }

    /// All heads of all sequences.
    fn tiles(&self, columns: usize) -> Vec<Tile> {
        let width = columns / self.heads;
        let mut first = 0;
        let mut tiles = Vec::new();
        for (sequence, (q, k)) in self.query_offsets.windows(2).zip(self.key_offsets.windows(2)).enumerate() {
            for head in 0..self.heads {
                let columns = head * width..(head + 1) * width;
                tiles.push(Tile { sequence, head, queries: q[0]..q[1], keys: k[0]..k[1], columns, first });
                first = first.wrapping_add(((q[1] - q[0]) * (k[1] - k[0])) as u32);
            }
        }
        tiles
    }

    /// `scores = Q Kᵀ / √d + bias`
    // ANCHOR: scores
    fn scores(&self, tile: &Tile, q: ArrayView2<f32>, k: ArrayView2<f32>, scores: &mut [f32]) {
        let scale = 1.0 / (tile.columns.len() as f32).sqrt();
        let q = q.slice_move(s![tile.queries.clone(), tile.columns.clone()]);
        let k = k.slice_move(s![tile.keys.clone(), tile.columns.clone()]);
        let (queries, keys) = tile.shape();
        gemm(scale, q, k.t(), 0.0, view(scores, queries, keys));
        if let Some(bias) = self.bias {
            let middle = bias.nrows() / 2; // distance 0
            for (i, row) in scores.chunks_exact_mut(keys.max(1)).enumerate() {
                for (j, score) in row.iter_mut().enumerate() {
                    *score += bias[[middle + j - i, tile.head]];
                }
            }
        }
    }
    // ANCHOR_END: scores

    /// Zeroes dropped probabilities (or their gradients) and scales up the others.
    fn drop(&self, tile: &Tile, values: &mut [f32]) {
        if let Some((stream, keep)) = self.dropout {
            vectorized(
                #[inline(always)]
                || {
                    let mut i = tile.first;
                    for value in values {
                        *value *= dropout::mask(stream, i, keep);
                        i = i.wrapping_add(1);
                    }
                },
            );
        }
    }

    /// Attention of `q [queries, columns]` to `k` and `v [keys, columns]`: writes every element of
    /// `output [queries, columns]`, and for backward the log-sum-exp of each row's scores,
    /// `log_sum_exp [heads, queries]`. `scratch` holds [`Attention::largest_tile`] numbers. `watch` is shown each tile's
    /// probabilities, before dropout.
    // ANCHOR: forward
    pub fn forward(
        &self,
        [q, k, v]: [ArrayView2<f32>; 3],
        mut output: ArrayViewMut2<f32>,
        mut log_sum_exp: ArrayViewMut2<f32>,
        scratch: &mut [f32],
        mut watch: impl FnMut(&Tile, &[f32]),
    ) {
        for tile in self.tiles(q.ncols()) {
            let (queries, keys) = tile.shape();
            let p = &mut scratch[..queries * keys];
            self.scores(&tile, q, k, p);
            let mut lse = log_sum_exp.slice_mut(s![tile.head, tile.queries.clone()]);
            vectorized(
                #[inline(always)]
                || {
                    for (i, (row, lse)) in p.chunks_exact_mut(keys.max(1)).zip(&mut lse).enumerate() {
                        let (seen, hidden) = row.split_at_mut(tile.visible(i, self.causal));
                        *lse = softmax_row(seen);
                        hidden.fill(0.0);
                    }
                },
            );
            watch(&tile, p);
            self.drop(&tile, p);
            let v = v.slice(s![tile.keys.clone(), tile.columns.clone()]);
            let o = output.slice_mut(s![tile.queries.clone(), tile.columns.clone()]);
            gemm(1.0, view(p, queries, keys).view(), v, 0.0, o);
        }
    }
    // ANCHOR_END: forward

    /// The gradients of [`Attention::forward`], given `d_output`. Writes every element of `dq`, `dk` and `dv`, and
    /// adds to `d_bias`. `scratch` holds two tiles.
    ///
    /// ```text
    /// dV = dropout(P)ᵀ dO
    /// dP = dropout(dO Vᵀ)                                  the same elements dropped
    /// dS_ij = P_ij (dP_ij − Σ_k P_ik dP_ik)                softmax, row by row
    /// dQ = dS K / √d     dK = dSᵀ Q / √d     dbias[j − i] += dS_ij
    /// ```
    // ANCHOR: backward
    pub fn backward(
        &self,
        [q, k, v]: [ArrayView2<f32>; 3],
        log_sum_exp: ArrayView2<f32>,
        d_output: ArrayView2<f32>,
        [mut dq, mut dk, mut dv]: [ArrayViewMut2<f32>; 3],
        mut d_bias: Option<ArrayViewMut2<f32>>,
        scratch: &mut [f32],
    ) {
        let (p_scratch, dp_scratch) = scratch.split_at_mut(scratch.len() / 2);
        for tile in self.tiles(q.ncols()) {
            let (queries, keys) = tile.shape();
            let scale = 1.0 / (tile.columns.len() as f32).sqrt();
            let (rows, columns) = (tile.queries.clone(), tile.columns.clone());
            let (p, dp) = (&mut p_scratch[..queries * keys], &mut dp_scratch[..queries * keys]);

            self.scores(&tile, q, k, p);
            let lse = log_sum_exp.slice(s![tile.head, rows.clone()]);
            vectorized(
                #[inline(always)]
                || {
                    for (i, (row, &lse)) in p.chunks_exact_mut(keys.max(1)).zip(&lse).enumerate() {
                        let (seen, hidden) = row.split_at_mut(tile.visible(i, self.causal));
                        seen.iter_mut().for_each(|s| *s = math::exp(*s - lse));
                        hidden.fill(0.0);
                    }
                },
            );

            let d_o = d_output.slice(s![rows.clone(), columns.clone()]);
            let v = v.slice(s![tile.keys.clone(), columns.clone()]);
            gemm(1.0, d_o, v.t(), 0.0, view(dp, queries, keys));
            self.drop(&tile, dp);

            softmax_backward(p, dp, keys);
            if let Some(d_bias) = &mut d_bias {
                let middle = d_bias.nrows() / 2;
                for (i, row) in dp.chunks_exact(keys.max(1)).enumerate() {
                    for (j, ds) in row.iter().enumerate() {
                        d_bias[[middle + j - i, tile.head]] += ds;
                    }
                }
            }

            self.drop(&tile, p); // only now: the softmax's gradient needed P as it was before
            let dv = dv.slice_mut(s![tile.keys.clone(), columns.clone()]);
            gemm(1.0, view(p, queries, keys).t(), d_o, 0.0, dv);
            let ds = view(dp, queries, keys);
            let k = k.slice(s![tile.keys.clone(), columns.clone()]);
            gemm(scale, ds.view(), k, 0.0, dq.slice_mut(s![rows.clone(), columns.clone()]));
            let q = q.slice(s![rows, columns.clone()]);
            gemm(scale, ds.t(), q, 0.0, dk.slice_mut(s![tile.keys.clone(), columns]));
        }
    }
    // ANCHOR_END: backward
}

fn view(values: &mut [f32], rows: usize, columns: usize) -> ArrayViewMut2<'_, f32> {
    ArrayViewMut2::from_shape((rows, columns), values).expect("a tile is rows * columns")
}
