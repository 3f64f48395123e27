//! How good a prediction is, as one number or one table.
//!
//! Everything here works on plain slices and knows no network. One rule for the cases where a formula divides zero by
//! zero (nothing to average, a class nobody predicted, a variable that never varies): the answer is 0, as scikit-learn's
//! `zero_division=0` has it. Two slices that describe the same examples must have the same length; otherwise these
//! functions panic, because a score over mismatched examples would be meaningless.

mod classification;
mod correlation;
mod entities;
mod question_answering;

pub use classification::{ClassScores, Confusion, accuracy};
pub use correlation::{pearson, spearman};
pub use entities::{Counts, EntityScores, recall_of};
pub use question_answering::{best_null_threshold, exact_match, normalize_answer, token_f1};

/// The numbers that a measurement finds, each under its name.
pub type Metrics = std::collections::BTreeMap<String, f64>;

/// `exp(mean_loss)`: how many equally likely choices the model is as unsure as, from its mean cross-entropy in nats.
///
/// A model that knows nothing about a vocabulary of `V` words has loss `ln V` and perplexity `V`.
// ANCHOR: perplexity
pub fn perplexity(mean_loss: f64) -> f64 {
    mean_loss.exp()
}
// ANCHOR_END: perplexity

/// The mean, and the sample standard deviation `sqrt(Σ (x - mean)² / (n - 1))`, of a few measurements.
///
/// The standard deviation of one value is unknown and given as 0; no value at all gives `(0, 0)`.
pub fn mean_and_std(values: &[f64]) -> (f64, f64) {
    let mean = ratio(values.iter().sum(), values.len() as f64);
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, ratio(squares, values.len() as f64 - 1.0).sqrt())
}

/// `part / whole`, and 0 where there is no whole.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
fn assert_close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "found {found}, expected {expected}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn perplexity_of_a_uniform_guess_is_the_number_of_choices() {
        assert_close(perplexity(0.0), 1.0);
        assert!((perplexity(8000f64.ln()) - 8000.0).abs() < 1e-8);
    }

    #[test]
    fn standard_deviation_divides_by_one_less_than_the_count() {
        // Mean 4; squared distances 4, 0, 4; their sum 8 over 3 - 1 is 4, whose root is 2.
        assert_eq!(mean_and_std(&[2.0, 4.0, 6.0]), (4.0, 2.0));
        // NumPy 2.4.6: np.mean and np.std(ddof=1).
        let (mean, std) = mean_and_std(&[0.81, 0.84, 0.87, 0.80]);
        assert_close(mean, 0.83);
        assert_close(std, 0.031622776601683784);
    }

    #[test]
    fn few_values_have_no_spread() {
        assert_eq!(mean_and_std(&[0.7]), (0.7, 0.0));
        assert_eq!(mean_and_std(&[]), (0.0, 0.0));
    }
}
