//! `y[s] = mean of the rows of sequence s`: mean pooling, which turns token vectors into one vector a sentence.

use super::{Backward, Operation, Tape, Var};
use ndarray::{Array2, s};

struct MeanRows {
    x: Var,
    offsets: Vec<usize>,
}

impl Tape<'_> {
    /// The mean over each sequence of `x [tokens, columns]`, whose rows `offsets[s]..offsets[s + 1]` are sequence `s`:
    /// `[sequences, columns]`. No sequence is empty.
    pub fn mean_rows(&mut self, x: Var, offsets: &[usize]) -> Var {
        let columns = self.value(x).ncols();
        let mut y = self.buffer(offsets.len() - 1, columns);
        y.fill(0.0);
        for (mut mean, bounds) in y.rows_mut().into_iter().zip(offsets.windows(2)) {
            for row in self.value(x).slice(s![bounds[0]..bounds[1], ..]).rows() {
                mean += &row;
            }
            mean /= (bounds[1] - bounds[0]) as f32;
        }
        self.push(y, &[x], MeanRows { x, offsets: offsets.to_vec() })
    }
}

impl Operation for MeanRows {
    /// `dx[t] = dy[s] / length(s)` for every token `t` of sequence `s`
    fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        let (rows, columns) = tape.value(self.x).dim();
        let mut dx = tape.buffer(rows, columns);
        for (row, bounds) in dy.rows().into_iter().zip(self.offsets.windows(2)) {
            let share = 1.0 / (bounds[1] - bounds[0]) as f32;
            for mut target in dx.slice_mut(s![bounds[0]..bounds[1], ..]).rows_mut() {
                target.zip_mut_with(&row, |d, &g| *d = share * g);
            }
        }
        tape.recycle(dy);
        tape.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(6, 3)]);
        check(&parameters, |tape| {
            let x = tape.parameter(ids[0]);
            tape.mean_rows(x, &[0, 2, 3, 6])
        });
    }
}
