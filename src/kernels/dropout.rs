//! Dropout (Srivastava et al. 2014).

use super::random::Stream;
use super::vectorized;

/// yᵢ = xᵢ / keep with probability `keep`, else 0: the expected value stays xᵢ.
///
/// The backward pass is the same function, applied to the gradient with the same stream: dxᵢ = dyᵢ / keep, or 0.
pub fn dropout(x: &[f32], y: &mut [f32], stream: Stream, keep: f32) {
    assert_eq!(x.len(), y.len());
    vectorized(
        #[inline(always)]
        || {
            let mut i = 0u32; // counted by hand: an iterator checks for overflow, and a check stops the vectors
            for (y, &x) in y.iter_mut().zip(x) {
                *y = x * mask(stream, i, keep);
                i = i.wrapping_add(1);
            }
        },
    );
}

/// What element `i` is multiplied by: 1 / keep if it is kept, else 0.
#[inline(always)]
pub fn mask(stream: Stream, i: u32, keep: f32) -> f32 {
    // The upper 24 bits, because f32 represents every integer up to 2²⁴ exactly, 2²⁴ itself (keep = 1) among them.
    const BITS: u32 = 24;
    let threshold = keep * (1 << BITS) as f32;
    let drawn = (stream.bits(i) >> (32 - BITS)) as i32 as f32;
    if drawn < threshold { 1.0 / keep } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SIZES, noise};
    use super::*;

    #[test]
    fn keeps_the_rate_and_the_mean() {
        let count = 1 << 18;
        let x = vec![1.0; count];
        let mut y = vec![f32::NAN; count];
        for keep in [0.1, 0.5, 0.9] {
            dropout(&x, &mut y, Stream::new(1, 1, 1, 1), keep);
            let kept = y.iter().filter(|&&y| y != 0.0).count() as f64 / count as f64;
            let keep = f64::from(keep);
            // Five standard errors of a binomial share.
            assert!((kept - keep).abs() < 5.0 * (keep * (1.0 - keep) / count as f64).sqrt(), "{kept} kept of {keep}");
            assert!(y.iter().all(|&y| y == 0.0 || (f64::from(y) - 1.0 / keep).abs() < 1e-6));
        }
    }

    #[test]
    fn vector_loop_agrees_with_the_mask_and_backward_repeats_it() {
        let stream = Stream::new(3, 1, 4, 1);
        for size in SIZES {
            let (x, dy) = (noise(size, 1), noise(size, 2));
            let (mut y, mut dx) = (vec![f32::NAN; size], vec![f32::NAN; size]);
            dropout(&x, &mut y, stream, 0.7);
            dropout(&dy, &mut dx, stream, 0.7);
            for i in 0..size {
                let mask = mask(stream, i as u32, 0.7);
                assert_eq!((y[i], dx[i]), (x[i] * mask, dy[i] * mask));
            }
        }
    }

    #[test]
    fn keeping_all_changes_nothing() {
        let x = noise(1000, 1);
        let mut y = vec![f32::NAN; 1000];
        dropout(&x, &mut y, Stream::new(0, 0, 0, 0), 1.0);
        assert_eq!(x, y);
    }
}
