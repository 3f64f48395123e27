//! What the kernels' tests share: input with no pattern, numerical gradients, and comparison.

use super::random::Stream;

/// Sizes that straddle every vector width, and nothing at all.
pub const SIZES: [usize; 12] = [0, 1, 2, 3, 7, 15, 16, 17, 31, 33, 100, 257];

/// `count` values spread evenly over -3..3, the same for the same seed.
pub fn noise(count: usize, seed: u64) -> Vec<f32> {
    let stream = Stream::new(seed, 0, 0, 0);
    (0..count as u32).map(|i| stream.bits(i) as f32 / u32::MAX as f32 * 6.0 - 3.0).collect()
}

/// The same values in twice the precision, for the reference loops.
pub fn doubles(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&v| v.into()).collect()
}

/// Σ aᵢ bᵢ: with a random `b`, turns a function's many outputs into one loss whose gradient with respect to them is `b`.
pub fn dot(a: &[f64], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| a * f64::from(b)).sum()
}

/// The gradient of `loss` at `x` by central differences, in f64: (f(x + h) − f(x − h)) / 2h, good to about 1e-8.
pub fn numerical_gradient(x: &[f32], loss: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    const H: f64 = 1e-5;
    let x = doubles(x);
    let shifted = |i: usize, h: f64| {
        let mut x = x.clone();
        x[i] += h;
        loss(&x)
    };
    (0..x.len()).map(|i| (shifted(i, H) - shifted(i, -H)) / (2.0 * H)).collect()
}

/// Fails unless |found − expected| ≤ tolerance · max(1, |expected|), element by element.
#[track_caller]
pub fn assert_close(found: &[f32], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (i, (&found, &expected)) in found.iter().zip(expected).enumerate() {
        let error = (f64::from(found) - expected).abs() / expected.abs().max(1.0);
        assert!(error <= tolerance, "element {i}: found {found}, expected {expected}, error {error:e}");
    }
}
