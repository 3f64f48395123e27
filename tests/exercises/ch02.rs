//! Wrong answers to the exercises of chapter 2.

use super::{Chapter, Mistake};
use checks::{Answers, CHECKS, answers};
use finetune::kernels::adamw::AdamW;
use finetune::objectives::MaskedTokens;
use finetune::objectives::nsp::{IS_NEXT, IS_RANDOM, SentencePair};
use finetune::text::{Sequence, SpecialTokens};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

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
];

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// The mean over the batches of each batch's mean.
fn of_batches(batches: &[Vec<f64>], number: fn(f64) -> f64) -> f64 {
    let one = |batch: &Vec<f64>| mean(&batch.iter().map(|&log| number(log)).collect::<Vec<_>>());
    mean(&batches.iter().map(one).collect::<Vec<_>>())
}

fn decay_from_the_start(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step < warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    peak * total.saturating_sub(step) as f64 / total as f64
}

fn below_zero(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step < warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    peak * (total as f64 - step as f64) / (total - warm_up) as f64
}

fn whole_numbers(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step < warm_up { peak * (step / warm_up) as f64 } else { solutions::learning_rate(step, peak, warm_up, total) }
}

fn overflowing(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step < warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    peak * (total - step) as f64 / (total - warm_up) as f64
}

fn no_warm_up_is_nan(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step <= warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    solutions::learning_rate(step, peak, warm_up, total)
}

/// The baseline with other smoothing: what is added to each count, and to the total.
fn unigram(train: &[u32], held_out: &[u32], to_count: f64, to_total: f64) -> f64 {
    let count = |id: &u32| train.iter().filter(|&other| other == id).count() as f64;
    let loss = |id: &u32| -((count(id) + to_count) / (train.len() as f64 + to_total)).ln();
    mean(&held_out.iter().map(loss).collect::<Vec<_>>())
}

/// Masking that chooses by a rule of its own.
fn masking(
    ids: &[u32],
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
    choose: fn(bool, &mut ChaCha8Rng) -> bool,
) -> MaskedTokens {
    let positions: Vec<usize> = (0..ids.len()).filter(|&i| choose(special.contains(ids[i]), rng)).collect();
    hidden(ids, positions, special, vocabulary, rng, 0.8, 0.1)
}

/// Masking with other shares.
fn shares(
    ids: &[u32],
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
    to_mask: f64,
    to_random: f64,
) -> MaskedTokens {
    let positions = (0..ids.len()).filter(|&i| !special.contains(ids[i]) && rng.random_bool(0.15)).collect();
    hidden(ids, positions, special, vocabulary, rng, to_mask, to_random)
}

fn hidden(
    ids: &[u32],
    positions: Vec<usize>,
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
    to_mask: f64,
    to_random: f64,
) -> MaskedTokens {
    let mut after = ids.to_vec();
    for &position in &positions {
        let chance: f64 = rng.random();
        if chance < to_mask {
            after[position] = special.mask;
        } else if chance < to_mask + to_random {
            after[position] = rng.random_range(200..vocabulary);
        }
    }
    let labels = positions.iter().map(|&position| ids[position] as usize).collect();
    MaskedTokens { ids: after, positions, labels }
}

fn labels_of_the_hidden(ids: &[u32], special: &SpecialTokens, vocabulary: u32, rng: &mut ChaCha8Rng) -> MaskedTokens {
    let mut masked = solutions::mask(ids, special, vocabulary, rng);
    masked.labels = masked.positions.iter().map(|&position| masked.ids[position] as usize).collect();
    masked
}

fn unchanged_are_not_guessed(
    ids: &[u32],
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
) -> MaskedTokens {
    let mut masked = solutions::mask(ids, special, vocabulary, rng);
    masked.positions.retain(|&position| masked.ids[position] != ids[position]);
    masked.labels = masked.positions.iter().map(|&position| ids[position] as usize).collect();
    masked
}

fn everything_is_guessed(ids: &[u32], special: &SpecialTokens, vocabulary: u32, rng: &mut ChaCha8Rng) -> MaskedTokens {
    let masked = solutions::mask(ids, special, vocabulary, rng);
    let labels = ids.iter().map(|&id| id as usize).collect();
    MaskedTokens { ids: masked.ids, positions: (0..ids.len()).collect(), labels }
}

fn hides_without_a_word(ids: &[u32], special: &SpecialTokens, vocabulary: u32, rng: &mut ChaCha8Rng) -> MaskedTokens {
    let mut masked = solutions::mask(ids, special, vocabulary, rng);
    masked.positions.truncate(masked.positions.len() / 2);
    masked.labels.truncate(masked.positions.len());
    masked
}

fn own_generator(ids: &[u32], special: &SpecialTokens, vocabulary: u32, _: &mut ChaCha8Rng) -> MaskedTokens {
    use std::sync::atomic::{AtomicU64, Ordering};
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    solutions::mask(ids, special, vocabulary, &mut finetune::data::rng(7, "another", call))
}

fn labelled(pair: SentencePair, change: fn(usize) -> usize) -> SentencePair {
    SentencePair { label: change(pair.label), ..pair }
}

/// A pair with another chance of a true continuation, and a choice of one's own; `choose` is given another document.
fn pair(
    documents: &[Vec<Vec<u32>>],
    (document, sentence): (usize, usize),
    special: SpecialTokens,
    max_tokens: usize,
    rng: &mut ChaCha8Rng,
    chance: f64,
    choose: impl Fn(usize, &mut ChaCha8Rng) -> (usize, usize),
) -> SentencePair {
    let next = rng.random_bool(chance);
    let drawn = rng.random_range(0..documents.len() - 1);
    let other = if drawn < document { drawn } else { drawn + 1 };
    let (d, s) = if next { (document, sentence + 1) } else { choose(other, rng) };
    let sequence = Sequence::pair(special, &documents[document][sentence], &documents[d][s], max_tokens);
    SentencePair { sequence, label: if next { IS_NEXT } else { IS_RANDOM } }
}

fn the_same_again(
    documents: &[Vec<Vec<u32>>],
    document: usize,
    sentence: usize,
    special: SpecialTokens,
    max_tokens: usize,
    rng: &mut ChaCha8Rng,
) -> SentencePair {
    let mut documents = documents.to_vec();
    documents[document][sentence + 1] = documents[document][sentence].clone();
    solutions::sentence_pair(&documents, document, sentence, special, max_tokens, rng)
}

fn last_document_is_never_drawn(
    documents: &[Vec<Vec<u32>>],
    document: usize,
    sentence: usize,
    special: SpecialTokens,
    max_tokens: usize,
    rng: &mut ChaCha8Rng,
) -> SentencePair {
    pair(documents, (document, sentence), special, max_tokens, rng, 0.5, |_, rng| {
        let others: Vec<usize> = (0..documents.len() - 1).filter(|&other| other != document).collect();
        let other = others[rng.random_range(0..others.len())];
        (other, rng.random_range(0..documents[other].len()))
    })
}

fn any_sentence_is_as_likely(
    documents: &[Vec<Vec<u32>>],
    document: usize,
    sentence: usize,
    special: SpecialTokens,
    max_tokens: usize,
    rng: &mut ChaCha8Rng,
) -> SentencePair {
    pair(documents, (document, sentence), special, max_tokens, rng, 0.5, |_, rng| {
        let others = (0..documents.len()).filter(|&other| other != document);
        let places: Vec<_> = others.flat_map(|other| (0..documents[other].len()).map(move |s| (other, s))).collect();
        places[rng.random_range(0..places.len())]
    })
}

use solutions::adamw as ours;

fn decay_without_rate(value: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    let weight_decay = settings.weight_decay / settings.learning_rate;
    ours(value, gradient, first, second, &AdamW { weight_decay, ..*settings });
}

fn decay_in_the_gradient(value: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    let l2 = (settings.weight_decay / settings.gradient_scale) as f32;
    let gradient: Vec<f32> = gradient.iter().zip(value.iter()).map(|(g, theta)| g + l2 * theta).collect();
    ours(value, &gradient, first, second, &AdamW { weight_decay: 0.0, ..*settings });
}

/// Our means, and another step.
fn stepping(
    value: &mut [f32],
    gradient: &[f32],
    means: [&mut [f32]; 2],
    settings: &AdamW,
    step: impl Fn(f64, f64) -> f64,
) {
    let [first, second] = means;
    let before = value.to_vec();
    ours(value, gradient, first, second, settings);
    for (i, value) in value.iter_mut().enumerate() {
        let m_hat = f64::from(first[i]) / (1.0 - settings.beta1.powf(f64::from(settings.step)));
        let v_hat = f64::from(second[i]) / (1.0 - settings.beta2.powf(f64::from(settings.step)));
        let decay = settings.weight_decay * f64::from(before[i]);
        *value = (f64::from(before[i]) - settings.learning_rate * (decay + step(m_hat, v_hat))) as f32;
    }
}

fn epsilon_under_the_root(value: &mut [f32], g: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    stepping(value, g, [first, second], settings, |m, v| m / (v + settings.epsilon).sqrt());
}

fn uphill(value: &mut [f32], g: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    stepping(value, g, [first, second], settings, |m, v| -m / (v.sqrt() + settings.epsilon));
}

fn corrected_means_are_kept(value: &mut [f32], g: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    ours(value, g, first, second, settings);
    first.iter_mut().for_each(|m| *m /= (1.0 - settings.beta1.powf(f64::from(settings.step))) as f32);
    second.iter_mut().for_each(|v| *v /= (1.0 - settings.beta2.powf(f64::from(settings.step))) as f32);
}
