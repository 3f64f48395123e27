//! `y[i] = Σ_t table_t[ids_t[i]]`: looks up one row in each table, and adds them. BERT has three tables: word,
//! position, and token type.

use super::{Backward, Operation, Tape, Var};
use ndarray::Array2;

/// One table, and the row of it that each token looks up.
#[derive(Clone, Copy, Debug)]
pub struct Lookup<'a> {
    /// `[entries, columns]`
    pub table: Var,
    /// One row number a token.
    pub ids: &'a [u32],
}

struct Embedding {
    lookups: Vec<(Var, Vec<u32>)>,
}

impl Tape<'_> {
    /// The sum of one row of each table, for each token: `[tokens, columns]`. All tables have the same number of
    /// columns and all `ids` the same length.
    pub fn embedding(&mut self, lookups: &[Lookup<'_>]) -> Var {
        let first = lookups[0];
        assert!(lookups.iter().all(|lookup| lookup.ids.len() == first.ids.len()), "embedding: ids of the same tokens");
        let mut y = self.buffer(first.ids.len(), self.value(first.table).ncols());
        let table = self.value(first.table);
        for (mut row, &id) in y.rows_mut().into_iter().zip(first.ids) {
            row.assign(&table.row(id as usize));
        }
        for lookup in &lookups[1..] {
            let table = self.value(lookup.table);
            for (mut row, &id) in y.rows_mut().into_iter().zip(lookup.ids) {
                row += &table.row(id as usize);
            }
        }
        let tables: Vec<Var> = lookups.iter().map(|l| l.table).collect();
        self.push(y, &tables, Embedding { lookups: lookups.iter().map(|l| (l.table, l.ids.to_vec())).collect() })
    }
}

impl Operation for Embedding {
    /// `dtable_t[ids_t[i]] += dy[i]`: only the rows that were looked up have a gradient.
    // ANCHOR: backward
    fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
        for (table, ids) in self.lookups {
            if tape.wants(table) {
                let share = tape.copy(&dy);
                tape.add_rows(table, ids, share);
            }
        }
        tape.recycle(dy);
    }
    // ANCHOR_END: backward
}

#[cfg(test)]
mod tests {
    use super::Lookup;
    use crate::autograd::gradcheck::{check, inputs};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(6, 3), (4, 3)]);
        check(&parameters, |tape| {
            let [words, positions] = [0, 1].map(|i| tape.parameter(ids[i]));
            tape.embedding(&[
                Lookup { table: words, ids: &[5, 0, 5, 2] },
                Lookup { table: positions, ids: &[0, 1, 2, 3] },
            ])
        });
    }

    #[test]
    fn gradient_of_a_computed_table() {
        let (parameters, ids) = inputs(&[(4, 3)]);
        check(&parameters, |tape| {
            let table = tape.parameter(ids[0]);
            let doubled = tape.add(table, table);
            tape.embedding(&[Lookup { table: doubled, ids: &[1, 3, 1] }])
        });
    }
}
