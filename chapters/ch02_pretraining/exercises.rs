//! The exercises of chapter 2: replace each `todo!()` by your answer.
//!
//! ```text
//! cargo run --bin course                   how far you are, and what is next
//! cargo run --bin course -- check 2.1      is this answer right?
//! cargo run --bin course -- hint 2.1       a question that helps; then hint 2.1 2, and 3
//! ```
//!
//! Leave the names, parameters and results of the functions as they are. You may add functions and `use` lines of your own.

#![allow(unused_imports, unused_variables, reason = "an exercise not done yet uses nothing")]

use finetune::kernels::adamw::AdamW;
use finetune::objectives::MaskedTokens;
use finetune::objectives::nsp::{IS_NEXT, IS_RANDOM, SentencePair};
use finetune::text::{Sequence, SpecialTokens};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::collections::HashMap;

/// **Exercise 2.1** Perplexity
///
/// How many equally likely choices the model is as unsure as. A held-out text is read batch by batch: `log_probabilities[b]`
/// holds, for each hidden token of batch b, the natural logarithm of the probability that the model gave to the right answer.
///
/// ```text
/// perplexity = e^(mean loss)    where the loss of a token is −ln p
/// ```
///
/// The mean is over the tokens of all batches together, so that each token counts the same. Batches differ in size, and one may
/// even be empty; but there is at least one token.
///
/// For example, a model that gives every right answer the probability 1/8 has perplexity 8. And with the probabilities 1/2, 1/4
/// in one batch and 1/8 in another the perplexity is 4.
///
/// In the library: `perplexity` in `src/metrics/mod.rs`, which is given the mean.
pub fn perplexity(log_probabilities: &[Vec<f64>]) -> f64 {
    todo!()
}

/// **Exercise 2.2** Warm-up and decay
///
/// The learning rate of a step, counted from 0: it rises in a straight line from 0 at step 0 to `peak` at step
/// `warm_up_steps`, then falls in a straight line to 0 at step `total_steps`, and stays 0 after that.
///
/// For example, with peak 1, 2 warm-up steps and 6 steps in all, the steps 0, 1, 2, … have the rates
/// 0, 0.5, 1, 0.75, 0.5, 0.25, 0, 0, …
///
/// `total_steps` is larger than `warm_up_steps`. Without warm-up steps the rate is `peak` at step 0. Mind that `usize` cannot go
/// below 0.
///
/// In the library: `Schedule::at` in `src/train/schedule.rs`.
pub fn learning_rate(step: usize, peak: f64, warm_up_steps: usize, total_steps: usize) -> f64 {
    todo!()
}

/// **Exercise 2.3** The unigram baseline
///
/// The mean loss of guessing every token from how common it is: what a model must beat to have learned anything from
/// context. Count the tokens of `train`, and give each of the `vocabulary` tokens the probability
///
/// ```text
/// p(token) = (count of the token + 1) / (number of tokens in train + vocabulary)
/// ```
///
/// (the 1 is for tokens that `train` does not have). Return the mean of −ln p over the tokens of `held_out`, in nats. There
/// is at least one of those.
///
/// For example, with `train = [0, 0, 1]` and a vocabulary of 3, the tokens 0, 1, 2 have the probabilities 3/6, 2/6, 1/6.
///
/// In the library: `unigram_cross_entropy` in `src/objectives/baselines.rs`.
pub fn unigram_cross_entropy(train: &[u32], held_out: &[u32], vocabulary: usize) -> f64 {
    todo!()
}

/// **Exercise 2.4** Masking 80/10/10
///
/// Hides some of the tokens in `ids`, for the model to guess. Each token that is not special (`special.contains(id)`) is
/// chosen with probability 15%, whatever happens to the others. Of the chosen ones
///
/// - 80% become `special.mask`,
/// - 10% become a random token below `vocabulary`, any that is not special,
/// - 10% stay as they are; they are to be guessed all the same.
///
/// Returns [`MaskedTokens`]: `ids` after masking (`Vec<u32>`), `positions`, the places of the chosen tokens in rising order
/// (`Vec<usize>`), and `labels`, what stood there (`Vec<usize>`).
///
/// Draw every random number from `rng`: `rng.random::<f64>()` is a number from 0 to 1, `rng.random_bool(0.15)` is true with
/// that probability, `rng.random_range(0..vocabulary)` is a token.
///
/// In the library: `Mlm::mask` in `src/objectives/mlm.rs`, which chooses exactly 15%, and whole words on request.
pub fn mask(ids: &[u32], special: &SpecialTokens, vocabulary: u32, rng: &mut ChaCha8Rng) -> MaskedTokens {
    todo!()
}

/// **Exercise 2.5** Sentence pairs
///
/// Makes one example for next-sentence prediction. `documents[d][s]` is sentence `s` of document `d`, as token ids. The first
/// text of the pair is `documents[document][sentence]`. The second one is, with probability one half each,
///
/// - the sentence after it: label [`IS_NEXT`];
/// - a random sentence of a random *other* document, each document equally likely, and each of its sentences: [`IS_RANDOM`].
///
/// The caller sees to it that there is a sentence after it, that there are two documents or more, and that none is empty.
/// `Sequence::pair(special, first, second, max_tokens)` lays two texts out as `[CLS] first [SEP] second [SEP]`. Return a
/// [`SentencePair`]: this `sequence`, and the `label`.
///
/// Draw from `rng`: `rng.random_bool(0.5)`, `rng.random_range(0..n)`.
///
/// In the library: `pairs` in `src/objectives/nsp.rs`, whose texts are several sentences long.
pub fn sentence_pair(
    documents: &[Vec<Vec<u32>>],
    document: usize,
    sentence: usize,
    special: SpecialTokens,
    max_tokens: usize,
    rng: &mut ChaCha8Rng,
) -> SentencePair {
    todo!()
}

/// **Exercise 2.6** One step of AdamW
///
/// Moves every number of `value` by one step, given its `gradient`, and keeps the two running means `first` (m) and `second`
/// (v) up to date. All four have the same length. For each number θ with gradient g, at step t, counted from 1:
///
/// ```text
/// g ← gradient_scale · g
/// m ← β₁ m + (1 − β₁) g             v ← β₂ v + (1 − β₂) g²
/// m̂ = m / (1 − β₁ᵗ)                 v̂ = v / (1 − β₂ᵗ)
/// θ ← θ − η λ θ − η m̂ / (√v̂ + ε)    (both times the θ from before the step)
/// ```
///
/// `settings` has them all, as `f64`: `learning_rate` (η), `beta1`, `beta2`, `epsilon` (ε), `weight_decay` (λ),
/// `gradient_scale`, and `step` (t, a `u32`). m and v are kept *uncorrected*.
///
/// For example, at step 1 with m = v = 0, no decay and a tiny ε, θ moves by η, whatever the size of g.
///
/// In the library: `adamw` in `src/kernels/adamw.rs`.
pub fn adamw(value: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    todo!()
}
