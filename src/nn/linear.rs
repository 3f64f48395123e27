//! `y = x Wᵀ + b`

use super::Init;
use crate::autograd::{ParameterId, Tape, Var};

/// A linear layer.
#[derive(Clone, Copy, Debug)]
pub struct Linear {
    /// `[outputs, inputs]`
    pub weight: ParameterId,
    /// `[outputs]`
    pub bias: ParameterId,
}

impl Linear {
    /// Parameters `name.weight` and `name.bias`.
    pub fn new(init: &mut Init<'_>, name: &str, inputs: usize, outputs: usize) -> Self {
        Self {
            weight: init.matrix(format!("{name}.weight"), outputs, inputs),
            bias: init.zeros(format!("{name}.bias"), outputs),
        }
    }

    /// `x [rows, inputs]` to `[rows, outputs]`.
    pub fn forward(&self, tape: &mut Tape<'_>, x: Var) -> Var {
        let weight = tape.parameter(self.weight);
        let bias = tape.parameter(self.bias);
        tape.linear(x, weight, Some(bias))
    }
}
