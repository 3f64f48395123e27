//! A tile of the product: a few rows and columns of `C`, whose sums stay in registers.

use super::{Matrix, Unaligned, offset, prefetch};
use pulp::Simd;
use std::mem::MaybeUninit;
use std::slice;

/// How many rows a tile has. With four vectors a row, 24 of the 32 registers hold sums, four hold a row of `B`, and one holds
/// a number of `A`. So many sums also keep the processor busy while each waits for the one before it.
pub const ROWS: usize = 6;

/// `C = α·A·B + β·C` for one tile.
pub struct Tile {
    /// Rows, columns, and how far `k` runs.
    pub size: [usize; 3],
    pub alpha: f32,
    pub a: Matrix,
    /// Its rows lie in one piece, and each may be read to the end of its last vector.
    pub b: Matrix,
    pub beta: f32,
    pub c: Matrix,
}

impl Tile {
    /// Runs the code that was compiled for this size: `VECTORS` a row, or fewer at the right edge of `C`.
    ///
    /// # Safety
    /// `a`, `b` and `c` have the elements that `size` says, and those of `c` may be written.
    #[inline(always)]
    pub unsafe fn compute<S: Simd, const VECTORS: usize>(&self, simd: S) {
        let [_, columns, _] = self.size;
        unsafe {
            match columns.div_ceil(S::F32_LANES) {
                1 => self.compute_wide::<S, 1>(simd),
                2 => self.compute_wide::<S, 2>(simd),
                3 if VECTORS > 3 => self.compute_wide::<S, 3>(simd),
                _ => self.compute_wide::<S, VECTORS>(simd),
            }
        }
    }

    #[inline(always)]
    unsafe fn compute_wide<S: Simd, const VECTORS: usize>(&self, simd: S) {
        let [rows, ..] = self.size;
        unsafe {
            match rows {
                1 => self.compute_sized::<S, 1, VECTORS>(simd),
                2 => self.compute_sized::<S, 2, VECTORS>(simd),
                3 => self.compute_sized::<S, 3, VECTORS>(simd),
                4 => self.compute_sized::<S, 4, VECTORS>(simd),
                5 => self.compute_sized::<S, 5, VECTORS>(simd),
                _ => self.compute_sized::<S, ROWS, VECTORS>(simd),
            }
        }
    }

    #[inline(always)]
    unsafe fn compute_sized<S: Simd, const M: usize, const VECTORS: usize>(&self, simd: S) {
        let [_, columns, depth] = self.size;
        // ANCHOR: sums
        let mut sums = [[simd.splat_f32s(0.0); VECTORS]; M];
        if self.c.column == 1 {
            for i in 0..M {
                (0..VECTORS).for_each(|j| prefetch(self.c.at(i, j * S::F32_LANES))); // there when the sums are
            }
        }
        let (mut a, mut b) = (self.a.start, self.b.start);
        for _ in 0..depth {
            let b_row = unsafe { (*b.cast::<Unaligned<[S::f32s; VECTORS]>>()).0 };
            for (i, sums) in sums.iter_mut().enumerate() {
                let x = simd.splat_f32s(unsafe { *a.wrapping_offset(offset(i, self.a.row)) });
                for (sum, &y) in sums.iter_mut().zip(&b_row) {
                    *sum = simd.mul_add_f32s(x, y, *sum);
                }
            }
            a = a.wrapping_offset(self.a.column);
            b = b.wrapping_offset(self.b.row);
        }
        // ANCHOR_END: sums

        let whole = columns == VECTORS * S::F32_LANES && self.c.column == 1;
        let place = |i: usize, j: usize| self.c.at(i, j * S::F32_LANES).cast::<Unaligned<S::f32s>>();
        let (alpha, beta) = (simd.splat_f32s(self.alpha), simd.splat_f32s(self.beta));
        if whole && self.beta == 0.0 {
            for (i, sums) in sums.iter().enumerate() {
                for (j, &sum) in sums.iter().enumerate() {
                    unsafe { *place(i, j) = Unaligned(simd.mul_f32s(alpha, sum)) };
                }
            }
        } else if whole {
            for (i, sums) in sums.iter().enumerate() {
                for (j, &sum) in sums.iter().enumerate() {
                    let before = simd.mul_f32s(beta, unsafe { (*place(i, j)).0 });
                    unsafe { *place(i, j) = Unaligned(simd.add_f32s(simd.mul_f32s(alpha, sum), before)) };
                }
            }
        } else {
            // Number by number: for that the sums must be in memory. They are written there in a loop that is as simple as can
            // be, for the compiler keeps an array in registers only if it can unroll every loop that touches it.
            let mut memory = MaybeUninit::<[[S::f32s; VECTORS]; M]>::uninit();
            for (i, sums) in sums.iter().enumerate() {
                for (j, &sum) in sums.iter().enumerate() {
                    unsafe { *memory.as_mut_ptr().cast::<S::f32s>().wrapping_add(i * VECTORS + j) = sum };
                }
            }
            let sums: &[f32] = unsafe { slice::from_raw_parts(memory.as_ptr().cast(), M * VECTORS * S::F32_LANES) };
            if self.c.column == 1 {
                for (i, sums) in sums.chunks_exact(VECTORS * S::F32_LANES).enumerate() {
                    let c = unsafe { slice::from_raw_parts_mut(self.c.at(i, 0), columns) };
                    c.iter_mut().zip(sums).for_each(|(c, sum)| self.store(*sum, c));
                }
            } else {
                for j in 0..columns {
                    for i in 0..M {
                        self.store(sums[i * VECTORS * S::F32_LANES + j], unsafe { &mut *self.c.at(i, j) });
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn store(&self, sum: f32, c: &mut f32) {
        *c = self.alpha * sum + if self.beta == 0.0 { 0.0 } else { self.beta * *c };
    }
}
