//! `y = x / |x|`, row by row: every row becomes a vector of length 1. The dot product of two such rows is their cosine.

use super::{Backward, Operation, Tape, Var};
use ndarray::{Array2, Zip};

/// A shorter row counts as this long, so that nothing is divided by 0 (as PyTorch's `normalize` has it).
const SHORTEST: f32 = 1e-12;

struct UnitRows {
    x: Var,
    lengths: Vec<f32>,
}

// ANCHOR: forward
impl Tape<'_> {
    /// Each row of `x [rows, columns]` divided by its Euclidean length.
    pub fn unit_rows(&mut self, x: Var) -> Var {
        let (rows, columns) = self.value(x).dim();
        let mut y = self.buffer(rows, columns);
        let mut lengths = Vec::with_capacity(rows);
        for (x, mut y) in self.value(x).rows().into_iter().zip(y.rows_mut()) {
            let length = x.dot(&x).sqrt().max(SHORTEST);
            Zip::from(&mut y).and(&x).for_each(|y, &x| *y = x / length);
            lengths.push(length);
        }
        self.push(y, &[x], UnitRows { x, lengths })
    }
}
// ANCHOR_END: forward

impl Operation for UnitRows {
    /// `dx = (dy − (dy · y) y) / |x|`: the part of `dy` along `y` would only make `x` longer, and that changes nothing.
    // ANCHOR: backward
    fn backward(self: Box<Self>, y: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        let mut dx = dy; // reuses the memory
        for ((y, mut dx), length) in y.rows().into_iter().zip(dx.rows_mut()).zip(&self.lengths) {
            let along = dx.dot(&y);
            Zip::from(&mut dx).and(&y).for_each(|dx, &y| *dx = (*dx - along * y) / length);
        }
        tape.add(self.x, dx);
    }
    // ANCHOR_END: backward
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};
    use crate::autograd::{Buffers, Tape};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(4, 5)]);
        check(&parameters, |tape| {
            let x = tape.parameter(ids[0]);
            tape.unit_rows(x)
        });
    }

    #[test]
    fn a_row_of_zeros_stays_one() {
        let (parameters, _) = inputs(&[(1, 1)]);
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&parameters, &buffers);
        let x = tape.constant(ndarray::array![[0., 0.], [3., 4.]]);
        let y = tape.unit_rows(x);
        assert_eq!(tape.value(y), ndarray::array![[0., 0.], [0.6, 0.8]]);
    }
}
