//! `y = a + b`

use super::{Backward, Operation, Tape, Var};
use ndarray::{Array2, Zip};

struct Add {
    a: Var,
    b: Var,
}

// ANCHOR: add
impl Tape<'_> {
    /// `a + b`, both `[rows, columns]`.
    pub fn add(&mut self, a: Var, b: Var) -> Var {
        let (rows, columns) = self.value(a).dim();
        let mut y = self.buffer(rows, columns);
        Zip::from(&mut y).and(self.value(a)).and(self.value(b)).for_each(|y, &a, &b| *y = a + b);
        self.push(y, &[a, b], Add { a, b })
    }
}
// ANCHOR_END: add

// ANCHOR: backward
impl Operation for Add {
    /// `da = dy`, `db = dy`
    fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        if tape.wants(self.a) && tape.wants(self.b) {
            tape.add(self.a, tape.copy(&dy));
        } else if tape.wants(self.a) {
            return tape.add(self.a, dy);
        }
        tape.add(self.b, dy);
    }
}
// ANCHOR_END: backward

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};

    #[test]
    // ANCHOR: check
    fn gradient() {
        let (parameters, ids) = inputs(&[(3, 4), (3, 4)]);
        check(&parameters, |tape| {
            let [a, b] = [0, 1].map(|i| tape.parameter(ids[i]));
            tape.add(a, b)
        });
    }
    // ANCHOR_END: check
}
