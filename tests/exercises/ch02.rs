//! Wrong answers to the exercises of chapter 2.

use super::{Chapter, Mistake};
use answers::*;
use checks::{Answers, CHECKS, answers};
use finetune::kernels::adamw::AdamW;
use rand::Rng;
use rand::seq::IndexedRandom;

mod answers;
#[path = "../../chapters/ch02_pretraining/checks/mod.rs"]
mod checks;
#[path = "../../chapters/ch02_pretraining/exercises.rs"]
mod exercises;
#[path = "../../chapters/ch02_pretraining/hints.rs"]
mod hints;
#[path = "../../chapters/ch02_pretraining/solutions.rs"]
mod solutions;

const SOLUTIONS: Answers = answers!(solutions);

pub const CHAPTER: Chapter<Answers> = Chapter {
    checks: &CHECKS,
    exercises: &hints::EXERCISES,
    solutions: SOLUTIONS,
    untouched: Answers {
        perplexity: |_| todo!(),
        learning_rate: |_, _, _, _| todo!(),
        unigram_cross_entropy: |_, _, _| todo!(),
        mask: |_, _, _, _| todo!(),
        sentence_pair: |_, _, _, _, _, _| todo!(),
        adamw: |_, _, _, _, _| todo!(),
    },
    reader: answers!(exercises),
    mistakes: MISTAKES,
    texts: [
        include_str!("../../chapters/ch02_pretraining/solutions.rs"),
        include_str!("../../chapters/ch02_pretraining/exercises.rs"),
    ],
};

const MISTAKES: &[Mistake<Answers>] = &[
    wrong!("2.1", perplexity, "sign is wrong", |logs| mean(&logs.concat()).exp()),
    wrong!("2.1", perplexity, "the sum of the losses", |logs| (-logs.concat().iter().sum::<f64>()).exp()),
    wrong!("2.1", perplexity, "exponential is missing", |logs| -mean(&logs.concat())),
    wrong!("2.1", perplexity, "e, not 2", |logs| (-mean(&logs.concat())).exp2()),
    wrong!("2.1", perplexity, "mean of 1/p", |logs| of_batches(&[logs.concat()], |log| (-log).exp())),
    wrong!("2.1", perplexity, "mean of the batches' means", |logs| of_batches(logs, |log| -log).exp()),
    wrong!("2.1", perplexity, "batches' perplexities", |logs| {
        mean(&logs.iter().map(|batch| (-mean(batch)).exp()).collect::<Vec<_>>())
    }),
    wrong!("2.1", perplexity, "number of batches", |logs| {
        (-logs.concat().iter().sum::<f64>() / logs.len() as f64).exp()
    }),
    wrong!("2.1", perplexity, "underflows", |logs| {
        let logs = logs.concat();
        logs.iter().map(|log| log.exp()).product::<f64>().powf(-1.0 / logs.len() as f64)
    }),
    wrong!("2.1", perplexity, "An empty batch makes 0 / 0", |logs| {
        let shares = logs.iter().map(|batch| mean(batch) * batch.len() as f64).sum::<f64>();
        (-shares / logs.concat().len() as f64).exp()
    }),
    wrong!("2.2", learning_rate, "one step ahead", |s, p, w, t| solutions::learning_rate(s + 1, p, w, t)),
    wrong!("2.2", learning_rate, "warm-up is missing", |s, p, w, t| solutions::learning_rate(s.max(w), p, w, t)),
    wrong!("2.2", learning_rate, "decay is missing", |s, p, w, t| solutions::learning_rate(s.min(w), p, w, t)),
    wrong!("2.2", learning_rate, "jumps at the end of the warm-up", decay_from_the_start),
    wrong!("2.2", learning_rate, "below 0 after the last step", below_zero),
    wrong!("2.2", learning_rate, "drops the fraction", whole_numbers),
    wrong!("2.2", learning_rate, "subtract with overflow (a `usize` cannot go below 0)", overflowing),
    wrong!("2.2", learning_rate, "you divide 0 by 0", no_warm_up_is_nan),
    wrong!("2.3", unigram_cross_entropy, "the + 1 is missing", |t, h, _| unigram(t, h, 0.0, 0.0)),
    wrong!("2.3", unigram_cross_entropy, "add up to more than 1", |t, h, _| unigram(t, h, 1.0, 0.0)),
    wrong!("2.3", unigram_cross_entropy, "kinds of tokens", |t, h, _| unigram(t, h, 1.0, 3.0)),
    wrong!("2.3", unigram_cross_entropy, "peeking", |_, h, v| unigram(h, h, 1.0, v as f64)),
    wrong!("2.3", unigram_cross_entropy, "sum of the losses", |t, h, v| unigram(t, h, 1.0, v as f64) * h.len() as f64),
    wrong!("2.3", unigram_cross_entropy, "in bits", |t, h, v| unigram(t, h, 1.0, v as f64) / 2f64.ln()),
    wrong!("2.3", unigram_cross_entropy, "underflows", |t, h, v| {
        let p = |id: &u32| (-unigram(t, &[*id], 1.0, v as f64)).exp();
        -h.iter().map(p).product::<f64>().ln() / h.len() as f64
    }),
    wrong!("2.3", unigram_cross_entropy, "held-out tokens: loss", |t, _, v| unigram(
        t,
        &[0, 0, 1, 3, 2],
        1.0,
        v as f64
    )),
    wrong!("2.4", mask, "taken after masking", labels_of_the_hidden),
    wrong!("2.4", mask, "Special tokens such as [CLS] are chosen", |i, s, v, r| masking(i, s, v, r, |_, r| r
        .random_bool(0.15))),
    wrong!("2.4", mask, "Every chosen token becomes [MASK]", |i, s, v, r| shares(i, s, v, r, 1.0, 0.0)),
    wrong!("2.4", mask, "both limits", |i, s, v, r| shares(i, s, v, r, 0.8, 0.0)),
    wrong!("2.4", mask, "No chosen token stays", |i, s, v, r| shares(i, s, v, r, 0.8, 0.2)),
    wrong!("2.4", mask, "missing from positions", unchanged_are_not_guessed),
    wrong!("2.4", mask, "Every token is to be guessed", everything_is_guessed),
    wrong!("2.4", mask, "One draw must decide", |i, s, v, r| shares(i, s, v, r, 0.8, 0.02)),
    wrong!("2.4", mask, "is not in positions", hides_without_a_word),
    wrong!("2.4", mask, "from the whole vocabulary", |i, s, _, r| shares(i, s, 210, r, 0.8, 0.1)),
    wrong!("2.4", mask, "draw every random number from rng", own_generator),
    wrong!("2.4", mask, "No token is chosen", |i, s, v, r| masking(i, s, v, r, |_, _| false)),
    wrong!("2.4", mask, "not make one of your own", |i, s, v, _| solutions::mask(
        i,
        s,
        v,
        &mut finetune::data::rng(7, "another", 0)
    )),
    wrong!("2.4", mask, "wherever it stands", |i, s, v, r| among(i, s, v, r, |places, _| {
        places[..places.len() * 15 / 100].to_vec()
    })),
    wrong!("2.4", mask, "together too rarely", |i, s, v, r| among(i, s, v, r, |places, _| {
        places.iter().copied().skip(3).step_by(7).collect()
    })),
    wrong!("2.4", mask, "together too often", |i, s, v, r| among(i, s, v, r, |places, r| {
        places.chunks(2).filter(|_| r.random_bool(0.15)).flatten().copied().collect()
    })),
    wrong!("2.4", mask, "so their number varies", |i, s, v, r| among(i, s, v, r, |places, r| {
        let mut chosen: Vec<usize> = places.choose_multiple(r, places.len() * 15 / 100).copied().collect();
        chosen.sort();
        chosen
    })),
    wrong!("2.4", mask, "outside the vocabulary", |i, s, v, r| redrawn(i, s, r, |_, r| r.random_range(0..=v))),
    wrong!("2.4", mask, "no token ever becomes 11", |i, s, v, r| redrawn(i, s, r, |_, r| r.random_range(0..v - 1))),
    wrong!("2.4", mask, "no token ever becomes 6", |i, s, v, r| redrawn(i, s, r, |_, r| r.random_range(0..v / 2))),
    wrong!("2.4", mask, "draw again until it is not", |i, s, v, r| {
        redrawn(i, s, r, |id, r| Some(r.random_range(0..v)).filter(|&drawn| !s.contains(drawn)).unwrap_or(id))
    }),
    wrong!("2.5", sentence_pair, "max_tokens is not used", |d, i, s, t, _, r| solutions::sentence_pair(
        d, i, s, t, 64, r
    )),
    wrong!("2.5", sentence_pair, "coin is not fair", |d, i, s, t, m, r| pair(d, (i, s), t, m, r, 0.45, |o, r| (
        o,
        r.random_range(0..d[o].len())
    ))),
    wrong!("2.5", sentence_pair, "labelled as", |d, i, s, t, m, r| labelled(
        solutions::sentence_pair(d, i, s, t, m, r),
        |l| 1 - l
    )),
    wrong!("2.5", sentence_pair, "of the same document", |d, i, s, t, m, r| pair(d, (i, s), t, m, r, 0.5, |_, r| (
        i,
        r.random_range(0..s + 1)
    ))),
    wrong!("2.5", sentence_pair, "never drawn", last_document_is_never_drawn),
    wrong!("2.5", sentence_pair, "What happens when this document itself is drawn", |d, i, s, t, m, r| pair(
        d,
        (i, s),
        t,
        m,
        r,
        0.5,
        |_, r| {
            let drawn = r.random_range(0..d.len());
            let other = if drawn == i { (i + 1) % d.len() } else { drawn };
            (other, r.random_range(0..d[other].len()))
        }
    )),
    wrong!("2.5", sentence_pair, "Long documents are drawn more often", any_sentence_is_as_likely),
    wrong!("2.5", sentence_pair, "nothing to learn", |d, i, s, t, m, r| pair(d, (i, s), t, m, r, 1.0, |_, _| (0, 0))),
    wrong!("2.5", sentence_pair, "Sentence 1 of", |d, i, s, t, m, r| pair(d, (i, s), t, m, r, 0.5, |other, _| (
        other, 0
    ))),
    wrong!("2.5", sentence_pair, "the first one again", the_same_again),
    wrong!("2.5", sentence_pair, "coin is not fair", |d, i, s, t, m, r| pair(d, (i, s), t, m, r, 0.15, |o, r| (
        o,
        r.random_range(0..d[o].len())
    ))),
    wrong!("2.6", adamw, "bias correction is missing", |v, g, m, s, a| ours(v, g, m, s, &AdamW { step: 10_000, ..*a })),
    wrong!("2.6", adamw, "forgets the power", |v, g, m, s, a| ours(v, g, m, s, &AdamW { step: 1, ..*a })),
    wrong!("2.6", adamw, "ε is missing", |v, g, m, s, a| ours(v, g, m, s, &AdamW { epsilon: 0.0, ..*a })),
    wrong!("2.6", adamw, "weight decay is missing", |v, g, m, s, a| ours(
        v,
        g,
        m,
        s,
        &AdamW { weight_decay: 0.0, ..*a }
    )),
    wrong!("2.6", adamw, "not multiplied by the learning rate", decay_without_rate),
    wrong!("2.6", adamw, "gradient_scale", |v, g, m, s, a| ours(v, g, m, s, &AdamW { gradient_scale: 1.0, ..*a })),
    wrong!("2.6", adamw, "Adam with L2", decay_in_the_gradient),
    wrong!("2.6", adamw, "not written back", |v, g, m, s, a| ours(v, g, &mut m.to_vec(), &mut s.to_vec(), a)),
    wrong!("2.6", adamw, "ε is under the root", epsilon_under_the_root),
    wrong!("2.6", adamw, "up the gradient", uphill),
    wrong!("2.6", adamw, "The corrected mean is kept", corrected_means_are_kept),
    wrong!("2.6", adamw, "1 − β₁ is missing", |v, g, m, s, a| {
        let share = (1.0 - a.beta1) as f32;
        m.iter_mut().for_each(|m| *m *= share);
        ours(v, g, m, s, a);
        m.iter_mut().for_each(|m| *m /= share);
    }),
    wrong!("2.6", adamw, "changed places", |v, g, m, s, a| ours(
        v,
        g,
        m,
        s,
        &AdamW { beta1: a.beta2, beta2: a.beta1, ..*a }
    )),
    wrong!("2.6", adamw, "has moved already", |v, g, m, s, a| {
        ours(v, g, m, s, &AdamW { weight_decay: 0.0, ..*a });
        v.iter_mut().for_each(|v| *v *= 1.0 - (a.learning_rate * a.weight_decay) as f32);
    }),
    wrong!("2.6", adamw, "before the correction", |v, g, first, second, a| {
        let root = (1.0 - a.beta2.powf(f64::from(a.step))).sqrt();
        stepping(v, g, [first, second], a, |m, v| m / (v.sqrt() + a.epsilon / root));
    }),
];
