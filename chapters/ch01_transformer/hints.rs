//! The exercises of chapter 1, and three hints for each: a question, a direction, nearly the answer.

use finetune::course::Exercise;

pub const EXERCISES: [Exercise; 7] = [
    Exercise {
        id: "1.1",
        title: "Softmax of a row",
        function: "softmax",
        hints: [
            "What happens to the fraction e^a / (e^a + e^b) when the same number c is taken from a and from b?",
            "Choose c so that the largest exponent becomes 0: then no exponential exceeds 1, and the sum is at least 1.",
            "Three passes over the row: find its maximum (fold with f32::max, from f32::NEG_INFINITY); replace each x by \
             (x - max).exp(); divide each by the sum of the new values.",
        ],
    },
    Exercise {
        id: "1.2",
        title: "A ragged batch",
        function: "lay_end_to_end",
        hints: [
            "When some sequences are already in the batch, which of its fields tells you where the next one begins?",
            "Start from empty lists, except that offsets already holds a 0. Then each sequence adds its tokens, and one offset.",
            "For each sequence: extend ids and token_types, extend positions by 0..length as u32, and push ids.len(), which by \
             then counts the sequence just added.",
        ],
    },
    Exercise {
        id: "1.3",
        title: "Layer norm, forward",
        function: "layer_norm",
        hints: [
            "Over which numbers are mean and variance taken: over one token's, or over all tokens in the batch?",
            "Go through the rows one by one (x.rows(), or rows_mut() of a copy). Mean first, then the mean of the squared \
             distances from it, then the outputs.",
            "With n = x.ncols() as f32: mean = row.sum() / n, variance = the sum of (x - mean)² over n; every element becomes \
             gain[i] * (x - mean) / (variance + epsilon).sqrt() + bias[i].",
        ],
    },
    Exercise {
        id: "1.4",
        title: "Attention of one head",
        function: "attention",
        hints: [
            "The scores are [queries, keys]. Along which of the two must the weights add up to 1, if each query is to take home \
             a mixture?",
            "One matrix product gives all scores, another gives all mixtures; between them stands a softmax of every row. d is \
             the number of columns of query.",
            "query.dot(&key.t()) is Q Kᵀ. Divide it by √d *before* the softmax, which goes over every row (rows_mut()) and must be \
             stable as in 1.1. The second product needs no transpose: its shapes fit as they are.",
        ],
    },
    Exercise {
        id: "1.5",
        title: "The gradient by finite differences",
        function: "numerical_gradient",
        hints: [
            "How often must loss be called for an x of n elements? (Not n + 1 times.)",
            "Keep one copy of x as a Vec. For each i, change element i only, call loss twice, and put the element back.",
            "Set moved[i] to x[i] + h and call loss, set it to x[i] - h and call loss, set it to x[i] again; the gradient is the \
             difference of the two losses over 2.0 * h.",
        ],
    },
    Exercise {
        id: "1.6",
        title: "The linear layer, backward",
        function: "linear_backward",
        hints: [
            "Which elements of y does W[o, i] have a part in? Which does x[r, i], and which b[o]?",
            "W[o, i] has a part in y[r, o] for every row r, so its gradient sums over rows: Σ_r dy[r, o] · x[r, i]. Write the same \
             for x and b, then look for the matrix products these sums are. The shapes leave only one choice.",
            "dx is [rows, outputs] times [outputs, inputs]; dweight is the transpose of dy, [outputs, rows], times [rows, inputs]; \
             dbias is the sum of dy over its rows, sum_axis(Axis(0)).",
        ],
    },
    Exercise {
        id: "1.7",
        title: "Layer norm, backward",
        function: "layer_norm_backward",
        hints: [
            "Which of the three gradients can be added up row by row, and which is complete after its own row?",
            "For each row, compute mean, q and ŝ as in 1.3, then h, then the two means mean(h) and mean(h ŝ): numbers, not \
             arrays. Your numerical_gradient can tell you whether row r of dx is right. Put these lines inside your answer, and take \
             them out again once it is:\n\n\
             let loss = |row: &[f64]| -> f64 {\n    \
                 let row = Array2::from_shape_fn((1, row.len()), |(_, i)| row[i] as f32);\n    \
                 let y = layer_norm(row.view(), gain, &vec![0.0; row.len()], epsilon);\n    \
                 y.iter().zip(dy.row(r)).map(|(y, dy)| f64::from(y * dy)).sum()\n\
             };\n\
             let row: Vec<f64> = x.row(r).iter().map(|&x| f64::from(x)).collect();\n\
             println!(\"{:?}\", numerical_gradient(&loss, &row, 1.0 / 64.0));",
            "Inside the loop over rows: dx[[r, i]] = q * (h[i] - mean_h - s[i] * mean_hs), dgain[i] += dy[[r, i]] * s[i], \
             dbias[i] += dy[[r, i]]; both means divide by the number of columns.",
        ],
    },
];
