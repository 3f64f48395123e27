//! The checks of the exercises of chapter 5: what is right, and what typical mistakes would give instead.

mod trials;

use finetune::course::{Check, Checked};
use std::fmt::Debug;
use std::ops::Range;

/// The answers to the exercises of this chapter.
#[derive(Clone, Copy)]
#[allow(clippy::type_complexity, reason = "the types are those of the functions in exercises.rs")]
pub struct Answers {
    pub normalize_answer: fn(&str) -> String,
    pub token_f1: fn(&[&str], &[&str]) -> f64,
    pub best_span: fn(&[f32], &[f32], usize) -> (usize, usize),
    pub answer_tokens: fn(&[Range<usize>], Range<usize>) -> Option<(usize, usize)>,
    pub windows: fn(usize, usize, usize) -> Vec<Range<usize>>,
    pub null_threshold: fn(&[f64], &[f64], &[bool]) -> f64,
}

/// The answers that are in a module: `answers!(exercises)`, or `answers!(solutions)`.
macro_rules! answers {
    ($module:ident) => {
        Answers {
            normalize_answer: $module::normalize_answer,
            token_f1: $module::token_f1,
            best_span: $module::best_span,
            answer_tokens: $module::answer_tokens,
            windows: $module::windows,
            null_threshold: $module::null_threshold,
        }
    };
}
pub(crate) use answers;

pub const CHECKS: [Check<Answers>; 6] = [
    ("5.1", normalize_answer),
    ("5.2", token_f1),
    ("5.3", best_span),
    ("5.4", answer_tokens),
    ("5.5", windows),
    ("5.6", null_threshold),
];

/// Fails unless `found` is `expected`. If it is what one of `mistakes` would give, the message is that mistake's.
fn same<T: Debug>(question: &str, found: T, expected: T, mistakes: &[(T, &str)]) -> Checked {
    let [found, expected] = [found, expected].map(|value| format!("{value:?}"));
    let mistakes: Vec<(String, &str)> = mistakes.iter().map(|(value, words)| (format!("{value:?}"), *words)).collect();
    same_text(question, found, expected, &mistakes)
}

/// The same for numbers: NaN equals NaN, and the last digits do not matter.
fn close(question: &str, found: f64, expected: f64, mistakes: &[(f64, &str)]) -> Checked {
    let digits = |x: f64| if x.is_finite() { format!("{x:.6}") } else { x.to_string() };
    let mistakes: Vec<(String, &str)> = mistakes.iter().map(|(result, words)| (digits(*result), *words)).collect();
    same_text(question, digits(found), digits(expected), &mistakes)
}

fn same_text(question: &str, found: String, expected: String, mistakes: &[(String, &str)]) -> Checked {
    if found == expected {
        return Ok(());
    }
    let known = mistakes.iter().find(|(result, _)| *result == found).map(|(_, words)| format!("{words}\n"));
    Err(format!("{}{question} is {found}, expected {expected}.", known.unwrap_or_default()))
}

fn normalize_answer(answers: &Answers) -> Checked {
    let check = |text: &str, expected: &str, mistakes: &[(&str, &str)]| {
        let mistakes: Vec<(String, &str)> =
            mistakes.iter().map(|(result, words)| (result.to_string(), *words)).collect();
        same(&format!("The normal form of {text:?}"), (answers.normalize_answer)(text), expected.into(), &mistakes)
    };
    let text = "The  Baker's (old) theatre, a mill-wheel!";
    check(
        text,
        "bakers old theatre millwheel",
        &[
            (
                "The Bakers old theatre millwheel",
                "The capitals are still there; and so is The, which is no article but for its capital.",
            ),
            (
                "baker s old theatre mill wheel",
                "Punctuation becomes a blank. It is to be removed, with nothing in its place.",
            ),
            ("baker's (old) theatre, mill-wheel!", "The punctuation is still there."),
            ("the bakers old theatre a millwheel", "The articles are still there."),
            (
                "the bakers old theatre millwheel",
                "The article at the beginning is still there: no blank stands before it. Look at whole words.",
            ),
            ("bkers old tre millwheel", "Articles are cut out of the middle of words. Only whole words are articles."),
            ("bakers old theatre  millwheel", "There are two blanks where the article was: white space comes last."),
        ],
    )?;
    let early = "The article is still there: it was looked for while its brackets hid it. Punctuation comes first.";
    check("(The) mill", "mill", &[("the mill", early)])?;
    check("\tAn apple\n", "apple", &[])?;
    let ends = "Articles are cut off the ends of words. Only whole words are articles.";
    check(
        "A lathe in Pizza Lane",
        "lathe in pizza lane",
        &[("lain pizzlane", ends), ("a lain pizzlane", ends), ("lain pizza lane", ends), ("a lain pizza lane", ends)],
    )?;
    check("the", "", &[("the", "An answer may be nothing but an article; then nothing is left.")])?;
    let other = "Only ASCII punctuation is removed: – and €, like any letter, stay.";
    check("Zoë's CAFÉ – 5 €", "zoës café – 5 €", &[("zoës café 5", other), ("zoës café  5 ", other)])?;
    let every: String = ('!'..='~').filter(char::is_ascii_punctuation).collect();
    check(&format!("10{every}0"), "100", &[])?;
    trials::normalize_answer(answers)
}

fn token_f1(answers: &Answers) -> Checked {
    let f1 = answers.token_f1;
    let (predicted, gold) = (["two", "two", "old", "mills"], ["two", "mills", "of", "hobbs", "mills"]);
    let mistakes = [
        (6.0 / 9.0, "A word counts more often than it occurs in both. Strike each gold word out once it is used."),
        (4.0 / 7.0, "Repeated words are counted once, as in a set. They count as often as they occur in both."),
        (0.5, "This is the precision. Recall is missing."),
        (0.4, "This is the recall. Precision is missing."),
        (0.45, "This is the plain mean of precision and recall. F1 is their harmonic mean."),
        (0.2, "This is the product of precision and recall."),
        (2.0 / 9.0, "Half of what it should be: same counts twice in F1."),
        (0.0, "Answers that are not equal can still share words."),
    ];
    close(&format!("F1 of {predicted:?} and {gold:?}"), f1(&predicted, &gold), 4.0 / 9.0, &mistakes)?;
    let nan = (f64::NAN, "0 / 0: think of answers that are empty or share nothing before you divide.");
    close("F1 of [\"mill\"] and [\"weir\"]", f1(&["mill"], &["weir"]), 0.0, &[nan])?;
    close(
        "F1 of [] and [\"weir\"]",
        f1(&[], &["weir"]),
        0.0,
        &[nan, (1.0, "Only one of them is empty: they differ.")],
    )?;
    let agree = (0.0, "Two empty answers agree: the model said that there is no answer, and there is none.");
    close("F1 of [] and []", f1(&[], &[]), 1.0, &[nan, agree])?;
    let set = (0.4, "Repeated words are counted once, as in a set. They count as often as they occur in both.");
    let question = "F1 of [\"mill\", \"mill\"] and [\"mill\", \"mill\", \"lane\"]";
    close(question, f1(&["mill", "mill"], &["mill", "mill", "lane"]), 0.8, &[set])?;
    trials::token_f1(answers)
}

fn best_span(answers: &Answers) -> Checked {
    let (start, end) = ([0.0, 2.5, 1.0, 6.0, 0.0, 0.0], [0.0, 5.0, 0.0, 0.5, 0.0, 3.5]);
    let question =
        |longest: usize| format!("The best span of at most {longest} tokens for start {start:?} and end {end:?}");
    let mistakes = [
        ((3, 1), "Start and end are chosen each for itself: the answer ends before it starts."),
        ((1, 3), "Start and end are chosen each for itself, and put in order. The best *legal pair* is wanted."),
        ((3, 5), "This span is longer than longest."),
        ((3, 3), "The start is chosen first, and the end to go with it. A lower start with a better end can win."),
        ((3, 4), "An answer may be a single token: first and last are then the same."),
        ((1, 2), "last is the last token itself, not the one after it."),
        ((2, 2), "Tokens are counted from 0."),
    ];
    same(&question(2), (answers.best_span)(&start, &end, 2), (1, 1), &mistakes)?;
    let short =
        [((1, 1), "A span of exactly longest tokens is legal, too."), ((3, 6), "last is the last token itself.")];
    same(&question(3), (answers.best_span)(&start, &end, 3), (3, 5), &short)?;
    let ties = [((1, 1), "Of equal sums the first is wanted."), ((0, 1), "Of equal sums the first is wanted.")];
    same(
        "For start [1, 1] and end [1, 1]: the best span",
        (answers.best_span)(&[1.0; 2], &[1.0; 2], 2),
        (0, 0),
        &ties,
    )?;
    let low = [((0, 0), "All sums are below 0, and still one is the highest. What does your best begin with?")];
    same(
        "For start [-9, -1] and end [-9, -1]: the best span",
        (answers.best_span)(&[-9.0, -1.0], &[-9.0, -1.0], 5),
        (1, 1),
        &low,
    )?;
    trials::best_span(answers)
}

fn answer_tokens(answers: &Answers) -> Checked {
    // "Nora Webb, of Mill Lane" as nora we ##bb , of mill lane
    let spans = [0..4, 5..7, 7..9, 9..10, 11..13, 14..18, 19..23];
    let check =
        |answer: Range<usize>, expected: Option<(usize, usize)>, mistakes: &[(Option<(usize, usize)>, &str)]| {
            let question = format!("For the tokens at {spans:?}, the answer at {answer:?}");
            same(&question, (answers.answer_tokens)(&spans, answer), expected, mistakes)
        };
    let next = "The token that begins where the answer ends is counted. It shares no byte with it (or is your last one too many?).";
    check(
        5..9,
        Some((1, 2)),
        &[
            (Some((1, 3)), next),
            (Some((2, 3)), "Tokens are counted from 0. ([CLS] and the question come later.)"),
            (Some((1, 1)), "Only the first token is found. The answer goes on to its last byte."),
            (Some((5, 9)), "These are bytes. Tokens are wanted."),
            (Some((1, 4)), "Every token that begins before the answer's end *or later* is counted."),
        ],
    )?;
    let part = "A token that is only partly in the answer is left out. It shares a byte with it, and counts.";
    check(
        6..9,
        Some((1, 2)),
        &[(Some((2, 2)), part), (None, "No token begins exactly there; but one shares bytes with the answer.")],
    )?;
    check(
        6..16,
        Some((1, 5)),
        &[(Some((2, 4)), part), (None, "No token ends exactly there; but one shares bytes with the answer.")],
    )?;
    check(
        4..5,
        None,
        &[
            (Some((0, 1)), "A blank between two tokens belongs to neither."),
            (Some((0, 0)), "A blank belongs to no token."),
            (Some((1, 1)), "A blank belongs to no token."),
            (
                Some((1, 0)),
                "No token shares a byte with a blank: the answer is None, not a span that ends before it starts.",
            ),
        ],
    )?;
    check(0..23, Some((0, 6)), &[])?;
    trials::answer_tokens(answers)
}

#[allow(clippy::single_range_in_vec_init, reason = "a list of one window is meant")]
fn windows(answers: &Answers) -> Checked {
    let check = |(pieces, room, overlap): (usize, usize, usize),
                 expected: Vec<Range<usize>>,
                 mistakes: &[(Vec<Range<usize>>, &str)]| {
        same(
            &format!("windows({pieces}, {room}, {overlap})"),
            (answers.windows)(pieces, room, overlap),
            expected,
            mistakes,
        )
    };
    check(
        (12, 5, 2),
        vec![0..5, 3..8, 6..11, 9..12],
        &[
            (
                vec![0..5, 2..7, 4..9, 6..11, 8..12],
                "The windows begin overlap tokens apart. They are to *share* overlap tokens.",
            ),
            (vec![0..5, 5..10, 10..12], "The windows do not overlap."),
            (vec![0..5, 3..8, 6..11, 9..14], "The last window ends behind the passage."),
            (vec![0..5, 3..8, 6..11], "The end of the passage is in no window."),
            (vec![0..5, 4..9, 8..12], "The windows share one token, not overlap tokens."),
            (
                vec![0..5, 3..8, 6..11, 7..12],
                "The last window is moved back to be full. It is to begin like the others, and be shorter.",
            ),
        ],
    )?;
    check(
        (11, 5, 2),
        vec![0..5, 3..8, 6..11],
        &[
            (
                vec![0..5, 3..8, 6..11, 9..11],
                "The last window shows nothing new: the one before it has reached the end.",
            ),
            (vec![0..5, 3..8, 6..10], "The last token is in no window."),
        ],
    )?;
    check(
        (3, 5, 2),
        vec![0..3],
        &[(vec![0..5], "A passage shorter than the room is one window, as long as the passage.")],
    )?;
    check(
        (0, 5, 2),
        vec![0..0],
        &[(vec![], "An empty passage is one empty window: the question must still be asked.")],
    )?;
    trials::windows(answers)
}

fn null_threshold(answers: &Answers) -> Checked {
    let check = |f1: &[f64], null: &[f64], has: &[bool], expected: f64, mistakes: &[(f64, &str)]| {
        let question = format!("For f1 {f1:?}, null {null:?} and has_answer {has:?}: the threshold");
        close(&question, (answers.null_threshold)(f1, null, has), expected, mistakes)
    };
    let (f1, null) = ([0.8, 0.0, 1.0, 0.0, 0.3], [0.5, -1.0, -3.0, 2.0, 4.0]);
    check(
        &f1,
        &null,
        &[true, false, true, false, true],
        -3.0,
        &[
            (
                4.0,
                "This answers every question (or is your comparison the other way round?). A span where there is no answer earns nothing, and silence there would earn 1.",
            ),
            (0.5, "The questions without an answer are not counted. Silence earns 1 there."),
            (2.0, "The threshold is on the wrong side: a *high* null score means no answer."),
            (f64::NEG_INFINITY, "This never answers. Silence earns 1 only where there is no answer."),
            (-1.0, "At null equal to the threshold the span is given: <=, not <."),
        ],
    )?;
    check(
        &[0.5, 0.9, 0.0],
        &[-2.0, 1.0, 0.0],
        &[true, true, false],
        -2.0,
        &[
            (1.0, "This earns 0.5 + 0.9, less than 0.5 + 1: the question between them has no answer."),
            (0.0, "At null equal to the threshold the span is given: <=, not <."),
        ],
    )?;
    check(
        &[0.5, 0.9, 0.0],
        &[-2.0, 1.0, 3.0],
        &[true, true, false],
        1.0,
        &[
            (-2.0, "The threshold stops at the first gain. A later one may earn more."),
            (3.0, "At null equal to the threshold the span is given: <=, not <."),
            (2.0, "A value between two null scores earns as much, but the null score itself is asked for."),
        ],
    )?;
    let never = [
        (0.0, "Never to answer is best here: that is negative infinity."),
        (1.0, "Never to answer is best here, and earns 1 a question."),
    ];
    check(&[0.0, 0.0], &[1.0, 2.0], &[false, false], f64::NEG_INFINITY, &never)?;
    let together = "Questions with the same null are answered together: no threshold lies between them.";
    check(&[0.9, 0.0], &[1.0, 1.0], &[true, false], f64::NEG_INFINITY, &[(1.0, together)])?;
    trials::null_threshold(answers)
}
