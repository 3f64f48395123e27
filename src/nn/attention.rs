//! Multi-head attention (Vaswani et al., 2017): four linear layers around one operation.

use super::{Init, Linear};
use crate::autograd::{AttentionSpec, Tape, Var};

/// Queries look for keys, and take home a mixture of the values they find.
#[derive(Clone, Copy, Debug)]
pub struct Attention {
    query: Linear,
    key: Linear,
    value: Linear,
    output: Linear,
    heads: usize,
    dropout: f32,
}

impl Attention {
    /// Four layers `hidden → hidden`, under the names given in the order query, key, value, output.
    pub fn new(init: &mut Init<'_>, names: [String; 4], hidden: usize, heads: usize, dropout: f32) -> Self {
        let [query, key, value, output] = names.map(|name| Linear::new(init, &name, hidden, hidden));
        Self { query, key, value, output, heads, dropout }
    }

    /// Every token of a sequence attends to every token of the same sequence: `x [tokens, hidden]`, same shape out.
    // ANCHOR: forward
    pub fn forward(&self, tape: &mut Tape<'_>, x: Var, offsets: &[usize]) -> Var {
        let spec = AttentionSpec {
            heads: self.heads,
            query_offsets: offsets,
            key_offsets: offsets,
            causal: false,
            bias: None,
            dropout: self.dropout,
        };
        let query = self.query.forward(tape, x);
        let key = self.key.forward(tape, x);
        let value = self.value.forward(tape, x);
        let mixed = tape.attention(query, key, value, &spec);
        self.output.forward(tape, mixed)
    }
    // ANCHOR_END: forward
}
