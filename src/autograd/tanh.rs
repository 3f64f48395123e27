//! `y = tanh x`

use super::{Backward, Operation, Tape, Var, slice, slice_mut};
use crate::kernels::tanh::{tanh, tanh_backward};
use ndarray::Array2;

struct Tanh {
    x: Var,
}

impl Tape<'_> {
    /// `tanh(x)`, element by element.
    pub fn tanh(&mut self, x: Var) -> Var {
        let (rows, columns) = self.value(x).dim();
        let mut y = self.buffer(rows, columns);
        tanh(slice(&self.value(x)), slice_mut(&mut y));
        self.push(y, &[x], Tanh { x })
    }
}

impl Operation for Tanh {
    /// `dx = dy (1 − y²)`
    fn backward(self: Box<Self>, y: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        let mut dx = tape.buffer(dy.nrows(), dy.ncols());
        tanh_backward(slice(&y.view()), slice(&dy.view()), slice_mut(&mut dx));
        tape.recycle(dy);
        tape.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(5, 7)]);
        check(&parameters, |tape| {
            let x = tape.parameter(ids[0]);
            tape.tanh(x)
        });
    }
}
