//! `y = factor · x`

use super::{Backward, Operation, Tape, Var};
use ndarray::{Array2, Zip};

struct Scale {
    x: Var,
    factor: f32,
}

impl Tape<'_> {
    /// `factor · x`, element by element.
    pub fn scale(&mut self, x: Var, factor: f32) -> Var {
        let (rows, columns) = self.value(x).dim();
        let mut y = self.buffer(rows, columns);
        Zip::from(&mut y).and(self.value(x)).for_each(|y, &x| *y = factor * x);
        self.push(y, &[x], Scale { x, factor })
    }
}

impl Operation for Scale {
    /// `dx = factor · dy`
    fn backward(self: Box<Self>, _: &Array2<f32>, mut dy: Array2<f32>, tape: &mut Backward<'_>) {
        dy *= self.factor;
        tape.add(self.x, dy);
    }
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(3, 4)]);
        check(&parameters, |tape| {
            let x = tape.parameter(ids[0]);
            tape.scale(x, -2.5)
        });
    }
}
