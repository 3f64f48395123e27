//! `y = gain · (s − mean(s)) / √(var(s) + ε) + bias` with `s = x + residual`, row by row (Ba et al., 2016).
//!
//! The residual connection is part of the operation: in a post-norm transformer every layer norm follows one, and the
//! sum is then never written to memory.

use super::{Backward, Operation, Tape, Var, slice, slice_mut};
use crate::kernels::norm::{layer_norm, layer_norm_backward};
use ndarray::Array2;

struct LayerNorm {
    x: Var,
    residual: Option<Var>,
    gain: Var,
    bias: Var,
    statistics: Array2<f32>,
}

impl Tape<'_> {
    /// Layer norm of `x + residual`, both `[rows, columns]`; `gain` and `bias` are `[1, columns]`.
    pub fn layer_norm(&mut self, x: Var, residual: Option<Var>, gain: Var, bias: Var, epsilon: f32) -> Var {
        let (rows, columns) = self.value(x).dim();
        let mut y = self.buffer(rows, columns);
        let sum = residual.map(|residual| self.value(residual));
        let mut statistics = self.buffer(rows, 2);
        layer_norm(
            slice(&self.value(x)),
            sum.as_ref().map(slice),
            slice(&self.value(gain)),
            slice(&self.value(bias)),
            epsilon,
            slice_mut(&mut y),
            slice_mut(&mut statistics),
        );
        let inputs = [Some(x), residual, Some(gain), Some(bias)];
        let operation = LayerNorm { x, residual, gain, bias, statistics };
        self.push(y, &inputs.into_iter().flatten().collect::<Vec<_>>(), operation)
    }
}

impl Operation for LayerNorm {
    /// With `ŝ` the normalized row and `g = gain · dy`: `ds = (g − mean(g) − ŝ mean(g ŝ)) / std`,
    /// `dgain = Σ_rows dy ŝ`, `dbias = Σ_rows dy`; `x` and the residual both get `ds`.
    fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        let (rows, columns) = dy.dim();
        let mut dx = tape.buffer(rows, columns);
        let mut d_gain = tape.zeros(1, columns);
        let mut d_bias = tape.zeros(1, columns);
        layer_norm_backward(
            slice(&tape.value(self.x)),
            self.residual.map(|residual| tape.value(residual)).as_ref().map(slice),
            slice(&tape.value(self.gain)),
            slice(&self.statistics.view()),
            slice(&dy.view()),
            slice_mut(&mut dx),
            slice_mut(&mut d_gain),
            slice_mut(&mut d_bias),
        );
        tape.recycle(dy);
        tape.recycle(self.statistics);
        if let Some(residual) = self.residual.filter(|&r| tape.wants(r)) {
            tape.add(residual, tape.copy(&dx));
        }
        tape.add(self.x, dx);
        tape.add(self.gain, d_gain);
        tape.add(self.bias, d_bias);
    }
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(4, 7), (4, 7), (1, 7), (1, 7)]);
        for with_residual in [false, true] {
            check(&parameters, |tape| {
                let [x, residual, gain, bias] = [0, 1, 2, 3].map(|i| tape.parameter(ids[i]));
                tape.layer_norm(x, with_residual.then_some(residual), gain, bias, 1e-5)
            });
        }
    }
}
