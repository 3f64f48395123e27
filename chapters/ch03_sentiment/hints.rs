//! The exercises of chapter 3, and three hints for each: a question, a direction, nearly the answer.

use finetune::course::Exercise;

pub const EXERCISES: [Exercise; 6] = [
    Exercise {
        id: "3.1",
        title: "The most confused pair",
        function: "most_confused",
        hints: [
            "Which cells of the matrix are not mistakes, and how do you tell from row and column?",
            "Walk over all cells, row by row, and remember the largest mistake so far and where it was. What may the largest be at \
             the start, so that a count of 0 never wins?",
            "confusion.counts.indexed_iter() gives ((gold, predicted), &count). Skip gold == predicted; take a cell only if its count \
             is *greater* than the largest so far, which starts at 0.",
        ],
    },
    Exercise {
        id: "3.2",
        title: "Macro F1",
        function: "macro_f1",
        hints: [
            "The sum of a class's row is TP + FN. What is the sum of its column, and what are the two together?",
            "2 TP + FP + FN is row sum plus column sum: one division for each class. A class for which both are 0 does not occur.",
            "For each class: f1 = 2 counts[[c, c]] / (row(c).sum() + column(c).sum()), as f64, where that is above 0; add it up and \
             count it. The answer is sum over count, or 0.0 if the count is 0.",
        ],
    },
    Exercise {
        id: "3.3",
        title: "Early stopping",
        function: "early_stopping",
        hints: [
            "Which two numbers must be remembered from look to look?",
            "The index of the best look, and how many looks in a row were no better. A better look resets the second one.",
            "best = 0, worse = 0; for each look from 1 on: if its score > scores[best], it becomes the best and worse = 0, else \
             worse += 1; if worse == patience, return (best, look + 1). After the loop return (best, scores.len()).",
        ],
    },
    Exercise {
        id: "3.4",
        title: "The gradient of cross-entropy",
        function: "cross_entropy_gradient",
        hints: [
            "Without the label and the normalizer, what is left of the formula?",
            "Softmax of each row (stable, as in exercise 1.1), then one element of each row changes, then everything is divided.",
            "gradient = logits.to_owned(); for each row of rows_mut() with its label: lower by the maximum, exponentiate, divide by \
             the sum, and subtract 1 at label as usize. Return gradient / normalizer.",
        ],
    },
    Exercise {
        id: "3.5",
        title: "A frozen encoder",
        function: "freeze_encoder",
        hints: [
            "How do the names of the parameters that stay differ from those that learn? Mind the pooler.",
            "For each parameter, assign frozen: true or false, never leaving it as it was. str::starts_with does the rest.",
            "One condition on the name does it, made of two starts_with: one for all of BERT, and one that takes the pooler out again.",
        ],
    },
    Exercise {
        id: "3.6",
        title: "The classification head",
        function: "classify",
        hints: [
            "In a ragged batch, which rows of hidden are the first tokens?",
            "batch.first_tokens() lists them. Every step takes a Var and gives a Var; never look at the numbers themselves.",
            "Five calls, each given the Var of the one before: rows (with &batch.first_tokens()), the pooler's forward, tanh, dropout, \
             the classifier's forward, whose Var is the answer.",
        ],
    },
];
