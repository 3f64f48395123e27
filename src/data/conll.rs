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
pub(super) const DOCUMENT: &str = "-DOCSTART-";

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Tag::{Begin as B, Inside as I, Outside as O};
    use proptest::prelude::*;
    use std::fs;

    fn read(content: &str) -> Result<Tagged> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("given.conll");
        fs::write(&path, content).unwrap();
        read_train(&path)
    }

    #[track_caller]
    fn check(content: &str, types: &[&str], sentences: &[(&str, &[Tag])]) {
        let found = read(content).unwrap();
        assert_eq!(found.types, types);
        let found: Vec<(String, &[Tag])> = found.sentences.iter().map(|s| (s.words.join(" "), &s.tags[..])).collect();
        let expected: Vec<(String, &[Tag])> =
            sentences.iter().map(|(words, tags)| (words.to_string(), *tags)).collect();
        assert_eq!(found, expected);
    }

    #[track_caller]
    fn refused(content: &str, parts: &[&str]) {
        let message = read(content).unwrap_err().to_string();
        for part in parts.iter().chain(&["given.conll"]) {
            assert!(message.contains(part), "no {part:?} in: {message}");
        }
    }

    #[test]
    fn two_to_four_columns() {
        check("Nora\tB-PER\nWebb\tI-PER\nsang\tO\n", &["PER"], &[("Nora Webb sang", &[B(0), I(0), O])]);
        check("Nora NNP B-PER\nsang VBD O\n", &["PER"], &[("Nora sang", &[B(0), O])]);
        check("Nora NNP I-NP B-PER\n", &["PER"], &[("Nora", &[B(0)])]);
        // With tabs a word may hold a blank; types are in the order of the alphabet, and may have a dash.
        check(
            "New York\tB-loc\nLear\tB-creative-work\n",
            &["creative-work", "loc"],
            &[("New York Lear", &[B(1), B(0)])],
        );
    }

    #[test]
    fn sentences_end_at_empty_lines_and_documents() {
        let content =
            "\u{feff}-DOCSTART- -X- -X- O\r\n\r\na O\r\nb B-X\r\n\t\r\nc O\r\n \r\n\r\n-DOCSTART- -X- -X- O\r\nd O";
        check(content, &["X"], &[("a b", &[O, B(0)]), ("c", &[O]), ("d", &[O])]);
    }

    #[test]
    fn iob1_becomes_bio() {
        let content = "a I-X\nb I-X\nc B-X\nd O\ne I-Y\nf I-X\n";
        check(content, &["X", "Y"], &[("a b c d e f", &[B(0), I(0), B(0), O, B(1), B(0)])]);
    }

    #[test]
    fn errors_name_the_line() {
        refused("", &["an empty file"]);
        refused("\n\t\n", &["no sentence", "at least one word"]);
        refused("a O\nb O\n", &["no name, only O", "such as B-PER"]);
        refused("a B-X\nb\n", &["line 2: found one column, \"b\"", "two to four"]);
        refused("a B-X\n\nb c d e O\n", &["line 3: found 5 columns", "two to four"]);
        refused("a B-X\nb\tc\td\te\tO\n", &["line 2: found 5 columns"]);
        refused("a B-X\nb X\n", &["line 2: found the tag \"X\"", "O, or B- or I- and a type"]);
        refused("a B-\n", &["line 1: found the tag \"B-\""]);
        refused("a E-X\n", &["line 1: found the tag \"E-X\""]);
        refused("a\t\n", &["line 1: found the tag \"\""]);
        refused("\tB-X\n", &["line 1: found an empty word"]);
    }

    #[test]
    fn a_folder_has_two_parts_or_three() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
        let message = || read_folder(folder.path()).unwrap_err().to_string();
        assert!(message().contains("cannot read") && message().contains("train.conll"));
        write("train.txt", "a B-X\n");
        assert!(message().contains("dev.conll"), "{}", message());
        write("valid.txt", "b O\nc I-X\n");
        let [train, dev, test] = read_folder(folder.path()).unwrap();
        assert_eq!((train.sentences.len(), &dev), (1, &test));
        assert_eq!(dev.sentences[0].tags, [O, B(0)]);
        write("test.conll", "d B-Y\n");
        let expected = "test.conll, line 1: found the type \"Y\", expected one of the training file's: X";
        assert!(message().contains(expected), "{}", message());
    }

    /// WNUT-17 (Derczynski et al. 2017), where this machine has it.
    #[test]
    fn a_published_set_is_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/wnut17");
        if !folder.exists() {
            println!("skipped: no {}", folder.display());
            return;
        }
        let [train, dev, _] = read_folder(&folder).unwrap();
        assert_eq!((train.sentences.len(), dev.sentences.len()), (3394, 1009));
        assert_eq!(train.types, ["corporation", "creative-work", "group", "location", "person", "product"]);
        let begins = |set: &Tagged, kind| {
            set.sentences.iter().flat_map(|sentence| &sentence.tags).filter(|tag| **tag == B(kind)).count()
        };
        assert_eq!([begins(&train, 4), begins(&train, 0), begins(&dev, 4), begins(&dev, 1)], [660, 221, 470, 105]);
    }

    proptest! {
        #[test]
        fn nothing_makes_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[ \\t\\nOBI\\-XY]{0,80}") {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("given.conll");
            for content in [&bytes[..], text.as_bytes()] {
                fs::write(&path, content).unwrap();
                let _ = read_train(&path);
            }
        }

        #[test]
        fn what_was_written_is_read_back(ids in prop::collection::vec(prop::collection::vec(0usize..5, 1..6), 1..6), tab: bool) {
            let types = ["A", "B-2"].map(String::from);
            let column = if tab { "\t" } else { " " };
            let mut text = format!("all{column}B-A\nof{column}B-B-2\n\n"); // so that both types occur
            let mut expected = Vec::new();
            for sentence in ids {
                let tags = iob1_to_bio(&sentence.into_iter().map(Tag::from_id).collect::<Vec<_>>());
                for (i, tag) in tags.iter().enumerate() {
                    text += &format!("w{i}{column}{}\n", tag.name(&types));
                }
                text += "\n";
                expected.push(tags);
            }
            let found: Vec<Vec<Tag>> = read(&text).unwrap().sentences.into_iter().skip(1).map(|s| s.tags).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
