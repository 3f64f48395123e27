//! The gradient of a loss for every parameter.

use super::{Buffers, ParameterId, Parameters};
use crate::kernels::vector::add_assign;
use ndarray::Array2;
use rayon::prelude::*;

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
    /// vocabulary's thousands of rows, so they are kept as they come until [`Gradients::sum`].
    pub(super) fn add_rows(&mut self, id: ParameterId, ids: Vec<u32>, gradient: Array2<f32>) {
        self.slots[id.0].rows.push((ids, gradient));
    }

    /// Adds up the gradients of all shards, always in the order of the shards: floating-point addition is not
    /// associative, and the same order gives the same bits on any number of threads. One dense array a parameter.
    pub fn sum(shards: Vec<Gradients>, parameters: &Parameters, buffers: &Buffers) -> Vec<Option<Array2<f32>>> {
        // From one list of parameters a shard to one list of shards a parameter.
        let mut by_parameter: Vec<Vec<Slot>> = (0..parameters.len()).map(|_| Vec::new()).collect();
        for shard in shards {
            for (slots, slot) in by_parameter.iter_mut().zip(shard.slots) {
                slots.push(slot);
            }
        }
        by_parameter.into_par_iter().enumerate().map(|(i, slots)| sum_slots(slots, parameters, i, buffers)).collect()
    }
}

fn sum_slots(slots: Vec<Slot>, parameters: &Parameters, index: usize, buffers: &Buffers) -> Option<Array2<f32>> {
    let mut total = None;
    let mut sparse = Vec::new();
    for slot in slots {
        if let Some(dense) = slot.dense {
            accumulate(&mut total, dense, buffers);
        }
        sparse.extend(slot.rows);
    }
    if total.is_none() && !sparse.is_empty() {
        let (rows, columns) = parameters[ParameterId(index)].value.dim();
        total = Some(buffers.zeros(rows, columns));
    }
    if let Some(total) = &mut total {
        for (ids, rows) in sparse {
            for (&id, row) in ids.iter().zip(rows.rows()) {
                let mut target = total.row_mut(id as usize);
                target += &row;
            }
            buffers.recycle(rows);
        }
    }
    total
}

/// `slot += gradient`; the first one to come is not copied but becomes the sum.
pub(super) fn accumulate(slot: &mut Option<Array2<f32>>, gradient: Array2<f32>, buffers: &Buffers) {
    match (slot.as_mut().and_then(Array2::as_slice_mut), gradient.as_slice()) {
        (Some(sum), Some(addend)) => {
            add_assign(sum, addend);
            buffers.recycle(gradient);
        }
        _ => *slot = Some(gradient),
    }
}
