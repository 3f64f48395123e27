//! Transposed copies of weights, made once a step and shared by its shards.
//!
//! Checkpoints store a weight as `[outputs, inputs]`, and `x Wᵀ` reads it across its rows. Each product then begins by
//! collecting one number a row into the order it needs, and if the rows are a multiple of 4 KB apart (1024 inputs), all
//! of them compete for the same few places in the cache: such a product runs at 184 GFLOP/s, and at 250 from a copy that
//! lies the other way. The copy costs a tenth of what it saves when four shards use it.

use super::{Buffers, ParameterId, Parameters};
use crate::kernels::transpose::transpose;
use ndarray::{Array2, ArrayView2};
use std::sync::OnceLock;

/// One slot a parameter, filled when a shard first asks for it.
#[derive(Debug)]
pub struct Transposed {
    slots: Vec<OnceLock<Array2<f32>>>,
}

impl Transposed {
    /// No copies yet.
    pub fn new(parameters: &Parameters) -> Self {
        Self { slots: parameters.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The transpose of a parameter, contiguous. Must not outlive a change of the parameter.
    pub(super) fn get(&self, id: ParameterId, parameters: &Parameters, buffers: &Buffers) -> ArrayView2<'_, f32> {
        let copy = self.slots[id.0].get_or_init(|| {
            let value = &parameters[id].value;
            let mut copy = buffers.take(value.ncols(), value.nrows());
            let (from, to) = (value.as_slice(), copy.as_slice_mut());
            let (from, to) = from.zip(to).expect("parameters and buffers are contiguous");
            transpose(from, value.ncols(), to);
            copy
        });
        copy.view()
    }

    /// Gives the memory of all copies back.
    pub fn recycle(self, buffers: &Buffers) {
        self.slots.into_iter().filter_map(OnceLock::into_inner).for_each(|copy| buffers.recycle(copy));
    }
}
