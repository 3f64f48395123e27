//! From many dimensions to the two of a page.

use ndarray::{Array1, Array2, ArrayView2, Axis};

/// How often each direction is improved: many more times than the eye can tell.
const STEPS: usize = 200;

/// Where `points [points, columns]` lie on the plane on which they differ most: their first two principal components
/// (Pearson, 1901).
///
/// With the mean taken off, `Xᵀ X v` pulls any vector `v` towards the direction in which the rows of `X` differ most; done
/// again and again this is the power iteration. The second direction is found in the same way, kept at a right angle to the
/// first.
// ANCHOR: plane
pub fn principal_plane(points: ArrayView2<'_, f32>) -> Vec<(f64, f64)> {
    let points: Array2<f64> = points.mapv(f64::from);
    let Some(mean) = points.mean_axis(Axis(0)) else { return Vec::new() };
    let x = points - mean;
    let first = direction(&x, None);
    let second = direction(&x, Some(&first));
    x.dot(&first).into_iter().zip(x.dot(&second)).collect()
}

fn direction(x: &Array2<f64>, other: Option<&Array1<f64>>) -> Array1<f64> {
    let mut v = Array1::from_shape_fn(x.ncols(), |i| (i as f64 + 1.0).sin()); // any start that is no special direction
    for _ in 0..STEPS {
        v = x.t().dot(&x.dot(&v));
        if let Some(other) = other {
            v = &v - other * v.dot(other);
        }
        let length = v.dot(&v).sqrt();
        v /= if length > 0.0 { length } else { 1.0 };
    }
    v
}
// ANCHOR_END: plane

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn finds_the_long_side_and_then_the_short_one() {
        // A rectangle of 6 by 2, turned so that its long side runs along (3, 4, 0) and its short one along (0, 0, 1).
        let (long, short) = ([0.6f32, 0.8, 0.0], [0.0f32, 0.0, 1.0]);
        let corner = |l: f32, s: f32| std::array::from_fn::<f32, 3, _>(|i| 10.0 + l * long[i] + s * short[i]);
        let points = Array2::from(vec![corner(3., 1.), corner(3., -1.), corner(-3., 1.), corner(-3., -1.)]);
        let found = principal_plane(points.view());
        for (x, y) in &found {
            assert!((x.abs() - 3.0).abs() < 1e-5 && (y.abs() - 1.0).abs() < 1e-5, "{found:?}");
        }
        assert!(found[0].0 * found[2].0 < 0.0 && found[0].1 * found[1].1 < 0.0, "{found:?}");
    }

    #[test]
    fn points_that_are_all_alike_lie_in_the_middle() {
        assert_eq!(principal_plane(array![[1.0, 2.0], [1.0, 2.0]].view()), [(0.0, 0.0), (0.0, 0.0)]);
        assert!(principal_plane(Array2::zeros((0, 3)).view()).is_empty());
    }
}
