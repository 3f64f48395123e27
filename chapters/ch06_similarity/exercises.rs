//! The exercises of chapter 6: replace each `todo!()` by your answer.
//!
//! ```text
//! cargo run --bin course                   how far you are, and what is next
//! cargo run --bin course -- check 6.1      is this answer right?
//! cargo run --bin course -- hint 6.1       a question that helps; then hint 6.1 2, and 3
//! ```
//!
//! Leave the names, parameters and results of the functions as they are. You may add functions and `use` lines of your own.

#![allow(unused_imports, unused_variables, reason = "an exercise not done yet uses nothing")]

use finetune::metrics::pearson;
use ndarray::{Array2, ArrayView1, ArrayView2, s};

/// **Exercise 6.1** Cosine
///
/// How alike do two vectors point? The cosine of the angle between them says it:
///
/// ```text
/// cos(x, y) = x · y / (|x| |y|)        |x| = √(x · x)
/// ```
///
/// It is 1 for the same direction, 0 for a right angle, −1 for opposite directions, and does not depend on how long the vectors
/// are. Where one of them is all zeros, and so points nowhere, the answer is 0.
///
/// Compare every row of `a [m, hidden]` with every row of `b [n, hidden]`: return `[m, n]`, with the cosine of row i of a and
/// row j of b at `[i, j]`.
///
/// For example, for the rows (1, 0), (0, 2) of a and the single row (3, 3) of b both cosines are 1/√2, about 0.707.
///
/// In the library: `Tape::unit_rows` in `src/autograd/unit_rows.rs`, after which a matrix product is all that is left to do.
pub fn cosines(a: ArrayView2<f32>, b: ArrayView2<f32>) -> Array2<f32> {
    todo!()
}

/// **Exercise 6.2** Mean pooling
///
/// `hidden [tokens, hidden]` holds the vectors of all tokens of a ragged batch, laid end to end; sequence `s` has the rows from
/// `offsets[s]` up to, but without, `offsets[s + 1]`. Return the mean of each sequence's rows: `[sequences, hidden]`. No
/// sequence is empty.
///
/// For example, for the rows (1, 2), (3, 4), (5, 5) and the offsets 0, 2, 3 the answer is (2, 3), (5, 5).
///
/// In the library: `Tape::mean_rows` in `src/autograd/mean_rows.rs`.
pub fn mean_pooling(hidden: ArrayView2<f32>, offsets: &[usize]) -> Array2<f32> {
    todo!()
}

/// **Exercise 6.3** Search
///
/// Which `count` rows of `vectors [sentences, hidden]` are most alike to `query [hidden]`? Return their indices, the nearest
/// first; of equally near ones the one with the smaller index. If there are fewer rows than `count`, return all. Every vector
/// has length 1, so the dot product is the cosine.
///
/// For example, for the rows (1, 0), (0, 1), (0.6, 0.8) and the query (0, 1) the best two are 1 and 2.
///
/// In the library: `nearest` in `src/tasks/search.rs`.
pub fn nearest(query: ArrayView1<f32>, vectors: ArrayView2<f32>, count: usize) -> Vec<usize> {
    todo!()
}

/// **Exercise 6.4** Spearman's correlation
///
/// Do two lists of numbers agree on the order? Replace every value by its rank in its own list, counted from 1 for the
/// smallest; values that are equal all get the mean of the ranks that they take up together. The answer is Pearson's correlation
/// of the ranks, for which you may call `pearson(&x, &y)`. It gives 0 where a list never varies.
///
/// For example, the ranks of 10, 30, 20, 20, 5 are 2, 5, 3.5, 3.5, 1.
///
/// In the library: `spearman` in `src/metrics/correlation.rs`.
pub fn spearman(x: &[f64], y: &[f64]) -> f64 {
    todo!()
}

/// **Exercise 6.5** Max pooling, backward
///
/// Max pooling takes the largest value of each column over the rows of each sequence (laid out as in exercise 6.2):
/// `y[s, c]` is the largest of `x[t, c]` for t from `offsets[s]` up to, but without, `offsets[s + 1]`. Given `x [tokens, hidden]`
/// and `dy [sequences, hidden]`, the gradient of the loss with respect to y, return the gradient with respect to x. If two values
/// are equally large, the first of them counts as the largest.
///
/// For example, for a single sequence with the rows (1, 5), (3, 2) and dy = (10, 20) the answer is (0, 20), (10, 0).
///
/// In the library: `Tape::max_rows` in `src/autograd/max_rows.rs`.
pub fn max_pooling_backward(x: ArrayView2<f32>, offsets: &[usize], dy: ArrayView2<f32>) -> Array2<f32> {
    todo!()
}

/// **Exercise 6.6** The contrastive loss
///
/// Row i of `a` and row i of `b`, both `[pairs, hidden]` with rows of length 1, are the vectors of two sentences that say the
/// same. Each first sentence should find its own second one among all of the batch: for row i, the cosines with every row of `b`,
/// times `scale`, are logits; the right answer is i; the loss is cross-entropy, −ln softmax(logits)\[i\]. Return the mean over
/// the rows. However large `scale` is, the answer is a finite number: see exercise 1.1.
///
/// For example, if all rows of a and b are the same vector, every answer is as likely as any other, and the loss of four pairs
/// is ln 4, whatever the scale.
///
/// In the library: `contrastive` in `src/tasks/similarity.rs`.
pub fn contrastive_loss(a: ArrayView2<f32>, b: ArrayView2<f32>, scale: f32) -> f32 {
    todo!()
}
