//! Is a hand-written backward pass right? Wiggle each number and see.
//!
//! For a scalar `L`, `∂L/∂θ ≈ (L(θ+h) − L(θ−h)) / 2h`, with an error that shrinks as `h²`. With two more points,
//! `(8 (L(θ+h) − L(θ−h)) − (L(θ+2h) − L(θ−2h))) / 12h`, it shrinks as `h⁴`, so `h` can be large enough that the rounding
//! of `f32`, which grows as `1/h`, does no harm.
//!
//! An operation's output is a matrix, so the scalar is `L = Σ u_ij y_ij` with fixed *unequal* weights `u`: were they all
//! alike, mistakes that only move gradient from one element to another (a softmax with its sum forgotten, a transposed
//! matrix) would cancel and pass.

use super::{Buffers, DropoutKey, Gradients, Kind, ParameterId, Parameters, Tape, Var};
use crate::data::rng;
use ndarray::Array2;
use rand::Rng;

/// The step of the finite difference.
const STEP: f32 = 1.0 / 64.0;

/// Where analytic and numeric gradient differ most.
#[derive(Clone, Debug, Default)]
pub struct Worst {
    /// The parameter's name.
    pub name: String,
    /// The element, in row-major order.
    pub index: usize,
    /// What backward says.
    pub analytic: f64,
    /// What the finite difference says.
    pub numeric: f64,
    /// `|analytic − numeric|`, relative to the largest gradient in the same tensor (but at least to 0.01).
    pub error: f64,
}

/// Compares backward with finite differences for every parameter that is not frozen, at most `samples` elements of
/// each, spread evenly. With a `key`, dropout is on (and the same at every evaluation).
// ANCHOR: gradient_check
pub fn gradient_check(
    key: Option<DropoutKey>,
    parameters: &Parameters,
    samples: usize,
    forward: impl Fn(&mut Tape<'_>) -> Var,
) -> Worst {
    let buffers = Buffers::new();
    let evaluate = |parameters: &Parameters| {
        let mut tape = tape(key, parameters, &buffers);
        let y = forward(&mut tape);
        let value = tape.value(y);
        value.iter().zip(upstream(value.dim()).iter()).map(|(&y, &u)| f64::from(y) * f64::from(u)).sum::<f64>()
    };
    let mut tape = tape(key, parameters, &buffers);
    let y = forward(&mut tape);
    let weights = upstream(tape.value(y).dim());
    let gradients = Gradients::new(parameters);
    tape.backward_from(y, weights, &gradients);
    let gradients = gradients.finish(&buffers);

    let mut worst = Worst::default();
    let mut moved = parameters.clone();
    for (i, parameter) in parameters.iter().enumerate().filter(|(_, p)| !p.frozen) {
        let shape = parameter.value.dim();
        let gradient = gradients[i].as_ref().map_or_else(|| Array2::zeros(shape), |found| found.to_dense(shape));
        let scale = gradient.iter().fold(0.01, |max: f64, &g| max.max(f64::from(g.abs())));
        for index in (0..gradient.len()).step_by(gradient.len().div_ceil(samples)) {
            let place = (index / gradient.ncols(), index % gradient.ncols());
            let mut at = |distance: f32| {
                moved[ParameterId(i)].value[place] = parameter.value[place] + distance;
                evaluate(&moved)
            };
            let (near, far) = (at(STEP) - at(-STEP), at(2.0 * STEP) - at(-2.0 * STEP));
            at(0.0);
            let numeric = (8.0 * near - far) / (12.0 * f64::from(STEP));
            let analytic = f64::from(gradient[place]);
            let error = (analytic - numeric).abs() / scale;
            if error.is_nan() || error >= worst.error {
                worst = Worst { name: parameter.name.clone(), index, analytic, numeric, error };
                if error.is_nan() {
                    return worst;
                }
            }
        }
    }
    worst
}
// ANCHOR_END: gradient_check

fn tape<'p>(key: Option<DropoutKey>, parameters: &'p Parameters, buffers: &'p Buffers) -> Tape<'p> {
    match key {
        Some(key) => Tape::training(parameters, buffers, key),
        None => Tape::new(parameters, buffers),
    }
}

/// Fixed, unequal weights between −1 and 1.
fn upstream((rows, columns): (usize, usize)) -> Array2<f32> {
    let mut rng = rng(0, "upstream gradient", 0);
    Array2::from_shape_simple_fn((rows, columns), || rng.random_range(-1.0..1.0))
}

/// For tests: random inputs of the given shapes, as parameters.
pub fn inputs(shapes: &[(usize, usize)]) -> (Parameters, Vec<ParameterId>) {
    let mut parameters = Parameters::new();
    let mut rng = rng(0, "gradient check", 0);
    let ids = shapes.iter().enumerate().map(|(i, &shape)| {
        let value = Array2::from_shape_simple_fn(shape, || rng.random_range(-1.0..1.0));
        parameters.add(format!("input {i}"), Kind::Matrix, value)
    });
    let ids = ids.collect();
    (parameters, ids)
}

/// For tests: asserts that every gradient agrees to one part in a thousand.
pub fn check(parameters: &Parameters, forward: impl Fn(&mut Tape<'_>) -> Var) {
    check_with(None, parameters, forward);
}

/// For tests: the same, with dropout.
pub fn check_with(key: Option<DropoutKey>, parameters: &Parameters, forward: impl Fn(&mut Tape<'_>) -> Var) {
    let worst = gradient_check(key, parameters, usize::MAX, forward);
    assert!(worst.error < 1e-3, "{worst:?}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autograd::{Backward, Operation};

    /// `y = 2x`, with a backward pass that says 3.
    struct Wrong(Var);

    impl Operation for Wrong {
        fn backward(self: Box<Self>, _: &Array2<f32>, dy: Array2<f32>, tape: &mut Backward<'_>) {
            tape.add(self.0, dy * 3.0);
        }
    }

    #[test]
    fn a_wrong_gradient_is_found() {
        let (parameters, ids) = inputs(&[(2, 3)]);
        let worst = gradient_check(None, &parameters, usize::MAX, |tape| {
            let x = tape.parameter(ids[0]);
            let y = 2.0 * &tape.value(x);
            tape.push(y, &[x], Wrong(x))
        });
        assert!(worst.error > 0.3, "{worst:?}");
        assert!((worst.analytic / worst.numeric - 1.5).abs() < 1e-3, "{worst:?}");
    }
}
