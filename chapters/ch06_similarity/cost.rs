//! What an answer costs: how many pairs a second each encoder compares.

use finetune::autograd::Parameters;
use finetune::data::ScoredPair;
use finetune::models::Pooling;
use finetune::nn::Init;
use finetune::tasks::{EncodedPair, FineTuned, PairEncoder, PairLoss, PretrainedEncoder};
use finetune::train::Shards;
use finetune::{Result, say};
use serde_json::{Map, Value, json};
use std::time::Instant;

/// Measures both encoders on the test pairs. What the weights are does not matter for that.
pub fn measure(pairs: &[ScoredPair], encoder: &PretrainedEncoder, pooling: Pooling) -> Result<Map<String, Value>> {
    let cross = seconds(pairs, true, encoder, PairEncoder::cross)?;
    let bi =
        seconds(pairs, false, encoder, |init, config| PairEncoder::bi(init, config, pooling, PairLoss::Regression))?;
    let pairs_per_second = pairs.len() as f64 / cross;
    let sentences_per_second = 2.0 * pairs.len() as f64 / bi;
    // To compare each of 1000 sentences with each other one.
    let (all_cross, all_bi) = (499_500.0 / pairs_per_second, 1000.0 / sentences_per_second);
    say!(
        "A cross-encoder reads {pairs_per_second:.0} pairs a second, a bi-encoder {sentences_per_second:.0} sentences."
    );
    say!("All 499,500 pairs of 1000 sentences: {all_cross:.0} s with the one, {all_bi:.1} s with the other.");
    let numbers = json!({
        "cross_pairs_per_second": pairs_per_second,
        "bi_sentences_per_second": sentences_per_second,
        "cross_seconds_for_all_pairs_of_1000": all_cross,
        "bi_seconds_for_all_pairs_of_1000": all_bi,
    });
    Ok(numbers.as_object().cloned().unwrap_or_default())
}

/// How long it takes to score the pairs, on all threads.
fn seconds(
    pairs: &[ScoredPair],
    joined: bool,
    encoder: &PretrainedEncoder,
    build: impl Fn(&mut Init<'_>, &finetune::models::BertConfig) -> PairEncoder,
) -> Result<f64> {
    let pairs = EncodedPair::all(pairs, joined, &encoder.tokenizer, encoder.config.max_position_embeddings)?;
    let mut parameters = Parameters::new();
    let model = build(&mut Init::new(&mut parameters, 0, encoder.config.initializer_range), &encoder.config);
    let shards = Shards::new();
    model.measure(&parameters, &shards, &pairs[..pairs.len() / 4]); // the first time, memory is fetched
    let start = Instant::now();
    model.measure(&parameters, &shards, &pairs);
    Ok(start.elapsed().as_secs_f64())
}
