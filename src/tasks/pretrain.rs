//! The whole of chapter 2, so that chapter 3 can run it when nobody has.

use super::{Corpus, Pretraining, PretrainingSettings, Saved, load_encoder, row};
use crate::autograd::Parameters;
use crate::data::{Document, rng};
use crate::metrics::{Metrics, perplexity};
use crate::models::{self, BertConfig, PretrainingModel};
use crate::nn::Init;
use crate::objectives::baselines::{unigram_cross_entropy, word_overlap_accuracy};
use crate::objectives::nsp::{DocumentIds, pairs};
use crate::text::Tokenizer;
use crate::train::{Mistake, Plan, Row, Run, Shards, Task, fit};
use crate::{Error, Result, say};
use std::path::{Path, PathBuf};

/// The folder of the model that chapter 2 leaves in its run folder.
pub fn model_folder(run: &Path) -> PathBuf {
    run.join("model")
}

/// The whole of chapter 2: reads the text, makes a vocabulary, trains, and writes record and model into `out`. Returns the
/// rows of the chapter's table; the curves are drawn from the run's record.
///
/// # Errors
/// If the text or the folder cannot be used, training diverges, or Ctrl-C is pressed.
pub fn pretrain(settings: &PretrainingSettings, out: &Path, resume: bool) -> Result<(Run, Vec<Row>)> {
    settings.check()?;
    let corpus = Corpus::read(settings)?;
    let sentences = corpus.train.iter().flat_map(|document| &document.sentences).map(String::as_str);
    let tokenizer = Tokenizer::train(sentences, settings.vocabulary)?;
    let (train, held_out) = (token_ids(&corpus.train, &tokenizer)?, token_ids(&corpus.held_out, &tokenizer)?);

    let config = BertConfig {
        hidden_dropout_prob: settings.dropout,
        attention_probs_dropout_prob: settings.dropout,
        initializer_range: settings.initializer_range,
        ..BertConfig::new(tokenizer.vocabulary(), settings.hidden, settings.layers, settings.heads, settings.max_tokens)
    };
    let mut parameters = Parameters::new();
    let mut init = Init::new(&mut parameters, settings.seed, config.initializer_range);
    let model = PretrainingModel::new(&mut init, &config);
    let count = |documents: &[DocumentIds]| documents.iter().flatten().map(Vec::len).sum::<usize>();
    say!(
        "{} documents, {} tokens of {} kinds; {} tokens held out; {} parameters",
        corpus.train.len(),
        count(&train),
        tokenizer.vocabulary(),
        count(&held_out),
        parameters.count()
    );

    let baselines = baselines(&train, &held_out, &tokenizer, settings)?;
    let mut task = Pretraining::new(model, &tokenizer, (train, &held_out), settings)?;
    let mut run = Run::open(out, "ch02_pretraining", settings, resume)?; // last: it clears the folder
    let steps = settings.epochs * task.steps_per_epoch();
    let plan = Plan {
        label: "pretraining".into(),
        seed: settings.seed,
        steps,
        learning_rate: settings.learning_rate,
        warm_up: Mistake::warm_up(settings.mistake),
        evaluate_every: steps.div_ceil(20),
        patience: None,
    };
    let evaluation = match run.finished(&plan.label)? {
        Some(evaluation) => evaluation,
        None => {
            let evaluation = fit(&mut task, &mut parameters, &plan, &mut run)?;
            let folder = model_folder(out);
            // Fine-tuning has few examples and wants dropout again, as published models have it.
            let saved = BertConfig { hidden_dropout_prob: 0.1, attention_probs_dropout_prob: 0.1, ..config };
            models::save(&folder, &saved, "BertForPreTraining", &parameters)?;
            tokenizer.save(&folder, saved.max_position_embeddings)?;
            run.finish_part(&plan.label, &evaluation)?;
            evaluation
        }
    };

    let mut rows: Vec<Row> = baselines.iter().map(|(name, metrics)| row(name, [metrics])).collect();
    rows.push(row("pretrained", [&evaluation.metrics]));
    Ok((run, rows))
}

/// How well the heads that chapter 2 left in `pretrained` still do on held-out text when the encoder below them is taken from
/// another model, which has been fine-tuned since: what the encoder has forgotten. Without another model, as chapter 2 left it.
///
/// # Errors
/// If one of the two is no such model, or they do not read the same word pieces.
pub fn held_out_metrics(settings: &PretrainingSettings, pretrained: &Path, encoder: Option<&Path>) -> Result<Metrics> {
    let saved = Saved::load(pretrained, PretrainingModel::new)?;
    let Saved { model, mut parameters, tokenizer, config } = saved;
    let max_tokens = settings.max_tokens.min(config.max_position_embeddings); // no longer texts than it can read
    let settings = &PretrainingSettings { max_tokens, ..settings.clone() };
    if let Some(folder) = encoder {
        let (_, other) = load_encoder(folder)?;
        if other.tokens() != tokenizer.tokens() {
            let expected = format!("that of {}, each with the same number", pretrained.display());
            return Err(Error::format(folder, None, "another vocabulary of word pieces", expected));
        }
        models::load_pretrained(&mut parameters, folder)?;
    }
    let corpus = Corpus::read(settings)?;
    let held_out = token_ids(&corpus.held_out, &tokenizer)?;
    let task = Pretraining::new(model, &tokenizer, (held_out.clone(), &held_out), settings)?;
    Ok(task.evaluate(&parameters, &Shards::new()).metrics)
}

/// What can be had without a network, each as a row of the table: guessing by frequency, and counting shared words.
fn baselines(
    train: &[DocumentIds],
    held_out: &[DocumentIds],
    tokenizer: &Tokenizer,
    settings: &PretrainingSettings,
) -> Result<Vec<(&'static str, Metrics)>> {
    let vocabulary = tokenizer.vocabulary();
    let tokens = |documents: &[DocumentIds]| documents.iter().flatten().flatten().copied().collect::<Vec<_>>();
    let unigram = unigram_cross_entropy(tokens(train), tokens(held_out), vocabulary);
    let pairs = |documents, purpose| {
        pairs(documents, tokenizer.special(), settings.max_tokens, &mut rng(settings.seed, purpose, 0))
    };
    let overlap =
        word_overlap_accuracy(&pairs(train, "pairs")?, &pairs(held_out, "held-out pairs")?, tokenizer.special());
    let metrics = |mlm: f64, nsp: f64| {
        Metrics::from([
            ("mlm".to_string(), mlm),
            ("perplexity".to_string(), perplexity(mlm)),
            ("nsp accuracy".to_string(), nsp),
        ])
    };
    let mut word_overlap = metrics(0.0, overlap);
    word_overlap.retain(|name, _| name == "nsp accuracy");
    Ok(vec![
        ("uniform", metrics((vocabulary as f64).ln(), 0.5)),
        ("trivial", metrics(unigram, 0.5)),
        ("bag of words", word_overlap),
    ])
}

/// Sentences as token ids, document by document.
fn token_ids(documents: &[Document], tokenizer: &Tokenizer) -> Result<Vec<DocumentIds>> {
    let ids = |document: &Document| document.sentences.iter().map(|sentence| tokenizer.pieces(sentence)).collect();
    documents.iter().map(ids).collect()
}

/// Whether the run in this folder was a `--quick` one, whose model is good for nothing but tests.
pub fn is_quick(run: &Path) -> bool {
    let config = std::fs::read(run.join("config.json")).ok();
    let config = config.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    config.is_some_and(|config| config["settings"]["quick"] == true)
}
