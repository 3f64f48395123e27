//! `L = Σ_i (y_i − target_i)² / normalizer`: the loss of a model that predicts a number.

use super::{Backward, Operation, Tape, Var};
use ndarray::Array2;

struct SquaredError {
    y: Var,
    targets: Vec<f32>,
    normalizer: f32,
}

// ANCHOR: squared_error
impl Tape<'_> {
    /// The loss `[1, 1]` of the predictions `y [rows, 1]` given one target a row, summed and divided by `normalizer`.
    /// For the mean over a batch that is the number of rows in the *whole* batch, as in [`Tape::cross_entropy`].
    pub fn squared_error(&mut self, y: Var, targets: &[f32], normalizer: f32) -> Var {
        assert_eq!(self.value(y).dim(), (targets.len(), 1), "squared_error: one prediction a target");
        let sum: f32 = self.value(y).iter().zip(targets).map(|(y, target)| (y - target).powi(2)).sum();
        let mut loss = self.buffer(1, 1);
        loss.fill(sum / normalizer);
        self.push(loss, &[y], SquaredError { y, targets: targets.to_vec(), normalizer })
    }
}

impl Operation for SquaredError {
    /// `dy_i = 2 (y_i − target_i) dL / normalizer`
    fn backward(self: Box<Self>, _: &Array2<f32>, d_loss: Array2<f32>, tape: &mut Backward<'_>) {
        let mut dy = tape.buffer(self.targets.len(), 1);
        let scale = 2.0 * d_loss[[0, 0]] / self.normalizer;
        let pairs = tape.value(self.y).into_iter().zip(&self.targets);
        dy.iter_mut().zip(pairs).for_each(|(dy, (y, target))| *dy = scale * (y - target));
        tape.recycle(d_loss);
        tape.add(self.y, dy);
    }
}
// ANCHOR_END: squared_error

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};
    use crate::autograd::{Buffers, Tape};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(4, 1)]);
        check(&parameters, |tape| {
            let y = tape.parameter(ids[0]);
            tape.squared_error(y, &[1.0, -0.5, 0.0, 2.0], 1.7)
        });
    }

    #[test]
    fn is_the_sum_of_squares() {
        let (parameters, _) = inputs(&[(1, 1)]);
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&parameters, &buffers);
        let y = tape.constant(ndarray::array![[1.0], [2.0]]);
        let loss = tape.squared_error(y, &[3.0, 1.0], 2.0);
        assert_eq!(tape.value(loss)[[0, 0]], 2.5); // ((−2)² + 1²) / 2
    }
}
