//! `L = −Σ_i (t_i ln σ(x_i) + (1 − t_i) ln(1 − σ(x_i))) / normalizer`: the loss of a model that predicts a share, from 0 to 1.

use super::{Backward, Operation, Tape, Var};
use ndarray::Array2;

/// `σ(x) = 1 / (1 + e^−x)`: any number becomes one between 0 and 1.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

struct BinaryCrossEntropy {
    logits: Var,
    targets: Vec<f32>,
    normalizer: f32,
}

// ANCHOR: binary_cross_entropy
impl Tape<'_> {
    /// The loss `[1, 1]` of the `logits [rows, 1]` given one target from 0 to 1 a row, summed and divided by `normalizer`.
    /// For the mean over a batch that is the number of rows in the *whole* batch, as in [`Tape::cross_entropy`].
    ///
    /// With `−ln σ(x) = ln(1 + e^−x)` and `−ln(1 − σ(x)) = x + ln(1 + e^−x)`, each row costs `(1 − t) x + ln(1 + e^−x)`. For
    /// `x < 0` the same is `ln(1 + e^x) − t x`, where no `e^` overflows.
    pub fn binary_cross_entropy(&mut self, logits: Var, targets: &[f32], normalizer: f32) -> Var {
        assert_eq!(self.value(logits).dim(), (targets.len(), 1), "binary_cross_entropy: one logit a target");
        let cost = |(&x, &t): (&f32, &f32)| x.max(0.0) - t * x + (-x.abs()).exp().ln_1p();
        let sum: f32 = self.value(logits).iter().zip(targets).map(cost).sum();
        let mut loss = self.buffer(1, 1);
        loss.fill(sum / normalizer);
        self.push(loss, &[logits], BinaryCrossEntropy { logits, targets: targets.to_vec(), normalizer })
    }
}

impl Operation for BinaryCrossEntropy {
    /// `dx_i = (σ(x_i) − t_i) dL / normalizer`
    fn backward(self: Box<Self>, _: &Array2<f32>, d_loss: Array2<f32>, tape: &mut Backward<'_>) {
        let mut dx = tape.buffer(self.targets.len(), 1);
        let scale = d_loss[[0, 0]] / self.normalizer;
        let pairs = tape.value(self.logits).into_iter().zip(&self.targets);
        dx.iter_mut().zip(pairs).for_each(|(dx, (&x, t))| *dx = scale * (sigmoid(x) - t));
        tape.recycle(d_loss);
        tape.add(self.logits, dx);
    }
}
// ANCHOR_END: binary_cross_entropy

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};
    use crate::autograd::{Buffers, Tape};
    use ndarray::array;

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(4, 1)]);
        check(&parameters, |tape| {
            let logits = tape.parameter(ids[0]);
            tape.binary_cross_entropy(logits, &[1.0, 0.0, 0.3, 0.8], 1.7)
        });
    }

    #[test]
    fn is_the_formula_by_hand_and_finite_where_the_formula_is_not() {
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
