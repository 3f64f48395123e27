//! `y = x Φ(x)`, with `Φ` the normal distribution's cumulative function (Hendrycks and Gimpel, 2016): a smooth ReLU.

use super::{Backward, Operation, Tape, Var, slice, slice_mut};
use crate::kernels::gelu::{gelu, gelu_backward};
use ndarray::Array2;

struct Gelu {
    x: Var,
}

impl Tape<'_> {
    /// `gelu(x)`, element by element.
    pub fn gelu(&mut self, x: Var) -> Var {
        let (rows, columns) = self.value(x).dim();
        let mut y = self.buffer(rows, columns);
        gelu(slice(&self.value(x)), slice_mut(&mut y));
        self.push(y, &[x], Gelu { x })
    }
}

impl Operation for Gelu {
    /// `dx = dy (Φ(x) + x φ(x))`, with `φ` the normal density
    fn backward(self: Box<Self>, _: &Array2<f32>, mut gradient: Array2<f32>, tape: &mut Backward<'_>) {
        gelu_backward(slice(&tape.value(self.x)), slice_mut(&mut gradient));
        tape.add(self.x, gradient);
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
            tape.gelu(x)
        });
    }
}
