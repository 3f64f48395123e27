//! The checks of the exercises of chapter 2: what is right, and what typical mistakes would give instead.

mod adamw;
mod masking;
mod pairs;

use super::solutions;
use finetune::course::{Check, Checked, compare, row, trials};
use finetune::kernels::adamw::AdamW;
use finetune::objectives::MaskedTokens;
use finetune::objectives::nsp::SentencePair;
use finetune::text::SpecialTokens;
use ndarray::Array2;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// The answers to the exercises of this chapter.
#[derive(Clone, Copy)]
#[allow(clippy::type_complexity, reason = "the types are those of the functions in exercises.rs")]
pub struct Answers {
    pub perplexity: fn(&[Vec<f64>]) -> f64,
    pub learning_rate: fn(usize, f64, usize, usize) -> f64,
    pub unigram_cross_entropy: fn(&[u32], &[u32], usize) -> f64,
    pub mask: fn(&[u32], &SpecialTokens, u32, &mut ChaCha8Rng) -> MaskedTokens,
    pub sentence_pair: fn(&[Vec<Vec<u32>>], usize, usize, SpecialTokens, usize, &mut ChaCha8Rng) -> SentencePair,
    pub adamw: fn(&mut [f32], &[f32], &mut [f32], &mut [f32], &AdamW),
}

/// The answers that are in a module: `answers!(exercises)`, or `answers!(solutions)`.
macro_rules! answers {
    ($module:ident) => {
        Answers {
            perplexity: $module::perplexity,
            learning_rate: $module::learning_rate,
            unigram_cross_entropy: $module::unigram_cross_entropy,
            mask: $module::mask,
            sentence_pair: $module::sentence_pair,
            adamw: $module::adamw,
        }
    };
}
pub(crate) use answers;

/// What answers to random inputs are compared with.
const OURS: Answers = answers!(solutions);

pub const CHECKS: [Check<Answers>; 6] = [
    ("2.1", perplexity),
    ("2.2", learning_rate),
    ("2.3", unigram_cross_entropy),
    ("2.4", masking::mask),
    ("2.5", pairs::sentence_pair),
    ("2.6", adamw::adamw),
];

/// As in the published BERT: special tokens are not the first ones.
const SPECIAL: SpecialTokens = SpecialTokens { pad: 0, unknown: 100, classify: 101, separate: 102, mask: 103 };

/// For answers that take the logarithm of a product.
const UNDERFLOW: &str = "The product of all probabilities underflows to 0. Add up logarithms.";

/// One number as a matrix.
fn one(number: f64) -> Array2<f64> {
    row(&[number])
}

fn perplexity(answers: &Answers) -> Checked {
    let of = |batches: &[Vec<f64>]| {
        let logs: Vec<Vec<f64>> = batches.iter().map(|p| p.iter().map(|p| p.ln()).collect()).collect();
        (answers.perplexity)(&logs)
    };
    // Two batches come first: with one, the number of batches does not show.
    for batches in [vec![vec![0.5, 0.25, 0.1], vec![0.8]], vec![vec![0.5, 0.25, 0.1, 0.8]]] {
        let p = batches.concat();
        let n = p.len() as f64;
        let mean = |of: &dyn Fn(f64) -> f64| p.iter().map(|&p| of(p)).sum::<f64>() / n;
        let loss = mean(&|p| -p.ln());
        let each: Vec<f64> = batches.iter().map(|p| -p.iter().map(|p| p.ln()).sum::<f64>() / p.len() as f64).collect();
        let over_batches = |of: &dyn Fn(f64) -> f64| each.iter().map(|&loss| of(loss)).sum::<f64>() / each.len() as f64;
        let mistakes = [
            (one((-loss).exp()), "The sign is wrong: perplexity is 1 for a perfect model, and larger for all others."),
            (one((loss * n).exp()), "You took the sum of the losses, not their mean."),
            (one((loss * n / each.len() as f64).exp()), "The sum is divided by the number of batches, not of tokens."),
            (
                one(over_batches(&|loss| loss).exp()),
                "This is a mean of the batches' means: a token in a small batch counts more than one in a large batch.",
            ),
            (
                one(over_batches(&f64::exp)),
                "This is the mean of the batches' perplexities. Take the mean of all losses first.",
            ),
            (one(loss), "This is the mean loss. The exponential is missing."),
            (one(loss.exp2()), "The logarithms are natural ones, so the base of the power is e, not 2."),
            (one(mean(&|p| 1.0 / p)), "This is the mean of 1/p. Take the mean of the losses first."),
            (one(1.0 / mean(&|p| p)), "This is 1 over the mean probability. Take the mean of the losses first."),
        ];
        let name = format!("for the probabilities {batches:?}: perplexity");
        compare(&name, &one(of(&batches)), &one(loss.exp()), 1e-9, &mistakes)?;
    }
    let found = one(of(&[vec![0.01; 2000]]));
    let name = "for 2000 times the probability 0.01: perplexity";
    compare(name, &found, &one(100.0), 1e-9, &[(one(f64::INFINITY), UNDERFLOW)])?;
    let mistakes = [(one(f64::NAN), "An empty batch makes 0 / 0. Divide once, by the number of all tokens.")];
    let found = one(of(&[vec![0.5], vec![]]));
    compare("with an empty batch: perplexity", &found, &one(2.0), 1e-9, &mistakes)?;
    let input = |rng: &mut ChaCha8Rng| -> Vec<Vec<f64>> {
        let mut batches = vec![vec![-0.5]]; // at least one token
        batches.extend(
            (0..rng.random_range(0..4))
                .map(|_| (0..rng.random_range(0..4)).map(|_| -f64::from(rng.random_range(0..20u8)) / 4.0).collect()),
        );
        batches
    };
    trials("2.1", input, |logs| {
        let [found, expected] = [answers, &OURS].map(|answers| one((answers.perplexity)(logs)));
        compare("perplexity", &found, &expected, 1e-9, &[])
    })
}

fn learning_rate(answers: &Answers) -> Checked {
    let (peak, warm, total) = (0.5, 4.0, 10.0);
    let rates = |rate: &dyn Fn(f64) -> f64| row(&(0..13).map(|step| rate(f64::from(step))).collect::<Vec<_>>());
    let up = |step: f64| peak * step / warm;
    let down = |step: f64| (peak * (total - step) / (total - warm)).max(0.0);
    let either = |step: f64, up: f64, down: f64| if step < warm { up } else { down };
    let at_once = "The rate is one step ahead: step 0 has rate 0.";
    let mistakes = [
        (rates(&|s| either(s, up(s + 1.0), down(s + 1.0))), at_once),
        (rates(&|s| either(s, up(s + 1.0), down(s))), at_once),
        (rates(&|s| either(s, peak, down(s))), "The warm-up is missing: the first steps already have the peak rate."),
        (rates(&|s| either(s, up(s), peak)), "The decay is missing: the rate stays at its peak."),
        (
            rates(&|s| either(s, up(s), (peak * (total - s) / total).max(0.0))),
            "The rate jumps at the end of the warm-up: the fall takes the steps after it, not all steps.",
        ),
        (
            rates(&|s| either(s, up(s), peak * (total - s) / (total - warm))),
            "The rate falls below 0 after the last step: training would climb the loss.",
        ),
        (
            rates(&|s| either(s, 0.0, down(s))),
            "The rate is 0 during the whole warm-up: a division of two whole numbers drops the fraction.",
        ),
        (
            rates(&|s| either(s, up(s), if s < total { peak * (1.0 - (s - warm) / total) } else { 0.0 })),
            "The rate jumps at the last step: the fall takes the steps after the warm-up, not all steps.",
        ),
    ];
    let found: Vec<f64> = (0..13).map(|step| (answers.learning_rate)(step, peak, 4, 10)).collect();
    let name = "peak 0.5, 4 warm-up steps of 10: rate";
    compare(name, &row(&found), &rates(&|s| either(s, up(s), down(s))), 1e-9, &mistakes)?;

    let found: Vec<f64> = (0..5).map(|step| (answers.learning_rate)(step, 1.0, 0, 4)).collect();
    let mistakes = [(row(&[f64::NAN, 0.75, 0.5, 0.25, 0.0]), "Without warm-up steps you divide 0 by 0.")];
    compare("peak 1, no warm-up, 4 steps: rate", &row(&found), &row(&[1.0, 0.75, 0.5, 0.25, 0.0]), 1e-9, &mistakes)?;
    let input = |rng: &mut ChaCha8Rng| {
        let warm_up = rng.random_range(0..5);
        let total = warm_up + rng.random_range(1..6);
        (rng.random_range(0..total + 3), [0.5, 1.0, 3.0][rng.random_range(0..3)], warm_up, total)
    };
    trials("2.2", input, |&(step, peak, warm_up, total)| {
        let [found, expected] =
            [answers, &OURS].map(|answers| one((answers.learning_rate)(step, peak, warm_up, total)));
        compare("rate", &found, &expected, 1e-9, &[])
    })
}

fn unigram_cross_entropy(answers: &Answers) -> Checked {
    let (train, held_out, vocabulary) = ([0, 0, 0, 1, 1, 2], [0, 0, 1, 3, 2], 5.0);
    let count = |list: &[u32], id: u32| list.iter().filter(|&&other| other == id).count() as f64;
    let mean = |p: &dyn Fn(u32) -> f64| -held_out.iter().map(|&id| p(id).ln()).sum::<f64>() / held_out.len() as f64;
    let n = train.len() as f64;
    let loss = mean(&|id| (count(&train, id) + 1.0) / (n + vocabulary));
    let mistakes = [
        (
            one(f64::INFINITY),
            "A token that train does not have gets probability 0, and costs infinitely much: the + 1 is missing.",
        ),
        (
            one(mean(&|id| (count(&train, id) + 1.0) / n)),
            "The probabilities of all tokens add up to more than 1: if every count is one higher, so is their total for every token.",
        ),
        (
            one(mean(&|id| (count(&train, id) + 1.0) / (n + 1.0))),
            "The total grows by 1 for *every* token of the vocabulary.",
        ),
        (
            one(mean(&|id| (count(&train, id) + 1.0) / (n + 3.0))),
            "The smoothing counts the kinds of tokens that train has. It must count the whole vocabulary.",
        ),
        (
            one(mean(&|id| (count(&held_out, id) + 1.0) / (held_out.len() as f64 + vocabulary))),
            "The tokens are counted in held_out: that is peeking at the answers. Count those of train.",
        ),
        (one(loss * 5.0), "This is the sum of the losses, not their mean."),
        (one(loss * 5.0 / n), "You divided by the number of training tokens. The mean is over held_out."),
        (one(-loss), "The sign is wrong: a loss is −ln p."),
        (one(loss / 2f64.ln()), "This is in bits. Nats take the natural logarithm."),
        (one(loss.exp()), "This is the perplexity. The exponential is too much."),
    ];
    let found = (answers.unigram_cross_entropy)(&train, &held_out, 5);
    let name = "train [0, 0, 0, 1, 1, 2], held out [0, 0, 1, 3, 2], vocabulary 5: loss";
    compare(name, &one(found), &one(loss), 1e-9, &mistakes)?;

    let long: Vec<u32> = (0..2000).map(|i| i % 4).collect();
    let expected = (0..4).map(|id| -((count(&train, id) + 1.0) / (n + vocabulary)).ln()).sum::<f64>() / 4.0;
    let found = (answers.unigram_cross_entropy)(&train, &long, 5);
    let mistakes = [(one(f64::INFINITY), UNDERFLOW)];
    compare("for 2000 held-out tokens: loss", &one(found), &one(expected), 1e-9, &mistakes)?;
    let input = |rng: &mut ChaCha8Rng| {
        let vocabulary = rng.random_range(1..6usize);
        let [train, held_out] = [(); 2].map(|()| -> Vec<u32> {
            (0..rng.random_range(1..7)).map(|_| rng.random_range(0..vocabulary as u32)).collect()
        });
        (train, held_out, vocabulary)
    };
    trials("2.3", input, |(train, held_out, vocabulary)| {
        let [found, expected] =
            [answers, &OURS].map(|answers| one((answers.unigram_cross_entropy)(train, held_out, *vocabulary)));
        compare("loss", &found, &expected, 1e-9, &[])
    })
}
