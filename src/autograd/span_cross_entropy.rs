//! `L = −Σ_s (ln softmax_{i ∈ s}(start_i)[first_s] + ln softmax_{i ∈ s}(end_i)[last_s]) / normalizer`: where does the answer
//! start, and where does it end? Where [`cross_entropy`](Tape::cross_entropy) chooses among the columns of a row, this chooses
//! among the tokens of a sequence: there are as many classes as the sequence has tokens.

use super::{Backward, Operation, Tape, Var};
use crate::kernels::cross_entropy::{cross_entropy, cross_entropy_backward};
use ndarray::{Array2, ArrayView1, ArrayView2, s};

struct SpanCrossEntropy {
    logits: Var,
    offsets: Vec<usize>,
    spans: Vec<[u32; 2]>,
    /// Of each sequence, for start and end.
    log_sum_exp: Vec<[f32; 2]>,
    normalizer: f32,
}

// ANCHOR: forward
impl Tape<'_> {
    /// The loss `[1, 1]` of `logits [tokens, 2]`, ragged by `offsets [sequences + 1]`: column 0 scores each token as the
    /// start of the span, column 1 as its end. `spans [sequences]` are the right tokens, counted from the first of their
    /// sequence. Summed and divided by `normalizer`; the mean of start and end over a batch is that of twice its
    /// sequences.
    pub fn span_cross_entropy(&mut self, logits: Var, offsets: &[usize], spans: &[[u32; 2]], normalizer: f32) -> Var {
        let mut log_sum_exp = vec![[0.0; 2]; spans.len()];
        let mut sum = 0.0;
        for (sequence, span) in spans.iter().enumerate() {
            for column in 0..2 {
                let scores = scores(&self.value(logits), offsets, sequence, column);
                sum += cross_entropy(&scores, &span[column..=column], &mut log_sum_exp[sequence][column..=column]);
            }
        }
        let mut loss = self.buffer(1, 1);
        loss.fill((sum / f64::from(normalizer)) as f32);
        let (offsets, spans) = (offsets.to_vec(), spans.to_vec());
        self.push(loss, &[logits], SpanCrossEntropy { logits, offsets, spans, log_sum_exp, normalizer })
    }
}

/// The scores of one sequence's tokens, as a row: one column of its rows.
fn scores(logits: &ArrayView2<'_, f32>, offsets: &[usize], sequence: usize, column: usize) -> Vec<f32> {
    logits.slice(s![offsets[sequence]..offsets[sequence + 1], column]).to_vec()
}
// ANCHOR_END: forward

// ANCHOR: backward
impl Operation for SpanCrossEntropy {
    /// `dstart_i = (softmax_{i ∈ s}(start_i) − [i = first_s]) · dL / normalizer`, and the same for the end
    fn backward(self: Box<Self>, _: &Array2<f32>, d_loss: Array2<f32>, tape: &mut Backward<'_>) {
        let logits = tape.value(self.logits);
        let mut d_logits = tape.buffer(logits.nrows(), 2);
        let scale = d_loss[[0, 0]] / self.normalizer;
        for (sequence, (span, kept)) in self.spans.iter().zip(&self.log_sum_exp).enumerate() {
            for column in 0..2 {
                let scores = scores(&logits, &self.offsets, sequence, column);
                let mut d_scores = vec![0.0; scores.len()];
                cross_entropy_backward(&scores, &span[column..=column], &kept[column..=column], scale, &mut d_scores);
                let tokens = self.offsets[sequence]..self.offsets[sequence + 1];
                d_logits.slice_mut(s![tokens, column]).assign(&ArrayView1::from(&d_scores));
            }
        }
        tape.recycle(d_loss);
        tape.add(self.logits, d_logits);
    }
}
// ANCHOR_END: backward

#[cfg(test)]
mod tests {
    use crate::autograd::gradcheck::{check, inputs};
    use crate::autograd::{Buffers, Tape};
    use ndarray::s;

    #[test]
    fn gradient() {
        let (parameters, ids) = inputs(&[(9, 2)]);
        check(&parameters, |tape| {
            let logits = tape.parameter(ids[0]);
            tape.span_cross_entropy(logits, &[0, 4, 5, 9], &[[0, 3], [0, 0], [2, 1]], 1.7)
        });
    }

    #[test]
    fn it_is_a_softmax_over_the_tokens_of_each_sequence() {
        let (parameters, ids) = inputs(&[(5, 2)]);
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&parameters, &buffers);
        let logits = tape.parameter(ids[0]);
        let loss = tape.span_cross_entropy(logits, &[0, 2, 5], &[[1, 0], [0, 2]], 4.0);
        let surprise = |tokens: std::ops::Range<usize>, column: usize, right: usize| {
            let scores = parameters[ids[0]].value.slice(s![tokens, column]).mapv(f64::from);
            scores.mapv(f64::exp).sum().ln() - scores[right]
        };
        let sum = surprise(0..2, 0, 1) + surprise(0..2, 1, 0) + surprise(2..5, 0, 0) + surprise(2..5, 1, 2);
        assert!((f64::from(tape.value(loss)[[0, 0]]) - sum / 4.0).abs() < 1e-6);
    }
}
