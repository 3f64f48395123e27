//! Learning a WordPiece vocabulary from text, so that the same text gives the same ids on every run.
//!
//! As in Hugging Face `tokenizers`, whose trainer does the work, the pieces are found by byte-pair merges (Sennrich et
//! al. 2016, <https://arxiv.org/abs/1508.07909>): start from single characters, and join the most frequent pair of
//! neighbours into a new piece until the vocabulary is full. Google's own trainer was never published.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;
use tokenizers::models::bpe::{BPE, BpeTrainer};
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::{
    AddedToken, Model, NormalizedString, Normalizer, OffsetReferential, OffsetType, PreTokenizedString, PreTokenizer,
};

use super::tokenizer::{CONTINUATION, LONGEST_WORD, SPECIAL_NAMES, refused, word_piece};
use crate::{Error, Result};

/// A pair of pieces that occurs only once is not worth a new piece: it would spell a single word of the corpus.
const MIN_FREQUENCY: u64 = 2;

/// How often each word occurs, in the order of the alphabet.
pub(super) type Words = BTreeMap<String, u64>;

/// Counts the words of the texts, cut and lowercased as the tokenizer will do it. Those that it will not spell with pieces,
/// because they are too long, do not count.
pub(super) fn count_words(texts: &[&str]) -> Result<Words> {
    let add = |mut total: Words, part: Words| {
        part.into_iter().for_each(|(word, count)| *total.entry(word).or_default() += count);
        Ok(total)
    };
    texts.par_chunks(256).map(count_words_of_some).try_reduce(Words::new, add)
}

fn count_words_of_some(texts: &[&str]) -> Result<Words> {
    let mut words = Words::new();
    for &text in texts {
        let mut normalized = NormalizedString::from(text);
        BertNormalizer::default().normalize(&mut normalized).map_err(refused)?;
        let mut split = PreTokenizedString::from(normalized);
        BertPreTokenizer.pre_tokenize(&mut split).map_err(refused)?;
        for (word, _, _) in split.get_splits(OffsetReferential::Normalized, OffsetType::Byte) {
            if word.chars().count() <= LONGEST_WORD {
                *words.entry(word.to_string()).or_default() += 1;
            }
        }
    }
    Ok(words)
}

/// The vocabulary of at most `size` tokens for these words: special tokens, then pieces by falling frequency.
pub(super) fn vocabulary(words: &Words, size: usize) -> Result<Vec<String>> {
    if words.is_empty() {
        return Err(Error::Usage("cannot learn a vocabulary: the texts hold no word".to_string()));
    }
    let basis = basis(words);
    if basis.len() > size {
        let needed = basis.len();
        return Err(Error::Usage(format!(
            "a vocabulary of {size} tokens is too small: the special tokens and the characters of these texts need {needed}"
        )));
    }
    let mut tokens: Vec<String> = SPECIAL_NAMES.map(String::from).to_vec();
    tokens.extend(by_frequency(words, learn_pieces(words, basis, size)?)?);
    Ok(tokens)
}

/// What every vocabulary must hold: the special tokens, and each character alone and, if it occurs so, as continuation.
fn basis(words: &Words) -> Vec<String> {
    let mut characters = BTreeSet::new();
    let mut continuations = BTreeSet::new();
    for word in words.keys() {
        characters.extend(word.chars().map(String::from));
        continuations.extend(word.chars().skip(1).map(|c| format!("{CONTINUATION}{c}")));
    }
    SPECIAL_NAMES.map(String::from).into_iter().chain(characters).chain(continuations).collect()
}

/// Merges frequent pairs until there are `size` pieces. Returns them without the special tokens.
///
/// The trainer breaks ties between equally frequent pairs by their ids. Left alone, it numbers the continuations in the
/// order in which a hash map gives out the words, and ties fall differently on every run; so it gets the whole basis, in
/// a fixed order, as tokens known beforehand.
// ANCHOR: learn_pieces
fn learn_pieces(words: &Words, basis: Vec<String>, size: usize) -> Result<Vec<String>> {
    let trainer = BpeTrainer::builder()
        .vocab_size(size)
        .min_frequency(MIN_FREQUENCY)
        .continuing_subword_prefix(CONTINUATION.to_string())
        .special_tokens(basis.into_iter().map(|token| AddedToken::from(token, false)).collect())
        .show_progress(false)
        .build();
    let counts = words.iter().map(|(word, &count)| (word.as_str().into(), count)).collect();
    let mut learned = BPE::default();
    trainer.do_train(&counts, &mut learned).map_err(refused)?;
    Ok(learned.get_vocab().into_keys().filter(|piece| !SPECIAL_NAMES.contains(&piece.as_str())).collect())
}
// ANCHOR_END: learn_pieces

/// Sorts pieces from the most to the least frequent, as in published vocabularies; equally frequent ones by their text.
fn by_frequency(words: &Words, mut pieces: Vec<String>) -> Result<Vec<String>> {
    pieces.sort_unstable(); // the trainer's order was that of a hash map
    let model = word_piece(&pieces)?;
    let mut frequency: HashMap<String, u64> = HashMap::new();
    for (word, count) in words {
        for token in model.tokenize(word).map_err(refused)? {
            *frequency.entry(token.value).or_default() += count;
        }
    }
    pieces.sort_by_key(|piece| Reverse(frequency.get(piece).copied().unwrap_or(0)));
    Ok(pieces)
}
