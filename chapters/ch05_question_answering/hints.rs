//! The exercises of chapter 5, and three hints for each: a question, a direction, nearly the answer.

use finetune::course::Exercise;

pub const EXERCISES: [Exercise; 6] = [
    Exercise {
        id: "5.1",
        title: "Normalizing an answer",
        function: "normalize_answer",
        hints: [
            "Which of the four steps must come before which, and why?",
            "A word such as \"(the)\" is an article only after its brackets are gone; split_whitespace makes words of what is left.",
            "text.to_lowercase(), then replace(|c: char| c.is_ascii_punctuation(), \"\"), then split_whitespace(), filter out the three words, collect and join(\" \").",
        ],
    },
    Exercise {
        id: "5.2",
        title: "Token F1",
        function: "token_f1",
        hints: [
            "How often does a word count that the prediction has twice and the gold answer once?",
            "Go through the predicted words, and strike each one out of a copy of the gold words. How many could be struck out?",
            "let mut left = gold.to_vec(); for each predicted word: if left has it at some position, remove it there and same += 1. The answer is 2 same / (predicted.len() + gold.len()), and 1.0 if both are empty.",
        ],
    },
    Exercise {
        id: "5.3",
        title: "The best legal span",
        function: "best_span",
        hints: [
            "Why can the best start and the best end not be chosen each for itself?",
            "Try every first, and for each every last that is legal: from first on, at most longest tokens.",
            "for first in 0..n, for last in first..n.min(first + longest): keep the pair if start[first] + end[last] is *greater* than the best so far, which begins with (0, 0).",
        ],
    },
    Exercise {
        id: "5.4",
        title: "From characters to tokens",
        function: "answer_tokens",
        hints: [
            "When do two ranges of bytes share a byte?",
            "Each begins before the other ends. Look for the first token for which that is so, and for the last.",
            "span.start < answer.end && answer.start < span.end; iter().position(…)? and iter().rposition(…)? give the two tokens.",
        ],
    },
    Exercise {
        id: "5.5",
        title: "Windows over a long passage",
        function: "windows",
        hints: [
            "By how much does each window begin after the one before it?",
            "By room − overlap. A further window is needed as long as the last one does not reach the end of the passage.",
            "start = 0; in a loop: end = (start + room).min(pieces), push start..end, return if end == pieces, and then start += room − overlap.",
        ],
    },
    Exercise {
        id: "5.6",
        title: "When to say nothing",
        function: "null_threshold",
        hints: [
            "If you know the threshold, what does each question earn?",
            "Only the values in null matter as thresholds. Try each, from the smallest, and negative infinity before them.",
            "earned(t) = sum over the questions of: f1 if null <= t and has_answer; 1 if null > t and not has_answer; else 0. Sort the values of null, and keep one only if it earns *more* than the best so far.",
        ],
    },
];
