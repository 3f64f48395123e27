//! The answers on small random inputs, beside ours: what is right on a few examples made by hand may be so by chance.

use super::super::solutions;
use super::{Answers, answers, close, same};
use finetune::course::{Checked, trials};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::ops::Range;

/// What answers to random inputs are compared with.
const OURS: Answers = answers!(solutions);

pub fn normalize_answer(answers: &Answers) -> Checked {
    let words = ["the", "The", "a", "An", "an", "mill", "Ábel", "(a)", "the-", "–", "$5"];
    let input = |rng: &mut ChaCha8Rng| -> String {
        (0..rng.random_range(0..6))
            .map(|_| [words[rng.random_range(0..11)], [" ", "  ", "\t"][rng.random_range(0..3)]].concat())
            .collect()
    };
    trials("5.1", input, |text| {
        same("The normal form", (answers.normalize_answer)(text), (OURS.normalize_answer)(text), &[])
    })
}

pub fn token_f1(answers: &Answers) -> Checked {
    let answer = |rng: &mut ChaCha8Rng| -> Vec<&str> {
        (0..rng.random_range(0..5)).map(|_| ["old", "mill", "lane"][rng.random_range(0..3)]).collect()
    };
    trials(
        "5.2",
        |rng| [answer(rng), answer(rng)],
        |[a, b]| close("F1", (answers.token_f1)(a, b), (OURS.token_f1)(a, b), &[]),
    )
}

pub fn best_span(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let tokens = rng.random_range(1..7);
        let scores = [(); 2].map(|()| (0..tokens).map(|_| rng.random_range(-9..3) as f32).collect::<Vec<_>>());
        (scores, rng.random_range(1..8))
    };
    trials("5.3", input, |([start, end], longest)| {
        let [found, expected] = [answers, &OURS].map(|answers| (answers.best_span)(start, end, *longest));
        same("The best span of these start and end scores", found, expected, &[])
    })
}

pub fn answer_tokens(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let mut end = 0;
        let mut token = |rng: &mut ChaCha8Rng| {
            let start = end + rng.random_range(0..3);
            end = start + rng.random_range(1..5);
            start..end
        };
        let spans: Vec<Range<usize>> = (0..rng.random_range(0..5)).map(|_| token(rng)).collect();
        let start = rng.random_range(0..=end);
        (spans, start..start + rng.random_range(1..7))
    };
    trials("5.4", input, |(spans, answer)| {
        let [found, expected] = [answers, &OURS].map(|answers| (answers.answer_tokens)(spans, answer.clone()));
        same("For these tokens and this answer: the first and the last token", found, expected, &[])
    })
}

pub fn windows(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let room = rng.random_range(1..7);
        [rng.random_range(0..20), room, rng.random_range(0..room)]
    };
    trials("5.5", input, |&[pieces, room, overlap]| {
        let [found, expected] = [answers, &OURS].map(|answers| (answers.windows)(pieces, room, overlap));
        same("For these pieces, room and overlap: windows", found, expected, &[])
    })
}

pub fn null_threshold(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let question = |rng: &mut ChaCha8Rng| {
            let has = rng.random_bool(0.6);
            let f1 = if has { f64::from(rng.random_range(0..5u8)) / 4.0 } else { 0.0 };
            (f1, (f64::from(rng.random_range(-2..3i8)), has))
        };
        (0..rng.random_range(1..7)).map(|_| question(rng)).unzip::<_, _, Vec<_>, Vec<_>>()
    };
    trials("5.6", input, |(f1, others)| {
        let (null, has): (Vec<f64>, Vec<bool>) = others.iter().copied().unzip();
        let [found, expected] = [answers, &OURS].map(|answers| (answers.null_threshold)(f1, &null, &has));
        close("With f1, and null and has_answer: the threshold", found, expected, &[])
    })
}
