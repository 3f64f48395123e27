//! Recycled memory. A training step makes the same few hundred arrays again and again; asking the system for fresh
//! memory each time would cost more than the arithmetic at these sizes (the kernel hands out zeroed pages one fault at
//! a time). So an array that is done with goes back here, and the next one of about its size takes its place.

use ndarray::Array2;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// A pool of spare arrays, shared by all threads of a training run.
#[derive(Debug, Default)]
pub struct Buffers {
    /// Spare vectors by capacity.
    spare: Mutex<BTreeMap<usize, Vec<Vec<f32>>>>,
}

impl Buffers {
    /// An empty pool.
    pub fn new() -> Self {
        Self::default()
    }

    /// An array `[rows, columns]` whose contents are *whatever was there*: the caller writes every element.
    pub fn take(&self, rows: usize, columns: usize) -> Array2<f32> {
        let length = rows * columns;
        let mut buffer = self.find(length).unwrap_or_else(|| Vec::with_capacity(size_class(length)));
        buffer.resize(length, 0.0); // writes only what lies beyond the old length
        if cfg!(test) {
            buffer.fill(f32::NAN); // a test that reads stale memory must not pass by luck
        }
        Array2::from_shape_vec((rows, columns), buffer).expect("the vector was resized to rows * columns")
    }

    /// The same, with every element 0.
    pub fn zeros(&self, rows: usize, columns: usize) -> Array2<f32> {
        let mut array = self.take(rows, columns);
        array.fill(0.0);
        array
    }

    /// A copy of `array` in recycled memory.
    pub fn copy(&self, array: &Array2<f32>) -> Array2<f32> {
        let mut copy = self.take(array.nrows(), array.ncols());
        copy.assign(array);
        copy
    }

    /// Gives an array back.
    pub fn recycle(&self, array: Array2<f32>) {
        let (buffer, _) = array.into_raw_vec_and_offset();
        if buffer.capacity() > 0 {
            self.lock().entry(buffer.capacity()).or_default().push(buffer);
        }
    }

    /// The smallest spare vector that is large enough, unless it is more than twice as large.
    fn find(&self, length: usize) -> Option<Vec<f32>> {
        let mut spare = self.lock();
        let (&capacity, stack) = spare.range_mut(length..=2 * size_class(length)).next()?;
        let buffer = stack.pop();
        if stack.is_empty() {
            spare.remove(&capacity);
        }
        buffer
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<usize, Vec<Vec<f32>>>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner) // a pool of spare memory cannot be left inconsistent
    }
}

/// Rounds a length up to one of two sizes an octave, so that ragged batches share a few sizes of buffers. (With eight, fine-tuning
/// on long passages took half as much memory again.) What a vector reserves and never uses takes no memory.
fn size_class(length: usize) -> usize {
    let step = (length.next_power_of_two() / 4).max(16);
    length.next_multiple_of(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recycled_array_is_used_again() {
        let buffers = Buffers::new();
        let array = buffers.take(10, 100);
        let address = array.as_ptr();
        buffers.recycle(array);
        let (again, other) = (buffers.take(9, 110), buffers.take(9, 110));
        assert_eq!(again.as_ptr(), address);
        assert_ne!(other.as_ptr(), address, "it is lent to one at a time");
    }

    #[test]
    fn size_classes_are_two_an_octave() {
        for (length, class) in [(1, 16), (16, 16), (17, 32), (1024, 1024), (1025, 1536), (1537, 2048), (2049, 3072)] {
            assert_eq!(size_class(length), class);
        }
    }
}
