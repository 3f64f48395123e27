//! `y[s] = largest row element of sequence s`, column by column: max pooling.

use super::{Backward, Operation, Tape, Var};
use ndarray::Array2;

struct MaxRows {
    x: Var,
    /// The row that was largest, for each element of the output `[sequences, columns]`.
    largest: Array2<usize>,
}

// ANCHOR: forward
impl Tape<'_> {
    /// The largest value of each column over each sequence of `x [tokens, columns]`, whose rows
    /// `offsets[s]..offsets[s + 1]` are sequence `s`: `[sequences, columns]`. No sequence is empty.
    pub fn max_rows(&mut self, x: Var, offsets: &[usize]) -> Var {
        let (sequences, columns) = (offsets.len() - 1, self.value(x).ncols());
        let mut y = self.buffer(sequences, columns);
        let values = self.value(x);
        let largest = Array2::from_shape_fn((sequences, columns), |(s, column)| {
            let rest = offsets[s] + 1..offsets[s + 1];
            rest.fold(offsets[s], |best, row| if values[[row, column]] > values[[best, column]] { row } else { best })
        });
        y.indexed_iter_mut().for_each(|((s, column), y)| *y = values[[largest[[s, column]], column]]);
        self.push(y, &[x], MaxRows { x, largest })
    }
}
// ANCHOR_END: forward

impl Operation for MaxRows {
    /// `dx[largest[s, c], c] = dy[s, c]`; whatever was not the largest gets 0.
    // ANCHOR: backward
    fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        let (rows, columns) = tape.value(self.x).dim();
        let mut dx = tape.zeros(rows, columns);
        for ((s, column), &dy) in dy.indexed_iter() {
            dx[[self.largest[[s, column]], column]] = dy;
        }
        tape.recycle(dy);
        tape.add(self.x, dx);
    }
    // ANCHOR_END: backward
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};
    use crate::autograd::{Buffers, ParameterId, Tape};
    use ndarray::array;

    #[test]
    fn gradient() {
        let (mut parameters, ids) = inputs(&[(6, 3)]);
        // No two values so close that a small step would change which is the larger.
        let apart = |row: usize, column: usize| ((5 * row + 2 * column) % 7) as f32;
        parameters[ids[0]].value.indexed_iter_mut().for_each(|((row, column), x)| *x = apart(row, column));
        check(&parameters, |tape| {
            let x = tape.parameter(ids[0]);
            tape.max_rows(x, &[0, 2, 3, 6])
        });
    }

    #[test]
    fn takes_the_largest_of_each_column() {
        let (mut parameters, _) = inputs(&[(4, 2)]);
        parameters[ParameterId(0)].value = array![[1., -5.], [0., -2.], [7., 7.], [-1., -9.]];
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&parameters, &buffers);
        let x = tape.parameter(ParameterId(0));
        let y = tape.max_rows(x, &[0, 2, 3, 4]);
        assert_eq!(tape.value(y), array![[1., -2.], [7., 7.], [-1., -9.]]);
    }
}
