//! How well two rankings or two scales agree.

use super::{mean_and_std, ratio};

/// Pearson's correlation `Σ (x - x̄)(y - ȳ) / sqrt(Σ (x - x̄)² · Σ (y - ȳ)²)`: 1 where `y` is a rising line in `x`, -1
/// where it is a falling one, 0 where no line helps, and 0 by this module's rule where one of them never varies.
///
/// # Panics
/// If the slices differ in length.
pub fn pearson(x: &[f64], y: &[f64]) -> f64 {
    assert_eq!(x.len(), y.len(), "as many values of one variable as of the other");
    // The mean of equal values may be off by a rounding error, which would then be all that varies.
    let constant = |values: &[f64]| values.iter().all(|&value| value == values[0]);
    if constant(x) || constant(y) {
        return 0.0;
    }
    let (x_mean, y_mean) = (mean_and_std(x).0, mean_and_std(y).0);
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (&x, &y) in x.iter().zip(y) {
        let (dx, dy) = (x - x_mean, y - y_mean);
        xy += dx * dy;
        xx += dx * dx;
        yy += dy * dy;
    }
    ratio(xy, (xx * yy).sqrt())
}

/// Spearman's correlation: Pearson's, of the ranks. It asks only whether the two agree on the order.
///
/// # Panics
/// If the slices differ in length.
pub fn spearman(x: &[f64], y: &[f64]) -> f64 {
    pearson(&ranks(x), &ranks(y))
}

// ANCHOR: ranks
/// The rank of every value, counted from 1; equal values share the average of the ranks they take up.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0; // how many values are smaller than this group of equals
    for equals in order.chunk_by(|&i, &j| values[i] == values[j]) {
        let average = below as f64 + (equals.len() + 1) as f64 / 2.0;
        for &i in equals {
            ranks[i] = average;
        }
        below += equals.len();
    }
    ranks
}
// ANCHOR_END: ranks

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn pearson_by_hand() {
        // Distances from the means: x -1, 0, 1 and y -1, -1, 2. Then Σxy = 3, Σxx = 2, Σyy = 6: 3 / sqrt(12) = sqrt(3)/2.
        assert_close(pearson(&[1., 2., 3.], &[1., 1., 4.]), 3f64.sqrt() / 2.0);
        assert_close(pearson(&[1., 2., 3.], &[30., 20., 10.]), -1.0);
    }

    #[test]
    fn ties_share_their_average_rank() {
        assert_eq!(ranks(&[10., 30., 20., 20., 5.]), [2., 5., 3.5, 3.5, 1.]);
    }

    #[test]
    fn spearman_sees_only_the_order() {
        assert_close(spearman(&[1., 2., 3., 4.], &[1., 10., 100., 1e9]), 1.0);
    }

    /// tests/fixtures/make_correlation.py asks SciPy.
    #[test]
    fn agree_with_scipy() {
        let fixture: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/fixtures/correlation.json")).unwrap();
        for case in fixture["cases"].as_array().unwrap() {
            let [x, y] = ["x", "y"].map(|name| serde_json::from_value::<Vec<f64>>(case[name].clone()).unwrap());
            for (found, name) in [(pearson(&x, &y), "pearson"), (spearman(&x, &y), "spearman")] {
                let expected = case[name].as_f64().unwrap();
                assert!((found - expected).abs() < 1e-9, "{}: {name} {found}, SciPy {expected}", case["name"]);
            }
        }
    }

    #[test]
    fn what_never_varies_correlates_with_nothing() {
        assert_eq!(pearson(&[2., 2., 2.], &[1., 2., 3.]), 0.0);
        assert_eq!(pearson(&[0.1; 3], &[0.8; 3]), 0.0); // whose means are 0.10000000000000002 and 0.8000000000000002
        assert_eq!((pearson(&[1.], &[1.]), spearman(&[], &[])), (0.0, 0.0));
    }
}
