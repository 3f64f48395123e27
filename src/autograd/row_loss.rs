//! `L = Σ_i cost(y_i, target_i) / normalizer`: the losses of a model that predicts one number a row.

use super::{Backward, Operation, Tape, Var};
use ndarray::Array2;

/// `σ(x) = 1 / (1 + e^−x)`: any number becomes one between 0 and 1.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// What a row costs, or how fast that changes, given its number and its target.
type OfRow = fn(f32, f32) -> f32;

struct RowLoss {
    y: Var,
    targets: Vec<f32>,
    normalizer: f32,
    slope: OfRow,
}

impl Tape<'_> {
    /// The loss `[1, 1]` of the predictions `y [rows, 1]` given one target a row: `Σ_i (y_i − target_i)² / normalizer`. For the
    /// mean over a batch that is the number of rows in the *whole* batch, as in [`Tape::cross_entropy`].
    // ANCHOR: squared_error
    pub fn squared_error(&mut self, y: Var, targets: &[f32], normalizer: f32) -> Var {
        self.row_loss(y, targets, normalizer, |y, t| (y - t).powi(2), |y, t| 2.0 * (y - t))
    }
    // ANCHOR_END: squared_error

    /// The loss `[1, 1]` of the `logits [rows, 1]` given one target from 0 to 1 a row:
    /// `−Σ_i (t_i ln σ(x_i) + (1 − t_i) ln(1 − σ(x_i))) / normalizer`, with a normalizer as in [`Tape::squared_error`].
    // ANCHOR: binary_cross_entropy
    pub fn binary_cross_entropy(&mut self, logits: Var, targets: &[f32], normalizer: f32) -> Var {
        // With −ln σ(x) = ln(1 + e^−x) and −ln(1 − σ(x)) = x + ln(1 + e^−x), a row costs (1 − t) x + ln(1 + e^−x). For x < 0
        // the same is ln(1 + e^x) − t x, where no e^ overflows.
        let cost: OfRow = |x, t| x.max(0.0) - t * x + (-x.abs()).exp().ln_1p();
        self.row_loss(logits, targets, normalizer, cost, |x, t| sigmoid(x) - t)
    }
    // ANCHOR_END: binary_cross_entropy

    // ANCHOR: row_loss
    fn row_loss(&mut self, y: Var, targets: &[f32], normalizer: f32, cost: OfRow, slope: OfRow) -> Var {
        assert_eq!(self.value(y).dim(), (targets.len(), 1), "a loss of rows: one prediction a target");
        let sum: f32 = self.value(y).iter().zip(targets).map(|(&y, &target)| cost(y, target)).sum();
        let mut loss = self.buffer(1, 1);
        loss.fill(sum / normalizer);
        self.push(loss, &[y], RowLoss { y, targets: targets.to_vec(), normalizer, slope })
    }
}

impl Operation for RowLoss {
    /// `dy_i = ∂cost/∂y_i · dL / normalizer`
    fn backward(self: Box<Self>, _: &Array2<f32>, d_loss: Array2<f32>, tape: &mut Backward<'_>) {
        let mut dy = tape.buffer(self.targets.len(), 1);
        let scale = d_loss[[0, 0]] / self.normalizer;
        let pairs = tape.value(self.y).into_iter().zip(&self.targets);
        dy.iter_mut().zip(pairs).for_each(|(dy, (&y, &target))| *dy = scale * (self.slope)(y, target));
        tape.recycle(d_loss);
        tape.add(self.y, dy);
    }
}
// ANCHOR_END: row_loss

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};
    use crate::autograd::{Buffers, Tape};
    use ndarray::array;

    #[test]
    fn gradient_of_the_squared_error() {
        let (parameters, ids) = inputs(&[(4, 1)]);
        check(&parameters, |tape| {
            let y = tape.parameter(ids[0]);
            tape.squared_error(y, &[1.0, -0.5, 0.0, 2.0], 1.7)
        });
    }

    #[test]
    fn gradient_of_the_binary_cross_entropy() {
        let (parameters, ids) = inputs(&[(4, 1)]);
        check(&parameters, |tape| {
            let logits = tape.parameter(ids[0]);
            tape.binary_cross_entropy(logits, &[1.0, 0.0, 0.3, 0.8], 1.7)
        });
    }

    #[test]
    fn squared_error_is_the_sum_of_squares() {
        let (parameters, _) = inputs(&[(1, 1)]);
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&parameters, &buffers);
        let y = tape.constant(array![[1.0], [2.0]]);
        let loss = tape.squared_error(y, &[3.0, 1.0], 2.0);
        assert_eq!(tape.value(loss)[[0, 0]], 2.5); // ((−2)² + 1²) / 2
    }

    #[test]
    fn binary_cross_entropy_is_the_formula_by_hand_and_finite_where_the_formula_is_not() {
        let (parameters, _) = inputs(&[(1, 1)]);
        let buffers = Buffers::new();
        let loss = |logits, targets: &[f32]| {
            let mut tape = Tape::evaluation(&parameters, &buffers);
            let logits = tape.constant(logits);
            let loss = tape.binary_cross_entropy(logits, targets, 2.0);
            tape.value(loss)[[0, 0]]
        };
        // σ(ln 3) = 3/4: −(½ ln ¾ + ½ ln ¼) = 0.8370; σ(0) = ½: ln 2 whatever the target. Together, halved: 0.7651.
        assert!((loss(array![[3f32.ln()], [0.0]], &[0.5, 0.2]) - 0.76506).abs() < 1e-5);
        assert_eq!(loss(array![[1000.0], [-1000.0]], &[0.0, 1.0]), 1000.0); // e^1000 is no number of ours
    }
}
