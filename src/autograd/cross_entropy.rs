//! `L = −Σ_i ln softmax(logits_i)[label_i] / normalizer`: how surprised the model is by the right answers.

use super::{Backward, Operation, Tape, Var, slice, slice_mut};
use crate::kernels::cross_entropy::{cross_entropy, cross_entropy_backward};
use ndarray::Array2;

struct CrossEntropy {
    logits: Var,
    labels: Vec<u32>,
    log_sum_exp: Vec<f32>,
    normalizer: f32,
}

impl Tape<'_> {
    /// The loss `[1, 1]` of `logits [rows, classes]` given one label a row, summed and divided by `normalizer`. For
    /// the mean over a batch that is the number of labels in the *whole* batch: then the losses of its shards, and
    /// their gradients, simply add up.
    pub fn cross_entropy(&mut self, logits: Var, labels: &[u32], normalizer: f32) -> Var {
        assert_eq!(self.value(logits).nrows(), labels.len(), "cross_entropy: one label a row");
        let mut log_sum_exp = vec![0.0; labels.len()];
        let sum = cross_entropy(slice(&self.value(logits)), labels, &mut log_sum_exp);
        let mut loss = self.buffer(1, 1);
        loss.fill((sum / f64::from(normalizer)) as f32);
        let operation = CrossEntropy { logits, labels: labels.to_vec(), log_sum_exp, normalizer };
        self.push(loss, &[logits], operation)
    }
}

impl Operation for CrossEntropy {
    /// `dlogits_ij = (softmax(logits_i)_j − [j = label_i]) · dL / normalizer`
    fn backward(self: Box<Self>, _: &Array2<f32>, d_loss: Array2<f32>, tape: &mut Backward<'_>) {
        let logits = tape.value(self.logits);
        let mut d_logits = tape.buffer(logits.nrows(), logits.ncols());
        let scale = d_loss[[0, 0]] / self.normalizer;
        cross_entropy_backward(slice(&logits), &self.labels, &self.log_sum_exp, scale, slice_mut(&mut d_logits));
        tape.recycle(d_loss);
        tape.add(self.logits, d_logits);
    }
}

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};
    use crate::autograd::{Buffers, Tape};

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(4, 5)]);
        check(&parameters, |tape| {
            let logits = tape.parameter(ids[0]);
            tape.cross_entropy(logits, &[4, 0, 2, 2], 1.7)
        });
    }

    #[test]
    fn equal_logits_cost_the_logarithm_of_the_number_of_classes() {
        let (parameters, _) = inputs(&[(1, 1)]);
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&parameters, &buffers);
        let logits = tape.constant(ndarray::Array2::zeros((3, 8)));
        let loss = tape.cross_entropy(logits, &[1, 5, 7], 3.0);
        assert!((tape.value(loss)[[0, 0]] - 8f32.ln()).abs() < 1e-6);
    }
}
