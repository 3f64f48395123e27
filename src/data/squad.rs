//! The format in which the Stanford Question Answering Dataset (<https://rajpurkar.github.io/SQuAD-explorer/>) is published, and
//! many sets after it: JSON, articles of paragraphs of questions. Version 1.1 has an answer to every question; version 2.0
//! marks those that the paragraph does not answer with `is_impossible`.
//!
//! ```json
//! {"version": "v2.0", "data": [{"title": "Millbrook", "paragraphs": [{
//!   "context": "Nora Webb is the baker.",
//!   "qas": [{"id": "1", "question": "Who is the baker?", "answers": [{"text": "Nora Webb", "answer_start": 0}]},
//!           {"id": "2", "question": "Who is the vicar?", "answers": [], "is_impossible": true}]}]}]}
//! ```

use std::collections::HashSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rand::seq::index;
use serde::Deserialize;

use super::{Passage, Question, rng};
use crate::{Error, Result};

#[derive(Deserialize)]
struct File {
    data: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
pub(super) struct Paragraph {
    pub context: String,
    pub qas: Vec<Asked>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    pub id: String,
    pub question: String,
    #[serde(default)]
    pub answers: Vec<Answer>,
    #[serde(default)]
    pub is_impossible: bool,
}

#[derive(Deserialize)]
pub(super) struct Answer {
    pub text: String,
    /// Counted in characters (Unicode code points) from the start of the paragraph.
    pub answer_start: usize,
}

/// Reads `train*.json` and `dev*.json` from a folder: `train-v1.1.json`, for example.
///
/// # Errors
/// Those of [`read`], and [`Error::Format`] if the folder does not have exactly one file of each kind.
pub fn read_folder(folder: &Path) -> Result<(Vec<Passage>, Vec<Passage>)> {
    Ok((read(&file_of(folder, "train")?)?, read(&file_of(folder, "dev")?)?))
}

/// The one JSON file in the folder whose name begins so.
fn file_of(folder: &Path, part: &str) -> Result<PathBuf> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let name = entry.map_err(Error::io("read", folder))?.file_name().to_string_lossy().into_owned();
        if name.starts_with(part) && name.ends_with(".json") {
            names.push(name);
        }
    }
    names.sort(); // a folder gives its files in any order
    match names.as_slice() {
        [name] => Ok(folder.join(name)),
        [] => Err(Error::format(
            folder,
            None,
            format!("no {part}*.json"),
            "train*.json and dev*.json, as SQuAD names them",
        )),
        _ => Err(Error::format(folder, None, names.join(" and "), format!("one file of the {part} part"))),
    }
}

/// Reads one file of either version.
///
/// # Errors
/// [`Error::Io`] if the file cannot be read; [`Error::Format`], with the line or the question's id, if it is no JSON of this
/// form, an answer does not stand where it should, or there is no question.
pub fn read(path: &Path) -> Result<Vec<Passage>> {
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let file: File = serde_json::from_slice(bytes).map_err(|e| {
        let line = (e.line() > 0).then_some(e.line());
        Error::format(path, line, e.to_string(), "JSON as SQuAD has it: data, paragraphs, context, qas, answers")
    })?;
    let paragraphs = file.data.into_iter().flat_map(|article| article.paragraphs);
    let passages: Vec<Passage> = paragraphs.map(|paragraph| passage(path, paragraph)).collect::<Result<_>>()?;
    if passages.iter().all(|passage| passage.questions.is_empty()) {
        return Err(Error::format(path, None, "no question", "at least one"));
    }
    Ok(passages)
}

pub(super) fn passage(path: &Path, paragraph: Paragraph) -> Result<Passage> {
    // Byte of every character, and of the end: answers are counted in characters, Rust counts in bytes.
    let text = paragraph.context;
    if text.trim().is_empty() {
        return Err(Error::format(path, None, "an empty context", "a passage"));
    }
    let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let question = |asked: Asked| {
        let wrong = |found: String, expected: &str| {
            Error::format(path, None, format!("question {:?}: {found}", asked.id), expected)
        };
        if asked.question.trim().is_empty() {
            return Err(wrong("an empty question".into(), "words"));
        }
        if asked.is_impossible {
            return Ok(Question { text: asked.question, answers: Vec::new() }); // some sets name "plausible" answers
        }
        let answers = asked.answers.iter().map(|answer| {
            span(&text, &bytes, answer).ok_or_else(|| {
                let found = format!("the answer {:?}, which is not at character {}", answer.text, answer.answer_start);
                wrong(found, "a piece of the paragraph, and the character at which it starts")
            })
        });
        let answers = answers.collect::<Result<_>>()?;
        Ok(Question { text: asked.question, answers })
    };
    let questions = paragraph.qas.into_iter().map(question).collect::<Result<_>>()?;
    Ok(Passage { text, questions })
}

/// The bytes of an answer, if it stands where it says.
fn span(text: &str, bytes: &[usize], answer: &Answer) -> Option<Range<usize>> {
    let start = *bytes.get(answer.answer_start)?;
    let found = !answer.text.is_empty() && text[start..].starts_with(&answer.text);
    found.then(|| start..start + answer.text.len())
}

/// `count` questions chosen at random, or all if there are fewer, with their passages. Questions are drawn and not passages,
/// because two about one passage teach less than two about two.
pub fn sample(mut passages: Vec<Passage>, count: usize, seed: u64) -> Vec<Passage> {
    let all: usize = passages.iter().map(|passage| passage.questions.len()).sum();
    let chosen: HashSet<usize> = index::sample(&mut rng(seed, "sample", 0), all, count.min(all)).into_iter().collect();
    let mut numbers = 0..;
    for passage in &mut passages {
        passage.questions.retain(|_| numbers.next().is_some_and(|number| chosen.contains(&number)));
    }
    passages.retain(|passage| !passage.questions.is_empty());
    passages
}
