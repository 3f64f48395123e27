//! What a pretraining run depends on: its settings, and the text it reads.

use crate::data::{Document, millbrook, plain_text};
use crate::models::BertConfig;
use crate::train::Mistake;
use crate::{Error, Result};
use serde::Serialize;
use std::path::PathBuf;

/// Everything that a pretraining run depends on.
#[derive(Clone, Debug, Serialize)]
pub struct PretrainingSettings {
    /// A text file or a folder of them; none is Millbrook's newspaper.
    pub data: Option<PathBuf>,
    /// How many words of the newspaper to read.
    pub words: usize,
    /// The seed of everything random.
    pub seed: u64,
    /// How many word pieces the vocabulary has, at most.
    pub vocabulary: usize,
    /// The length of a token's vector.
    pub hidden: usize,
    /// Number of encoder layers.
    pub layers: usize,
    /// Number of attention heads.
    pub heads: usize,
    /// The standard deviation of the weights at the start.
    pub initializer_range: f32,
    /// Dropout while pretraining. Fine-tuning on few examples has its own, from the saved `config.json`.
    pub dropout: f32,
    /// The longest sentence pair, in tokens.
    pub max_tokens: usize,
    /// How many tokens a step sees.
    pub batch_tokens: usize,
    /// How often to go through the text, each time with other masks and other pairs.
    pub epochs: usize,
    /// The highest learning rate.
    pub learning_rate: f64,
    /// Whether all pieces of a word are masked together.
    pub whole_words: bool,
    /// Whether this run only proves that everything works.
    pub quick: bool,
    /// What this run does wrong on purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistake: Option<Mistake>,
}

impl Default for PretrainingSettings {
    // ANCHOR: settings
    fn default() -> Self {
        Self {
            data: None,
            words: 1_000_000,
            seed: 0,
            vocabulary: 8192,
            hidden: 128,
            layers: 2,
            heads: 4,
            initializer_range: 0.05, // BERT's 0.02 suits 768 numbers a token; at 128 it delays all insight by half a run
            dropout: 0.0, // a small model that sees each text a few times, each time masked anew, does not overfit
            max_tokens: 64,
            batch_tokens: 2048,
            epochs: 5,
            learning_rate: 2e-3, // twenty times BERT-base's: small models bear it, and it saves the reader's time
            whole_words: false,
            quick: false,
            mistake: None,
        }
    }
    // ANCHOR_END: settings
}

impl PretrainingSettings {
    /// A few seconds' worth: proves that everything works, and nothing else.
    pub fn quick(self) -> Self {
        Self { words: 20_000, vocabulary: 2000, hidden: 32, epochs: 1, batch_tokens: 512, quick: true, ..self }
    }

    /// Refuses sizes that make no model.
    pub(super) fn check(&self) -> Result<()> {
        let Self { vocabulary, hidden, layers, heads, max_tokens, .. } = *self;
        if max_tokens < 16 {
            return Err(Error::Usage(format!("--max-tokens {max_tokens}: a pair of texts needs 16 or more")));
        }
        BertConfig::new(vocabulary, hidden, layers, heads, max_tokens)
            .check()
            .map_err(|(found, expected)| Error::Usage(format!("found {found}, expected {expected}")))
    }
}

/// Documents to learn from, and documents to be measured on.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// To learn from.
    pub train: Vec<Document>,
    /// Never trained on: every twentieth document.
    pub held_out: Vec<Document>,
}

impl Corpus {
    /// Millbrook's newspaper, or the text files at `settings.data`.
    ///
    /// # Errors
    /// If a file cannot be read, or there are too few documents to hold some out.
    pub fn read(settings: &PretrainingSettings) -> Result<Self> {
        let documents = match &settings.data {
            Some(path) => plain_text::read(path)?,
            None => take_words(millbrook::newspaper(settings.seed), settings.words),
        };
        if documents.len() < 40 {
            let found = format!("{} documents of a few sentences", documents.len());
            return Err(match &settings.data {
                Some(path) => {
                    let expected =
                        "at least 40 documents; one is made of whole paragraphs, and a blank line ends a paragraph";
                    Error::format(path, None, found, expected)
                }
                None => Error::Usage(format!("--words {}: {found}, expected at least 40 documents", settings.words)),
            });
        }
        let mut corpus = Self { train: Vec::new(), held_out: Vec::new() };
        for (i, document) in documents.into_iter().enumerate() {
            let part = if i % 20 == 19 { &mut corpus.held_out } else { &mut corpus.train };
            part.push(document);
        }
        Ok(corpus)
    }
}

/// Documents until they have as many words as asked for.
fn take_words(documents: impl Iterator<Item = Document>, words: usize) -> Vec<Document> {
    let mut count = 0;
    let more = |document: &Document| {
        let before = count;
        count += document.sentences.iter().map(|s| s.split_whitespace().count()).sum::<usize>();
        before < words
    };
    documents.take_while(more).collect()
}
