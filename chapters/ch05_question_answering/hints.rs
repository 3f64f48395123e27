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
            "str::replace takes a closure, too, which says of each character whether it is replaced; char has \
             is_ascii_punctuation(). The words that are kept can be collected into a Vec and put together with join.",
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
            "Two loops, the inner one from first up to, but without, first + longest, and never beyond the last token. Keep a \
             pair only if its sum is *greater* than the best so far. With which pair can that begin, so that sums below 0 do \
             no harm?",
        ],
    },
    Exercise {
        id: "5.4",
        title: "From characters to tokens",
        function: "answer_tokens",
        hints: [
            "When do two ranges of bytes share a byte?",
            "Each begins before the other ends. Look for the first token for which that is so, and for the last.",
            "Write the condition as a closure with two comparisons, both with <. The iterator's position(…) gives the first \
             token, rposition(…) the last; a ? behind each returns None where there is none.",
        ],
    },
    Exercise {
        id: "5.5",
        title: "Windows over a long passage",
        function: "windows",
        hints: [
            "By how much does each window begin after the one before it?",
            "By room − overlap. A further window is needed as long as the last one does not reach the end of the passage.",
            "In a loop, push the window first, and then ask whether it ends with the passage: so an empty passage needs no \
             case of its own, and no window begins where nothing new is left. The end of a window is the smaller of two \
             numbers.",
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
