//! The gradient of a loss for every parameter.

use super::{Buffers, ParameterId, Parameters};
use crate::kernels::vector::add_assign;
use ndarray::Array2;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The gradient of one parameter, for a whole batch.
#[derive(Clone, Debug, PartialEq)]
pub enum Gradient {
    /// An array of the parameter's own shape.
    Dense(Array2<f32>),
    /// Of an embedding table: `rows[i]` belongs to row `ids[i]`, and all other rows are 0. The ids rise.
    Rows {
        /// Which rows of the table were looked up.
        ids: Vec<u32>,
        /// `[ids, columns]`
        rows: Array2<f32>,
    },
}

impl Gradient {
    /// All the numbers in it that are not known to be 0, row by row.
    pub fn numbers(&self) -> &Array2<f32> {
        match self {
            Self::Dense(array) => array,
            Self::Rows { rows, .. } => rows,
        }
    }

    /// The same as an array of the parameter's shape.
    pub fn to_dense(&self, shape: (usize, usize)) -> Array2<f32> {
        match self {
            Self::Dense(array) => array.clone(),
            Self::Rows { ids, rows } => {
                let mut dense = Array2::zeros(shape);
                scatter(&mut dense, ids.iter().map(|&id| id as usize), rows);
                dense
            }
        }
    }
}

impl From<Array2<f32>> for Gradient {
    fn from(array: Array2<f32>) -> Self {
        Self::Dense(array)
    }
}

/// The gradient of every parameter, added up over the shards of a batch. A parameter that the loss does not depend on, or that
/// is frozen, has none.
///
/// Several backward passes may hand theirs in at the same time. Whoever comes first, they are added in the order of the shards:
/// floating-point addition is not associative, and the same order gives the same bits on any number of threads.
#[derive(Debug, Default)]
pub struct Gradients {
    totals: Vec<Mutex<Total>>,
}

/// The sum for one parameter so far.
#[derive(Debug, Default)]
struct Total {
    sum: Share,
    /// Which shard is to be added next.
    next: usize,
    /// What came from later shards already.
    early: BTreeMap<usize, Share>,
}

/// What one pass found for one parameter: a dense part, and for an embedding table the few rows that were looked up.
#[derive(Debug, Default)]
pub(super) struct Share {
    dense: Option<Array2<f32>>,
    rows: Vec<(Vec<u32>, Array2<f32>)>,
}

impl Gradients {
    /// No gradient for any of `parameters` yet.
    pub fn new(parameters: &Parameters) -> Self {
        Self { totals: (0..parameters.len()).map(|_| Mutex::default()).collect() }
    }

    /// Takes all that the pass over `shard` found for a parameter, and adds what it is the turn of.
    pub(super) fn hand_in(&self, id: ParameterId, shard: usize, share: Share, buffers: &Buffers) {
        let mut total = self.totals[id.0].lock().unwrap_or_else(PoisonError::into_inner);
        let Total { sum, next, early } = &mut *total;
        early.entry(shard).or_default().add(share, buffers);
        while let Some(share) = early.remove(next) {
            sum.add(share, buffers);
            *next += 1;
        }
    }

    /// The gradient of each parameter, or `None` if the loss does not depend on it.
    pub fn finish(self, buffers: &Buffers) -> Vec<Option<Gradient>> {
        self.totals
            .into_par_iter()
            .map(|total| total.into_inner().unwrap_or_else(PoisonError::into_inner).finish(buffers))
            .collect()
    }
}

impl Total {
    fn finish(mut self, buffers: &Buffers) -> Option<Gradient> {
        // A shard without a loss has handed in nothing, and those behind it still wait.
        for (_, share) in self.early {
            self.sum.add(share, buffers);
        }
        self.sum.finish(buffers)
    }
}

impl Share {
    /// Adds `gradient`, of the parameter's own shape.
    pub fn add_dense(&mut self, gradient: Array2<f32>, buffers: &Buffers) {
        accumulate(&mut self.dense, gradient, buffers);
    }

    /// Adds row `i` of `gradient` to row `ids[i]` of the parameter's gradient. A batch looks up a few hundred of the
    /// vocabulary's thousands of rows, so they are kept as they come until [`Gradients::finish`].
    pub fn add_rows(&mut self, ids: Vec<u32>, gradient: Array2<f32>) {
        self.rows.push((ids, gradient));
    }

    fn add(&mut self, other: Share, buffers: &Buffers) {
        if let Some(dense) = other.dense {
            self.add_dense(dense, buffers);
        }
        self.rows.extend(other.rows);
    }

    fn finish(self, buffers: &Buffers) -> Option<Gradient> {
        let gradient = match self.dense {
            Some(mut total) => {
                for (ids, rows) in &self.rows {
                    scatter(&mut total, ids.iter().map(|&id| id as usize), rows);
                }
                Gradient::Dense(total)
            }
            None => {
                let columns = self.rows.first()?.1.ncols();
                let mut ids: Vec<u32> = self.rows.iter().flat_map(|(ids, _)| ids).copied().collect();
                ids.sort_unstable();
                ids.dedup();
                let mut total = buffers.zeros(ids.len(), columns);
                for (some, rows) in &self.rows {
                    let place = |id| ids.binary_search(id).expect("the ids of all shards are in the list");
                    scatter(&mut total, some.iter().map(place), rows);
                }
                Gradient::Rows { ids, rows: total }
            }
        };
        self.rows.into_iter().for_each(|(_, rows)| buffers.recycle(rows));
        Some(gradient)
    }
}

/// Adds row `i` of `rows` to the `i`-th of the `places` in `total`.
pub(super) fn scatter(total: &mut Array2<f32>, places: impl Iterator<Item = usize>, rows: &Array2<f32>) {
    for (place, row) in places.zip(rows.rows()) {
        let mut target = total.row_mut(place);
        target += &row;
    }
}

/// `slot += gradient`; the first one to come is not copied but becomes the sum.
pub(super) fn accumulate(slot: &mut Option<Array2<f32>>, gradient: Array2<f32>, buffers: &Buffers) {
    let Some(sum) = slot else {
        *slot = Some(gradient);
        return;
    };
    match (sum.as_slice_mut(), gradient.as_slice()) {
        (Some(sum), Some(addend)) => add_assign(sum, addend),
        _ => *sum += &gradient, // one of them does not lie row by row
    }
    buffers.recycle(gradient);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autograd::Kind;
    use ndarray::array;

    #[test]
    fn shards_are_added_in_their_order_whoever_comes_first() {
        let mut parameters = Parameters::new();
        let id = parameters.add("w", Kind::Matrix, array![[0.0]]);
        let buffers = Buffers::new();
        let sum = |order: &[usize]| {
            let gradients = Gradients::new(&parameters);
            for &shard in order {
                let mut share = Share::default();
                share.add_dense(array![[[1e8, 1.0, -1e8, 3.0][shard]]], &buffers);
                gradients.hand_in(id, shard, share, &buffers);
            }
            let waiting = gradients.totals[0].lock().unwrap().early.len();
            (waiting, gradients.finish(&buffers)[0].as_ref().map(|gradient| gradient.numbers()[[0, 0]]))
        };
        // In 32-bit floats 1e8 + 1 is 1e8, so the order shows.
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]] {
            assert_eq!(sum(&order), (0, Some(3.0)), "{order:?}");
        }
        assert_eq!(sum(&[2, 3, 1]), (3, Some(4.0 - 1e8)), "a shard that hands in nothing holds nobody up");
        assert_eq!(sum(&[]), (0, None));
    }
}
