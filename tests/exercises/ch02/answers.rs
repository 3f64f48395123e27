//! Wrong answers to the exercises of chapter 2 that take more than a line.

pub use super::solutions::adamw as ours;

use super::solutions;
use finetune::kernels::adamw::AdamW;
use finetune::objectives::MaskedTokens;
use finetune::objectives::nsp::{IS_NEXT, IS_RANDOM, SentencePair};
use finetune::text::{Sequence, SpecialTokens};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

pub fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// The mean over the batches of each batch's mean.
pub fn of_batches(batches: &[Vec<f64>], number: fn(f64) -> f64) -> f64 {
    let one = |batch: &Vec<f64>| mean(&batch.iter().map(|&log| number(log)).collect::<Vec<_>>());
    mean(&batches.iter().map(one).collect::<Vec<_>>())
}

pub fn decay_from_the_start(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step < warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    peak * total.saturating_sub(step) as f64 / total as f64
}

pub fn below_zero(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step < warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    peak * (total as f64 - step as f64) / (total - warm_up) as f64
}

pub fn whole_numbers(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step < warm_up { peak * (step / warm_up) as f64 } else { solutions::learning_rate(step, peak, warm_up, total) }
}

pub fn overflowing(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step < warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    peak * (total - step) as f64 / (total - warm_up) as f64
}

pub fn no_warm_up_is_nan(step: usize, peak: f64, warm_up: usize, total: usize) -> f64 {
    if step <= warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    solutions::learning_rate(step, peak, warm_up, total)
}

/// The baseline with other smoothing: what is added to each count, and to the total.
pub fn unigram(train: &[u32], held_out: &[u32], to_count: f64, to_total: f64) -> f64 {
    let count = |id: &u32| train.iter().filter(|&other| other == id).count() as f64;
    let loss = |id: &u32| -((count(id) + to_count) / (train.len() as f64 + to_total)).ln();
    mean(&held_out.iter().map(loss).collect::<Vec<_>>())
}

/// Masking that chooses by a rule of its own.
pub fn masking(
    ids: &[u32],
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
    choose: fn(bool, &mut ChaCha8Rng) -> bool,
) -> MaskedTokens {
    let positions: Vec<usize> = (0..ids.len()).filter(|&i| choose(special.contains(ids[i]), rng)).collect();
    hidden(ids, positions, special, rng, [0.8, 0.1], |rng, _| rng.random_range(200..vocabulary))
}

/// Masking with other shares.
pub fn shares(
    ids: &[u32],
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
    to_mask: f64,
    to_random: f64,
) -> MaskedTokens {
    let positions = some_ordinary(ids, special, rng);
    hidden(ids, positions, special, rng, [to_mask, to_random], |rng, _| rng.random_range(200..vocabulary))
}

/// Masking that chooses among the places of ordinary tokens.
pub fn among(
    ids: &[u32],
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
    choose: fn(&[usize], &mut ChaCha8Rng) -> Vec<usize>,
) -> MaskedTokens {
    let places: Vec<usize> = (0..ids.len()).filter(|&place| !special.contains(ids[place])).collect();
    let positions = choose(&places, rng);
    hidden(ids, positions, special, rng, [0.8, 0.1], |rng, _| rng.random_range(200..vocabulary))
}

/// Masking with random tokens of one's own; `draw` is given the token that stands there. It is asked
/// again while what it gives is special.
pub fn redrawn(
    ids: &[u32],
    special: &SpecialTokens,
    rng: &mut ChaCha8Rng,
    draw: impl Fn(u32, &mut ChaCha8Rng) -> u32,
) -> MaskedTokens {
    let ordinary = |rng: &mut ChaCha8Rng, id| loop {
        let drawn = draw(id, rng);
        if !special.contains(drawn) {
            break drawn;
        }
    };
    hidden(ids, some_ordinary(ids, special, rng), special, rng, [0.8, 0.1], ordinary)
}

/// The places of ordinary tokens, each with a chance of 15%.
fn some_ordinary(ids: &[u32], special: &SpecialTokens, rng: &mut ChaCha8Rng) -> Vec<usize> {
    (0..ids.len()).filter(|&place| !special.contains(ids[place]) && rng.random_bool(0.15)).collect()
}

/// Hides the tokens at `positions`: a share of them behind [MASK], a share behind what `draw` gives for the token there.
fn hidden(
    ids: &[u32],
    positions: Vec<usize>,
    special: &SpecialTokens,
    rng: &mut ChaCha8Rng,
    [to_mask, to_random]: [f64; 2],
    draw: impl Fn(&mut ChaCha8Rng, u32) -> u32,
) -> MaskedTokens {
    let mut after = ids.to_vec();
    for &position in &positions {
        let chance: f64 = rng.random();
        if chance < to_mask {
            after[position] = special.mask;
        } else if chance < to_mask + to_random {
            after[position] = draw(rng, ids[position]);
        }
    }
    let labels = positions.iter().map(|&position| ids[position] as usize).collect();
    MaskedTokens { ids: after, positions, labels }
}

pub fn labels_of_the_hidden(
    ids: &[u32],
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
) -> MaskedTokens {
    let mut masked = solutions::mask(ids, special, vocabulary, rng);
    masked.labels = masked.positions.iter().map(|&position| masked.ids[position] as usize).collect();
    masked
}

pub fn unchanged_are_not_guessed(
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

pub fn everything_is_guessed(
    ids: &[u32],
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
) -> MaskedTokens {
    let masked = solutions::mask(ids, special, vocabulary, rng);
    let labels = ids.iter().map(|&id| id as usize).collect();
    MaskedTokens { ids: masked.ids, positions: (0..ids.len()).collect(), labels }
}

pub fn hides_without_a_word(
    ids: &[u32],
    special: &SpecialTokens,
    vocabulary: u32,
    rng: &mut ChaCha8Rng,
) -> MaskedTokens {
    let mut masked = solutions::mask(ids, special, vocabulary, rng);
    masked.positions.truncate(masked.positions.len() / 2);
    masked.labels.truncate(masked.positions.len());
    masked
}

pub fn own_generator(ids: &[u32], special: &SpecialTokens, vocabulary: u32, _: &mut ChaCha8Rng) -> MaskedTokens {
    use std::sync::atomic::{AtomicU64, Ordering};
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    solutions::mask(ids, special, vocabulary, &mut finetune::data::rng(7, "another", call))
}

pub fn labelled(pair: SentencePair, change: fn(usize) -> usize) -> SentencePair {
    SentencePair { label: change(pair.label), ..pair }
}

/// A pair with another chance of a true continuation, and a choice of one's own; `choose` is given another document.
pub fn pair(
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

pub fn the_same_again(
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

pub fn last_document_is_never_drawn(
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

pub fn any_sentence_is_as_likely(
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

pub fn decay_without_rate(
    value: &mut [f32],
    gradient: &[f32],
    first: &mut [f32],
    second: &mut [f32],
    settings: &AdamW,
) {
    let weight_decay = settings.weight_decay / settings.learning_rate;
    ours(value, gradient, first, second, &AdamW { weight_decay, ..*settings });
}

pub fn decay_in_the_gradient(
    value: &mut [f32],
    gradient: &[f32],
    first: &mut [f32],
    second: &mut [f32],
    settings: &AdamW,
) {
    let l2 = (settings.weight_decay / settings.gradient_scale) as f32;
    let gradient: Vec<f32> = gradient.iter().zip(value.iter()).map(|(g, theta)| g + l2 * theta).collect();
    ours(value, &gradient, first, second, &AdamW { weight_decay: 0.0, ..*settings });
}

/// Our means, and another step.
pub fn stepping(
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

pub fn epsilon_under_the_root(value: &mut [f32], g: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    stepping(value, g, [first, second], settings, |m, v| m / (v + settings.epsilon).sqrt());
}

pub fn uphill(value: &mut [f32], g: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    stepping(value, g, [first, second], settings, |m, v| -m / (v.sqrt() + settings.epsilon));
}

pub fn corrected_means_are_kept(value: &mut [f32], g: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    ours(value, g, first, second, settings);
    first.iter_mut().for_each(|m| *m /= (1.0 - settings.beta1.powf(f64::from(settings.step))) as f32);
    second.iter_mut().for_each(|v| *v /= (1.0 - settings.beta2.powf(f64::from(settings.step))) as f32);
}
