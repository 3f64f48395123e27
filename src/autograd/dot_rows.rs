//! `y[i] = a[i] · b[i]`: the dot product of each row with the row beside it. Of rows of length 1 it is the cosine.

use super::{Backward, Operation, Tape, Var};
use ndarray::{Array2, ArrayView2};

struct DotRows {
    a: Var,
    b: Var,
}

impl Tape<'_> {
    /// The dot product of each row of `a` with the same row of `b`, both `[rows, columns]`: `[rows, 1]`. (For every row
    /// with every row, `a bᵀ`, there is [`Tape::linear`].)
    pub fn dot_rows(&mut self, a: Var, b: Var) -> Var {
        assert_eq!(self.value(a).dim(), self.value(b).dim(), "dot_rows: a and b differ in shape");
        let mut y = self.buffer(self.value(a).nrows(), 1);
        for ((y, a), b) in y.iter_mut().zip(self.value(a).rows()).zip(self.value(b).rows()) {
            *y = a.dot(&b);
        }
        self.push(y, &[a, b], DotRows { a, b })
    }
}

impl Operation for DotRows {
    /// `da[i] = dy[i] b[i]`, `db[i] = dy[i] a[i]`
    fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        let scaled = |rows: ArrayView2<'_, f32>| {
            let mut scaled = tape.buffer(rows.nrows(), rows.ncols());
            scaled.assign(&(&rows * &dy)); // dy [rows, 1] stretches over the columns
            scaled
        };
        let (da, db) = (scaled(tape.value(self.b)), scaled(tape.value(self.a)));
        tape.recycle(dy);
        tape.add(self.a, da);
        tape.add(self.b, db);
    }
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(4, 3), (4, 3)]);
        check(&parameters, |tape| {
            let [a, b] = [0, 1].map(|i| tape.parameter(ids[i]));
            tape.dot_rows(a, b)
        });
        check(&parameters, |tape| {
            let a = tape.parameter(ids[0]);
            tape.dot_rows(a, a)
        });
    }
}
