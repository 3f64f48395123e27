//! Packing: copies a piece of a matrix to where a tile reads it from front to back.

use super::tile::ROWS;
use super::{Matrix, Unaligned, offset, prefetch};
use pulp::Simd;
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m256, _mm256_permute2f128_ps, _mm256_setzero_ps, _mm256_shuffle_ps, _mm256_unpackhi_ps, _mm256_unpacklo_ps,
};

/// The edge of the blocks in which a matrix is turned. Column after column, every read would touch another cache line; in a
/// block a line is used several times while it is near.
const BLOCK: usize = 8;

/// Copies `depth` rows and `width` columns of `b` to `to`, as panels of `VECTORS` vectors of columns, one after the other. A row
/// of the last panel is as many whole vectors as it needs; what fills them up is never used.
///
/// # Safety
/// `b` has the elements, and `to` the room.
#[inline(always)]
pub unsafe fn block<S: Simd, const VECTORS: usize>(b: Matrix, depth: usize, width: usize, to: *mut f32) {
    let panel = VECTORS * S::F32_LANES;
    let stride = |j: usize| panel.min((width - j / panel * panel).next_multiple_of(S::F32_LANES));
    let place = |p: usize, j: usize| to.wrapping_add(j / panel * panel * depth + p * stride(j) + j % panel);
    let copy = |p: usize, j: usize| unsafe { *place(p, j) = *b.at(p, j) };
    if b.column == 1 {
        // Row after row, so that the processor can guess what comes next.
        for p in 0..depth {
            let whole = width / S::F32_LANES * S::F32_LANES;
            for j in (0..whole).step_by(S::F32_LANES) {
                prefetch(b.at(p + 4, j));
                unsafe { *place(p, j).cast::<S::f32s>() = (*b.at(p, j).cast::<Unaligned<S::f32s>>()).0 };
            }
            (whole..width).for_each(|j| copy(p, j));
        }
        return;
    }
    for j in (0..width).step_by(BLOCK) {
        let columns = BLOCK.min(width - j);
        let block = b.row == 1 && columns == BLOCK && panel.is_multiple_of(BLOCK); // all in one panel
        let whole = if block { depth / BLOCK * BLOCK } else { 0 };
        for p in (0..whole).step_by(BLOCK) {
            if p % 16 == 0 {
                (0..BLOCK).for_each(|i| prefetch(b.at(p, j + BLOCK + i))); // a line of each row of the next blocks
            }
            unsafe { turn::<S>(b.at(p, j), b.column, place(p, j), stride(j)) };
        }
        for p in whole..depth {
            (j..j + columns).for_each(|j| copy(p, j));
        }
    }
}

/// The panel of a packed block that begins at column `j`, for a tile of this size.
#[inline(always)]
pub fn panel<S: Simd>(packed: *mut f32, j: usize, [_, columns, depth]: [usize; 3]) -> Matrix {
    let row = columns.next_multiple_of(S::F32_LANES) as isize;
    Matrix { start: packed.wrapping_add(j * depth), row, column: 1 }
}

/// Turns a block whose rows begin at `from` and each `from_stride` further on.
///
/// # Safety
/// There is a whole block at `from`, and room for one at `to`.
#[inline(always)]
unsafe fn turn<S: Simd>(from: *const f32, from_stride: isize, to: *mut f32, to_stride: usize) {
    let row = |i: usize| from.wrapping_offset(offset(i, from_stride));
    let turned_row = |i: usize| to.wrapping_offset(offset(i, to_stride as isize));
    #[cfg(target_arch = "x86_64")]
    if S::F32_LANES >= BLOCK {
        // The processor has AVX. What the compiler makes of the loops below takes six times as long as these shuffles.
        let [mut pairs, mut fours] = [[unsafe { _mm256_setzero_ps() }; BLOCK]; 2];
        unsafe {
            for i in [0, 2, 4, 6] {
                // The first and second numbers of two rows side by side, and of each row's second half; then the others.
                let [a, b] = [row(i), row(i + 1)].map(|row| (*row.cast::<Unaligned<__m256>>()).0);
                [pairs[i], pairs[i + 1]] = [_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b)];
            }
            for i in [0, 1, 4, 5] {
                // The same of four rows: of `fours[i]`, the lower half is of column `i`, the upper of column `i + 4`.
                let (a, b) = (pairs[i], pairs[i + 2]);
                let low = i / 4 * 4 + i % 2 * 2;
                [fours[low], fours[low + 1]] = [_mm256_shuffle_ps::<0x44>(a, b), _mm256_shuffle_ps::<0xEE>(a, b)];
            }
            for i in 0..4 {
                let (a, b) = (fours[i], fours[i + 4]);
                *turned_row(i).cast() = Unaligned(_mm256_permute2f128_ps::<0x20>(a, b));
                *turned_row(i + 4).cast() = Unaligned(_mm256_permute2f128_ps::<0x31>(a, b));
            }
        }
        return;
    }
    for i in 0..BLOCK {
        for j in 0..BLOCK {
            unsafe { *turned_row(j).wrapping_add(i) = *row(i).wrapping_add(j) };
        }
    }
}

/// Copies `count` rows of `a`, `depth` columns, to `to`: all first numbers of the rows, then all second ones, and so on, each
/// time with room for [`ROWS`].
///
/// # Safety
/// `a` has the elements, and `to` the room.
#[inline(always)]
pub unsafe fn rows(a: Matrix, depth: usize, count: usize, to: *mut f32) {
    for p in 0..depth {
        let (from, to) = (a.at(0, p), to.wrapping_add(p * ROWS));
        if a.row == 1 && count == ROWS {
            unsafe { *to.cast::<[f32; ROWS]>() = *from.cast::<[f32; ROWS]>() };
        } else {
            (0..count).for_each(|i| unsafe { *to.wrapping_add(i) = *a.at(i, p) });
        }
    }
}
