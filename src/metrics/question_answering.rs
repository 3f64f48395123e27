//! Exact match and token F1, as the official evaluation of SQuAD (Rajpurkar et al., 2016 and 2018) computes them.

use std::collections::HashMap;

/// An answer without what does not matter: small letters, no ASCII punctuation, no `a`, `an`, `the`, and single spaces.
// ANCHOR: normalize
pub fn normalize_answer(text: &str) -> String {
    let text = text.to_lowercase().replace(|c: char| c.is_ascii_punctuation(), "");
    let mut kept = String::new();
    for run in runs(&text) {
        kept.push_str(if ["a", "an", "the"].contains(&run) { " " } else { run });
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
// ANCHOR_END: normalize

/// The text in pieces: runs of letters and digits, and every other character alone.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let letters = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(if letters > 0 { letters } else { first.len_utf8() });
        rest = after;
        Some(run)
    })
}

/// 1 if the predicted answer is one of the gold answers, up to [`normalize_answer`]; else 0. An empty prediction says that
/// there is no answer, and is right when there is no gold answer.
pub fn exact_match(predicted: &str, gold: &[&str]) -> f64 {
    let predicted = normalize_answer(predicted);
    f64::from(gold_answers(gold).contains(&predicted))
}

/// How much of the words of the predicted answer and of the best fitting gold answer are the same: from 0 to 1.
// ANCHOR: f1
pub fn token_f1(predicted: &str, gold: &[&str]) -> f64 {
    let predicted = normalize_answer(predicted);
    gold_answers(gold).iter().map(|gold| f1(&predicted, gold)).fold(0.0, f64::max)
}

/// `2 P R / (P + R)` with P the share of the predicted words that are in the gold answer, R the share of the gold words
/// that were predicted. A word counts as often as it occurs in both.
fn f1(predicted: &str, gold: &str) -> f64 {
    let (predicted, gold): (Vec<&str>, Vec<&str>) = (predicted.split(' ').collect(), gold.split(' ').collect());
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in &gold {
        *left.entry(word).or_default() += 1;
    }
    let mut same = 0;
    for word in &predicted {
        if let Some(count) = left.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            same += 1;
        }
    }
    2.0 * same as f64 / (predicted.len() + gold.len()) as f64 // nothing is the one word "": it equals nothing else
}
// ANCHOR_END: f1

/// The gold answers, normalized; those that vanish do not count, and none at all is the empty answer.
fn gold_answers(gold: &[&str]) -> Vec<String> {
    let mut answers: Vec<String> = gold.iter().map(|text| normalize_answer(text)).collect();
    answers.retain(|text| !text.is_empty());
    if answers.is_empty() {
        answers.push(String::new());
    }
    answers
}

/// The threshold that earns most when a question gets no answer wherever its `null` score is *above* it.
///
/// For each question: `scores`, what its best answer earns; `null`, how sure the model is that there is none;
/// `has_answer`, whether there is one (if not, no answer earns 1 and any other 0). Of equally good thresholds the
/// lowest; 0 if it is best never to answer, as in the official program, though with 0 some questions may still be answered.
///
/// # Panics
/// If the slices differ in length.
pub fn best_null_threshold(scores: &[f64], null: &[f64], has_answer: &[bool]) -> f64 {
    assert!(scores.len() == null.len() && null.len() == has_answer.len(), "one of each for every question");
    let mut order: Vec<usize> = (0..null.len()).collect();
    order.sort_by(|&i, &j| null[i].total_cmp(&null[j]));
    // From "never answer" on, the questions are answered one after the other, the surest first.
    let mut earned = has_answer.iter().filter(|&&has| !has).count() as f64;
    let (mut best, mut threshold) = (earned, 0.0);
    // Those that are equally sure share their fate: no threshold lies between them.
    for equals in order.chunk_by(|&i, &j| null[i] == null[j]) {
        for &i in equals {
            earned += if has_answer[i] { scores[i] } else { -1.0 };
        }
        if earned > best {
            (best, threshold) = (earned, null[equals[0]]);
        }
    }
    threshold
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;
    use serde::Deserialize;

    #[test]
    fn f1_by_hand() {
        // Predicted "old mill", gold "mill of Hobbs": one word the same, 2 · 1 / (2 + 3).
        assert_close(token_f1("the old mill", &["the mill of Hobbs"]), 0.4);
        assert_close(token_f1("the old mill", &["the mill of Hobbs", "an old mill"]), 1.0);
        assert_close(token_f1("two two", &["two"]), 2.0 / 3.0); // the second one has no partner
        assert_eq!((token_f1("", &["mill"]), token_f1("mill", &[]), token_f1("", &[])), (0.0, 0.0, 1.0));
    }

    #[test]
    fn normalizing_leaves_what_matters() {
        assert_eq!(normalize_answer("  The Old Mill, at\tFenwick's! "), "old mill at fenwicks");
        assert_eq!(normalize_answer("a theatre"), "theatre");
        assert_eq!(exact_match("Old mill", &["the weir", "the old mill."]), 1.0);
        assert_eq!(exact_match("mill", &["the old mill"]), 0.0);
    }

    #[derive(Deserialize)]
    struct Fixture {
        cases: Vec<Case>,
        thresholds: Vec<Thresholds>,
    }

    #[derive(Deserialize)]
    struct Case {
        predicted: String,
        answers: Vec<String>,
        normalized: String,
        exact: f64,
        f1: f64,
    }

    #[derive(Deserialize)]
    struct Thresholds {
        scores: Vec<f64>,
        null: Vec<f64>,
        has_answer: Vec<bool>,
        threshold: f64,
    }

    /// See `tests/fixtures/make_squad.py`.
    fn fixture() -> Fixture {
        serde_json::from_str(include_str!("../../tests/fixtures/squad_metrics.json")).unwrap()
    }

    #[test]
    fn agrees_with_the_official_evaluation() {
        for case in fixture().cases {
            let gold: Vec<&str> = case.answers.iter().map(String::as_str).collect();
            assert_eq!(normalize_answer(&case.predicted), case.normalized, "{:?}", case.predicted);
            assert_eq!(exact_match(&case.predicted, &gold), case.exact, "{:?} for {gold:?}", case.predicted);
            assert_close(token_f1(&case.predicted, &gold), case.f1);
        }
    }

    #[test]
    fn the_best_threshold_is_the_official_one() {
        for case in fixture().thresholds {
            assert_eq!(best_null_threshold(&case.scores, &case.null, &case.has_answer), case.threshold);
        }
    }

    #[test]
    fn equally_sure_questions_share_their_fate() {
        // Both answered earn 0.9, neither 1; only the first answered would earn 1.9, and no threshold does that.
        assert_eq!(best_null_threshold(&[0.9, 0.0], &[1.0, 1.0], &[true, false]), 0.0);
        assert_eq!(best_null_threshold(&[0.9, 0.0, 0.7], &[1.0, 1.0, 1.0], &[true, false, true]), 1.0);
    }
}
