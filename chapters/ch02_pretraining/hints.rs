//! The exercises of chapter 2, and three hints for each: a question, a direction, nearly the answer.

use finetune::course::Exercise;

pub const EXERCISES: [Exercise; 6] = [
    Exercise {
        id: "2.1",
        title: "Perplexity",
        function: "perplexity",
        hints: [
            "If every p is 1/8, what is the mean of −ln p, and what does e to that power give?",
            "Two numbers have to be gathered over all batches before anything is divided. Which?",
            "Add up the logarithms of all batches, and count them. The exponential comes last, and only once; the sign must have \
             changed before it.",
        ],
    },
    Exercise {
        id: "2.2",
        title: "Warm-up and decay",
        function: "learning_rate",
        hints: [
            "How many steps does the fall take? Not total_steps of them.",
            "There are three cases: before warm_up_steps, from there to total_steps, and after. In each of the first two the rate is \
             peak times a share between 0 and 1.",
            "The share is step over warm_up_steps while rising, and (total_steps − step) over (total_steps − warm_up_steps) while \
             falling; turn each into f64 before you divide, and return 0.0 once step >= total_steps.",
        ],
    },
    Exercise {
        id: "2.3",
        title: "The unigram baseline",
        function: "unigram_cross_entropy",
        hints: [
            "What do the probabilities of all tokens of the vocabulary add up to? Check it with the example.",
            "Count with a HashMap<u32, usize> (or a Vec of vocabulary zeros). A token that is not in it has count 0, but not \
             probability 0.",
            "For each id of held_out, add −ln((count + 1) / (train.len() + vocabulary)), all as f64; divide the sum by \
             held_out.len().",
        ],
    },
    Exercise {
        id: "2.4",
        title: "Masking 80/10/10",
        function: "mask",
        hints: [
            "What must be remembered of a token before it is hidden? And what of one that is chosen and stays as it is?",
            "Start from a copy of ids. Go through the tokens in order; for a chosen one note position and label first, then draw \
             one number between 0 and 1, which decides among the three.",
            "With that number below 0.8 write special.mask; else below 0.9 write a random token, drawn again while it is special; \
             else nothing. Do it all in one loop over ids.iter().enumerate(), skipping special tokens.",
        ],
    },
    Exercise {
        id: "2.5",
        title: "Sentence pairs",
        function: "sentence_pair",
        hints: [
            "How can you draw a document that is not this one, each other being equally likely, in a single draw?",
            "Draw a number below documents.len() − 1. It stands for a document; from this document's own place on, all move up by one. \
             (Drawing again until it differs works too.)",
            "On true: &documents[document][sentence + 1] and IS_NEXT. Else: other = drawn if drawn < document, or drawn + 1; a \
             random index below documents[other].len(); IS_RANDOM. Both through Sequence::pair.",
        ],
    },
    Exercise {
        id: "2.6",
        title: "One step of AdamW",
        function: "adamw",
        hints: [
            "Which of the quantities must outlive the step, and which are only used within it?",
            "Compute 1 − β₁ᵗ and 1 − β₂ᵗ once, before the loop. In the loop work in f64, and write value, first and second back \
             as f32. The decay and the step both use the old θ.",
            "beta1.powf(f64::from(step)) is β₁ᵗ. New m and v first (from first[i], second[i] and the scaled g); then θ − η λ θ − \
             η (m / correction1) / ((v / correction2).sqrt() + ε); then store the uncorrected m and v.",
        ],
    },
];
