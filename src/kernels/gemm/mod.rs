//! The matrix product, in which a transformer spends nine tenths of its time.
//!
//! The obvious version is three nested loops, [`plain`]: a multiplication and an addition at a time, two loads for each. A
//! processor of today can do fifty times as much, if the numbers are at hand. Three ideas bring it close to that (Goto &
//! van de Geijn 2008, *Anatomy of High-Performance Matrix Multiplication*):
//!
//! - **A tile in registers.** `C` is computed in tiles of 6 rows and as many columns as four vectors hold, 64 with AVX-512. A
//!   tile's sums stay in registers while `k` runs through, so that ten loads serve 24 vectors of multiplications: `tile.rs`.
//! - **A block in the cache.** `k` runs in stretches of `DEPTH`, and the columns in blocks of `WIDTH`: the piece of `B` that
//!   belongs to both stays in the second-level cache while all rows of `A` pass by.
//! - **Packing.** That piece of `B` is first copied to where a tile reads it from front to back, whatever its layout was:
//!   `pack.rs`. A row of `A` is read as it lies, if `k` runs along it, and copied otherwise.
//!
//! Each number of `C` is summed over `k` in one order, with fused multiplications and additions, whatever the width of the
//! vectors and wherever in a tile it lies. So every processor gives the same bits. (One from before 2013, which cannot fuse them,
//! computes that in software, and takes its time.)
//!
//! Inside, matrices are pointers and strides, for a bound checked at every number would cost more than the arithmetic. The
//! shapes are checked at the door, in [`gemm()`]; the loops run over them and nothing else, which is the reason for every `unsafe`.

mod pack;
mod tile;

use ndarray::{ArrayView2, ArrayViewMut2};
use pulp::{Arch, Simd, WithSimd};
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
use std::cell::Cell;
use tile::ROWS;

/// How far `k` runs before the sums go back to `C`. With [`WIDTH`], a block of `B` takes 768 KB.
const DEPTH: usize = 384;

/// How many columns of `B` are packed at a time. A multiple of every tile's width.
const WIDTH: usize = 512;

/// C = α·A·B + β·C, on one thread.
///
/// `a` is `[m, k]`, `b` is `[k, n]`, `c` is `[m, n]`, each with any strides: a transposed view costs no copy. With
/// `beta == 0`, `c` is not read: what it held, NaN even, is gone. The error of a number of `C` is at most about `k · 2⁻²⁴` of
/// the sum of the magnitudes that it adds up.
///
/// # Panics
///
/// If the shapes do not fit.
pub fn gemm(alpha: f32, a: ArrayView2<f32>, b: ArrayView2<f32>, beta: f32, mut c: ArrayViewMut2<f32>) {
    let ((m, k), n) = (a.dim(), b.ncols());
    assert_eq!(b.nrows(), k, "gemm: a is {:?}, b is {:?}", a.dim(), b.dim());
    assert_eq!(c.dim(), (m, n), "gemm: a is {:?}, b is {:?}, c is {:?}", a.dim(), b.dim(), c.dim());
    if m == 0 || n == 0 {
        return;
    }
    if k == 0 {
        c.mapv_inplace(|c| if beta == 0.0 { 0.0 } else { beta * c }); // the sum of nothing
        return;
    }
    let (a, b, c) = (Matrix::of(&a), Matrix::of(&b), Matrix::of_mut(&mut c));
    let product = Product { shape: [m, n, k], alpha, a, b, beta, c };
    let product = if product.is_better_transposed() { product.transposed() } else { product };
    // SAFETY: the matrices are those of live views with these shapes, and `c`, a mutable one, overlaps no other.
    unsafe { product.run() }
}

/// A matrix in memory: the element in row `i` and column `j` is at `start + i · row + j · column`. Of the three of a product
/// only `c` is written.
#[derive(Clone, Copy)]
struct Matrix {
    start: *mut f32,
    row: isize,
    column: isize,
}

impl Matrix {
    fn of(view: &ArrayView2<f32>) -> Self {
        Self { start: view.as_ptr().cast_mut(), row: view.strides()[0], column: view.strides()[1] }
    }

    fn of_mut(view: &mut ArrayViewMut2<f32>) -> Self {
        Self { start: view.as_mut_ptr(), row: view.strides()[0], column: view.strides()[1] }
    }

    /// The place of an element; to be used only if the matrix has it.
    #[inline(always)]
    fn at(self, i: usize, j: usize) -> *mut f32 {
        self.start.wrapping_offset(offset(i, self.row)).wrapping_offset(offset(j, self.column))
    }

    /// The matrix without its first `i` rows and `j` columns.
    #[inline(always)]
    fn from(self, i: usize, j: usize) -> Self {
        Self { start: self.at(i, j), ..self }
    }

    fn transposed(self) -> Self {
        Self { row: self.column, column: self.row, ..self }
    }
}

/// A vector at any address. The checks that a debug build makes of `ptr::read_unaligned` would keep loops from being unrolled.
#[repr(C, packed)]
struct Unaligned<T>(T);

/// How far apart two numbers lie; without a check for overflow, for the same reason.
#[inline(always)]
fn offset(count: usize, stride: isize) -> isize {
    (count as isize).wrapping_mul(stride)
}

/// Asks the processor to have the cache line of `place` at hand soon. A place that does not exist does no harm.
#[inline(always)]
fn prefetch(place: *const f32) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: the instruction is part of every x86-64, and reads nothing.
    unsafe {
        _mm_prefetch::<_MM_HINT_T0>(place.cast())
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place; // elsewhere Rust has no stable way to ask
}

/// `C = α·A·B + β·C` with shape `[m, n, k]`.
#[derive(Clone, Copy)]
struct Product {
    shape: [usize; 3],
    alpha: f32,
    a: Matrix,
    b: Matrix,
    beta: f32,
    c: Matrix,
}

impl Product {
    /// `Cᵀ = α·Bᵀ·Aᵀ + β·Cᵀ`, which is the same.
    fn transposed(self) -> Self {
        let [m, n, k] = self.shape;
        Self { shape: [n, m, k], a: self.b.transposed(), b: self.a.transposed(), c: self.c.transposed(), ..self }
    }

    /// Whether to compute `Cᵀ` instead: because its rows lie in one piece, or because packing `B` would be the larger part of
    /// the work, with so few rows to use it, while `Bᵀ` can be read as it lies. Then each number of `C` is stored by itself,
    /// which pays only after a long sum.
    fn is_better_transposed(&self) -> bool {
        let [m, n, k] = self.shape;
        let few_rows = 4 * m <= n && m <= 48 && k >= 256 && self.b.row == 1;
        (self.c.column != 1 && self.c.row == 1) || (few_rows && self.c.column == 1)
    }

    /// # Safety
    /// All elements of `a`, `b` and `c` may be read, and those of `c` written.
    unsafe fn run(&self) {
        SCRATCH.set(Arch::new().dispatch(self));
    }
}

/// A packed block of `B`, and six rows of `A`. Taken again from one product to the next: see `Buffers`.
type Scratch = [Vec<CacheLine>; 2];

/// What the processor loads at once, and a vector of AVX-512.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct CacheLine(#[expect(dead_code, reason = "reached through pointers")] [f32; 16]);

thread_local! {
    static SCRATCH: Cell<Scratch> = const { Cell::new([Vec::new(), Vec::new()]) };
}

/// Room for `count` numbers.
fn room(scratch: &mut Vec<CacheLine>, count: usize) -> *mut f32 {
    let lines = count.div_ceil(16);
    if scratch.len() < lines {
        scratch.resize(lines, CacheLine([0.0; 16]));
    }
    scratch.as_mut_ptr().cast()
}

impl WithSimd for &Product {
    type Output = Scratch;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Scratch {
        // SAFETY: whoever runs the product vouches for its matrices.
        unsafe {
            match S::REGISTER_COUNT {
                32.. => self.blocks::<S, 4>(simd),
                _ => self.blocks::<S, 2>(simd),
            }
        }
    }
}

impl Product {
    /// All blocks of `B`, one after the other; `VECTORS` wide is a tile.
    ///
    /// # Safety
    /// As for [`Product::run`].
    // ANCHOR: blocks
    #[inline(always)]
    unsafe fn blocks<S: Simd, const VECTORS: usize>(&self, simd: S) -> Scratch {
        let [m, n, k] = self.shape;
        let tile_width = VECTORS * S::F32_LANES;
        let mut scratch = SCRATCH.take();
        let packed_b = room(&mut scratch[0], WIDTH.min(n.next_multiple_of(tile_width)) * DEPTH.min(k));
        let packed_a = room(&mut scratch[1], ROWS * DEPTH);
        for column in (0..n).step_by(WIDTH) {
            let width = WIDTH.min(n - column);
            let copy_b = self.b.column != 1 || width > tile_width || width % S::F32_LANES != 0;
            for start in (0..k).step_by(DEPTH) {
                let depth = DEPTH.min(k - start);
                if copy_b {
                    unsafe { pack::block::<S, VECTORS>(self.b.from(start, column), depth, width, packed_b) };
                }
                let beta = if start == 0 { self.beta } else { 1.0 }; // later stretches add to the first
                for i in (0..m).step_by(ROWS) {
                    let rows = ROWS.min(m - i);
                    let mut a = self.a.from(i, start);
                    if a.column != 1 && width > tile_width {
                        // Rows that do not lie in one piece are worth a copy if they are used more than once.
                        unsafe { pack::rows(a, depth, rows, packed_a) };
                        a = Matrix { start: packed_a, row: 1, column: ROWS as isize };
                    }
                    for j in (0..width).step_by(tile_width) {
                        let size = [rows, tile_width.min(width - j), depth];
                        let c = self.c.from(i, column + j);
                        let b = if copy_b { pack::panel::<S>(packed_b, j, size) } else { self.b.from(start, column) };
                        let tile = tile::Tile { size, alpha: self.alpha, a, b, beta, c };
                        unsafe { tile.compute::<S, VECTORS>(simd) };
                    }
                }
            }
        }
        scratch
    }
    // ANCHOR_END: blocks
}

/// The definition: `C = α·A·B + β·C`, number by number. The tests compare with it.
// ANCHOR: plain
pub fn plain(alpha: f32, a: ArrayView2<f32>, b: ArrayView2<f32>, beta: f32, mut c: ArrayViewMut2<f32>) {
    for ((i, j), c) in c.indexed_iter_mut() {
        let mut sum = 0.0;
        for p in 0..a.ncols() {
            sum += a[[i, p]] * b[[p, j]];
        }
        *c = alpha * sum + if beta == 0.0 { 0.0 } else { beta * *c };
    }
}
// ANCHOR_END: plain

#[cfg(test)]
mod tests;
