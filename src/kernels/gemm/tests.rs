use ndarray::{Array2, Axis, s};
use proptest::prelude::*;

use super::*;
use crate::kernels::testing::noise;

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
    // A single row or column takes another path than a matrix, so shapes with a 1 are here too.
    for (m, n, k) in [(5, 7, 3), (64, 48, 80), (1, 7, 3), (7, 1, 3), (1, 1, 9), (4, 4, 0), (300, 1, 300), (1, 300, 300)]
    {
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

/// Shapes that take every way through the code: several stretches and blocks, tiles at the edges, few rows.
const SHAPES: [(usize, usize, usize); 8] = [
    (70, 600, 900),
    (13, 1030, 400),
    (6, 64, 384),
    (7, 65, 385),
    (5, 100, 60),
    (40, 160, 33),
    (40, 160, 300),
    (100, 7, 50),
];

#[test]
fn large_and_odd_shapes() {
    for (m, n, k) in SHAPES {
        let (a, b, c) = (matrix(m, k, 1), matrix(k, n, 2), matrix(m, n, 3));
        let (a_turned, b_turned) = (matrix(k, m, 4), matrix(n, k, 5));
        for (a, b) in [(a.view(), b.view()), (a_turned.t(), b.view()), (a.view(), b_turned.t())] {
            check(1.0, a, b, 0.0, c.clone().view_mut());
            check(-0.5, a, b, 1.0, c.clone().view_mut());
        }
    }
}

#[test]
fn agrees_with_the_obvious_version() {
    for (m, n, k) in SHAPES {
        let (a, b) = (matrix(m, k, 1), matrix(k, n, 2));
        let [mut fast, mut slow] = [matrix(m, n, 3), matrix(m, n, 3)];
        gemm(0.5, a.view(), b.view(), 2.0, fast.view_mut());
        plain(0.5, a.view(), b.view(), 2.0, slow.view_mut());
        assert!((&fast - &slow).iter().all(|d| d.abs() < 1e-3), "{m} {n} {k}");
    }
}

/// Every width of vectors that this processor has; the scalar path fuses, too, and needs no vectors at all.
#[test]
fn same_bits_on_every_path() {
    for (m, n, k) in SHAPES {
        let (a, b) = (matrix(m, k, 1), matrix(n, k, 2));
        let product = |run: &dyn Fn(&Product) -> Scratch| {
            let mut c = matrix(m, n, 3);
            let (a, b) = (Matrix::of(&a.view()), Matrix::of(&b.t()));
            run(&Product { shape: [m, n, k], alpha: 0.5, a, b, beta: 1.0, c: Matrix::of_mut(&mut c.view_mut()) });
            c
        };
        let expected = product(&|product| Simd::vectorize(pulp::Scalar, product));
        let mut paths = vec![("best", product(&|product| Arch::new().dispatch(product)))];
        #[cfg(target_arch = "x86_64")]
        {
            paths.extend(pulp::x86::V3::try_new().map(|v3| ("AVX2", product(&|product| Simd::vectorize(v3, product)))));
            paths.extend(
                pulp::x86::V4::try_new().map(|v4| ("AVX-512", product(&|product| Simd::vectorize(v4, product)))),
            );
        }
        for (name, found) in paths {
            assert!(found == expected, "{name}, {m} {n} {k}");
        }
    }
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
