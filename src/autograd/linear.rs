//! `y = x Wᵀ + b`: the matrix product in which a transformer spends nearly all its time.

use super::{Backward, Operation, Tape, Var, slice, slice_mut};
use crate::kernels::gemm::gemm;
use crate::kernels::transpose::transpose;
use crate::kernels::vector::{add_to_rows, sum_rows};
use ndarray::{Array2, ArrayView2};

/// Up to so many rows, and with none to learn from, the product is computed the other way round: `yᵀ = W xᵀ` reads the
/// weight as it lies, where `x Wᵀ` would first rearrange it, at a cost that only many rows repay. A single sentence takes
/// half the time.
const FEW_ROWS: usize = 128;

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
        if self.is_recording() || rows > FEW_ROWS {
            gemm(1.0, self.value(x), self.value(weight).t(), 0.0, y.view_mut());
        } else {
            self.few_rows(self.value(x), self.value(weight), &mut y);
        }
        if let Some(bias) = bias {
            add_to_rows(slice_mut(&mut y), slice(&self.value(bias)));
        }
        let inputs = [Some(x), Some(weight), bias];
        self.push(y, &inputs.into_iter().flatten().collect::<Vec<_>>(), Linear { x, weight, bias })
    }
    // ANCHOR_END: forward
}

impl Tape<'_> {
    fn few_rows(&self, x: ArrayView2<'_, f32>, weight: ArrayView2<'_, f32>, y: &mut Array2<f32>) {
        let (rows, inputs) = x.dim();
        let mut xt = self.buffer(inputs, rows);
        let mut yt = self.buffer(weight.nrows(), rows);
        transpose(slice(&x), inputs, slice_mut(&mut xt));
        gemm(1.0, weight, xt.view(), 0.0, yt.view_mut());
        transpose(slice(&yt.view()), rows, slice_mut(y));
        self.recycle(xt);
        self.recycle(yt);
    }
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
    use super::*;
    use crate::autograd::Buffers;
    use crate::autograd::gradcheck::{check, inputs};
    use ndarray::s;

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

    #[test]
    fn few_rows_and_many_give_the_same() {
        let (parameters, ids) = inputs(&[(FEW_ROWS + 1, 20), (37, 20), (1, 37)]);
        let buffers = Buffers::new();
        let run = |rows: usize| {
            let mut tape = Tape::evaluation(&parameters, &buffers);
            let [x, w, b] = [0, 1, 2].map(|i| tape.parameter(ids[i]));
            let x = tape.rows(x, &(0..rows).collect::<Vec<_>>());
            let y = tape.linear(x, w, Some(b));
            tape.value(y).to_owned()
        };
        let all = run(FEW_ROWS + 1);
        for rows in [1, 3, 16, FEW_ROWS] {
            let difference = run(rows) - all.slice(s![..rows, ..]);
            assert!(difference.iter().all(|d| d.abs() < 1e-6), "{rows} rows");
        }
    }
}
