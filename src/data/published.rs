//! Data sets as the Hugging Face hub and others publish them: tables, whose columns become the plain types of this module.
//! Where a folder holds no table, the reader of the format in which the set was first published has its turn.

use super::squad::{self, Answer, Asked, Paragraph};
use super::table::{Columns, Parts, Place, Row, Table, find};
use super::{Example, HIGHEST_SCORE, Labelled, Passage, ScoredPair, Tagged, TaggedSentence, conll, glue, sts};
use crate::text::Tag;
use crate::text::bio::iob1_to_bio;
use crate::{Error, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Reads the training and the development part of a labelled set: a text and a label a row, or the format of [`glue`].
///
/// # Errors
/// If there is no such set in the folder, or a row does not have its two cells filled.
pub fn labelled(folder: &Path, columns: &Columns) -> Result<(Labelled, Labelled)> {
    let Some(parts) = find(folder, columns)? else { return glue::read_folder(folder) };
    let (train, classes) = labelled_rows(&parts.train, columns)?;
    let (dev, _) = labelled_rows(&parts.dev, columns)?;
    let seen = train.iter().map(|row| row.label.clone()).collect();
    let labels = if classes.is_empty() { glue::in_order(seen) } else { classes };
    if labels.len() < 2 {
        let found = format!("no label but {}", labels.join(""));
        return Err(Error::format(Path::new(&parts.train[0]), None, found, "at least two classes"));
    }
    let with_labels = |rows: Vec<LabelledRow>| {
        let example = |LabelledRow { place, text, label }| {
            let expected = || format!("one of the training part's: {}", labels.join(", "));
            let known = labels.iter().position(|known| *known == label);
            let label = known.ok_or_else(|| place.wrong(&format!("the label {label:?}"), &expected()))?;
            Ok(Example { text, label })
        };
        let examples = rows.into_iter().map(example).collect::<Result<_>>()?;
        Ok(Labelled { labels: labels.clone(), examples })
    };
    Ok((with_labels(train)?, with_labels(dev)?))
}

struct LabelledRow {
    place: Place,
    text: String,
    label: String,
}

/// The rows of a part, and the names of the classes, if the files have them.
fn labelled_rows(files: &[String], columns: &Columns) -> Result<(Vec<LabelledRow>, Vec<String>)> {
    let (mut rows, mut classes) = (Vec::new(), Vec::new());
    each_row(files, |row, known| {
        let (text, label) = (columns.name("text", row)?, columns.name("label", row)?);
        let text = row.text(&text)?.to_string();
        let cell = row.cell(&label)?;
        classes = known.get(&label).cloned().unwrap_or_default();
        let label = class(cell, &classes).ok_or_else(|| row.wrong_cell(&label, cell, "a label"))?;
        rows.push(LabelledRow { place: row.place.clone(), text, label });
        Ok(())
    })?;
    Ok((rows, classes))
}

/// The name of a class: in words, or as the number of one of the known classes, or as a number that stays one.
fn class(cell: &Value, classes: &[String]) -> Option<String> {
    match cell {
        Value::String(name) if !name.trim().is_empty() => Some(name.trim().to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) if classes.is_empty() => Some(number.to_string()),
        Value::Number(number) => classes.get(usize::try_from(number.as_u64()?).ok()?).cloned(),
        _ => None,
    }
}

/// Reads the training, the development and the test part of a set of sentences with marked names: a list of words and a list
/// of tags a row, or the format of [`conll`]. Without a test part the development part takes its place.
///
/// # Errors
/// If there is no such set in the folder, or a row has another number of tags than of words, or a tag that is none.
pub fn tagged(folder: &Path, columns: &Columns) -> Result<[Tagged; 3]> {
    let Some(Parts { train, dev, test }) = find(folder, columns)? else { return conll::read_folder(folder) };
    let rows = [tagged_rows(&train, columns)?, tagged_rows(&dev, columns)?, tagged_rows(&test, columns)?];
    let names = rows[0].iter().flat_map(|row| &row.tags).filter_map(|tag| Some(tag.split_once('-')?.1));
    let types: Vec<String> = names.collect::<BTreeSet<_>>().into_iter().map(String::from).collect();
    if types.is_empty() {
        let expected = "at least one word with a tag such as B-PER";
        return Err(Error::format(Path::new(&train[0]), None, "no name, only O", expected));
    }
    let [train, dev, test] = rows.map(|rows| with_types(rows, &types));
    let (train, dev, test) = (train?, dev?, test?);
    Ok([train, dev.clone(), if test.sentences.is_empty() { dev } else { test }])
}

struct TaggedRow {
    place: Place,
    words: Vec<String>,
    tags: Vec<String>,
}

fn tagged_rows(files: &[String], columns: &Columns) -> Result<Vec<TaggedRow>> {
    let mut rows = Vec::new();
    each_row(files, |row, known| {
        let (words, tags) = (columns.name("words", row)?, columns.name("tags", row)?);
        let classes = known.get(&tags).cloned().unwrap_or_default();
        let list = |column: &str, read: &dyn Fn(&Value) -> Option<String>, expected: &str| -> Result<Vec<String>> {
            let cell = row.cell(column)?;
            let list = cell.as_array().ok_or_else(|| row.wrong_cell(column, cell, "a list"))?;
            let read = |cell| read(cell).ok_or_else(|| row.wrong_cell(column, cell, expected));
            list.iter().map(read).collect()
        };
        let words = list(&words, &|cell| class(cell, &[]), "a word")?;
        let tag = |cell: &Value| if cell.is_number() && classes.is_empty() { None } else { class(cell, &classes) };
        let tags = list(&tags, &tag, "a tag such as B-PER, or a number that the file gives a name")?;
        if words.len() != tags.len() {
            return Err(row.wrong(&format!("{} words and {} tags", words.len(), tags.len()), "as many tags as words"));
        }
        if !words.is_empty() && words[0] != conll::DOCUMENT {
            rows.push(TaggedRow { place: row.place.clone(), words, tags });
        }
        Ok(())
    })?;
    Ok(rows)
}

fn with_types(rows: Vec<TaggedRow>, types: &[String]) -> Result<Tagged> {
    let sentence = |TaggedRow { place, words, tags }| {
        let tag = |tag: &String| {
            let kind = |kind: &str| types.iter().position(|known| known == kind);
            match tag.split_once('-') {
                None if tag == "O" => Some(Tag::Outside),
                Some(("B", name)) => Some(Tag::Begin(kind(name)?)),
                Some(("I", name)) => Some(Tag::Inside(kind(name)?)),
                _ => None,
            }
        };
        let expected = || format!("O, or B- or I- and one of the training part's types: {}", types.join(", "));
        let known = |name: &String| tag(name).ok_or_else(|| place.wrong(&format!("the tag {name:?}"), &expected()));
        let tags: Vec<Tag> = tags.iter().map(known).collect::<Result<_>>()?;
        Ok(TaggedSentence { words, tags: iob1_to_bio(&tags) })
    };
    let sentences = rows.into_iter().map(sentence).collect::<Result<_>>()?;
    Ok(Tagged { types: types.to_vec(), sentences })
}

/// Reads the training and the development part of a set of questions: question, passage and answers a row, or the format of
/// [`squad`]. Rows one after the other with the same passage become one [`Passage`].
///
/// # Errors
/// If there is no such set in the folder, or an answer does not stand where it should.
pub fn passages(folder: &Path, columns: &Columns) -> Result<(Vec<Passage>, Vec<Passage>)> {
    let Some(parts) = find(folder, columns)? else { return squad::read_folder(folder) };
    Ok((passages_of(&parts.train, columns)?, passages_of(&parts.dev, columns)?))
}

fn passages_of(files: &[String], columns: &Columns) -> Result<Vec<Passage>> {
    let mut passages = Vec::new();
    for file in files {
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        each_row(std::slice::from_ref(file), |row, _| {
            let context = row.text(&columns.name("context", row)?)?;
            let answers = columns.name("answers", row)?;
            let asked = Asked {
                id: format!("row {}", row.place.row()),
                question: row.text(&columns.name("question", row)?)?.to_string(),
                answers: answers_in(row.cell(&answers)?).ok_or_else(|| {
                    let expected = "answers: a list of text, and a list of answer_start";
                    row.wrong_cell(&answers, &row.cells[&answers], expected)
                })?,
                is_impossible: false,
            };
            match paragraphs.last_mut().filter(|last| last.context == context) {
                Some(last) => last.qas.push(asked),
                None => paragraphs.push(Paragraph { context: context.to_string(), qas: vec![asked] }),
            }
            Ok(())
        })?;
        for paragraph in paragraphs {
            passages.push(squad::passage(Path::new(file), paragraph)?);
        }
    }
    Ok(passages)
}

/// `{"text": ["Nora Webb"], "answer_start": [0]}`, or `[{"text": "Nora Webb", "answer_start": 0}]`; none of both: no answer.
fn answers_in(cell: &Value) -> Option<Vec<Answer>> {
    if cell.is_array() {
        return serde_json::from_value(cell.clone()).ok();
    }
    let texts: Vec<String> = serde_json::from_value(cell.get("text")?.clone()).ok()?;
    let starts: Vec<usize> = serde_json::from_value(cell.get("answer_start")?.clone()).ok()?;
    let answers = || texts.iter().zip(&starts).map(|(text, &answer_start)| Answer { text: text.clone(), answer_start });
    (texts.len() == starts.len()).then(|| answers().collect())
}

/// Reads the training and the development part of a set of pairs: two sentences and a score a row, or the format of [`sts`].
/// Scores are from 0 to 5; if none of the training part is above 1, they are taken as from 0 to 1.
///
/// # Errors
/// If there is no such set in the folder, or a score is out of bounds.
pub fn pairs(folder: &Path, columns: &Columns) -> Result<(Vec<ScoredPair>, Vec<ScoredPair>)> {
    let Some(parts) = find(folder, columns)? else { return sts::read_folder(folder) };
    let (mut train, mut dev) = (scored_rows(&parts.train, columns)?, scored_rows(&parts.dev, columns)?);
    if train.iter().all(|pair| pair.score <= 1.0) {
        train.iter_mut().chain(&mut dev).for_each(|pair| pair.score *= HIGHEST_SCORE);
    }
    match train.iter().chain(&dev).find(|pair| pair.score > HIGHEST_SCORE) {
        Some(pair) => {
            let expected = "scores from 0 to 5 in both parts, or from 0 to 1 in both";
            Err(Error::format(Path::new(&parts.dev[0]), None, format!("the score {}", pair.score), expected))
        }
        None => Ok((train, dev)),
    }
}

fn scored_rows(files: &[String], columns: &Columns) -> Result<Vec<ScoredPair>> {
    let mut pairs = Vec::new();
    each_row(files, |row, _| {
        let sentence = |what| Ok::<_, Error>(row.text(&columns.name(what, row)?)?.to_string());
        let column = columns.name("score", row)?;
        let score = row.number(&column)?;
        if !(0.0..=HIGHEST_SCORE).contains(&score) {
            return Err(row.wrong_cell(&column, row.cell(&column)?, "a score from 0 to 5"));
        }
        pairs.push(ScoredPair { a: sentence("a")?, b: sentence("b")?, score });
        Ok(())
    })?;
    Ok(pairs)
}

/// Calls `read` with every row of a part, and with the classes that its file names.
fn each_row(files: &[String], mut read: impl FnMut(&Row, &BTreeMap<String, Vec<String>>) -> Result<()>) -> Result<()> {
    for file in files {
        let mut table = Table::open(Path::new(file))?;
        let mut empty = true;
        for row in table.rows.by_ref() {
            read(&row?, &table.classes)?;
            empty = false;
        }
        if empty {
            return Err(Error::format(Path::new(file), None, "no row", "at least one"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
