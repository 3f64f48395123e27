//! `y[i] = x[index[i]]`: picks rows, such as the first token of each sequence, or the masked positions.

use super::gradients::scatter;
use super::{Backward, Operation, Tape, Var};
use ndarray::Array2;

struct Rows {
    x: Var,
    index: Vec<usize>,
}

impl Tape<'_> {
    /// The rows of `x [rows, columns]` that `index` names, in its order: `[index.len(), columns]`.
    pub fn rows(&mut self, x: Var, index: &[usize]) -> Var {
        let (rows, columns) = self.value(x).dim();
        let mut y = self.buffer(index.len(), columns);
        for (mut target, &i) in y.rows_mut().into_iter().zip(index) {
            assert!(i < rows, "rows: there is no row {i}, only 0 to {}", rows - 1);
            target.assign(&self.value(x).row(i));
        }
        self.push(y, &[x], Rows { x, index: index.to_vec() })
    }
}

impl Operation for Rows {
    /// `dx[index[i]] += dy[i]`; rows that were not picked get 0.
    fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        let (rows, columns) = tape.value(self.x).dim();
        let mut dx = tape.zeros(rows, columns);
        scatter(&mut dx, self.index.iter().copied(), &dy);
        tape.recycle(dy);
        tape.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(5, 3)]);
        check(&parameters, |tape| {
            let x = tape.parameter(ids[0]);
            tape.rows(x, &[4, 0, 2, 0])
        });
    }
}
