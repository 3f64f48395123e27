//! The matrix product. Nine tenths of a transformer's time is spent here, and writing a fast one is a book of its own, so
//! this kernel alone comes from a library: the `gemm` crate, whose tiles use AVX-512 where the CPU has it.

use ndarray::{ArrayView2, ArrayViewMut2};

/// C = α·A·B + β·C, on one thread.
///
/// `a` is `[m, k]`, `b` is `[k, n]`, `c` is `[m, n]`, each with any strides: a transposed view costs no copy. With
/// `beta == 0`, `c` is not read: what it held, NaN even, is gone.
///
/// # Panics
///
/// If the shapes do not fit.
pub fn gemm(alpha: f32, a: ArrayView2<f32>, b: ArrayView2<f32>, beta: f32, mut c: ArrayViewMut2<f32>) {
    let ((m, k), n) = (a.dim(), b.ncols());
    assert_eq!(b.nrows(), k, "gemm: a is {:?}, b is {:?}", a.dim(), b.dim());
    assert_eq!(c.dim(), (m, n), "gemm: a is {:?}, b is {:?}, c is {:?}", a.dim(), b.dim(), c.dim());
    let [c_row, c_column] = [c.strides()[0], c.strides()[1]];
    let [a_row, a_column] = [a.strides()[0], a.strides()[1]];
    let [b_row, b_column] = [b.strides()[0], b.strides()[1]];
    let read_c = beta != 0.0;
    // SAFETY: pointers, strides and shapes are those of live ndarray views, whose every element may be read; `c` is a
    // mutable view, so it overlaps neither `a` nor `b`. The crate names the factor of C first (its alpha is our beta).
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            c.as_mut_ptr(),
            c_column,
            c_row,
            read_c,
            a.as_ptr(),
            a_column,
            a_row,
            b.as_ptr(),
            b_column,
            b_row,
            beta,
            alpha,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, Axis, s};
    use proptest::prelude::*;

    use super::super::testing::noise;
    use super::*;

    fn matrix(rows: usize, columns: usize, seed: u64) -> Array2<f32> {
        Array2::from_shape_vec((rows, columns), noise(rows * columns, seed)).unwrap()
    }

    /// The definition, in f64; fails where the product differs by more than rounding allows: about k · 2⁻²⁴ of the sum
    /// of the magnitudes.
    fn check(alpha: f32, a: ArrayView2<f32>, b: ArrayView2<f32>, beta: f32, mut c: ArrayViewMut2<f32>) {
        let before = c.to_owned();
        gemm(alpha, a, b, beta, c.view_mut());
        for ((i, j), &found) in c.indexed_iter() {
            let (mut expected, mut magnitude) = (0.0, 1e-30);
            let mut add = |term: f64| {
                expected += term;
                magnitude += term.abs();
            };
            for p in 0..a.ncols() {
                add(f64::from(alpha) * f64::from(a[[i, p]]) * f64::from(b[[p, j]]));
            }
            if beta != 0.0 {
                add(f64::from(beta) * f64::from(before[[i, j]]));
            }
            let bound = (a.ncols() + 3) as f64 * 6e-8 * magnitude;
            assert!((f64::from(found) - expected).abs() <= bound, "[{i}, {j}]: found {found}, expected {expected}");
        }
    }

    #[test]
    fn worked_by_hand() {
        let a = ndarray::array![[1.0, 2.0], [3.0, 4.0]];
        let b = ndarray::array![[5.0, 6.0], [7.0, 8.0]];
        let mut c = ndarray::array![[1.0, 1.0], [1.0, 1.0]];
        gemm(2.0, a.view(), b.view(), 10.0, c.view_mut());
        assert_eq!(c, ndarray::array![[48.0, 54.0], [96.0, 110.0]]);
        gemm(1.0, a.t(), b.view(), 0.0, c.view_mut());
        assert_eq!(c, ndarray::array![[26.0, 30.0], [38.0, 44.0]]);
    }

    proptest! {
        #[test]
        fn any_shape_and_strides(
            (m, n, k) in (0usize..40, 0usize..40, 0usize..40),
            (flip_a, flip_b, flip_c) in any::<(bool, bool, bool)>(),
            (step, reverse) in (1isize..3, any::<bool>()),
            (alpha, beta) in (-2f32..2.0, prop_oneof![Just(0f32), Just(1.0), -2f32..2.0]),
        ) {
            // Each matrix is every `step`-th row and column of a larger one, perhaps backwards, perhaps transposed.
            let step_by = if reverse { -step } else { step };
            let larger = |rows: usize, columns: usize, flip: bool, seed| {
                let (rows, columns) = if flip { (columns, rows) } else { (rows, columns) };
                matrix(rows * step as usize, columns * step as usize, seed)
            };
            let (a, b, mut c) = (larger(m, k, flip_a, 1), larger(k, n, flip_b, 2), larger(m, n, flip_c, 3));
            let mut a = a.slice(s![..;step_by, ..;step]);
            let mut b = b.slice(s![..;step, ..;step_by]);
            let mut c = c.slice_mut(s![..;step_by, ..;step_by]);
            if flip_a { a = a.reversed_axes(); }
            if flip_b { b = b.reversed_axes(); }
            if flip_c { c = c.reversed_axes(); }
            check(alpha, a, b, beta, c);
        }
    }

    #[test]
    fn beta_zero_does_not_read_stale_values() {
        // Vectors take another path through the library than matrices, so shapes with a 1 are here too.
        for (m, n, k) in [(5, 7, 3), (64, 48, 80), (1, 7, 3), (7, 1, 3), (1, 1, 9), (4, 4, 0), (300, 1, 300)] {
            let (a, b) = (matrix(m, k, 1), matrix(k, n, 2));
            let mut c = Array2::from_elem((m, n), f32::NAN);
            check(1.0, a.view(), b.view(), 0.0, c.view_mut());
            c.fill(f32::INFINITY);
            check(1.0, a.view(), b.view(), 0.0, c.view_mut());
        }
    }

    #[test]
    fn inner_dimension_zero_scales_c() {
        let mut c = matrix(3, 4, 1);
        check(1.0, Array2::zeros((3, 0)).view(), Array2::zeros((0, 4)).view(), 0.5, c.view_mut());
    }

    #[test]
    fn broadcast_operands() {
        let row = matrix(1, 6, 1);
        let (ones, mut c) = (Array2::<f32>::ones((5, 4)), matrix(4, 6, 2));
        // Strides of 0: five views of one row.
        check(1.0, ones.t(), row.broadcast((5, 6)).unwrap(), 1.0, c.view_mut());
        c.invert_axis(Axis(1));
        check(1.0, ones.t(), row.broadcast((5, 6)).unwrap(), 1.0, c.view_mut());
    }

    #[test]
    fn same_bits_every_time() {
        let (a, b) = (matrix(70, 130, 1), matrix(130, 90, 2));
        let product = || {
            let mut c = Array2::zeros((70, 90));
            gemm(1.0, a.view(), b.view(), 0.0, c.view_mut());
            c
        };
        assert_eq!(product(), product());
    }

    #[test]
    #[should_panic(expected = "gemm: a is (2, 3), b is (4, 5)")]
    fn shapes_must_fit() {
        gemm(1.0, matrix(2, 3, 1).view(), matrix(4, 5, 1).view(), 0.0, matrix(2, 5, 1).view_mut());
    }
}
