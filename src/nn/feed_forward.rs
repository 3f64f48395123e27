//! The two-layer network that every token passes through alone.

use super::{Init, Linear};
use crate::autograd::{Tape, Var};

/// `W₂ gelu(W₁ x)`: widen, bend, narrow.
#[derive(Clone, Copy, Debug)]
pub struct FeedForward {
    inner: Linear,
    outer: Linear,
}

impl FeedForward {
    /// Layers `hidden → intermediate → hidden`, under the two names given.
    pub fn new(init: &mut Init<'_>, names: [String; 2], hidden: usize, intermediate: usize) -> Self {
        let [inner, outer] = names;
        Self {
            inner: Linear::new(init, &inner, hidden, intermediate),
            outer: Linear::new(init, &outer, intermediate, hidden),
        }
    }

    /// `x [tokens, hidden]`, same shape out.
    // ANCHOR: forward
    pub fn forward(&self, tape: &mut Tape<'_>, x: Var) -> Var {
        let wide = self.inner.forward(tape, x);
        let bent = tape.gelu(wide);
        self.outer.forward(tape, bent)
    }
    // ANCHOR_END: forward
}
