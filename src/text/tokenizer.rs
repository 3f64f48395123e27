//! WordPiece: from text to token ids, and back.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use ahash::AHashMap;
use tokenizers::decoders::wordpiece::WordPiece as WordPieceDecoder;
use tokenizers::models::ModelWrapper;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::{BertNormalizer, NormalizerWrapper};
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::processors::bert::BertProcessing;
use tokenizers::{AddedToken, PostProcessorWrapper};

use super::{Sequence, SpecialTokens, decode, train};
use crate::files::{read_lines, write_atomically};
use crate::{Error, Result};

mod settings;

/// The names of the special tokens; in a vocabulary trained here they are ids 0 to 4, in this order.
pub const SPECIAL_NAMES: [&str; 5] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

/// What marks a piece that continues a word: `tokenizer` is `token` + `##izer`.
pub const CONTINUATION: &str = "##";

/// How many characters a word has at most; a longer one is not spelled with pieces, but becomes `[UNK]`.
pub(super) const LONGEST_WORD: usize = 100;

/// Cuts text into WordPiece tokens (Wu et al. 2016, <https://arxiv.org/abs/1609.08144>) as BERT does, and numbers them.
///
/// Text is lowercased, stripped of accents (unless a published model wants it otherwise), split at spaces and punctuation, and
/// each word is then spelled with the longest pieces that the vocabulary has, from left to right. The work is done by the `tokenizers` library, so that the
/// ids are those of a published model's own tokenizer; this type adds what training and the objectives need to know.
#[derive(Clone, Debug)]
pub struct Tokenizer {
    inner: tokenizers::Tokenizer,
    tokens: Vec<String>,
    special: SpecialTokens,
}

impl Tokenizer {
    /// Learns a vocabulary of at most `vocabulary_size` tokens from texts. The ids depend on the texts alone: the five
    /// special tokens come first, then the pieces from the most to the least frequent.
    ///
    /// # Errors
    /// [`Error::Usage`] if the texts hold no word, or more characters than the vocabulary has room for.
    pub fn train<'a>(texts: impl IntoIterator<Item = &'a str>, vocabulary_size: usize) -> Result<Tokenizer> {
        let texts: Vec<&str> = texts.into_iter().collect();
        let words = train::count_words(&texts)?;
        Self::from_vocabulary(train::vocabulary(&words, vocabulary_size)?, BertNormalizer::default())
    }

    /// A BERT tokenizer with these tokens; the index in the list is the id.
    fn from_vocabulary(tokens: Vec<String>, normalizer: BertNormalizer) -> Result<Tokenizer> {
        let ids: HashMap<&str, u32> = tokens.iter().map(String::as_str).zip(0..).collect();
        let with_id = |name: &str| (name.to_string(), ids.get(name).copied().unwrap_or_default());
        let ends = BertProcessing::new(with_id("[SEP]"), with_id("[CLS]"));
        let model = word_piece(&tokens)?;

        let mut inner = tokenizers::Tokenizer::new(model);
        inner.with_normalizer(Some(normalizer)).map_err(refused)?;
        inner.with_pre_tokenizer(Some(BertPreTokenizer));
        inner.with_post_processor(Some(PostProcessorWrapper::Bert(ends)));
        inner.with_decoder(Some(WordPieceDecoder::default()));
        Self::wrap(inner)
    }

    /// Reads `tokenizer.json` from a model's folder, or else `vocab.txt` and `tokenizer_config.json`; without the latter, the
    /// vocabulary is taken as that of an uncased BERT.
    ///
    /// # Errors
    /// [`Error::Format`] if neither file is there, a file is not what it should be, or a special token is missing.
    pub fn load(dir: &Path) -> Result<Tokenizer> {
        let json = dir.join("tokenizer.json");
        if json.exists() {
            return Self::load_json(&json);
        }
        let list = dir.join("vocab.txt");
        if list.exists() {
            return Self::load_list(&list, settings::load(dir)?);
        }
        Err(Error::format(dir, None, "neither tokenizer.json nor vocab.txt", "one of them, beside the model"))
    }

    fn load_json(path: &Path) -> Result<Tokenizer> {
        let bytes = fs::read(path).map_err(Error::io("read", path))?;
        let mut inner = tokenizers::Tokenizer::from_bytes(bytes)
            .map_err(|e| Error::format(path, None, e.to_string(), "a tokenizer as `tokenizers` saves it"))?;
        if !matches!(inner.get_model(), ModelWrapper::WordPiece(_)) {
            return Err(Error::format(path, None, "a tokenizer of another kind", "WordPiece"));
        }
        // Published files often ask for truncation and padding. We cut sequences ourselves, and pad nothing.
        inner.with_truncation(None).map_err(refused)?;
        inner.with_padding(None);
        Self::wrap(inner).map_err(|e| Error::format(path, None, e.to_string(), "the vocabulary of a BERT model"))
    }

    fn load_list(path: &Path, normalizer: BertNormalizer) -> Result<Tokenizer> {
        let tokens = read_lines(path)?;
        let mut seen = HashMap::new();
        for (index, token) in tokens.iter().enumerate() {
            if let Some(first) = seen.insert(token, index + 1) {
                let found = format!("the token {token:?} again, which line {first} has");
                return Err(Error::format(path, Some(index + 1), found, "every token once"));
            }
        }
        Self::from_vocabulary(tokens, normalizer)
            .map_err(|e| Error::format(path, None, e.to_string(), "the vocabulary of a BERT model"))
    }

    /// Looks up what the rest of the library asks for: the token of each id, and the ids of the special tokens.
    fn wrap(mut inner: tokenizers::Tokenizer) -> Result<Tokenizer> {
        let mut ids = [0; 5];
        for (id, name) in ids.iter_mut().zip(SPECIAL_NAMES) {
            *id = inner.token_to_id(name).ok_or_else(|| Error::Tokenizer(format!("no special token {name}")))?;
            if !inner.get_added_vocabulary().is_special_token(name) {
                inner.add_special_tokens([AddedToken::from(name, true)]).map_err(refused)?;
            }
        }
        let [pad, unknown, classify, separate, mask] = ids;
        let special = SpecialTokens { pad, unknown, classify, separate, mask };

        let vocabulary = inner.get_vocab(true);
        let mut tokens = vec![None; vocabulary.len()];
        for (token, id) in vocabulary {
            if let Some(slot) = tokens.get_mut(id as usize) {
                *slot = Some(token);
            }
        }
        let tokens: Option<Vec<String>> = tokens.into_iter().collect();
        let tokens = tokens.ok_or_else(|| Error::Tokenizer("ids that are not 0, 1, 2, … without a gap".to_string()))?;
        Ok(Tokenizer { inner, tokens, special })
    }

    /// Writes `tokenizer.json` and `tokenizer_config.json` into the folder of a model that reads at most `max_tokens` tokens, as
    /// Hugging Face `tokenizers` and `transformers` read them. (A tokenizer that prepares texts in another way than BERT's has no
    /// `tokenizer_config.json`.)
    ///
    /// # Errors
    /// [`Error::Io`] if a file cannot be written.
    pub fn save(&self, dir: &Path, max_tokens: usize) -> Result<()> {
        let json = self.inner.to_string(true).map_err(refused)?;
        write_atomically(&dir.join("tokenizer.json"), json.as_bytes())?;
        match self.inner.get_normalizer() {
            Some(NormalizerWrapper::BertNormalizer(normalizer)) => settings::save(normalizer, max_tokens, dir),
            _ => Ok(()),
        }
    }

    /// The token ids of a text, without `[CLS]` and `[SEP]`. A special token's name in the text, such as `[MASK]`,
    /// becomes that token.
    ///
    /// # Errors
    /// [`Error::Tokenizer`] if the library refuses the text.
    pub fn pieces(&self, text: &str) -> Result<Vec<u32>> {
        let encoding = self.inner.encode_fast(text, false).map_err(refused)?;
        Ok(encoding.get_ids().to_vec())
    }

    /// The token ids of a text, each with the bytes of `text` that it stands for: `text[span]`. The bytes begin and end
    /// between characters, whatever the script; an accent that is dropped on the way to the id may lie outside of every span.
    ///
    /// # Errors
    /// Those of [`pieces`](Self::pieces).
    pub fn pieces_with_spans(&self, text: &str) -> Result<Vec<(u32, Range<usize>)>> {
        let encoding = self.inner.encode(text, false).map_err(refused)?;
        let spans = encoding.get_offsets().iter().map(|&(start, end)| start..end);
        Ok(encoding.get_ids().iter().copied().zip(spans).collect())
    }

    /// `[CLS] text [SEP]`, cut to at most `max_tokens` tokens.
    ///
    /// # Errors
    /// Those of [`pieces`](Self::pieces).
    pub fn encode(&self, text: &str, max_tokens: usize) -> Result<Sequence> {
        Ok(Sequence::single(self.special, &self.pieces(text)?, max_tokens))
    }

    /// `[CLS] a [SEP] b [SEP]`, cut to at most `max_tokens` tokens; see [`Sequence::pair`].
    ///
    /// # Errors
    /// Those of [`pieces`](Self::pieces).
    pub fn encode_pair(&self, a: &str, b: &str, max_tokens: usize) -> Result<Sequence> {
        Ok(Sequence::pair(self.special, &self.pieces(a)?, &self.pieces(b)?, max_tokens))
    }

    /// Readable text from token ids: pieces joined to words, punctuation where a writer would put it. `[PAD]`, `[CLS]`
    /// and `[SEP]` are left out. What case and accents the tokenizer dropped is gone for good.
    pub fn decode(&self, ids: &[u32]) -> String {
        let silent = [self.special.pad, self.special.classify, self.special.separate];
        decode::join(ids.iter().filter(|id| !silent.contains(id)).map(|&id| self.token(id)))
    }

    /// The token of an id, as the vocabulary writes it; `[UNK]` for an id that the vocabulary does not have.
    pub fn token(&self, id: u32) -> &str {
        self.tokens.get(id as usize).map_or("[UNK]", String::as_str)
    }

    /// The id of a token, as the vocabulary writes it.
    pub fn id(&self, token: &str) -> Option<u32> {
        self.inner.token_to_id(token)
    }

    /// Whether the token continues a word that an earlier one began.
    pub fn is_continuation(&self, id: u32) -> bool {
        self.token(id).starts_with(CONTINUATION)
    }

    /// The tokens, as the vocabulary writes them; the index is the id.
    pub fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// How many tokens there are; ids run from 0 to one less.
    pub fn vocabulary(&self) -> usize {
        self.tokens.len()
    }

    /// The ids of the special tokens.
    pub fn special(&self) -> SpecialTokens {
        self.special
    }
}

/// The WordPiece model with these tokens; the index in the list is the id.
pub(super) fn word_piece(tokens: &[String]) -> Result<WordPiece> {
    let ids: AHashMap<String, u32> = tokens.iter().cloned().zip(0..).collect();
    WordPiece::builder().vocab(ids).max_input_chars_per_word(LONGEST_WORD).build().map_err(refused)
}

/// An error of the `tokenizers` library as one of ours.
pub(super) fn refused(error: tokenizers::Error) -> Error {
    Error::Tokenizer(error.to_string())
}

#[cfg(test)]
mod tests;
