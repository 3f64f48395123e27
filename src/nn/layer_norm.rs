//! Layer normalization (Ba et al., 2016).

use super::Init;
use crate::autograd::{ParameterId, Tape, Var};

/// Brings each row to mean 0 and variance 1, then scales and shifts it by learned amounts.
#[derive(Clone, Copy, Debug)]
pub struct LayerNorm {
    gain: ParameterId,
    bias: ParameterId,
    epsilon: f32,
}

impl LayerNorm {
    /// Parameters `name.weight` (the gain) and `name.bias`. `epsilon` keeps a constant row from dividing by 0.
    pub fn new(init: &mut Init<'_>, name: &str, columns: usize, epsilon: f32) -> Self {
        Self {
            gain: init.ones(format!("{name}.weight"), columns),
            bias: init.zeros(format!("{name}.bias"), columns),
            epsilon,
        }
    }

    /// The norm of `x`, or of `x + residual`: `[rows, columns]`.
    pub fn forward(&self, tape: &mut Tape<'_>, x: Var, residual: Option<Var>) -> Var {
        let gain = tape.parameter(self.gain);
        let bias = tape.parameter(self.bias);
        tape.layer_norm(x, residual, gain, bias, self.epsilon)
    }
}
