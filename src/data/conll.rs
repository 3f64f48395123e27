//! The format of the CoNLL shared tasks (Tjong Kim Sang and De Meulder 2003), in which most sets of tagged words are
//! published: one word a line with its tag in the last column, an empty line after each sentence.
//!
//! ```text
//! -DOCSTART- -X- O O              a document begins: skipped
//!
//! Nora NNP I-NP B-PER             word, part of speech, phrase, tag; or only word and tag
//! Webb NNP I-NP I-PER
//! sings VBZ I-VP O
//! ```
//!
//! Columns are separated by a tab, or where a line has none by blanks; there are two to four. Tags are BIO or IOB1; IOB1
//! is turned into BIO (see [`iob1_to_bio`]).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Tagged, TaggedSentence};
use crate::files::read_lines;
use crate::text::Tag;
use crate::text::bio::iob1_to_bio;
use crate::{Error, Result};

/// What begins a document in CoNLL-2003.
const DOCUMENT: &str = "-DOCSTART-";

/// What a tag may be, for messages.
const TAG: &str = "O, or B- or I- and a type";

/// Reads the training file of a data set. The types of its names are numbered in the order of the alphabet.
///
/// # Errors
/// Those of [`read_lines`], and [`Error::Format`] if a line has too few or too many columns or a last column that is no
/// tag, or if there is no name at all.
pub fn read_train(path: &Path) -> Result<Tagged> {
    let sentences = read_sentences(path)?;
    let types: BTreeSet<&str> =
        sentences.iter().flatten().filter_map(|word| word.tag.split_once('-')).map(|(_, kind)| kind).collect();
    let types: Vec<String> = types.into_iter().map(String::from).collect();
    if types.is_empty() {
        return Err(Error::format(path, None, "no name, only O", "at least one word with a tag such as B-PER"));
    }
    with_types(path, &sentences, types)
}

/// Reads another file of the same data set: its types are those of the training file.
///
/// # Errors
/// Those of [`read_train`] (a file without any name is fine), and if a type is not one of the training file's.
pub fn read_with_types(path: &Path, types: &[String]) -> Result<Tagged> {
    with_types(path, &read_sentences(path)?, types.to_vec())
}

/// Reads a data set from a folder: to learn from `train`, to look at `dev` or `valid`, to report on `test`, or on the second
/// again where there is no third, each with the ending `.conll` or `.txt`.
///
/// # Errors
/// Those of [`read_train`] and [`read_with_types`].
pub fn read_folder(folder: &Path) -> Result<[Tagged; 3]> {
    let train = read_train(&find(folder, &["train"]).unwrap_or_else(|| folder.join("train.conll")))?;
    let dev = find(folder, &["dev", "valid"]).unwrap_or_else(|| folder.join("dev.conll"));
    let dev = read_with_types(&dev, &train.types)?;
    let test = match find(folder, &["test"]) {
        Some(path) => read_with_types(&path, &train.types)?,
        None => dev.clone(),
    };
    Ok([train, dev, test])
}

/// The first of these names that is a file in the folder, with one of the endings.
fn find(folder: &Path, names: &[&str]) -> Option<PathBuf> {
    let files = names.iter().flat_map(|name| ["conll", "txt"].map(|ending| folder.join(format!("{name}.{ending}"))));
    files.into_iter().find(|path| path.exists())
}

/// A word, its tag as it is written, and the line where they stand.
struct Row {
    line: usize,
    word: String,
    tag: String,
}

fn read_sentences(path: &Path) -> Result<Vec<Vec<Row>>> {
    let mut sentences = Vec::new();
    let mut sentence = Vec::new();
    for (index, text) in read_lines(path)?.iter().enumerate() {
        if text.trim().is_empty() || text.starts_with(DOCUMENT) {
            if !sentence.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
        } else {
            sentence.push(read_row(path, index + 1, text)?);
        }
    }
    if !sentence.is_empty() {
        sentences.push(sentence);
    }
    match sentences.is_empty() {
        true => Err(Error::format(path, None, "no sentence", "at least one word and its tag")),
        false => Ok(sentences),
    }
}

fn read_row(path: &Path, line: usize, text: &str) -> Result<Row> {
    let wrong = |found: String, expected: &str| Error::format(path, Some(line), found, expected);
    let columns: Vec<&str> = match text.contains('\t') {
        true => text.split('\t').map(str::trim).collect(),
        false => text.split_ascii_whitespace().collect(),
    };
    let (word, tag) = match columns.as_slice() {
        [word, .., tag] if columns.len() <= 4 => (*word, *tag),
        [one] => return Err(wrong(format!("one column, {one:?}"), "two to four: a word, and in the last its tag")),
        _ => return Err(wrong(format!("{} columns", columns.len()), "two to four: a word, and in the last its tag")),
    };
    if word.is_empty() {
        return Err(wrong("an empty word".into(), "a word before its tag"));
    }
    let is_tag = tag == "O" || matches!(tag.split_once('-'), Some(("B" | "I", kind)) if !kind.is_empty());
    if !is_tag {
        return Err(wrong(format!("the tag {tag:?}"), TAG));
    }
    Ok(Row { line, word: word.into(), tag: tag.into() })
}

fn with_types(path: &Path, sentences: &[Vec<Row>], types: Vec<String>) -> Result<Tagged> {
    let tag = |row: &Row| match row.tag.split_once('-') {
        None => Ok(Tag::Outside),
        Some((place, kind)) => {
            let known = types.iter().position(|known| known == kind).ok_or_else(|| {
                let expected = format!("one of the training file's: {}", types.join(", "));
                Error::format(path, Some(row.line), format!("the type {kind:?}"), expected)
            })?;
            Ok(if place == "B" { Tag::Begin(known) } else { Tag::Inside(known) })
        }
    };
    let tagged = |rows: &Vec<Row>| {
        let tags: Vec<Tag> = rows.iter().map(tag).collect::<Result<_>>()?;
        Ok(TaggedSentence { words: rows.iter().map(|row| row.word.clone()).collect(), tags: iob1_to_bio(&tags) })
    };
    let sentences = sentences.iter().map(tagged).collect::<Result<_>>()?;
    Ok(Tagged { types, sentences })
}
