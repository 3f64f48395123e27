//! The gradient of a loss for every parameter.

use super::{Buffers, ParameterId, Parameters};
use crate::kernels::vector::add_assign;
use ndarray::Array2;
use rayon::prelude::*;

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

/// What one backward pass found, one slot a parameter. A parameter that the loss does not depend on, or that is
/// frozen, has none.
#[derive(Debug, Default)]
pub struct Gradients {
    slots: Vec<Slot>,
}

/// The gradient of one parameter: a dense part, and for an embedding table the few rows that were looked up.
#[derive(Debug, Default)]
struct Slot {
    dense: Option<Array2<f32>>,
    rows: Vec<(Vec<u32>, Array2<f32>)>,
}

impl Gradients {
    /// No gradient for any of `parameters` yet.
    pub fn new(parameters: &Parameters) -> Self {
        Self { slots: (0..parameters.len()).map(|_| Slot::default()).collect() }
    }

    /// Adds `gradient`, of the parameter's own shape.
    pub(super) fn add(&mut self, id: ParameterId, gradient: Array2<f32>, buffers: &Buffers) {
        accumulate(&mut self.slots[id.0].dense, gradient, buffers);
    }

    /// Adds row `i` of `gradient` to row `ids[i]` of the parameter's gradient. A batch looks up a few hundred of the
    /// vocabulary's thousands of rows, so they are kept as they come until [`Gradients::finish`].
    pub(super) fn add_rows(&mut self, id: ParameterId, ids: Vec<u32>, gradient: Array2<f32>) {
        self.slots[id.0].rows.push((ids, gradient));
    }

    /// Adds the gradients of `shards`, always in their order: floating-point addition is not associative, and the same
    /// order gives the same bits on any number of threads.
    pub fn merge(&mut self, shards: Vec<Gradients>, buffers: &Buffers) {
        // From one list of parameters a shard to one list of shards a parameter.
        let mut by_parameter: Vec<Vec<Slot>> = self.slots.iter().map(|_| Vec::new()).collect();
        for shard in shards {
            for (slots, slot) in by_parameter.iter_mut().zip(shard.slots) {
                slots.push(slot);
            }
        }
        self.slots.par_iter_mut().zip(by_parameter).for_each(|(slot, others)| {
            for other in others {
                if let Some(dense) = other.dense {
                    accumulate(&mut slot.dense, dense, buffers);
                }
                slot.rows.extend(other.rows);
            }
        });
    }

    /// The gradient of each parameter, or `None` if the loss does not depend on it.
    pub fn finish(self, buffers: &Buffers) -> Vec<Option<Gradient>> {
        self.slots.into_par_iter().map(|slot| slot.finish(buffers)).collect()
    }
}

impl Slot {
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
