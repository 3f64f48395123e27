//! Softmax over rows: attention's weights, and the probabilities that a classifier predicts.

use super::{math, vector, vectorized};

/// Turns every row of `x` `[rows, columns]` into probabilities, in place: pᵢ = e^xᵢ / Σⱼ e^xⱼ.
pub fn softmax(x: &mut [f32], columns: usize) {
    assert_eq!(x.len() % columns.max(1), 0);
    vectorized(
        #[inline(always)]
        || {
            for row in x.chunks_exact_mut(columns.max(1)) {
                softmax_row(row);
            }
        },
    );
}

/// One row of [`softmax`], for use inside a [`vectorized`] loop. Returns log Σⱼ e^xⱼ.
///
/// All x are lowered by their maximum first. That leaves the fraction as it was, and e^x cannot overflow. A row of
/// −∞ alone has no probabilities: it becomes NaN.
#[inline(always)]
// ANCHOR: softmax_row
pub fn softmax_row(row: &mut [f32]) -> f32 {
    let max = vector::max(row);
    for x in row.iter_mut() {
        *x = math::exp(*x - max);
    }
    let sum = vector::sum(row, |e| e);
    let reciprocal = 1.0 / sum;
    for p in row.iter_mut() {
        *p *= reciprocal;
    }
    max + sum.ln()
}
// ANCHOR_END: softmax_row

/// The backward pass of [`softmax`]: `dp` `[rows, columns]` becomes dx, in place. `p` is what softmax returned.
pub fn softmax_backward(p: &[f32], dp: &mut [f32], columns: usize) {
    assert_eq!(p.len(), dp.len());
    assert_eq!(p.len() % columns.max(1), 0);
    vectorized(
        #[inline(always)]
        || {
            for (p, dp) in p.chunks_exact(columns.max(1)).zip(dp.chunks_exact_mut(columns.max(1))) {
                softmax_row_backward(p, dp);
            }
        },
    );
}

/// One row of [`softmax_backward`], for use inside a [`vectorized`] loop.
///
/// ∂pⱼ/∂xᵢ = pⱼ ([i = j] − pᵢ), hence dxᵢ = Σⱼ dpⱼ ∂pⱼ/∂xᵢ = pᵢ (dpᵢ − Σⱼ pⱼ dpⱼ).
#[inline(always)]
// ANCHOR: softmax_row_backward
pub fn softmax_row_backward(p: &[f32], dp: &mut [f32]) {
    let mean = vector::sum_pairs(p, dp, |p, dp| p * dp);
    for (dp, &p) in dp.iter_mut().zip(p) {
        *dp = p * (*dp - mean);
    }
}
// ANCHOR_END: softmax_row_backward

#[cfg(test)]
mod tests {
    use super::super::testing::{SIZES, assert_close, dot, doubles, noise, numerical_gradient};
    use super::*;

    fn reference(x: &[f64]) -> Vec<f64> {
        let sum: f64 = x.iter().map(|x| x.exp()).sum();
        x.iter().map(|x| x.exp() / sum).collect()
    }

    #[test]
    fn agrees_with_the_formula() {
        for columns in SIZES.into_iter().filter(|&c| c > 0) {
            let x = noise(5 * columns, 1);
            let mut p = x.clone();
            softmax(&mut p, columns);
            for (x, p) in x.chunks(columns).zip(p.chunks(columns)) {
                assert_close(p, &reference(&doubles(x)), 5e-7);
                let mut x = x.to_vec();
                let expected = doubles(&x).iter().map(|x| x.exp()).sum::<f64>().ln();
                assert_close(&[softmax_row(&mut x)], &[expected], 5e-7);
                assert_eq!(x, p); // with and without wide vectors: the same bits
            }
        }
        softmax(&mut [], 0);
        softmax(&mut [], 3);
        assert_eq!(softmax_row(&mut []), f32::NEG_INFINITY);
    }

    #[test]
    fn extremes() {
        let mut huge = [1e30, 1e30, -1e30, f32::NEG_INFINITY];
        assert_eq!(softmax_row(&mut huge), 1e30);
        assert_eq!(huge, [0.5, 0.5, 0.0, 0.0]);
        let mut poisoned = [1.0, f32::NAN, 2.0];
        softmax_row(&mut poisoned);
        assert!(poisoned.iter().all(|p| p.is_nan()), "NaN must not be hidden");
    }

    #[test]
    fn backward_agrees_with_finite_differences() {
        for columns in [1, 2, 17, 70] {
            let (x, dp) = (noise(columns, 1), noise(columns, 2));
            let (mut p, mut dx) = (x.clone(), dp.clone());
            softmax(&mut p, columns);
            softmax_backward(&p, &mut dx, columns);
            assert_close(&dx, &numerical_gradient(&x, |x| dot(&reference(x), &dp)), 1e-6);
        }
        softmax_backward(&[], &mut [], 0);
    }
}
