//! Which column holds what.

use super::Row;
use crate::Result;
use crate::data::{glue, sts};
use crate::files::read_lines;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

/// What this book looks for in a table, and the names under which published sets have it, the first found wins.
const USUAL: [(&str, &[&str]); 10] = [
    ("text", &["sentence", "text", "review", "content"]),
    ("label", &["label", "labels"]),
    ("words", &["tokens", "words"]),
    ("tags", &["ner_tags", "tags", "labels"]),
    ("question", &["question"]),
    ("context", &["context", "passage"]),
    ("answers", &["answers"]),
    ("a", &["sentence1", "text1"]),
    ("b", &["sentence2", "text2"]),
    ("score", &["score", "label"]),
];

/// The names of columns that the user gave: `text=review,label=stars`. For what is not named, the usual names hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Columns(BTreeMap<String, String>);

impl Columns {
    /// Whether the user named none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the first line of a TSV file names two columns or more by usual names, and is not the header of a format that has a
    /// reader of its own: that of GLUE's single sentences, or of the STS benchmark.
    pub fn are_in_header(file: &Path) -> bool {
        let header = read_lines(file).map(|lines| lines[0].clone()).unwrap_or_default(); // what is wrong, its reader says
        let names: Vec<&str> = header.split('\t').collect();
        let usual = names.iter().filter(|name| USUAL.iter().any(|(_, usual)| usual.contains(name))).count();
        let own = [glue::HEADER.split('\t').collect(), sts::NAMES.to_vec()];
        usual >= 2 && !own.iter().any(|own: &Vec<&str>| own.iter().all(|name| names.contains(name)))
    }

    /// The column of this row that holds `what`.
    ///
    /// # Errors
    /// If the row has none of the usual names, or not the one that the user gave.
    pub fn name(&self, what: &str, row: &Row) -> Result<String> {
        if let Some(given) = self.0.get(what) {
            row.cell(given)?;
            return Ok(given.clone());
        }
        let usual = USUAL.iter().find(|(name, _)| *name == what).map_or(&[][..], |(_, usual)| usual);
        let found = usual.iter().find(|name| row.cells.contains_key(**name));
        found.map(|name| name.to_string()).ok_or_else(|| {
            let expected = format!("{} (or name the column: --columns {what}=NAME)", usual.join(" or "));
            row.wrong(&format!("the columns {}", row.names()), &expected)
        })
    }
}

impl FromStr for Columns {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let known = USUAL.map(|(what, _)| what);
        let pair = |pair: &str| match pair.split_once('=') {
            Some((what, name)) if known.contains(&what) && !name.is_empty() => Ok((what.to_string(), name.to_string())),
            _ => Err(format!("found {pair:?}, expected text=NAME, or instead of text: {}", known[1..].join(", "))),
        };
        Ok(Self(text.split(',').map(pair).collect::<Result<_, String>>()?))
    }
}
