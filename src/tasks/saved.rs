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

/// The names of the labels of the model in `folder`. A model that does not name them has two, `LABEL_0` and `LABEL_1`:
/// `transformers` leaves these out when it saves a model.
///
/// # Errors
/// If there is no model, or it names the labels in another way.
pub fn saved_labels(folder: &Path) -> Result<Vec<String>> {
    let config = BertConfig::load(folder)?;
    let Some(names) = config.other.get("id2label").filter(|names| !names.is_null()) else {
        return Ok(["LABEL_0", "LABEL_1"].map(String::from).to_vec());
    };
    let by_id: BTreeMap<usize, String> = serde_json::from_value(names.clone()).unwrap_or_default();
    if by_id.is_empty() || !by_id.keys().copied().eq(0..by_id.len()) {
        let expected = "the name of each label, by its number: {\"0\": \"negative\", \"1\": \"positive\"}";
        return Err(Error::format(&folder.join("config.json"), None, format!("id2label {names}"), expected));
    }
    Ok(by_id.into_values().collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{POOLING, SequenceClassifier};
    use crate::tasks::{Classifier, NULL_THRESHOLD};

    /// A folder with a classifier of two labels, and these settings more.
    fn classifier(settings: serde_json::Value) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let tokenizer = Tokenizer::train(["a fine play and a dull one"; 2], 60).unwrap();
        let mut config = BertConfig::new(tokenizer.vocabulary(), 8, 1, 2, 12);
        config.other.extend(settings.as_object().unwrap().clone());
        let mut parameters = Parameters::new();
        SequenceClassifier::new(&mut Init::new(&mut parameters, 0, 0.1), &config, 2);
        models::save(folder.path(), &config, "BertForSequenceClassification", &parameters).unwrap();
        tokenizer.save(folder.path(), 12).unwrap();
        folder
    }

    #[test]
    fn labels_that_are_not_named_are_the_two_of_transformers() {
        let named = |settings| -> Result<Vec<String>> {
            let folder = classifier(settings);
            let classifier = Classifier::load(folder.path())?;
            Ok(classifier.classify("a play")?.0.into_iter().map(|(label, _)| label.to_string()).collect())
        };
        assert_eq!(named(json!({})).unwrap(), ["LABEL_0", "LABEL_1"]);
        assert_eq!(named(json!({"id2label": null})).unwrap(), ["LABEL_0", "LABEL_1"]);
        assert_eq!(named(json!({"id2label": {"1": "good", "0": "bad"}})).unwrap(), ["bad", "good"]);
        for wrong in [json!(["bad", "good"]), json!({"0": "bad", "2": "good"}), json!({})] {
            let message = named(json!({ "id2label": wrong })).unwrap_err().to_string();
            assert!(
                message.contains(&format!("config.json: found id2label {wrong}, expected the name of")),
                "{message}"
            );
        }
        let three = json!({"id2label": {"0": "bad", "1": "so-so", "2": "good"}});
        let message = named(three).unwrap_err().to_string();
        assert!(message.contains("classifier.weight: found shape [2, 8], expected shape [3, 8]"), "{message}");
    }

    #[test]
    fn settings_of_the_head_before_are_not_saved() {
        let old = classifier(json!({
            "id2label": {"0": "bad", "1": "good"}, "label2id": {"bad": 0, "good": 1}, "num_labels": 2,
            "problem_type": "single_label_classification", NULL_THRESHOLD: 1.5, POOLING: "cls", "position_embedding_type": "absolute"
        }));
        let encoder = PretrainedEncoder::open(old.path().to_path_buf()).unwrap();
        let mut parameters = Parameters::new();
        SequenceClassifier::new(&mut Init::new(&mut parameters, 0, 0.1), &encoder.config, 1);
        let save = |labels: &[String]| {
            let new = tempfile::tempdir().unwrap();
            save_fine_tuned(new.path(), &encoder, "BertModel", &parameters, labels).unwrap();
            BertConfig::load(new.path()).unwrap().other
        };
        let other = save(&[]);
        assert_eq!(other.keys().collect::<Vec<_>>(), ["pad_token_id", "position_embedding_type"]);
        let other = save(&["similarity".to_string()]);
        assert_eq!((&other["id2label"], &other["label2id"]), (&json!({"0": "similarity"}), &json!({"similarity": 0})));
        assert_eq!(other.len(), 4);
    }
}
