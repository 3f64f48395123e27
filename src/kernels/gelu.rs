//! GELU, the activation of BERT's feed-forward layers (Hendrycks & Gimpel 2016), in its exact form.

use super::math::{self, normal_cdf};
use super::vectorized;

/// φ(x) = e^(−x²/2) / √(2π), the density of the standard normal distribution, which is the derivative of Φ.
#[inline(always)]
fn normal_density(x: f32) -> f32 {
    const RECIPROCAL_SQRT_2_PI: f32 = 0.398_942_3;
    RECIPROCAL_SQRT_2_PI * math::exp(-0.5 * x * x)
}

/// y = x Φ(x) = x (1 + erf(x / √2)) / 2
// ANCHOR: gelu
pub fn gelu(x: &[f32], y: &mut [f32]) {
    assert_eq!(x.len(), y.len());
    vectorized(
        #[inline(always)]
        || {
            for (&x, y) in x.iter().zip(y.iter_mut()) {
                *y = x * normal_cdf(x);
            }
        },
    );
}
// ANCHOR_END: gelu

/// dx = dy (Φ(x) + x φ(x)), by the product rule: `gradient` is dy and becomes dx.
// ANCHOR: gelu_backward
pub fn gelu_backward(x: &[f32], gradient: &mut [f32]) {
    assert_eq!(x.len(), gradient.len());
    vectorized(
        #[inline(always)]
        || {
            for (&x, g) in x.iter().zip(gradient.iter_mut()) {
                *g *= normal_cdf(x) + x * normal_density(x);
            }
        },
    );
}
// ANCHOR_END: gelu_backward

#[cfg(test)]
mod tests {
    use super::super::testing::{SIZES, assert_close, dot, doubles, noise, numerical_gradient};
    use super::*;

    fn reference(x: &[f64]) -> Vec<f64> {
        x.iter().map(|x| x * 0.5 * (1.0 + libm::erf(x / 2f64.sqrt()))).collect()
    }

    #[test]
    fn agrees_with_the_formula() {
        for size in SIZES {
            let x = noise(size, 1);
            let mut y = vec![f32::NAN; size];
            gelu(&x, &mut y);
            assert_close(&y, &reference(&doubles(&x)), 4e-7);
        }
        // From −12 to 12 in small steps: beyond, y is 0 or x. The error is that of Φ, times x.
        let x: Vec<f32> = (-12_000..=12_000).map(|i| i as f32 / 1000.0).collect();
        let mut y = vec![f32::NAN; x.len()];
        gelu(&x, &mut y);
        assert_close(&y, &reference(&doubles(&x)), 4e-7);
    }

    #[test]
    fn extremes() {
        let mut y = [0.0; 4];
        gelu(&[0.0, 1e30, -1e30, f32::NAN], &mut y);
        assert_eq!(y[..3], [0.0, 1e30, 0.0]);
        assert!(y[3].is_nan());
        y = [2.0; 4];
        gelu_backward(&[0.0, 1e30, -1e30, f32::NAN], &mut y);
        assert_eq!(y[..3], [1.0, 2.0, 0.0]);
        assert!(y[3].is_nan());
    }

    #[test]
    fn backward_agrees_with_finite_differences() {
        for size in SIZES {
            let (x, dy) = (noise(size, 1), noise(size, 2));
            let mut dx = dy.clone();
            gelu_backward(&x, &mut dx);
            assert_close(&dx, &numerical_gradient(&x, |x| dot(&reference(x), &dy)), 1e-6);
        }
    }
}
