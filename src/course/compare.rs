//! Compares a result with what it should be, and with what known mistakes would give.

use super::Checked;
use super::examine::note_input;
use crate::data::rng;
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use std::fmt::Debug;

/// What a known mistake would give, and the words for it.
pub type Mistake<'a, T> = (T, &'a str);

/// Fails unless `found` has the shape of `expected` and every number is within `tolerance`, relative to the expected number
/// where that is above 1. If it is what one of `mistakes` would give, the message is that mistake's; the first
/// differing number is named in any case.
///
/// # Errors
/// The message for the reader.
pub fn compare<F: Copy + Into<f64>>(
    name: &str,
    found: &Array2<F>,
    expected: &Array2<f64>,
    tolerance: f64,
    mistakes: &[Mistake<Array2<f64>>],
) -> Checked {
    let found = found.mapv(Into::into);
    let Some(difference) = difference(name, &found, expected, tolerance) else { return Ok(()) };
    let known = mistakes.iter().find(|(result, _)| difference_at(&found, result, tolerance).is_none());
    Err(match known {
        Some((_, words)) => format!("{words}\n{difference}"),
        None => difference,
    })
}

/// A row of numbers as a matrix, for [`compare()`].
pub fn row<F: Copy + Into<f64>>(numbers: &[F]) -> Array2<f64> {
    Array2::from_shape_fn((1, numbers.len()), |(_, i)| numbers[i].into())
}

/// The same as [`compare()`] for lists that must be equal.
///
/// # Errors
/// The message for the reader.
pub fn compare_lists<T: PartialEq + Debug>(
    name: &str,
    found: &[T],
    expected: &[T],
    mistakes: &[Mistake<Vec<T>>],
) -> Checked {
    if found == expected {
        return Ok(());
    }
    let difference = match found.iter().zip(expected).position(|(found, expected)| found != expected) {
        Some(i) => format!("First difference: {name}[{i}] is {:?}, expected {:?}.", found[i], expected[i]),
        None => format!("{name} has {} elements, expected {}.", found.len(), expected.len()),
    };
    let known = mistakes.iter().find(|(result, _)| result == found);
    Err(match known {
        Some((_, words)) => format!("{words}\n{difference}"),
        None => difference,
    })
}

/// Checks an answer on small random inputs, after those made by hand: a wrong rule may be right on the few, and a check must not
/// be passed by luck. The inputs are the same each time. The message begins with the input.
///
/// # Errors
/// The message of the first input for which `check` has one.
pub fn trials<I: Debug>(id: &str, input: impl Fn(&mut ChaCha8Rng) -> I, check: impl Fn(&I) -> Checked) -> Checked {
    for index in 0..TRIALS {
        let input = input(&mut rng(0, id, index));
        note_input(Some(format!("{input:?}")));
        check(&input).map_err(|message| format!("With {input:?}:\n{message}"))?;
    }
    note_input(None);
    Ok(())
}

const TRIALS: u64 = 300;

/// The first difference, in words.
fn difference(name: &str, found: &Array2<f64>, expected: &Array2<f64>, tolerance: f64) -> Option<String> {
    if found.dim() != expected.dim() {
        return Some(format!("{name} has shape {:?}, expected {:?}.", found.shape(), expected.shape()));
    }
    let (i, j) = difference_at(found, expected, tolerance)?;
    let place = match expected.dim() {
        (1, 1) => String::new(),
        (1, _) => format!("[{j}]"),
        _ => format!("[{i}, {j}]"),
    };
    let apart = (found[[i, j]] - expected[[i, j]]).abs();
    let (found, expected) = (number(found[[i, j]]), number(expected[[i, j]]));
    let hint = match found == expected {
        true => format!("\nThey differ by {apart:.0e}: is something computed in f32 that should be f64?"),
        false => String::new(),
    };
    Some(format!("First difference: {name}{place} is {found}, expected {expected} (tolerance {tolerance:e}).{hint}"))
}

/// Where two matrices differ first. Different shapes differ everywhere; NaN equals NaN.
fn difference_at(found: &Array2<f64>, expected: &Array2<f64>, tolerance: f64) -> Option<(usize, usize)> {
    if found.dim() != expected.dim() {
        return Some((0, 0));
    }
    let close = |found: f64, expected: f64| {
        let same = found == expected || found.is_nan() && expected.is_nan();
        same || expected.is_finite() && (found - expected).abs() <= tolerance * expected.abs().max(1.0)
    };
    expected.indexed_iter().find(|&(at, &expected)| !close(found[at], expected)).map(|(at, _)| at)
}

/// Six digits after the point, unless that hides the number.
fn number(x: f64) -> String {
    let plain = x == 0.0 || (1e-3..1e6).contains(&x.abs()) || !x.is_finite();
    if plain { format!("{x:.6}") } else { format!("{x:.3e}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn names_the_mistake_and_the_first_difference() {
        let expected = array![[0.5, 2.0], [3.0, 4000.0]];
        let check = |found: Array2<f32>| {
            compare("y", &found, &expected, 1e-3, &[(2.0 * &expected, "Twice."), (array![[f64::NAN]], "None.")])
        };
        assert_eq!(check(array![[0.5005, 2.0], [3.0, 4003.0]]), Ok(()));
        let message = "Twice.\nFirst difference: y[0, 0] is 1.000000, expected 0.500000 (tolerance 1e-3).";
        assert_eq!(check(array![[1.0, 4.0], [6.0, 8000.0]]), Err(message.into()));
        let message = "First difference: y[1, 0] is NaN, expected 3.000000 (tolerance 1e-3).";
        assert_eq!(check(array![[0.5, 2.0], [f32::NAN, 0.0]]), Err(message.into()));
        assert_eq!(check(array![[0.5, 2.0]]), Err("y has shape [1, 2], expected [2, 2].".into()));
        let infinite = compare("y", &array![[1.0]], &array![[f64::INFINITY]], 1e-3, &[]);
        assert!(infinite.is_err(), "nothing is close to infinity");
        let close = compare("y", &array![[0.1f32]], &array![[0.1]], 1e-9, &[]).unwrap_err();
        assert!(
            close.contains("y is 0.100000, expected 0.100000")
                && close.ends_with("by 1e-9: is something computed in f32 that should be f64?"),
            "{close}"
        );
        assert_eq!(check(array![[f32::NAN]]), Err("None.\ny has shape [1, 1], expected [2, 2].".into()));
    }

    #[test]
    fn a_trial_names_its_input() {
        use rand::Rng;
        let list = |rng: &mut ChaCha8Rng| vec![rng.random_range(0..9u32); rng.random_range(0..4)];
        assert_eq!(trials("9.1", list, |_| Ok(())), Ok(()));
        let found = trials("9.1", list, |list| compare_lists("list", list, &list[..list.len().min(2)], &[]));
        let message = found.unwrap_err();
        assert!(
            message.starts_with("With [") && message.ends_with("]:\nlist has 3 elements, expected 2."),
            "{message}"
        );
    }

    #[test]
    fn names_the_first_difference_of_lists() {
        let check = |found: &[u32]| compare_lists("ids", found, &[1, 2, 3], &[(vec![3, 2, 1], "Backwards.")]);
        assert_eq!(check(&[1, 2, 3]), Ok(()));
        assert_eq!(check(&[3, 2, 1]), Err("Backwards.\nFirst difference: ids[0] is 3, expected 1.".into()));
        assert_eq!(check(&[1, 2]), Err("ids has 2 elements, expected 3.".into()));
    }
}
