//! Multi-head attention as one operation. It serves self-attention (queries, keys and values from one sequence),
//! cross-attention (queries from one, keys and values from another) and causal attention (nobody looks ahead).
//! The arithmetic, forward and backward, is in [`crate::kernels::attention`].

use super::{Backward, Operation, Tape, Var};
use crate::kernels::attention::Attention as Kernel;
use crate::kernels::random::Stream;
use ndarray::Array2;

/// What attends to what.
#[derive(Clone, Copy, Debug)]
pub struct AttentionSpec<'a> {
    /// How many heads share the columns.
    pub heads: usize,
    /// Sequence `s` has query rows `query_offsets[s] .. query_offsets[s + 1]`.
    pub query_offsets: &'a [usize],
    /// Sequence `s` has key and value rows `key_offsets[s] .. key_offsets[s + 1]`.
    pub key_offsets: &'a [usize],
    /// Whether a query sees only the keys up to its own place; the last query stands at the last key.
    pub causal: bool,
    /// A bias on the scores by distance and head, `[2·span − 1, heads]`; row `j − i + span − 1` is for query `i`, key `j`.
    pub bias: Option<Var>,
    /// The probability to drop an attention weight.
    pub dropout: f32,
}

/// The weights of one attention operation: `[sequence][head]`, each `[queries, keys]`, every row adding up to 1.
pub type AttentionWeights = Vec<Vec<Array2<f32>>>;

struct Attention {
    query: Var,
    key: Var,
    value: Var,
    bias: Option<Var>,
    heads: usize,
    query_offsets: Vec<usize>,
    key_offsets: Vec<usize>,
    causal: bool,
    dropout: Option<(Stream, f32)>,
    log_sum_exp: Array2<f32>,
}

impl Tape<'_> {
    /// Attention of `query [queries, columns]` to `key` and `value [keys, columns]`: `[queries, columns]`. Each head
    /// works on `columns / heads` columns; its result is a mean of values, weighted by how well its query matches each key.
    pub fn attention(&mut self, query: Var, key: Var, value: Var, spec: &AttentionSpec<'_>) -> Var {
        let (rows, columns) = self.value(query).dim();
        assert_eq!(columns % spec.heads, 0, "attention: {columns} columns cannot be shared by {} heads", spec.heads);
        let dropout = self.dropout_stream().filter(|_| spec.dropout > 0.0).map(|stream| (stream, 1.0 - spec.dropout));
        let mut log_sum_exp = self.buffer(spec.heads, rows);
        let mut output = self.buffer(rows, columns);
        let mut weights: Option<AttentionWeights> = self.attention_record().map(|_| Vec::new());

        let kernel = Kernel {
            heads: spec.heads,
            query_offsets: spec.query_offsets,
            key_offsets: spec.key_offsets,
            causal: spec.causal,
            bias: spec.bias.map(|bias| self.value(bias)),
            dropout,
        };
        let mut scratch = self.buffer(1, kernel.largest_tile());
        let inputs = [query, key, value].map(|var| self.value(var));
        let scratch_slice = scratch.as_slice_mut().expect("a buffer is contiguous");
        kernel.forward(inputs, output.view_mut(), log_sum_exp.view_mut(), scratch_slice, |tile, p| {
            if let Some(weights) = &mut weights {
                let p = Array2::from_shape_vec(tile.shape(), p.to_vec()).expect("a tile is queries * keys");
                if tile.head == 0 {
                    weights.push(Vec::new());
                }
                weights[tile.sequence].push(p);
            }
        });
        self.recycle(scratch);
        if let (Some(record), Some(weights)) = (self.attention_record(), weights) {
            record.push(weights);
        }

        let inputs = [Some(query), Some(key), Some(value), spec.bias];
        let operation = Attention {
            query,
            key,
            value,
            bias: spec.bias,
            heads: spec.heads,
            query_offsets: spec.query_offsets.to_vec(),
            key_offsets: spec.key_offsets.to_vec(),
            causal: spec.causal,
            dropout,
            log_sum_exp,
        };
        self.push(output, &inputs.into_iter().flatten().collect::<Vec<_>>(), operation)
    }
}

impl Operation for Attention {
    /// Recomputes the probabilities tile by tile, and from them the four gradients.
    fn backward(self: Box<Self>, _: &Array2<f32>, d_output: Array2<f32>, tape: &mut Backward<'_>) {
        let inputs = [self.query, self.key, self.value].map(|var| tape.value(var));
        let kernel = Kernel {
            heads: self.heads,
            query_offsets: &self.query_offsets,
            key_offsets: &self.key_offsets,
            causal: self.causal,
            bias: self.bias.map(|bias| tape.value(bias)),
            dropout: self.dropout,
        };
        let [mut dq, mut dk, mut dv] = inputs.map(|input| tape.buffer(input.nrows(), input.ncols()));
        let mut d_bias = kernel.bias.map(|bias| tape.zeros(bias.nrows(), bias.ncols()));
        let mut scratch = tape.buffer(2, kernel.largest_tile());
        kernel.backward(
            inputs,
            self.log_sum_exp.view(),
            d_output.view(),
            [dq.view_mut(), dk.view_mut(), dv.view_mut()],
            d_bias.as_mut().map(|bias| bias.view_mut()),
            scratch.as_slice_mut().expect("a buffer is contiguous"),
        );
        for spent in [scratch, d_output, self.log_sum_exp] {
            tape.recycle(spent);
        }
        for (var, gradient) in [(self.query, dq), (self.key, dk), (self.value, dv)] {
            tape.add(var, gradient);
        }
        if let (Some(bias), Some(gradient)) = (self.bias, d_bias) {
            tape.add(bias, gradient);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autograd::gradcheck::{check, check_with, inputs};
    use crate::autograd::{Buffers, DropoutKey};

    const SELF: AttentionSpec<'_> = AttentionSpec {
        heads: 2,
        query_offsets: &[0, 3, 4, 9],
        key_offsets: &[0, 3, 4, 9],
        causal: false,
        bias: None,
        dropout: 0.0,
    };

    #[test]
    fn gradient_of_self_attention() {
        let (parameters, ids) = inputs(&[(9, 6), (9, 6), (9, 6)]);
        for causal in [false, true] {
            check(&parameters, |tape| {
                let [q, k, v] = [0, 1, 2].map(|i| tape.parameter(ids[i]));
                tape.attention(q, k, v, &AttentionSpec { causal, ..SELF })
            });
        }
    }

    #[test]
    fn gradient_of_cross_attention() {
        let (parameters, ids) = inputs(&[(5, 6), (9, 6), (9, 6)]);
        check(&parameters, |tape| {
            let [q, k, v] = [0, 1, 2].map(|i| tape.parameter(ids[i]));
            tape.attention(q, k, v, &AttentionSpec { query_offsets: &[0, 2, 4, 5], ..SELF })
        });
    }

    #[test]
    fn empty_sequences_are_passed_over() {
        let (parameters, ids) = inputs(&[(9, 6), (9, 6), (9, 6)]);
        let offsets = [0, 0, 9, 9];
        check(&parameters, |tape| {
            let [q, k, v] = [0, 1, 2].map(|i| tape.parameter(ids[i]));
            tape.attention(q, k, v, &AttentionSpec { query_offsets: &offsets, key_offsets: &offsets, ..SELF })
        });
    }

    #[test]
    fn gradient_with_bias_by_distance() {
        let (parameters, ids) = inputs(&[(9, 6), (9, 6), (9, 6), (2 * 5 - 1, 2)]);
        for causal in [false, true] {
            check(&parameters, |tape| {
                let [q, k, v, bias] = [0, 1, 2, 3].map(|i| tape.parameter(ids[i]));
                tape.attention(q, k, v, &AttentionSpec { causal, bias: Some(bias), ..SELF })
            });
        }
    }

    #[test]
    fn gradient_with_dropout() {
        let (parameters, ids) = inputs(&[(9, 6), (9, 6), (9, 6)]);
        check_with(Some(DropoutKey { seed: 1, step: 2, shard: 3 }), &parameters, |tape| {
            let [q, k, v] = [0, 1, 2].map(|i| tape.parameter(ids[i]));
            tape.attention(q, k, v, &AttentionSpec { dropout: 0.3, ..SELF })
        });
    }

    /// The formula, written out for one head of one sequence.
    fn plain(q: &Array2<f32>, k: &Array2<f32>, v: &Array2<f32>, causal: bool) -> (Array2<f32>, Array2<f32>) {
        let mut p = q.dot(&k.t()) / (q.ncols() as f32).sqrt();
        for (i, mut row) in p.rows_mut().into_iter().enumerate() {
            row.iter_mut().enumerate().for_each(|(j, s)| *s = if causal && j > i { 0.0 } else { s.exp() });
            row /= row.sum();
        }
        (p.dot(v), p)
    }

    #[test]
    fn agrees_with_the_formula_and_returns_its_weights() {
        let (parameters, ids) = inputs(&[(9, 6), (9, 6), (9, 6)]);
        let buffers = Buffers::new();
        for causal in [false, true] {
            let mut tape = Tape::evaluation(&parameters, &buffers);
            tape.record_attention();
            let [q, k, v] = [0, 1, 2].map(|i| tape.parameter(ids[i]));
            let y = tape.attention(q, k, v, &AttentionSpec { causal, ..SELF });
            for (sequence, rows) in [0..3, 3..4, 4..9].into_iter().enumerate() {
                for (head, columns) in [0..3, 3..6].into_iter().enumerate() {
                    let part = |var| tape.value(var).slice(ndarray::s![rows.clone(), columns.clone()]).to_owned();
                    let (expected, weights) = plain(&part(q), &part(k), &part(v), causal);
                    let close = |a: &Array2<f32>, b: &Array2<f32>| (a - b).iter().all(|d| d.abs() < 1e-6);
                    assert!(close(&part(y), &expected));
                    assert!(close(&tape.attention_weights()[0][sequence][head], &weights));
                }
            }
        }
    }
}
