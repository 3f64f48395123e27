//! tanh, the activation of BERT's pooler.

use super::{math, vectorized};

/// y = tanh x
pub fn tanh(x: &[f32], y: &mut [f32]) {
    assert_eq!(x.len(), y.len());
    vectorized(
        #[inline(always)]
        || {
            for (&x, y) in x.iter().zip(y.iter_mut()) {
                *y = math::tanh(x);
            }
        },
    );
}

/// dx = dy (1 − tanh² x) = dy (1 − y²), from the output `y`. `dx` is overwritten.
pub fn tanh_backward(y: &[f32], dy: &[f32], dx: &mut [f32]) {
    assert_eq!(y.len(), dy.len());
    assert_eq!(y.len(), dx.len());
    vectorized(
        #[inline(always)]
        || {
            for ((&y, &dy), dx) in y.iter().zip(dy).zip(dx.iter_mut()) {
                *dx = dy * (1.0 - y * y);
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SIZES, assert_close, dot, doubles, noise, numerical_gradient};
    use super::*;

    fn reference(x: &[f64]) -> Vec<f64> {
        x.iter().map(|x| x.tanh()).collect()
    }

    #[test]
    fn agrees_with_the_formula_and_with_finite_differences() {
        for size in SIZES {
            let (x, dy) = (noise(size, 1), noise(size, 2));
            let (mut y, mut dx) = (vec![f32::NAN; size], vec![f32::NAN; size]);
            tanh(&x, &mut y);
            tanh_backward(&y, &dy, &mut dx);
            assert_close(&y, &reference(&doubles(&x)), 2e-7);
            assert_close(&dx, &numerical_gradient(&x, |x| dot(&reference(x), &dy)), 1e-6);
        }
    }
}
