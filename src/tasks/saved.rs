//! Fine-tuned models on disk, as `transformers` reads and writes them.

use super::{PretrainedEncoder, load_tokenizer};
use crate::autograd::Parameters;
use crate::models::{self, BertConfig};
use crate::nn::Init;
use crate::text::Tokenizer;
use crate::{Error, Result};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Writes a model fine-tuned from `encoder`: weights, settings with the names of the labels (if the task has any), tokenizer.
/// `architecture` is the class that loads the model in `transformers`.
///
/// # Errors
/// If a file cannot be written.
pub fn save_fine_tuned(
    folder: &Path,
    encoder: &PretrainedEncoder,
    architecture: &str,
    parameters: &Parameters,
    labels: &[String],
) -> Result<()> {
    let mut config = encoder.config.clone();
    if !labels.is_empty() {
        let by_id: BTreeMap<String, &String> = labels.iter().enumerate().map(|(i, l)| (i.to_string(), l)).collect();
        let by_label: BTreeMap<&String, usize> = labels.iter().enumerate().map(|(i, l)| (l, i)).collect();
        config.other.insert("id2label".into(), json!(by_id));
        config.other.insert("label2id".into(), json!(by_label));
    }
    models::save(folder, &config, architecture, parameters)?;
    encoder.tokenizer.save(folder, config.max_position_embeddings)
}

/// The names of the labels of the model in `folder`.
///
/// # Errors
/// If there is no model, or it has no labels.
pub fn saved_labels(folder: &Path) -> Result<Vec<String>> {
    let config = BertConfig::load(folder)?;
    let names = config.other.get("id2label").and_then(|names| serde_json::from_value(names.clone()).ok());
    let names: BTreeMap<usize, String> = names
        .ok_or_else(|| Error::format(&folder.join("config.json"), None, "no id2label", "the labels of a classifier"))?;
    Ok(names.into_values().collect())
}

/// A fine-tuned model, read back to be used.
#[derive(Debug)]
pub struct Saved<M> {
    /// The network.
    pub model: M,
    /// Its weights.
    pub parameters: Parameters,
    /// What makes token ids of text.
    pub tokenizer: Tokenizer,
    /// Its sizes.
    pub config: BertConfig,
}

impl<M> Saved<M> {
    /// Loads the model in `folder`, a network of the kind that `build` makes.
    ///
    /// # Errors
    /// If there is none, or one of its tensors is missing.
    pub fn load(folder: &Path, build: impl FnOnce(&mut Init<'_>, &BertConfig) -> M) -> Result<Self> {
        let config = BertConfig::load(folder)?;
        let mut parameters = Parameters::new();
        let model = build(&mut Init::new(&mut parameters, 0, config.initializer_range), &config);
        let report = models::load_tensors(&mut parameters, folder)?;
        report.require(folder, "a model of this chapter, head and all", |_| false)?;
        let tokenizer = load_tokenizer(folder, &config)?;
        Ok(Self { model, parameters, tokenizer, config })
    }
}
