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
            "Go through the looks from index 1. Is the score above that of the best look, or not? A better look changes both \
             of the two numbers, any other only one. When that one reaches patience, index + 1 looks have been taken.",
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
        function: "freeze_lowest",
        hints: [
            "Given only a name, how do you find out which part of the encoder it belongs to, if any?",
            "After bert.encoder.layer. comes a number, up to the next dot. Take the whole of it: layer.1 and layer.10 begin alike.",
            "rest.split('.').next() is what stands before the next dot. Once you know the part, assign frozen to *every* parameter, true \
             or false, never leaving it as it was.",
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
