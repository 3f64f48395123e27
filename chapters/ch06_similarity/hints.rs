//! The exercises of chapter 6, and three hints for each: a question, a direction, nearly the answer.

use finetune::course::Exercise;

pub const EXERCISES: [Exercise; 6] = [
    Exercise {
        id: "6.1",
        title: "Cosine",
        function: "cosines",
        hints: [
            "Which matrix product has the dot product of row i of a and row j of b at [i, j]?",
            "Each of its elements has to be divided by two lengths, one of a row of a and one of a row of b. What if one is 0?",
            "indexed_iter_mut() of the product gives each element with its place ((i, j), element), and a.row(i).dot(&a.row(i)) is \
             the square of a length. Divide only where the two lengths are above 0.",
        ],
    },
    Exercise {
        id: "6.2",
        title: "Mean pooling",
        function: "mean_pooling",
        hints: [
            "How many sequences are there, if offsets has one element more than that?",
            "For each sequence add up its rows, and divide by its own number of rows.",
            "For s from 0 to offsets.len() − 1: add the rows of hidden.slice(s![offsets[s]..offsets[s + 1], ..]) to row s of the \
             result, and divide that row by (offsets[s + 1] − offsets[s]) as f32.",
        ],
    },
    Exercise {
        id: "6.3",
        title: "Search",
        function: "nearest",
        hints: [
            "One matrix product gives all cosines at once. Which?",
            "Sort the indices 0, 1, 2, … by their cosines, the largest first, and keep the first ones. Does your sort keep equal \
             ones in order?",
            "sort_by is stable: equal ones keep their order, if you compare j with i instead of turning the sorted list \
             round. Floats have total_cmp. truncate(count) does not mind a list that is too short.",
        ],
    },
    Exercise {
        id: "6.4",
        title: "Spearman's correlation",
        function: "spearman",
        hints: [
            "Of five values, two are smaller than mine and two are equal to it, mine among them. Which ranks do those two take up?",
            "A value's rank needs two counts: how many are smaller, and how many are equal (itself included).",
            "rank = smaller + (equal + 1) / 2, for every value of x and of y; then pearson(&ranks_of_x, &ranks_of_y).",
        ],
    },
    Exercise {
        id: "6.5",
        title: "Max pooling, backward",
        function: "max_pooling_backward",
        hints: [
            "If you change a value a little that is not the largest of its column, how much does y change?",
            "Each element of dy goes to exactly one place in dx, in its own column. Find that place again by looking at x.",
            "For each (s, column) of dy: walk over the rows offsets[s]..offsets[s + 1], remember the first largest, and write dy there; \
             all else stays 0.",
        ],
    },
    Exercise {
        id: "6.6",
        title: "The contrastive loss",
        function: "contrastive_loss",
        hints: [
            "Which matrix product gives the dot product of every row of a with every row of b?",
            "Each row of scale · a bᵀ is a classification with as many classes as pairs; the label of row i is i. The stable \
             log-sum-exp is that of exercise 1.1.",
            "logits = a.dot(&b.t()) * scale; for each row: max + ln Σ exp(x − max) − row[i]; add up and divide by the number of rows.",
        ],
    },
];
