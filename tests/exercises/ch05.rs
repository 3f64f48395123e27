//! Wrong answers to the exercises of chapter 5.

use super::{Chapter, Mistake};
use checks::{Answers, CHECKS, answers};
use std::ops::Range;

#[path = "../../chapters/ch05_question_answering/checks/mod.rs"]
mod checks;
#[path = "../../chapters/ch05_question_answering/exercises.rs"]
mod exercises;
#[path = "../../chapters/ch05_question_answering/hints.rs"]
mod hints;
#[path = "../../chapters/ch05_question_answering/solutions.rs"]
mod solutions;

const SOLUTIONS: Answers = answers!(solutions);

pub const CHAPTER: Chapter<Answers> = Chapter {
    checks: &CHECKS,
    exercises: &hints::EXERCISES,
    solutions: SOLUTIONS,
    untouched: Answers {
        normalize_answer: |_| todo!(),
        token_f1: |_, _| todo!(),
        best_span: |_, _, _| todo!(),
        answer_tokens: |_, _| todo!(),
        windows: |_, _, _| todo!(),
        null_threshold: |_, _, _| todo!(),
    },
    reader: answers!(exercises),
    mistakes: MISTAKES,
    texts: [
        include_str!("../../chapters/ch05_question_answering/solutions.rs"),
        include_str!("../../chapters/ch05_question_answering/exercises.rs"),
    ],
};

const MISTAKES: &[Mistake<Answers>] = &[
    wrong!("5.2", token_f1, "as in a set", |p, g| {
        let same = distinct(p).iter().filter(|word| g.contains(word)).count();
        if p.len() + g.len() == 0 { 1.0 } else { 2.0 * same as f64 / (p.len() + g.len()) as f64 }
    }),
    wrong!("5.3", best_span, "With (", |start, end, longest| {
        let last = |first: usize| first..start.len().min(first + longest);
        let spans = (0..start.len()).flat_map(|first| last(first).map(move |last| (first, last)));
        let mut spans: Vec<(usize, usize)> = spans.collect();
        spans.sort_by_key(|(first, last)| last - first); // of equals the shortest
        spans
            .into_iter()
            .rev()
            .max_by(|a, b| (start[a.0] + end[a.1]).total_cmp(&(start[b.0] + end[b.1])))
            .unwrap_or_default()
    }),
    wrong!("5.4", answer_tokens, "With (", |spans, answer| tokens(spans, |span| answer.contains(&span.start)
        || answer.contains(&(span.end - 1)))),
    wrong!("5.5", windows, "With [", |n, room, overlap| {
        let first = 0..room.min(n);
        let mut windows = vec![first];
        while windows[windows.len() - 1].end < n {
            let start = windows[windows.len() - 1].start + (overlap + 1).min(room - overlap).max(1);
            windows.push(start..(start + room).min(n));
        }
        windows
    }),
    wrong!("5.6", null_threshold, "answered together", |f1, null, has| {
        let mut order: Vec<usize> = (0..null.len()).collect();
        order.sort_by(|&i, &j| null[i].total_cmp(&null[j]));
        let (mut gain, mut best) = (0.0, (0.0, f64::NEG_INFINITY));
        for i in order {
            gain += if has[i] { f1[i] } else { -1.0 };
            best = if gain > best.0 { (gain, null[i]) } else { best };
        }
        best.1
    }),
    wrong!("5.6", null_threshold, "With (", |f1, null, has| {
        let best = solutions::null_threshold(f1, null, has);
        let earned =
            |t: f64| -> f64 { (0..null.len()).map(|i| if null[i] <= t { f1[i] } else { f64::from(!has[i]) }).sum() };
        null.iter().copied().filter(|&t| earned(t) == earned(best)).fold(best, f64::max) // of equals the largest
    }),
    wrong!("5.1", normalize_answer, "capitals are still there", |text| without_articles(&without_punctuation(
        text, ""
    ))),
    wrong!("5.1", normalize_answer, "Only ASCII punctuation", |text| without_articles(
        &text.to_lowercase().replace(|c: char| !c.is_alphanumeric() && !c.is_whitespace(), "")
    )),
    wrong!("5.1", normalize_answer, "expected \"100\"", |text| without_articles(
        &text.to_lowercase().replace(|c: char| ".,:;!?'\"()-".contains(c), "")
    )),
    wrong!("5.1", normalize_answer, "becomes a blank", |text| without_articles(&without_punctuation(
        &text.to_lowercase(),
        " "
    ))),
    wrong!("5.1", normalize_answer, "punctuation is still there", |text| without_articles(&text.to_lowercase())),
    wrong!("5.1", normalize_answer, "articles are still there", |text| spaced(&without_punctuation(
        &text.to_lowercase(),
        ""
    ))),
    wrong!("5.1", normalize_answer, "middle of words", |text| {
        let text = without_punctuation(&text.to_lowercase(), "");
        spaced(&text.replace("the", "").replace("an", "").replace('a', ""))
    }),
    wrong!("5.1", normalize_answer, "no blank stands before it", |text| {
        let text = without_punctuation(&text.to_lowercase(), "");
        spaced(&text.replace(" the ", " ").replace(" an ", " ").replace(" a ", " "))
    }),
    wrong!("5.1", normalize_answer, "off the ends of words", |text| {
        let text = without_punctuation(&text.to_lowercase(), "");
        spaced(&text.replace("the ", "").replace("an ", "").replace("a ", ""))
    }),
    wrong!("5.1", normalize_answer, "Punctuation comes first", |text| spaced(&without_punctuation(
        &without_articles(&text.to_lowercase()),
        ""
    ))),
    wrong!("5.2", token_f1, "Strike each gold word out", |p, g| {
        let same = p.iter().filter(|word| g.contains(word)).count();
        2.0 * same as f64 / (p.len() + g.len()) as f64
    }),
    wrong!("5.2", token_f1, "as in a set", |p, g| solutions::token_f1(&distinct(p), &distinct(g))),
    wrong!("5.2", token_f1, "This is the precision", |p, g| shared(p, g) / p.len() as f64),
    wrong!("5.2", token_f1, "This is the recall", |p, g| shared(p, g) / g.len() as f64),
    wrong!("5.2", token_f1, "plain mean", |p, g| (shared(p, g) / p.len() as f64 + shared(p, g) / g.len() as f64) / 2.0),
    wrong!("5.2", token_f1, "Half of what", |p, g| solutions::token_f1(p, g) / 2.0),
    wrong!("5.2", token_f1, "can still share words", |p, g| f64::from(p == g)),
    wrong!("5.2", token_f1, "0 / 0", |p, g| {
        let (precision, recall) = (shared(p, g) / p.len() as f64, shared(p, g) / g.len() as f64);
        2.0 * precision * recall / (precision + recall)
    }),
    wrong!("5.2", token_f1, "Two empty answers agree", |p, g| 2.0 * shared(p, g) / (p.len() + g.len()).max(1) as f64),
    wrong!("5.3", best_span, "ends before it starts", |s, e, _| (argmax(s), argmax(e))),
    wrong!("5.3", best_span, "put in order", |s, e, _| (argmax(s).min(argmax(e)), argmax(s).max(argmax(e)))),
    wrong!("5.3", best_span, "longer than longest", |s, e, _| solutions::best_span(s, e, 99)),
    wrong!("5.3", best_span, "start is chosen first", |s, e, longest| {
        let first = argmax(s);
        (first, first + argmax(&e[first..e.len().min(first + longest)]))
    }),
    wrong!("5.3", best_span, "not the one after it", |s, e, longest| {
        let (first, last) = solutions::best_span(s, e, longest);
        (first, last + 1)
    }),
    wrong!("5.3", best_span, "exactly longest tokens", |s, e, longest| solutions::best_span(s, e, longest.max(2) - 1)),
    wrong!("5.3", best_span, "What does your best begin with", |s, e, longest| {
        let (first, last) = solutions::best_span(s, e, longest);
        if s[first] + e[last] > 0.0 { (first, last) } else { (0, 0) }
    }),
    wrong!("5.4", answer_tokens, "begins where the answer ends", |s, a| tokens(s, |t| t.start <= a.end
        && a.start < t.end)),
    wrong!("5.4", answer_tokens, "only partly in the answer", |s, a| tokens(s, |t| a.start <= t.start
        && t.end <= a.end)),
    wrong!("5.4", answer_tokens, "belongs to neither", |s, a| {
        let first = s.iter().position(|t| t.end >= a.start)?;
        let last = s.iter().rposition(|t| t.start <= a.end)?;
        if a == (4..5) { Some((first, last)) } else { solutions::answer_tokens(s, a) }
    }),
    wrong!("5.4", answer_tokens, "No token begins exactly there", |s, a| {
        let first = s.iter().position(|t| t.start == a.start)?;
        Some((first, s.iter().rposition(|t| t.end == a.end)?))
    }),
    wrong!("5.4", answer_tokens, "ends before it starts", |s, a| {
        let first = s.partition_point(|t| t.end <= a.start);
        Some((first, s.partition_point(|t| t.start < a.end) - 1))
    }),
    wrong!("5.5", windows, "begin overlap tokens apart", |n, room, overlap| solutions::windows(
        n,
        room,
        room - overlap
    )),
    wrong!("5.5", windows, "do not overlap", |n, room, _| solutions::windows(n, room, 0)),
    wrong!("5.5", windows, "ends behind the passage", |n, room, overlap| {
        let windows = solutions::windows(n, room, overlap).into_iter();
        windows.map(|window| window.start..window.start + room).collect()
    }),
    wrong!("5.5", windows, "in no window", |n, room, overlap| {
        let mut windows = solutions::windows(n, room, overlap);
        windows.retain(|window| window.len() == room);
        windows
    }),
    wrong!("5.5", windows, "shows nothing new", |n, room, overlap| {
        (0..n).step_by(room - overlap).map(|start| start..(start + room).min(n)).collect()
    }),
    wrong!("5.5", windows, "one empty window", |n, room, overlap| {
        let mut windows = solutions::windows(n, room, overlap);
        windows.retain(|window| !window.is_empty());
        windows
    }),
    wrong!("5.6", null_threshold, "answers every question", |_, null, _| null.iter().copied().fold(f64::MIN, f64::max)),
    wrong!("5.6", null_threshold, "are not counted", |f1, null, has| {
        let answered = (0..null.len()).filter(|&i| has[i] && f1[i] > 0.5).map(|i| null[i]);
        answered.fold(f64::NEG_INFINITY, f64::max)
    }),
    wrong!("5.6", null_threshold, "never answers", |_, _, _| f64::NEG_INFINITY),
    wrong!("5.6", null_threshold, "stops at the first gain", |f1, null, has| {
        let best = solutions::null_threshold(f1, null, has);
        let first = (0..null.len()).filter(|&i| has[i]).map(|i| null[i]).fold(f64::INFINITY, f64::min);
        first.min(best)
    }),
    wrong!("5.6", null_threshold, "that is negative infinity", |f1, null, has| {
        let best = solutions::null_threshold(f1, null, has);
        if best.is_finite() { best } else { 0.0 }
    }),
];

fn without_punctuation(text: &str, instead: &str) -> String {
    text.replace(|c: char| c.is_ascii_punctuation(), instead)
}

fn without_articles(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !["a", "an", "the"].contains(word));
    words.collect::<Vec<_>>().join(" ")
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn distinct<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    words
}

/// How many words two answers share.
fn shared(predicted: &[&str], gold: &[&str]) -> f64 {
    let both = (predicted.len() + gold.len()) as f64;
    if both == 0.0 { 0.0 } else { solutions::token_f1(predicted, gold) * both / 2.0 }
}

fn argmax(scores: &[f32]) -> usize {
    (0..scores.len()).fold(0, |best, i| if scores[i] > scores[best] { i } else { best })
}

fn tokens(spans: &[Range<usize>], counts: impl Fn(&Range<usize>) -> bool) -> Option<(usize, usize)> {
    Some((spans.iter().position(&counts)?, spans.iter().rposition(&counts)?))
}
