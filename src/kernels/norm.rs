//! Layer normalization (Ba et al. 2016), with the residual connection before it.
//!
//! For each row, with s = x + r (or s = x where there is no residual), and means over the row's elements:
//!
//! m = mean(s),  v = mean((s − m)²),  q = 1/√(v + ε),  ŝ = (s − m) q,  y = gain · ŝ + bias
//!
//! The forward pass keeps two numbers a row for the backward pass, m and q. The tape holds x and r anyway, and ŝ is a
//! subtraction and a product away from them; to store it and load it back would take longer than that.

use super::{vector, vectorized};

/// y = LayerNorm(x + residual): `x`, `residual` and `y` are `[rows, columns]`, `gain` and `bias` are `[columns]`.
///
/// Writes m and q of each row to `statistics` `[rows, 2]`, for [`layer_norm_backward`].
// ANCHOR: layer_norm
pub fn layer_norm(
    x: &[f32],
    residual: Option<&[f32]>,
    gain: &[f32],
    bias: &[f32],
    epsilon: f32,
    y: &mut [f32],
    statistics: &mut [f32],
) {
    let columns = columns(x, residual, gain, statistics);
    assert_eq!(bias.len(), gain.len());
    assert_eq!(y.len(), x.len());
    vectorized(
        #[inline(always)]
        || {
            let outputs = y.chunks_exact_mut(columns).zip(statistics.chunks_exact_mut(2));
            for (row, (y, statistics)) in outputs.enumerate() {
                add(x, residual, row * columns, y); // y holds s
                let mean = vector::sum(y, |s| s) / columns as f32;
                let variance = vector::sum(y, |s| (s - mean) * (s - mean)) / columns as f32;
                let q = 1.0 / (variance + epsilon).sqrt();
                for ((y, &gain), &bias) in y.iter_mut().zip(gain).zip(bias) {
                    *y = gain * ((*y - mean) * q) + bias;
                }
                statistics.copy_from_slice(&[mean, q]);
            }
        },
    );
}
// ANCHOR_END: layer_norm

/// The backward pass of [`layer_norm`]. Overwrites `dx` `[rows, columns]`, which is the gradient of x and of the residual
/// alike; adds to `dgain` and `dbias` `[columns]`, first row first.
///
/// With h = dy · gain, the gradient of ŝ: s moves ŝ directly, by q, and moves every ŝ of the row through m and through
/// v. From ∂m/∂sᵢ = 1/n, ∂v/∂sᵢ = 2 (sᵢ − m)/n and ∂q/∂v = −q³/2,
///
/// ∂ŝⱼ/∂sᵢ = q ([i = j] − 1/n − ŝᵢ ŝⱼ/n)
///
/// dsᵢ = Σⱼ hⱼ ∂ŝⱼ/∂sᵢ = q (hᵢ − mean(h) − ŝᵢ mean(h ŝ)),  dgain += dy · ŝ,  dbias += dy
#[expect(clippy::too_many_arguments)] // three inputs, what forward kept, and a gradient for each
// ANCHOR: layer_norm_backward
pub fn layer_norm_backward(
    x: &[f32],
    residual: Option<&[f32]>,
    gain: &[f32],
    statistics: &[f32],
    dy: &[f32],
    dx: &mut [f32],
    dgain: &mut [f32],
    dbias: &mut [f32],
) {
    let columns = columns(x, residual, gain, statistics);
    assert_eq!((dy.len(), dx.len()), (x.len(), x.len()));
    assert_eq!((dgain.len(), dbias.len()), (gain.len(), gain.len()));
    vectorized(
        #[inline(always)]
        || {
            let rows = dy.chunks_exact(columns).zip(dx.chunks_exact_mut(columns)).zip(statistics.chunks_exact(2));
            for (row, ((dy, dx), statistics)) in rows.enumerate() {
                let (mean, q) = (statistics[0], statistics[1]);
                add(x, residual, row * columns, dx); // dx holds s
                for (((dx, &dy), dgain), dbias) in dx.iter_mut().zip(dy).zip(dgain.iter_mut()).zip(dbias.iter_mut()) {
                    *dx = (*dx - mean) * q; // dx holds ŝ
                    *dgain += dy * *dx;
                    *dbias += dy;
                }
                let mean_h = vector::sum_pairs(dy, gain, |dy, gain| dy * gain) / columns as f32;
                let mean_hs = vector::sum_triples(dy, gain, dx, |dy, gain, s| dy * gain * s) / columns as f32;
                for ((dx, &dy), &gain) in dx.iter_mut().zip(dy).zip(gain) {
                    *dx = q * (dy * gain - mean_h - *dx * mean_hs);
                }
            }
        },
    );
}
// ANCHOR_END: layer_norm_backward

/// s = x + r, for the row that starts at `start`.
#[inline(always)]
fn add(x: &[f32], residual: Option<&[f32]>, start: usize, s: &mut [f32]) {
    s.copy_from_slice(&x[start..start + s.len()]);
    if let Some(residual) = residual {
        let residual = &residual[start..start + s.len()];
        s.iter_mut().zip(residual).for_each(|(s, r)| *s += r);
    }
}

/// Checks the shapes. Returns the length of a row, or 1 where there are no rows.
fn columns(x: &[f32], residual: Option<&[f32]>, gain: &[f32], statistics: &[f32]) -> usize {
    assert!(residual.is_none_or(|r| r.len() == x.len()), "layer norm: the residual has another shape than x");
    assert_eq!(x.len() * 2, gain.len() * statistics.len(), "layer norm: x is not [rows, {}]", gain.len());
    gain.len().max(1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_close, dot, doubles, noise, numerical_gradient};
    use super::*;

    const EPSILON: f32 = 1e-5;
    const SHAPES: [(usize, usize); 8] = [(0, 4), (1, 1), (3, 1), (3, 3), (5, 17), (2, 64), (3, 100), (2, 129)];

    fn reference(s: &[f64], gain: &[f64], bias: &[f64]) -> Vec<f64> {
        let mut y = Vec::new();
        for s in s.chunks(gain.len()) {
            let n = s.len() as f64;
            let mean = s.iter().sum::<f64>() / n;
            let variance = s.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / n;
            let std = (variance + f64::from(EPSILON)).sqrt();
            y.extend(s.iter().zip(gain).zip(bias).map(|((s, gain), bias)| gain * (s - mean) / std + bias));
        }
        y
    }

    fn sum(x: &[f32], residual: Option<&[f32]>) -> Vec<f32> {
        x.iter().enumerate().map(|(i, x)| x + residual.map_or(0.0, |r| r[i])).collect()
    }

    /// Forward and backward of one shape, beside the formula and its numerical gradient.
    fn check(rows: usize, columns: usize, residual: Option<&[f32]>) {
        let x = noise(rows * columns, 1);
        let (gain, bias, dy) = (noise(columns, 2), noise(columns, 3), noise(rows * columns, 4));
        let (mut y, mut dx) = (vec![f32::NAN; rows * columns], vec![f32::NAN; rows * columns]);
        let mut statistics = vec![f32::NAN; rows * 2];
        let (mut dgain, mut dbias) = (vec![1.0; columns], vec![2.0; columns]);
        layer_norm(&x, residual, &gain, &bias, EPSILON, &mut y, &mut statistics);
        layer_norm_backward(&x, residual, &gain, &statistics, &dy, &mut dx, &mut dgain, &mut dbias);

        let s = sum(&x, residual);
        let (s64, gain64, bias64) = (doubles(&s), doubles(&gain), doubles(&bias));
        // The rounding of s, 2e-7 here, is amplified by q in ŝ, and once more in dx. Short rows can have a large q.
        let q = statistics.iter().skip(1).step_by(2).fold(1f64, |max, &q| max.max(q.into()));
        assert_close(&y, &reference(&s64, &gain64, &bias64), 1e-6 * q);
        assert_close(&dx, &numerical_gradient(&s, |s| dot(&reference(s, &gain64, &bias64), &dy)), 1e-6 * q * q);
        let mut expected = numerical_gradient(&gain, |gain| dot(&reference(&s64, gain, &bias64), &dy));
        expected.iter_mut().for_each(|d| *d += 1.0); // added to what was there
        assert_close(&dgain, &expected, 2e-6 * q);
        let mut expected = numerical_gradient(&bias, |bias| dot(&reference(&s64, &gain64, bias), &dy));
        expected.iter_mut().for_each(|d| *d += 2.0);
        assert_close(&dbias, &expected, 1e-6);
    }

    #[test]
    fn agrees_with_the_formula_and_with_finite_differences() {
        for (rows, columns) in SHAPES {
            check(rows, columns, None);
            check(rows, columns, Some(&noise(rows * columns, 5)));
        }
    }

    #[test]
    fn a_row_far_from_zero_keeps_its_digits() {
        // The naive mean(s²) − mean(s)² would lose them all.
        let x: Vec<f32> = (0..128).map(|i| 10_000.0 + (i % 2) as f32).collect();
        let (mut y, mut statistics) = (vec![0.0; 128], [0.0; 2]);
        layer_norm(&x, None, &[1.0; 128], &[0.0; 128], EPSILON, &mut y, &mut statistics);
        assert_close(&y, &reference(&doubles(&x), &[1.0; 128], &[0.0; 128]), 1e-5);
    }

    #[test]
    fn a_constant_row_gives_the_bias() {
        let (mut y, mut statistics) = ([f32::NAN; 3], [0.0; 2]);
        layer_norm(&[5.0; 3], None, &[2.0; 3], &[1.0, 2.0, 3.0], EPSILON, &mut y, &mut statistics);
        assert_eq!(y, [1.0, 2.0, 3.0]);
    }
}
