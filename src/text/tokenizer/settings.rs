//! `tokenizer_config.json`: what is done to a text before it is cut into pieces. It stands beside `vocab.txt`, which cannot say it;
//! and `transformers` goes by it even where there is a `tokenizer.json` that does.

use serde::Deserialize;
use serde_json::json;
use std::path::Path;
use tokenizers::normalizers::BertNormalizer;

use crate::Result;
use crate::files::{read_json, write_atomically};

const FILE: &str = "tokenizer_config.json";

/// What is read of the file; what it does not say is as in the uncased BERT.
#[derive(Deserialize)]
#[serde(default)]
struct Settings {
    do_lower_case: bool,
    /// None: where the text is lowercased.
    strip_accents: Option<bool>,
    tokenize_chinese_chars: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { do_lower_case: true, strip_accents: None, tokenize_chinese_chars: true }
    }
}

/// Reads the file in a model's folder. Without one, the model is taken to be an uncased BERT.
pub fn load(dir: &Path) -> Result<BertNormalizer> {
    let path = dir.join(FILE);
    let settings = match path.exists() {
        true => read_json(&path, "the settings of a BERT's tokenizer")?,
        false => Settings::default(),
    };
    let Settings { do_lower_case, strip_accents, tokenize_chinese_chars } = settings;
    Ok(BertNormalizer::new(true, tokenize_chinese_chars, strip_accents, do_lower_case))
}

/// Writes the file for a model that reads at most `max_tokens` tokens.
pub fn save(normalizer: &BertNormalizer, max_tokens: usize, dir: &Path) -> Result<()> {
    let settings = json!({
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": normalizer.lowercase,
        "strip_accents": normalizer.strip_accents,
        "tokenize_chinese_chars": normalizer.handle_chinese_chars,
        "model_max_length": max_tokens,
    });
    write_atomically(&dir.join(FILE), format!("{settings:#}").as_bytes())
}
