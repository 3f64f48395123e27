//! The rows of the chapter's table.

use crate::{Kind, Settings, cross_folder};
use finetune::autograd::Parameters;
use finetune::baselines::{AveragedEmbeddings, WordOverlap, length_similarity};
use finetune::data::ScoredPair;
use finetune::metrics::{Metrics, pearson, spearman};
use finetune::models::{self, Bert, BertConfig, POOLING};
use finetune::nn::Init;
use finetune::tasks::{
    EncodedPair, FineTuned, PairEncoder, Parts, PretrainedEncoder, RECIPES, Recipe, model_folder, network_rows, row,
    save_fine_tuned,
};
use finetune::train::{Row, Run, Shards};
use finetune::{Result, say};
use serde_json::json;
use std::path::Path;

/// The cross-encoder that the default run trains beside the bi-encoders. At half the rate its seeds lie closer together.
pub const CROSS: Recipe = Recipe { name: "cross-encoder", rate: 0.5, ..RECIPES[2] };

/// In which of these ways each of the two encoders is trained: bi-encoder, cross-encoder.
pub fn recipes(all: Vec<Recipe>, kind: Option<Kind>) -> [Vec<Recipe>; 2] {
    // A bi-encoder has no head. Frozen, it has nothing to learn: it is measured, not trained.
    let bi = all.iter().copied().filter(|recipe| !recipe.frozen).collect();
    match kind {
        Some(Kind::Bi) => [bi, vec![]],
        Some(Kind::Cross) => [vec![], all],
        None => [bi, vec![CROSS]],
    }
}

/// The rows that need no training: the difference in length, common words, and averaged word vectors.
pub fn baselines(train: &[ScoredPair], test: &[ScoredPair], encoder: &PretrainedEncoder) -> Result<Vec<Row>> {
    let overlap = WordOverlap::train(train.iter().flat_map(|pair| [pair.a.as_str(), pair.b.as_str()]));
    let (_, parameters, bert, _) = Bert::load(&encoder.folder)?;
    let embeddings = AveragedEmbeddings { table: parameters[bert.words].value.clone() };
    let pieces = |text: &str| encoder.tokenizer.pieces(text);
    let gold: Vec<f64> = test.iter().map(|pair| pair.score).collect();
    let measure = |name: &str, score: &dyn Fn(&ScoredPair) -> Result<f64>| {
        let found = test.iter().map(score).collect::<Result<Vec<f64>>>()?;
        let metrics = [("Pearson", pearson(&found, &gold)), ("Spearman", spearman(&found, &gold))];
        Ok(row(name, [&Metrics::from(metrics.map(|(name, value)| (name.to_string(), value)))]))
    };
    Ok(vec![
        measure("trivial", &|pair| Ok(length_similarity(&pair.a, &pair.b)))?,
        measure("bag of words", &|pair| Ok(overlap.score(&pair.a, &pair.b)))?,
        measure("word embeddings", &|pair| Ok(embeddings.score(&pieces(&pair.a)?, &pieces(&pair.b)?)))?,
    ])
}

/// Adds the rows of the networks, and saves the fine-tuned ones. Returns what the fine-tuned bi-encoder and cross-encoder of
/// the first seed predict for the test pairs; nothing for one that was not trained.
pub fn networks(
    rows: &mut Vec<Row>,
    [bi_recipes, cross_recipes]: &[Vec<Recipe>; 2],
    pairs: [&Vec<ScoredPair>; 3],
    encoder: &PretrainedEncoder,
    settings: &Settings,
    run: &mut Run,
    out: &Path,
) -> Result<(Vec<f32>, Vec<f32>)> {
    let build =
        |init: &mut Init<'_>, config: &BertConfig| PairEncoder::bi(init, config, settings.pooling, settings.loss);
    let data = encode(pairs, false, encoder)?;
    let frozen = row("frozen", [&untouched(build, encoder, &data.test)?]);
    let (mut bi, mut cross) = (Vec::new(), Vec::new());
    if bi_recipes.is_empty() {
        rows.push(Row { name: "untouched cosine".into(), ..frozen });
    } else {
        let mut with_pooling = encoder.clone();
        with_pooling.config.other.insert(POOLING.into(), json!(settings.pooling));
        let save =
            |parameters: &Parameters| save_fine_tuned(&model_folder(out), &with_pooling, "BertModel", parameters, &[]);
        let (trained, found) = network_rows(bi_recipes, build, encoder, &data, &settings.fine_tuning, run, save)?;
        rows.extend(trained);
        rows.insert(rows.len() - 1, frozen); // before the fine-tuned one
        bi = found;
    }
    if !cross_recipes.is_empty() {
        let data = encode(pairs, true, encoder)?;
        let labels = ["similarity".to_string()];
        let save = |parameters: &Parameters| {
            save_fine_tuned(&cross_folder(out), encoder, "BertForSequenceClassification", parameters, &labels)
        };
        let build = PairEncoder::cross;
        let (trained, found) = network_rows(cross_recipes, build, encoder, &data, &settings.fine_tuning, run, save)?;
        rows.extend(trained);
        cross = found;
    }
    Ok((bi, cross))
}

/// The pairs as token ids.
fn encode(pairs: [&Vec<ScoredPair>; 3], joined: bool, encoder: &PretrainedEncoder) -> Result<Parts<EncodedPair>> {
    let max_tokens = encoder.config.max_position_embeddings;
    let [train, dev, test] = pairs.map(|pairs| EncodedPair::all(pairs, joined, &encoder.tokenizer, max_tokens));
    let parts = Parts { train: train?, dev: dev?, test: test? };
    let cut = |pair: &&EncodedPair| pair.sequences.iter().any(|sequence| sequence.cut > 0);
    let cut = parts.train.iter().chain(&parts.test).filter(cut).count();
    if cut > 0 {
        say!("{cut} pairs are longer than {max_tokens} tokens, and lose an end.");
    }
    Ok(parts)
}

/// The cosine of the pretrained encoder's vectors, as they are.
fn untouched(
    build: impl Fn(&mut Init<'_>, &BertConfig) -> PairEncoder,
    encoder: &PretrainedEncoder,
    test: &[EncodedPair],
) -> Result<Metrics> {
    let mut parameters = Parameters::new();
    let model = build(&mut Init::new(&mut parameters, 0, encoder.config.initializer_range), &encoder.config);
    models::load_tensors(&mut parameters, &encoder.folder)?;
    Ok(model.measure(&parameters, &Shards::new(), test).0)
}
