//! `y_i = x_i / keep` with probability `keep`, else 0 (Srivastava et al., 2014).
//!
//! Dividing by `keep` leaves the expected value unchanged, so that evaluation can do without dropout altogether. The
//! mask is never stored: it is a function of the element's number, and backward asks it again.

use super::{Backward, Operation, Tape, Var, slice, slice_mut};
use crate::kernels::dropout::dropout;
use crate::kernels::random::Stream;
use ndarray::Array2;

struct Dropout {
    x: Var,
    stream: Stream,
    keep: f32,
}

impl Tape<'_> {
    /// Zeroes each element of `x` with the given probability, and scales the others up. Does nothing in evaluation.
    pub fn dropout(&mut self, x: Var, probability: f32) -> Var {
        let Some(stream) = self.dropout_stream().filter(|_| probability > 0.0) else { return x };
        let keep = 1.0 - probability;
        let (rows, columns) = self.value(x).dim();
        let mut y = self.buffer(rows, columns);
        dropout(slice(&self.value(x)), slice_mut(&mut y), stream, keep);
        self.push(y, &[x], Dropout { x, stream, keep })
    }
}

impl Operation for Dropout {
    /// `dx_i = dy_i / keep` where `x_i` was kept, else 0: the same function, with the same mask
    fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        let mut dx = tape.buffer(dy.nrows(), dy.ncols());
        dropout(slice(&dy.view()), slice_mut(&mut dx), self.stream, self.keep);
        tape.recycle(dy);
        tape.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check_with, inputs};
    use crate::autograd::{Buffers, DropoutKey, Tape};

    const KEY: DropoutKey = DropoutKey { seed: 1, step: 2, shard: 3 };

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(5, 7)]);
        check_with(Some(KEY), &parameters, |tape| {
            let x = tape.parameter(ids[0]);
            tape.dropout(x, 0.3)
        });
    }

    #[test]
    fn keeps_the_mean_and_differs_from_step_to_step() {
        let (parameters, ids) = inputs(&[(1, 1)]);
        let _ = ids;
        let buffers = Buffers::new();
        let mask = |step| {
            let mut tape = Tape::training(&parameters, &buffers, DropoutKey { step, ..KEY });
            let x = tape.constant(ndarray::Array2::ones((100, 100)));
            let y = tape.dropout(x, 0.1);
            tape.value(y).to_owned()
        };
        assert!((mask(0).mean().unwrap() - 1.0).abs() < 0.02, "{}", mask(0).mean().unwrap());
        assert_eq!(mask(0), mask(0));
        assert_ne!(mask(0), mask(1));
    }
}
