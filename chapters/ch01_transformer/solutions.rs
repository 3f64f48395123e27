//! The answers to the exercises of chapter 1. Yours go into `exercises.rs`.

use finetune::text::{Batch, Sequence};
use ndarray::{Array1, Array2, ArrayView2, Axis};

/// **Exercise 1.1** Softmax of a row
///
/// Turns the scores of `row` into probabilities, in place:
///
/// ```text
/// p_i = e^(x_i) / Σ_j e^(x_j)
/// ```
///
/// Scores may be as large as 1000 or as small as −1000, where e^x is infinite or 0 in `f32`; the probabilities must come out
/// right all the same. For example, `[0, 0]`, `[1000, 1000]` and `[-1000, -1000]` all become `[0.5, 0.5]`.
///
/// In the library: `softmax_row` in `src/kernels/softmax.rs`.
pub fn softmax(row: &mut [f32]) {
    let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for x in row.iter_mut() {
        *x = (*x - max).exp();
    }
    let sum: f32 = row.iter().sum();
    for x in row.iter_mut() {
        *x /= sum;
    }
}

/// **Exercise 1.2** A ragged batch
///
/// Lays sequences end to end, in the order given. Each [`Sequence`] has `ids` and `token_types`, one of each a token. The
/// [`Batch`] has them for all sequences, and two more lists:
///
/// - `positions [tokens]`: the place of each token in its own sequence, counted from 0;
/// - `offsets [sequences + 1]`: where each sequence begins, and at the end the number of all tokens.
///
/// For example, sequences of 3 and 2 tokens have positions `[0, 1, 2, 0, 1]` and offsets `[0, 3, 5]`; no sequences at all
/// have offsets `[0]`. A sequence may be empty: it has an offset like the others. Note that `ids`, `token_types` and `positions`
/// are `Vec<u32>`, and `offsets` is a `Vec<usize>`.
///
/// In the library: `Batch::from_sequences` in `src/text/batch.rs`.
pub fn lay_end_to_end(sequences: &[Sequence]) -> Batch {
    let mut batch = Batch { ids: vec![], token_types: vec![], positions: vec![], offsets: vec![0] };
    for sequence in sequences {
        batch.ids.extend(&sequence.ids);
        batch.token_types.extend(&sequence.token_types);
        batch.positions.extend(0..sequence.ids.len() as u32);
        batch.offsets.push(batch.ids.len());
    }
    batch
}

/// **Exercise 1.3** Layer norm, forward
///
/// Brings every row of `x [rows, columns]` to mean 0 and variance 1, then scales and shifts each column by a learned number.
/// For each row, with means over the row's `columns` elements:
///
/// ```text
/// m = mean(x)    v = mean((x − m)²)    y_i = gain_i · (x_i − m) / √(v + epsilon) + bias_i
/// ```
///
/// `gain` and `bias` are `[columns]`. For example, with gain 1, bias 0 and epsilon 0 the row `[1, 3]` becomes `[-1, 1]`.
///
/// In the library: `layer_norm` in `src/kernels/norm.rs`.
pub fn layer_norm(x: ArrayView2<f32>, gain: &[f32], bias: &[f32], epsilon: f32) -> Array2<f32> {
    let columns = x.ncols() as f32;
    let mut y = x.to_owned();
    for mut row in y.rows_mut() {
        let mean = row.sum() / columns;
        let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / columns;
        let q = 1.0 / (variance + epsilon).sqrt();
        for (i, x) in row.iter_mut().enumerate() {
            *x = gain[i] * (*x - mean) * q + bias[i];
        }
    }
    y
}

/// **Exercise 1.4** Attention of one head
///
/// Every query looks at every key, and takes home a mixture of the values. With `query [queries, d]`, `key [keys, d]` and
/// `value [keys, width]`:
///
/// ```text
/// S = Q Kᵀ / √d              how well each query and key match    [queries, keys]
/// P = softmax of S           each query's attention, sums to 1    [queries, keys]
/// O = P V                    the mixtures                         [queries, width]
/// ```
///
/// For example, where all keys are the same, every query gets the plain mean of the values. `a.dot(&b)` is the matrix product
/// of two arrays and `a.t()` the transpose; once your own [`softmax`] is right, you may call it (a row of a new array has
/// `row.as_slice_mut().unwrap()`).
///
/// In the library: `Attention::forward` in `src/kernels/attention.rs`, with many sequences and heads at once.
pub fn attention(query: ArrayView2<f32>, key: ArrayView2<f32>, value: ArrayView2<f32>) -> Array2<f32> {
    let d = query.ncols() as f32;
    let mut weights = query.dot(&key.t()) / d.sqrt();
    for mut row in weights.rows_mut() {
        let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row.mapv_inplace(|score| (score - max).exp());
        let sum = row.sum();
        row /= sum;
    }
    weights.dot(&value)
}

/// **Exercise 1.5** The gradient by finite differences
///
/// The gradient of `loss` at the point `x`, one number for each element of `x`, without any calculus: move one element a
/// little up, a little down, leave the others as they are, and see by how much the loss changes.
///
/// ```text
/// ∂loss/∂x_i ≈ (loss(x with x_i + h) − loss(x with x_i − h)) / 2h
/// ```
///
/// For example, at `x = [3, 5]` with `loss = |x| x[0] * x[1]` the gradient is about `[5, 3]`.
///
/// In the library: `gradient_check` in `src/autograd/gradcheck.rs`. You can use yours for exercises 1.6 and 1.7.
pub fn numerical_gradient(loss: &dyn Fn(&[f64]) -> f64, x: &[f64], h: f64) -> Vec<f64> {
    let mut moved = x.to_vec();
    let mut gradient = Vec::with_capacity(x.len());
    for i in 0..x.len() {
        moved[i] = x[i] + h;
        let above = loss(&moved);
        moved[i] = x[i] - h;
        let below = loss(&moved);
        moved[i] = x[i];
        gradient.push((above - below) / (2.0 * h));
    }
    gradient
}

/// **Exercise 1.6** The linear layer, backward
///
/// Forward, a linear layer is `y = x Wᵀ + b`, one element at a time
///
/// ```text
/// y[r, o] = Σ_i x[r, i] · W[o, i] + b[o]
/// ```
///
/// with `x [rows, inputs]`, `weight [outputs, inputs]` and `b [outputs]`. Given `dy [rows, outputs]`, the gradient of the
/// loss with respect to `y`, return its gradients `(dx, dweight, dbias)` with respect to `x`, `weight` and `b`, each in the
/// shape of what it belongs to.
///
/// For example, for one row, one input and one output: `dx = dy · W`, `dweight = dy · x`, `dbias = dy`.
///
/// In the library: `Operation for Linear` in `src/autograd/linear.rs`.
pub fn linear_backward(
    x: ArrayView2<f32>,
    weight: ArrayView2<f32>,
    dy: ArrayView2<f32>,
) -> (Array2<f32>, Array2<f32>, Array1<f32>) {
    (dy.dot(&weight), dy.t().dot(&x), dy.sum_axis(Axis(0)))
}

/// **Exercise 1.7** Layer norm, backward
///
/// Given `dy [rows, columns]`, the gradient of the loss with respect to the output of exercise 1.3, return its gradients
/// `(dx, dgain, dbias)`: `dx [rows, columns]`, `dgain` and `dbias` `[columns]`. For each row, with its m and v from there and
///
/// ```text
/// q = 1 / √(v + epsilon)     ŝ_i = (x_i − m) q     h_i = dy_i · gain_i     (h is the gradient of ŝ)
///
/// dx_i = q (h_i − mean(h) − ŝ_i · mean(h ŝ))
/// ```
///
/// and over all rows `dgain_i = Σ dy_i ŝ_i` and `dbias_i = Σ dy_i`. The two means are there because x_i moves not only its
/// own ŝ_i but, through m and v, all others of its row. `gain` is `[columns]`.
///
/// In the library: `layer_norm_backward` in `src/kernels/norm.rs`.
pub fn layer_norm_backward(
    x: ArrayView2<f32>,
    gain: &[f32],
    epsilon: f32,
    dy: ArrayView2<f32>,
) -> (Array2<f32>, Array1<f32>, Array1<f32>) {
    let columns = x.ncols();
    let n = columns as f32;
    let mut dx = Array2::zeros(x.dim());
    let mut dgain = Array1::zeros(columns);
    let mut dbias = Array1::zeros(columns);
    for (r, row) in x.rows().into_iter().enumerate() {
        let mean = row.sum() / n;
        let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / n;
        let q = 1.0 / (variance + epsilon).sqrt();
        let normalized: Vec<f32> = row.iter().map(|x| (x - mean) * q).collect();
        let h: Vec<f32> = (0..columns).map(|i| dy[[r, i]] * gain[i]).collect();
        let mean_h = h.iter().sum::<f32>() / n;
        let mean_hs = h.iter().zip(&normalized).map(|(h, s)| h * s).sum::<f32>() / n;
        for i in 0..columns {
            dx[[r, i]] = q * (h[i] - mean_h - normalized[i] * mean_hs);
            dgain[i] += dy[[r, i]] * normalized[i];
            dbias[i] += dy[[r, i]];
        }
    }
    (dx, dgain, dbias)
}
