//! Softmax cross-entropy: the loss of every classifier in this book, from two labels to a vocabulary of 30,000.
//!
//! For a row of logits x and its label t, with p = softmax(x):
//!
//! loss = −log pₜ = log Σⱼ e^xⱼ − xₜ,  and  ∂loss/∂xᵢ = pᵢ − [i = t]
//!
//! The forward pass keeps L = log Σⱼ e^xⱼ, one number a row; then pᵢ = e^(xᵢ − L), and no probabilities are stored.

use super::{math, vector, vectorized};

/// The sum of the losses of all rows.
///
/// `logits` is `[rows, classes]`, `labels` `[rows]`. Writes L of each row to `log_sum_exp` `[rows]`, for
/// [`cross_entropy_backward`].
///
/// # Panics
///
/// If a label is not below `classes`.
// ANCHOR: cross_entropy
pub fn cross_entropy(logits: &[f32], labels: &[u32], log_sum_exp: &mut [f32]) -> f64 {
    let classes = classes(logits, labels);
    assert_eq!(labels.len(), log_sum_exp.len());
    vectorized(
        #[inline(always)]
        || {
            let mut loss = 0.0;
            for ((row, &label), kept) in logits.chunks_exact(classes).zip(labels).zip(log_sum_exp) {
                let max = vector::max(row);
                *kept = max + vector::sum(row, |x| math::exp(x - max)).ln();
                loss += f64::from(*kept) - f64::from(row[label as usize]);
            }
            loss
        },
    )
}
// ANCHOR_END: cross_entropy

/// The gradient of `scale` times the sum of the losses: dxᵢ = (pᵢ − [i = t]) · scale. `d_logits` is overwritten.
// ANCHOR: cross_entropy_backward
pub fn cross_entropy_backward(logits: &[f32], labels: &[u32], log_sum_exp: &[f32], scale: f32, d_logits: &mut [f32]) {
    let classes = classes(logits, labels);
    assert_eq!(labels.len(), log_sum_exp.len());
    assert_eq!(logits.len(), d_logits.len());
    vectorized(
        #[inline(always)]
        || {
            let rows = logits.chunks_exact(classes).zip(d_logits.chunks_exact_mut(classes));
            for (((row, d_row), &label), &kept) in rows.zip(labels).zip(log_sum_exp) {
                for (&x, dx) in row.iter().zip(d_row.iter_mut()) {
                    *dx = math::exp(x - kept) * scale;
                }
                d_row[label as usize] -= scale;
            }
        },
    );
}
// ANCHOR_END: cross_entropy_backward

/// The number of classes, which is the length of a row. Without rows it does not matter, but must not be 0.
fn classes(logits: &[f32], labels: &[u32]) -> usize {
    let rows = labels.len().max(1);
    assert_eq!(logits.len() % rows, 0, "{} logits for {rows} labels", logits.len());
    (logits.len() / rows).max(1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SIZES, assert_close, doubles, noise, numerical_gradient};
    use super::*;

    fn reference(logits: &[f64], labels: &[u32]) -> f64 {
        let rows = logits.chunks(logits.len() / labels.len());
        rows.zip(labels).map(|(x, &t)| x.iter().map(|x| x.exp()).sum::<f64>().ln() - x[t as usize]).sum()
    }

    #[test]
    fn agrees_with_the_formula_and_with_finite_differences() {
        for classes in SIZES.into_iter().filter(|&c| c > 0) {
            let labels: Vec<u32> = [0, classes / 2, classes - 1].map(|t| t as u32).into();
            let logits = noise(3 * classes, 1);
            let mut log_sum_exp = vec![f32::NAN; 3];
            let loss = cross_entropy(&logits, &labels, &mut log_sum_exp);
            assert_close(&[loss as f32], &[reference(&doubles(&logits), &labels)], 1e-6);

            let mut gradient = vec![f32::NAN; logits.len()];
            cross_entropy_backward(&logits, &labels, &log_sum_exp, 0.3, &mut gradient);
            assert_close(&gradient, &numerical_gradient(&logits, |x| 0.3 * reference(x, &labels)), 1e-6);
        }
    }

    #[test]
    fn no_rows_no_loss() {
        assert_eq!(cross_entropy(&[], &[], &mut []), 0.0);
        cross_entropy_backward(&[], &[], &[], 1.0, &mut []);
    }

    #[test]
    fn large_logits_do_not_overflow() {
        let logits = [200.0, -200.0, 0.0];
        let (mut log_sum_exp, mut gradient) = ([0.0], [f32::NAN; 3]);
        assert_eq!(cross_entropy(&logits, &[1], &mut log_sum_exp), 400.0);
        cross_entropy_backward(&logits, &[1], &log_sum_exp, 1.0, &mut gradient);
        assert_eq!(gradient, [1.0, -1.0, 0.0]);
    }

    #[test]
    fn a_vocabulary_of_30000() {
        // All classes equally likely: the loss is ln V, and the gradient 1/V except at the label.
        const V: usize = 30_522;
        let logits = vec![0.25; V];
        let (mut log_sum_exp, mut gradient) = ([0.0], vec![f32::NAN; V]);
        let loss = cross_entropy(&logits, &[7], &mut log_sum_exp);
        assert!((loss - (V as f64).ln()).abs() < 2e-6, "{loss}");
        cross_entropy_backward(&logits, &[7], &log_sum_exp, 1.0, &mut gradient);
        let sum: f64 = doubles(&gradient).iter().sum();
        assert!(sum.abs() < 2e-6, "the gradient of a row sums to 0, found {sum}");
    }

    #[test]
    #[should_panic]
    fn label_out_of_range() {
        cross_entropy(&[0.0, 0.0], &[2], &mut [0.0]);
    }
}
