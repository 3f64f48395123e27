//! The answers to the exercises of chapter 5. Yours go into `exercises.rs`.

use std::ops::Range;

/// **Exercise 5.1** Normalizing an answer
///
/// "The mill." and "the Mill" are the same answer. Before answers are compared, each is put into a normal form, in this order:
///
/// 1. small letters, in any alphabet;
/// 2. every ASCII punctuation character is removed: not replaced by a blank, removed (– and € are not ASCII, and stay);
/// 3. the words `a`, `an` and `the` are removed;
/// 4. runs of white space become one blank, with none at the ends.
///
/// For example, `" The baker's  theatre!"` becomes `"bakers theatre"`. (Words are what stands between white space here; the
/// official program is a little more careful.)
///
/// In the library: `normalize_answer` in `src/metrics/question_answering.rs`.
pub fn normalize_answer(text: &str) -> String {
    let text = text.to_lowercase().replace(|c: char| c.is_ascii_punctuation(), "");
    let words = text.split_whitespace().filter(|word| !["a", "an", "the"].contains(word));
    words.collect::<Vec<_>>().join(" ")
}

/// **Exercise 5.2** Token F1
///
/// How much of the words of two normalized answers is the same. A word that occurs twice in both counts twice; one that occurs
/// twice in one and once in the other counts once. With `same` such words,
///
/// ```text
/// P = same / predicted words      R = same / gold words      F1 = 2 P R / (P + R) = 2 same / (predicted + gold words)
/// ```
///
/// If both answers are empty, F1 is 1; if only one is, it is 0.
///
/// For example, for `["old", "mill"]` and `["mill", "of", "hobbs"]` the answer is 2 · 1 / (2 + 3) = 0.4.
///
/// In the library: `token_f1` in `src/metrics/question_answering.rs`.
pub fn token_f1(predicted: &[&str], gold: &[&str]) -> f64 {
    if predicted.is_empty() && gold.is_empty() {
        return 1.0;
    }
    let mut left = gold.to_vec();
    let mut same = 0;
    for word in predicted {
        if let Some(place) = left.iter().position(|other| other == word) {
            left.swap_remove(place);
            same += 1;
        }
    }
    2.0 * same as f64 / (predicted.len() + gold.len()) as f64
}

/// **Exercise 5.3** The best legal span
///
/// `start[i]` scores token i as the first of the answer, `end[j]` scores token j as its last. Return `(first, last)` with the highest
/// `start[first] + end[last]` among the legal spans: `first <= last`, and at most `longest` tokens. Of equal sums the one with the
/// smallest `first` counts, and then the smallest `last`. There is at least one token, and `longest` is at least 1.
///
/// For example, for start `[0, 3]`, end `[2, 1]` and `longest` 2 the answer is `(1, 1)`: the sum 3 + 2 would end before it starts.
///
/// In the library: `best_span` in `src/tasks/question_answering.rs`.
pub fn best_span(start: &[f32], end: &[f32], longest: usize) -> (usize, usize) {
    let mut best = (0, 0);
    for first in 0..start.len() {
        for last in first..start.len().min(first + longest) {
            if start[first] + end[last] > start[best.0] + end[best.1] {
                best = (first, last);
            }
        }
    }
    best
}

/// **Exercise 5.4** From characters to tokens
///
/// The labels say at which bytes of the passage the answer stands; the model needs tokens. `spans` has the bytes of each token, in
/// order; between two tokens there may be a gap (a blank). Return the first and the last token that share at least one byte with
/// `answer`, which is not empty, or `None` if no token does. An answer may begin or end within a token: people mark what they like.
///
/// For example, the tokens of "Mill Lane" have the spans `[0..4, 5..9]`. The bytes `5..9` are `Some((1, 1))`, the bytes `2..6` are
/// `Some((0, 1))`, and the bytes `4..5`, a blank, are `None`.
///
/// In the library: `PassagePieces::pieces` in `src/tasks/asked.rs`.
pub fn answer_tokens(spans: &[Range<usize>], answer: Range<usize>) -> Option<(usize, usize)> {
    let shares = |span: &Range<usize>| span.start < answer.end && answer.start < span.end;
    let first = spans.iter().position(shares)?;
    let last = spans.iter().rposition(shares)?;
    Some((first, last))
}

/// **Exercise 5.5** Windows over a long passage
///
/// A passage of `pieces` tokens may be longer than the `room` that the model has for it. Cut it into windows: the first begins at 0, each
/// of the others repeats the last `overlap` tokens of the one before it, each is `room` long but the last, which ends with the
/// passage. No window begins when the passage has already been shown to its end. An empty passage is one empty window.
/// `overlap` is less than `room`.
///
/// For example, `windows(10, 5, 2)` is `[0..5, 3..8, 6..10]`.
///
/// In the library: `windows` in `src/text/windows.rs`.
pub fn windows(pieces: usize, room: usize, overlap: usize) -> Vec<Range<usize>> {
    let mut windows = Vec::new();
    let mut start = 0;
    loop {
        let end = (start + room).min(pieces);
        windows.push(start..end);
        if end == pieces {
            return windows;
        }
        start += room - overlap;
    }
}

/// **Exercise 5.6** When to say nothing
///
/// For each question there are `f1`, what the best span earns; `null`, by how much the score of no answer is above that of the best
/// span; and `has_answer`, whether the passage has an answer. With a threshold t
///
/// ```text
///                        the model            earns, with an answer    earns, without
/// where null <= t        gives its span       f1                       0
/// where null >  t        says nothing         0                        1
/// ```
///
/// Try each value of `null` as the threshold, and return the one that earns most in sum; of equals the smallest. If never to answer
/// (t = −∞) earns at least as much, return `f64::NEG_INFINITY`. Questions may have the same `null`, and then share their fate. Where
/// there is no answer, `f1` is 0.
///
/// For example, for f1 `[0.5, 0.0]`, null `[-1.0, 2.0]` and has_answer `[true, false]` the answer is -1: this earns 0.5 + 1.
///
/// In the library: `best_null_threshold` in `src/metrics/question_answering.rs`, which gives 0 where it is best never to answer.
pub fn null_threshold(f1: &[f64], null: &[f64], has_answer: &[bool]) -> f64 {
    let earned = |threshold: f64| -> f64 {
        let of = |i: usize| if null[i] <= threshold { f1[i] } else { 1.0 };
        let right = |i: &usize| has_answer[*i] == (null[*i] <= threshold);
        (0..null.len()).filter(right).map(of).sum()
    };
    let mut thresholds = null.to_vec();
    thresholds.sort_by(f64::total_cmp);
    let mut best = f64::NEG_INFINITY;
    for threshold in thresholds {
        if earned(threshold) > earned(best) {
            best = threshold;
        }
    }
    best
}
