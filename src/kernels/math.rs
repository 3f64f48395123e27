//! `exp`, `tanh` and the normal distribution without branches or calls, so that a loop over them becomes vector instructions.
//!
//! The standard library's are correctly rounded or nearly so, one number at a time, and cost more than the matrix
//! product beside them. These are as good as f32 training needs; the bounds below are measured by the tests over every
//! 64th float.
//! Polynomials are evaluated with `mul_add`, which rounds once and is one instruction inside [`vectorized`](super::vectorized).
//! On a processor that cannot fuse it is a slow call, but gives the same bits.

use std::f32::consts::LOG2_E;

/// eˣ, to 1.5 units in the last place (ulp); ∞ from 88.73 on, 0 below −103.98, NaN for NaN.
///
/// Range reduction of Cody and Waite (1980, *Software Manual for the Elementary Functions*), polynomial of Cephes
/// `expf` (Moshier 1989):
///
/// x = n ln 2 + r with n whole and |r| ≤ ln 2 / 2, hence eˣ = 2ⁿ eʳ, and eʳ ≈ 1 + r + r² P(r).
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    /// ln 2 in two parts. The first has so few digits that n · `LN2_HIGH` is exact, so that x − n ln 2 loses none.
    const LN2_HIGH: f32 = 355.0 / 512.0;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    /// The results of all x beyond are 0 or ∞.
    const RANGE: (f32, f32) = (-105.0, 89.0);
    /// 1.5 · 2²³: floats near it are whole numbers, so adding it rounds, and the last bits of the sum are n.
    const ROUND: f32 = 12_582_912.0;

    let x = x.clamp(RANGE.0, RANGE.1); // keeps NaN
    let shifted = x.mul_add(LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = n.mul_add(-LN2_LOW, n.mul_add(-LN2_HIGH, x));

    let p: f32 = 1.987_569_2e-4;
    let p = p.mul_add(r, 1.398_199_9e-3);
    let p = p.mul_add(r, 8.333_452e-3);
    let p = p.mul_add(r, 4.166_579_6e-2);
    let p = p.mul_add(r, 0.166_666_65);
    let p = p.mul_add(r, 0.5);
    let exp_r = p.mul_add(r * r, r) + 1.0;

    // 2ⁿ in two factors, because n = 128 and n < −126 are outside the exponents of f32.
    let n = shifted.to_bits().wrapping_sub(ROUND.to_bits()) as i32;
    let half = n >> 1;
    exp_r * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

/// 2ⁿ for −126 ≤ n ≤ 127: n written into the exponent bits.
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    const EXPONENT_BIAS: i32 = 127;
    const MANTISSA_BITS: u32 = 23;
    f32::from_bits((n.wrapping_add(EXPONENT_BIAS) as u32) << MANTISSA_BITS)
}

/// tanh x, to 2 ulp; ±1 for ±∞, NaN for NaN. Cephes `tanhf`:
///
/// tanh |x| = 1 − 2 / (e²|ˣ| + 1), but x + x³ P(x²) near 0, where the difference would lose the digits of x.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    const NEAR_ZERO: f32 = 0.625;
    let far = (1.0 - 2.0 / (exp(2.0 * x.abs()) + 1.0)).copysign(x);

    let s = x * x;
    let p: f32 = -5.704_988_7e-3;
    let p = p.mul_add(s, 2.063_909e-2);
    let p = p.mul_add(s, -5.373_971_6e-2);
    let p = p.mul_add(s, 0.133_314_42);
    let p = p.mul_add(s, -0.333_332_8);
    let near = (p * s).mul_add(x, x);

    if x.abs() < NEAR_ZERO { near } else { far }
}

/// Φ(x) = (1 + erf(x / √2)) / 2, the share of a standard normal distribution that lies below x, to 1.2e-7 (an ulp at 1);
/// 0 and 1 for ∓∞, NaN for NaN.
///
/// Φ(−t) = ½ e^(−t P(t)) for t ≥ 0, where P is as smooth as can be: a polynomial of degree 7, fitted over 0 to 6.5 so that
/// the largest error of Φ is least, 8e-9 before rounding. Beyond, P only has to grow, and it does.
#[inline(always)]
pub fn normal_cdf(x: f32) -> f32 {
    let t = x.abs();
    let p: f32 = 1.965_016_7e-6;
    let p = p.mul_add(t, -2.729_456_9e-5);
    let p = p.mul_add(t, 1.290_503_7e-4);
    let p = p.mul_add(t, 9.491_711_5e-5);
    let p = p.mul_add(t, -4.895_990_3e-3);
    let p = p.mul_add(t, 3.638_757_8e-2);
    let p = p.mul_add(t, 0.318_298_88);
    let p = p.mul_add(t, 0.797_885_3);
    let tail = 0.5 * exp(-(p * t));
    if x < 0.0 { tail } else { 1.0 - tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every 64th float, of both signs: zeros, denormals, infinities and NaNs among them.
    fn floats() -> impl Iterator<Item = f32> {
        (0..=u32::MAX / 64).map(|i| f32::from_bits(i * 64)).chain([f32::INFINITY, f32::NEG_INFINITY, f32::NAN])
    }

    /// The distance of `found` from `expected` in units of the last place of the nearest float.
    fn ulps(found: f32, expected: f64) -> f64 {
        let nearest = expected as f32;
        if found == nearest || found.is_nan() && nearest.is_nan() {
            return 0.0;
        }
        let ulp = f64::from(f32::from_bits(nearest.abs().to_bits() + 1)) - f64::from(nearest.abs());
        (f64::from(found) - expected).abs() / ulp
    }

    /// The largest of `error(x)` over all [`floats`], and where. An error of NaN counts as ∞.
    fn worst(error: impl Fn(f32) -> f64) -> (f64, f32) {
        let mut worst = (0.0, 0.0);
        for x in floats() {
            let error = match error(x) {
                error if error.is_nan() => f64::INFINITY,
                error => error,
            };
            if error > worst.0 {
                worst = (error, x);
            }
        }
        worst
    }

    #[test]
    fn exp_is_within_one_and_a_half_ulp() {
        let worst = worst(|x| ulps(exp(x), f64::from(x).exp()));
        assert!(worst.0 <= 1.5, "{worst:?}");
        assert_eq!(exp(0.0), 1.0);
        assert_eq!((exp(f32::INFINITY), exp(f32::NEG_INFINITY)), (f32::INFINITY, 0.0));
    }

    #[test]
    fn tanh_is_within_two_ulp() {
        let worst = worst(|x| ulps(tanh(x), f64::from(x).tanh()));
        assert!(worst.0 <= 2.0, "{worst:?}");
        assert_eq!((tanh(f32::INFINITY), tanh(f32::NEG_INFINITY)), (1.0, -1.0));
    }

    #[test]
    fn normal_cdf_is_within_an_ulp_at_one() {
        let expected = |x: f32| 0.5 * libm::erfc(-f64::from(x) / 2f64.sqrt());
        let worst = worst(|x| if x.is_nan() { 0.0 } else { (f64::from(normal_cdf(x)) - expected(x)).abs() });
        assert!(worst.0 <= 1.2e-7, "{worst:?}");
        assert_eq!((normal_cdf(f32::INFINITY), normal_cdf(f32::NEG_INFINITY), normal_cdf(0.0)), (1.0, 0.0, 0.5));
        assert!(normal_cdf(f32::NAN).is_nan());
    }
}
