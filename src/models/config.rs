//! The sizes of a model: `config.json`.

use crate::files::{read_json, write_atomically};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// The settings of a BERT, under the names of its `config.json`. Fields that this crate does not use are kept in `other`,
/// so that a model loaded and saved again loses nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BertConfig {
    /// Number of word pieces.
    pub vocab_size: usize,
    /// The length of a token's vector.
    pub hidden_size: usize,
    /// Number of encoder layers.
    pub num_hidden_layers: usize,
    /// Number of attention heads; divides `hidden_size`.
    pub num_attention_heads: usize,
    /// The inner width of the feed-forward networks, usually 4 × `hidden_size`.
    pub intermediate_size: usize,
    /// The non-linearity of the feed-forward networks; only `gelu` (with the exact erf) is known here.
    #[serde(default = "gelu")]
    pub hidden_act: String,
    /// Dropout after embeddings, attention and feed-forward networks, and before a classifier.
    #[serde(default = "tenth")]
    pub hidden_dropout_prob: f32,
    /// Dropout on attention weights.
    #[serde(default = "tenth")]
    pub attention_probs_dropout_prob: f32,
    /// The longest sequence, in tokens.
    pub max_position_embeddings: usize,
    /// Number of segments a token can belong to.
    #[serde(default = "two")]
    pub type_vocab_size: usize,
    /// Standard deviation of the weights at the start.
    #[serde(default = "initial_deviation")]
    pub initializer_range: f32,
    /// The ε of the layer norms.
    #[serde(default = "epsilon")]
    pub layer_norm_eps: f32,
    /// The architecture's family: `bert`.
    #[serde(default = "bert")]
    pub model_type: String,
    /// The class that loads the model in `transformers`.
    #[serde(default)]
    pub architectures: Vec<String>,
    /// Everything else that stands in the file.
    #[serde(flatten)]
    pub other: BTreeMap<String, serde_json::Value>,
}

/// Three times what BERT-large has; more would not fit into the memory of many a computer, and that ends a program.
const MOST_PARAMETERS: f64 = 1e9;

fn gelu() -> String {
    "gelu".into()
}
fn tenth() -> f32 {
    0.1
}
fn two() -> usize {
    2
}
fn initial_deviation() -> f32 {
    0.02
}
fn epsilon() -> f32 {
    1e-12
}
fn bert() -> String {
    "bert".into()
}

impl BertConfig {
    /// A BERT of the given sizes; the feed-forward networks are four times as wide as `hidden`, the rest is as published.
    pub fn new(vocabulary: usize, hidden: usize, layers: usize, heads: usize, max_tokens: usize) -> Self {
        Self {
            vocab_size: vocabulary,
            hidden_size: hidden,
            num_hidden_layers: layers,
            num_attention_heads: heads,
            intermediate_size: hidden.saturating_mul(4), // too large is for `check` to say
            hidden_act: gelu(),
            hidden_dropout_prob: tenth(),
            attention_probs_dropout_prob: tenth(),
            max_position_embeddings: max_tokens,
            type_vocab_size: two(),
            initializer_range: initial_deviation(),
            layer_norm_eps: epsilon(),
            model_type: bert(),
            architectures: Vec::new(),
            other: BTreeMap::from([("pad_token_id".into(), 0.into())]),
        }
    }

    /// Reads `config.json` in `folder`.
    ///
    /// # Errors
    /// If the file is missing or not a BERT's.
    pub fn load(folder: &Path) -> Result<Self> {
        let path = folder.join("config.json");
        if !path.exists() {
            let expected = "a saved model: run the chapter that leaves one here, or name another folder with --model";
            return Err(Error::format(folder, None, "no config.json", expected));
        }
        let json: serde_json::Value = read_json(&path, "the settings of a BERT as JSON")?;
        if let Some(family) = json.get("model_type").and_then(|v| v.as_str()).filter(|&family| family != "bert") {
            return Err(Error::format(
                &path,
                None,
                format!("model_type {family:?}"),
                "\"bert\", the one understood here",
            ));
        }
        let config: Self = serde_json::from_value(json)
            .map_err(|e| Error::format(&path, None, e.to_string(), "the settings of a BERT"))?;
        config.check().map_err(|(found, expected)| Error::format(&path, None, found, expected))?;
        Ok(config)
    }

    /// Writes `config.json` into `folder`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&self, folder: &Path) -> Result<()> {
        let path = folder.join("config.json");
        let json = serde_json::to_vec_pretty(self)
            .map_err(|e| Error::format(&path, None, e.to_string(), "settings that can be written as JSON"))?;
        write_atomically(&path, &json)
    }

    /// What is wrong with the sizes, as (found, expected).
    pub(crate) fn check(&self) -> std::result::Result<(), (String, String)> {
        let sizes = [
            ("vocab_size", self.vocab_size, 1..=1 << 24),
            ("hidden_size", self.hidden_size, 1..=1 << 24),
            ("num_hidden_layers", self.num_hidden_layers, 1..=1000),
            ("num_attention_heads", self.num_attention_heads, 1..=1 << 24),
            ("intermediate_size", self.intermediate_size, 1..=1 << 24),
            ("max_position_embeddings", self.max_position_embeddings, 3..=1 << 24), // [CLS] and twice [SEP]
            ("type_vocab_size", self.type_vocab_size, 2..=1 << 24),                 // the two texts of a pair
        ];
        if let Some((name, size, range)) = sizes.into_iter().find(|(_, size, range)| !range.contains(size)) {
            return Err((format!("{name} = {size}"), format!("a number from {} to {}", range.start(), range.end())));
        }
        let parameters = self.parameters();
        if parameters > MOST_PARAMETERS {
            return Err((
                format!("sizes that make {parameters:.1e} parameters"),
                format!("at most {MOST_PARAMETERS:.0e}"),
            ));
        }
        if !self.hidden_size.is_multiple_of(self.num_attention_heads) {
            let found = format!("hidden_size {} with {} heads", self.hidden_size, self.num_attention_heads);
            return Err((found, "a number of heads that divides hidden_size".into()));
        }
        if self.hidden_act != "gelu" {
            return Err((format!("hidden_act {:?}", self.hidden_act), "\"gelu\", with the exact erf".into()));
        }
        let rates = [
            ("hidden_dropout_prob", self.hidden_dropout_prob),
            ("attention_probs_dropout_prob", self.attention_probs_dropout_prob),
        ];
        if let Some((name, rate)) = rates.into_iter().find(|(_, rate)| !(0.0..1.0).contains(rate)) {
            return Err((format!("{name} = {rate}"), "a probability below 1".into()));
        }
        if !(self.initializer_range >= 0.0 && self.layer_norm_eps >= 0.0) {
            let found = format!("initializer_range {}, layer_norm_eps {}", self.initializer_range, self.layer_norm_eps);
            return Err((found, "numbers that are not negative".into()));
        }
        let only = [
            ("position_embedding_type", json!("absolute")),
            ("is_decoder", json!(false)),
            ("tie_word_embeddings", json!(true)),
        ];
        for (name, only) in only {
            if let Some(value) = self.other.get(name).filter(|value| !value.is_null() && **value != only) {
                return Err((format!("{name} {value}"), only.to_string()));
            }
        }
        Ok(())
    }

    /// About how many parameters the encoder has: its matrices are nearly all of it. Not a whole number, which could overflow.
    fn parameters(&self) -> f64 {
        let [hidden, inner, layers] =
            [self.hidden_size, self.intermediate_size, self.num_hidden_layers].map(|size| size as f64);
        let rows = (self.vocab_size + self.max_position_embeddings + self.type_vocab_size) as f64;
        hidden * (rows + layers * (4.0 * hidden + 2.0 * inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(json: &str) -> Result<BertConfig> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("config.json"), json).expect("written");
        BertConfig::load(folder.path())
    }

    #[test]
    fn saved_settings_load_as_they_were() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config = BertConfig::new(100, 16, 2, 4, 32);
        config.other.insert("id2label".into(), serde_json::json!({"0": "negative"}));
        config.save(folder.path()).expect("saved");
        assert_eq!(BertConfig::load(folder.path()).expect("loaded"), config);
    }

    #[test]
    fn another_architecture_is_refused_by_name() {
        let error = load(r#"{"model_type": "roberta"}"#).expect_err("refused").to_string();
        assert!(error.contains("config.json") && error.contains("roberta") && error.contains("\"bert\""), "{error}");
    }

    #[test]
    fn what_is_not_honoured_is_refused() {
        for (name, value, expected) in [
            ("position_embedding_type", json!("relative_key"), "\"relative_key\", expected \"absolute\""),
            ("is_decoder", json!(true), "true, expected false"),
            ("tie_word_embeddings", json!(false), "false, expected true"),
        ] {
            let mut config = BertConfig::new(9, 16, 1, 1, 8);
            config.other.insert(name.into(), value);
            let error = load(&serde_json::to_string(&config).expect("JSON")).expect_err("refused").to_string();
            assert!(error.contains(&format!("config.json: found {name} {expected}")), "{error}");
        }
        let mut config = BertConfig::new(9, 16, 1, 1, 8);
        let usual = [
            ("is_decoder", json!(false)),
            ("tie_word_embeddings", json!(true)),
            ("position_embedding_type", json!(null)),
        ];
        config.other.extend(usual.map(|(name, value)| (name.to_string(), value)));
        assert_eq!(config.check(), Ok(()));
    }

    #[test]
    fn sizes_that_no_memory_holds_are_refused() {
        let found = |config: BertConfig| config.check().expect_err("refused").0;
        let wide = BertConfig { intermediate_size: 64, ..BertConfig::new(1 << 24, 1 << 24, 1, 1, 8) };
        assert_eq!(found(wide), "sizes that make 1.4e15 parameters");
        assert_eq!(found(BertConfig::new(9, 1 << 62, 1, 1, 8)), "hidden_size = 4611686018427387904");
        assert_eq!(found(BertConfig::new(9, 1, 1 << 24, 1, 8)), "num_hidden_layers = 16777216");
        assert_eq!(BertConfig::new(30522, 1024, 24, 16, 512).check(), Ok(()), "BERT-large");
    }

    #[test]
    fn impossible_sizes_are_refused() {
        let json = serde_json::to_string(&BertConfig { num_attention_heads: 3, ..BertConfig::new(9, 16, 1, 1, 8) });
        let error = load(&json.expect("JSON")).expect_err("refused").to_string();
        assert!(error.contains("hidden_size 16 with 3 heads"), "{error}");
        let error = load(r#"{"vocab_size": "many"}"#).expect_err("refused").to_string();
        assert!(error.contains("config.json"), "{error}");
    }
}
