//! The exercises of chapter 3: replace each `todo!()` by your answer.
//!
//! ```text
//! cargo run --bin course                   how far you are, and what is next
//! cargo run --bin course -- check 3.1      is this answer right?
//! cargo run --bin course -- hint 3.1       a question that helps; then hint 3.1 2, and 3
//! ```
//!
//! Leave the names, parameters and results of the functions as they are. You may add functions and `use` lines of your own.

#![allow(unused_imports, unused_variables, reason = "an exercise not done yet uses nothing")]

use finetune::autograd::{Parameters, Tape, Var};
use finetune::metrics::Confusion;
use finetune::nn::Linear;
use finetune::text::Batch;
use ndarray::{Array2, ArrayView2};

/// **Exercise 3.1** The most confused pair
///
/// Which class is most often taken for which other? In `confusion.counts [classes, classes]`, an `Array2<usize>`, the row is the
/// gold class and the column is the predicted one. Return `Some((gold, predicted))` of the largest count that is a mistake; of equal counts the
/// first, reading row by row. If the classifier makes no mistake, return `None`.
///
/// For example, for the counts `[[9, 1], [2, 8]]` the answer is `Some((1, 0))`: twice, class 1 was taken for class 0.
///
/// In the library: `Confusion` in `src/metrics/classification.rs`; `confusion.png` of this chapter shows such a matrix.
pub fn most_confused(confusion: &Confusion) -> Option<(usize, usize)> {
    todo!()
}

/// **Exercise 3.2** Macro F1
///
/// The plain mean of the F1 of all classes: each class counts the same, however rare. For each class, with TP the texts that
/// are this class and were predicted as it, FP those that were predicted as it and are not, FN those that are and were not:
///
/// ```text
/// F1 = 2 TP / (2 TP + FP + FN)
/// ```
///
/// Rows of `confusion.counts [classes, classes]` are gold, columns predicted. A class that occurs neither as gold nor as
/// predicted is left out of the mean; if no class occurs, the answer is 0.
///
/// For example, for `[[1, 0], [1, 0]]` the classes have F1 2/3 and 0, and the answer is 1/3.
///
/// In the library: `Confusion::macro_f1` in `src/metrics/classification.rs`.
pub fn macro_f1(confusion: &Confusion) -> f64 {
    todo!()
}

/// **Exercise 3.3** Early stopping
///
/// After every epoch a look at the development part gives a score, higher is better. Training stops when `patience` looks in a
/// row were no better than the best one so far, and the weights of the best look are kept. Given the `scores` that the looks
/// would have, in order, return `(best, looks)`: the index of the look whose weights are kept, and how many looks were taken.
/// Of equal scores the first counts as the best. Scores may be negative. There is at least one score, and `patience` is at least 1.
///
/// For example, with a patience of 2, the scores 0.5, 0.7, 0.6, 0.7, 0.9 give `(1, 4)`: the looks 2 and 3 were no better than
/// look 1, so the 0.9 was never seen. If patience never runs out, `looks` is `scores.len()`.
///
/// In the library: `State::look` in `src/train/fit.rs`.
pub fn early_stopping(scores: &[f64], patience: usize) -> (usize, usize) {
    todo!()
}

/// **Exercise 3.4** The gradient of cross-entropy
///
/// The loss of a batch of texts is the sum of −ln p\[label\] over its rows, divided by `normalizer`, where p is the softmax of
/// the row. Return its gradient with respect to `logits [rows, classes]`, in the same shape:
///
/// ```text
/// d[r, c] = (p[r, c] − [c is the label of row r]) / normalizer
/// ```
///
/// `labels` has one class for each row. Logits may be as large as 1000. (The normalizer is not always the number of rows: a
/// shard is only a part of a batch.)
///
/// For example, for the logits `[[0, 0]]`, the label 0 and the normalizer 1 the gradient is `[[-0.5, 0.5]]`.
///
/// In the library: `cross_entropy_backward` in `src/kernels/cross_entropy.rs`.
pub fn cross_entropy_gradient(logits: ArrayView2<f32>, labels: &[u32], normalizer: f32) -> Array2<f32> {
    todo!()
}

/// **Exercise 3.5** A frozen encoder
///
/// Sets `frozen` of every parameter so that the lowest `parts` parts of the encoder stay as pretraining left them, and all else
/// learns. The published names say what is what:
///
/// ```text
/// bert.embeddings.…             part 0 of the encoder, the lowest
/// bert.encoder.layer.0.…        part 1
/// bert.encoder.layer.11.…       part 12
/// bert.pooler.dense.…           the pooler        always learns
/// classifier.…                  the classifier    always learns
/// ```
///
/// For example, 2 parts are the embeddings and the first layer. With 0 parts everything learns; with more parts than there are,
/// the whole encoder stays as it is: that is the row *frozen*.
///
/// Some may be frozen when you get them, and must learn again. `parameters.as_mut_slice()` lets you change each one's `frozen`, by
/// its `name`, which is a `String`. `name.strip_prefix("bert.")` gives the rest of a name that begins so, and else `None`;
/// `"12".parse::<usize>()` makes a number of digits.
///
/// In the library: `by_depth` in `src/tasks/fine_tuning.rs`.
pub fn freeze_lowest(parameters: &mut Parameters, parts: usize) {
    todo!()
}

/// **Exercise 3.6** The classification head
///
/// All that fine-tuning adds to an encoder. From its output `hidden [tokens, hidden]`, a ragged batch laid end to end:
///
/// 1. take the first token of each sequence, `[CLS]`: `[sequences, hidden]`;
/// 2. pass these through `pooler`, a linear layer, and then through tanh: `[sequences, hidden]`;
/// 3. apply dropout with probability `dropout`;
/// 4. pass the result through `classifier`: the logits, `[sequences, labels]`.
///
/// Work on the tape, so that the gradient finds its way back: `tape.rows(x, &indices)`, `layer.forward(tape, x)`,
/// `tape.tanh(x)` and `tape.dropout(x, probability)` each give a new `Var`. `batch` knows where its sequences begin.
///
/// In the library: `SequenceClassifier::forward` in `src/models/heads.rs` and `Pooler::forward` in `src/models/bert.rs`.
pub fn classify(
    tape: &mut Tape<'_>,
    hidden: Var,
    batch: &Batch,
    pooler: &Linear,
    classifier: &Linear,
    dropout: f32,
) -> Var {
    todo!()
}
