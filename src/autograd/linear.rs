//! `y = x Wᵀ + b`: the matrix product in which a transformer spends nearly all its time.

use super::{Backward, Operation, Tape, Var, slice, slice_mut};
use crate::kernels::gemm::gemm;
use crate::kernels::vector::{add_to_rows, sum_rows};
use ndarray::Array2;

struct Linear {
    x: Var,
    weight: Var,
    bias: Option<Var>,
}

impl Tape<'_> {
    // ANCHOR: forward
    /// `y = x Wᵀ + b` with `x [rows, inputs]`, `weight [outputs, inputs]` (as published checkpoints store it),
    /// `bias [1, outputs]`, `y [rows, outputs]`.
    pub fn linear(&mut self, x: Var, weight: Var, bias: Option<Var>) -> Var {
        let (rows, outputs) = (self.value(x).nrows(), self.value(weight).nrows());
        assert_eq!(self.value(x).ncols(), self.value(weight).ncols(), "linear: x and weight differ in inputs");
        let mut y = self.buffer(rows, outputs);
        gemm(1.0, self.value(x), self.value(weight).t(), 0.0, y.view_mut());
        if let Some(bias) = bias {
            add_to_rows(slice_mut(&mut y), slice(&self.value(bias)));
        }
        let inputs = [Some(x), Some(weight), bias];
        self.push(y, &inputs.into_iter().flatten().collect::<Vec<_>>(), Linear { x, weight, bias })
    }
    // ANCHOR_END: forward
}

impl Operation for Linear {
    /// `dx = dy W`, `dW = dyᵀ x`, `db = Σ_rows dy`
    ///
    /// `y[r,o] = Σ_i x[r,i] W[o,i] + b[o]`, so `∂L/∂x[r,i] = Σ_o dy[r,o] W[o,i]`, and likewise for the others.
    // ANCHOR: backward
    fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        let (x, weight) = (tape.value(self.x), tape.value(self.weight));
        if tape.wants(self.x) {
            let mut dx = tape.buffer(x.nrows(), x.ncols());
            gemm(1.0, dy.view(), weight, 0.0, dx.view_mut());
            tape.add(self.x, dx);
        }
        if tape.wants(self.weight) {
            let mut dw = tape.buffer(weight.nrows(), weight.ncols());
            gemm(1.0, dy.t(), x, 0.0, dw.view_mut());
            tape.add(self.weight, dw);
        }
        if let Some(bias) = self.bias
            && tape.wants(bias)
        {
            let mut db = tape.zeros(1, dy.ncols());
            sum_rows(slice(&dy.view()), slice_mut(&mut db));
            tape.add(bias, db);
        }
        tape.recycle(dy);
    }
    // ANCHOR_END: backward
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(3, 4), (5, 4), (1, 5)]);
        check(&parameters, |tape| {
            let [x, w, b] = [0, 1, 2].map(|i| tape.parameter(ids[i]));
            tape.linear(x, w, Some(b))
        });
        check(&parameters, |tape| {
            let [x, w] = [0, 1].map(|i| tape.parameter(ids[i]));
            tape.linear(x, w, None)
        });
    }
}
