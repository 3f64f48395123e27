//! Sums, maxima and element-wise helpers over slices.
//!
//! A floating-point sum depends on its order, so the compiler may not reorder one, and a plain `for` loop that sums
//! stays scalar. Here the order is chosen so that it fits vectors: `LANES` partial sums, each over every `LANES`-th element,
//! and then the partial sums pairwise. The order is part of the code, so every CPU gives the same bits; and the rounding
//! error is smaller than that of the plain loop.

use super::vectorized;

/// Partial sums of a reduction: as many as the widest vector has floats. More would hide the latency of the addition, but
/// the compiler no longer keeps 32 or 64 in registers, and the reductions take twice as long.
const LANES: usize = 16;

/// Reduces `term(x₀, y₀, z₀), term(x₁, y₁, z₁), …` to one value with `combine`, starting from `start`.
#[inline(always)]
fn reduce<T: Copy>(
    [x, y, z]: [&[f32]; 3],
    start: T,
    term: impl Fn(f32, f32, f32) -> T,
    combine: impl Fn(T, T) -> T,
) -> T {
    assert_eq!(x.len(), y.len());
    assert_eq!(x.len(), z.len());
    let mut partial = [start; LANES];
    let ((xs, x), (ys, y), (zs, z)) = (x.as_chunks::<LANES>(), y.as_chunks::<LANES>(), z.as_chunks::<LANES>());
    for ((x, y), z) in xs.iter().zip(ys).zip(zs) {
        for lane in 0..LANES {
            partial[lane] = combine(partial[lane], term(x[lane], y[lane], z[lane]));
        }
    }
    for (lane, partial) in partial[..x.len()].iter_mut().enumerate() {
        *partial = combine(*partial, term(x[lane], y[lane], z[lane]));
    }
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        for lane in 0..width {
            partial[lane] = combine(partial[lane], partial[lane + width]);
        }
    }
    partial[0]
}

/// Σ term(xᵢ).
#[inline(always)]
pub fn sum(x: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    reduce([x; 3], 0.0, |x, _, _| term(x), |a, b| a + b)
}

/// Σ term(xᵢ, yᵢ).
#[inline(always)]
pub fn sum_pairs(x: &[f32], y: &[f32], term: impl Fn(f32, f32) -> f32) -> f32 {
    reduce([x, y, y], 0.0, |x, y, _| term(x, y), |a, b| a + b)
}

/// Σ term(xᵢ, yᵢ, zᵢ).
#[inline(always)]
pub fn sum_triples(x: &[f32], y: &[f32], z: &[f32], term: impl Fn(f32, f32, f32) -> f32) -> f32 {
    reduce([x, y, z], 0.0, term, |a, b| a + b)
}

/// The largest element; −∞ if there is none. NaN is passed over.
#[inline(always)]
pub fn max(x: &[f32]) -> f32 {
    reduce([x; 3], f32::NEG_INFINITY, |x, _, _| x, |a, b| if b > a { b } else { a })
}

/// Σ xᵢ², summed in f64: for the norm of all gradients together.
pub fn sum_of_squares(x: &[f32]) -> f64 {
    vectorized(
        #[inline(always)]
        || reduce([x; 3], 0.0, |x, _, _| f64::from(x) * f64::from(x), |a, b| a + b),
    )
}

/// yᵢ += xᵢ
pub fn add_assign(y: &mut [f32], x: &[f32]) {
    assert_eq!(x.len(), y.len());
    vectorized(
        #[inline(always)]
        || y.iter_mut().zip(x).for_each(|(y, x)| *y += x),
    );
}

/// yᵢ *= factor
pub fn scale(y: &mut [f32], factor: f32) {
    vectorized(
        #[inline(always)]
        || y.iter_mut().for_each(|y| *y *= factor),
    );
}

/// Adds `row` `[columns]` to every row of `y` `[rows, columns]`.
pub fn add_to_rows(y: &mut [f32], row: &[f32]) {
    assert_eq!(y.len() % row.len().max(1), 0);
    vectorized(
        #[inline(always)]
        || {
            for y in y.chunks_exact_mut(row.len().max(1)) {
                y.iter_mut().zip(row).for_each(|(y, x)| *y += x);
            }
        },
    );
}

/// The backward pass of [`add_to_rows`]: adds the rows of `dy` `[rows, columns]` to `sum` `[columns]`, first row first.
pub fn sum_rows(dy: &[f32], sum: &mut [f32]) {
    assert_eq!(dy.len() % sum.len().max(1), 0);
    vectorized(
        #[inline(always)]
        || {
            for row in dy.chunks_exact(sum.len().max(1)) {
                sum.iter_mut().zip(row).for_each(|(d, dy)| *d += dy);
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SIZES, assert_close, doubles, noise};
    use super::*;

    #[test]
    fn reductions_agree_with_plain_loops() {
        for size in SIZES {
            let (x, y) = (noise(size, 1), noise(size, 2));
            let (x64, y64) = (doubles(&x), doubles(&y));
            assert_close(&[sum(&x, |x| x)], &[x64.iter().sum()], 2e-6 * size.max(1) as f64);
            let products = x64.iter().zip(&y64).map(|(x, y)| x * y).sum();
            assert_close(&[sum_pairs(&x, &y, |x, y| x * y)], &[products], 2e-6 * size.max(1) as f64);
            assert_eq!(max(&x), x.iter().copied().fold(f32::NEG_INFINITY, f32::max));
            let squares: f64 = x64.iter().map(|x| x * x).sum();
            assert!((sum_of_squares(&x) - squares).abs() <= 1e-13 * squares);
        }
    }

    #[test]
    fn vectors_do_not_change_the_bits() {
        for size in SIZES {
            let x = noise(size, 3);
            let wide = vectorized(
                #[inline(always)]
                || sum(&x, |x| x * x),
            );
            assert_eq!(wide.to_bits(), sum(&x, |x| x * x).to_bits());
        }
    }

    #[test]
    fn sum_of_squares_survives_values_whose_square_overflows() {
        assert_eq!(sum_of_squares(&[1e30; 4]), 4.0 * f64::from(1e30f32).powi(2));
    }

    #[test]
    fn elementwise() {
        for size in SIZES {
            let (x, y) = (noise(size, 1), noise(size, 2));
            let mut found = y.clone();
            add_assign(&mut found, &x);
            scale(&mut found, 0.5);
            for i in 0..size {
                assert_eq!(found[i], (x[i] + y[i]) * 0.5);
            }
        }
    }

    #[test]
    fn rows() {
        for (rows, columns) in [(0, 5), (3, 1), (4, 17), (2, 100)] {
            let (bias, mut y, dy) = (noise(columns, 1), noise(rows * columns, 2), noise(rows * columns, 3));
            let before = y.clone();
            add_to_rows(&mut y, &bias);
            let mut sum = noise(columns, 4);
            let mut expected = sum.clone();
            sum_rows(&dy, &mut sum);
            for i in 0..rows * columns {
                assert_eq!(y[i], before[i] + bias[i % columns]);
                expected[i % columns] += dy[i];
            }
            assert_eq!(sum, expected);
        }
        add_to_rows(&mut [], &[]);
        sum_rows(&[], &mut []);
    }
}
