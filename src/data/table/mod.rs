//! Tables, as most sets are published today: rows with named columns in `.parquet`, `.jsonl` (JSON lines) or `.tsv` files.
//! Whatever the file, a row becomes JSON: `{"sentence": "a fine film", "label": 1}`. What the columns mean is not known here;
//! [`super::published`] knows it.

mod columns;
#[cfg(feature = "hub")]
mod parquet;
mod parts;

pub use columns::Columns;
pub use parts::{Parts, files, find, parts};

use super::shortened;
use crate::files::read_lines;
use crate::{Error, Result};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The cells of a row, by the name of their column.
pub type Cells = Map<String, Value>;

/// One row of a file.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// What is in it.
    pub cells: Cells,
}

/// Where a row stands.
#[derive(Clone, Debug)]
pub struct Place {
    path: PathBuf,
    /// The line of a text file; a parquet file has rows only.
    line: Option<usize>,
    row: usize,
}

/// One file, row by row.
pub struct Table {
    /// The names of the classes that a column's numbers stand for, where the file says so.
    pub classes: BTreeMap<String, Vec<String>>,
    /// The rows.
    pub rows: Box<dyn Iterator<Item = Result<Row>>>,
}

impl Table {
    /// Opens a file; its ending says what it is.
    ///
    /// # Errors
    /// If the file cannot be read, is not what its ending says, or is a parquet file and this program was built without the
    /// feature `hub`. A row that is none is an error when its turn comes.
    pub fn open(path: &Path) -> Result<Self> {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("parquet") => Self::open_parquet(path),
            Some("jsonl") => Self::open_json_lines(path),
            Some("tsv") => Self::open_tsv(path),
            _ => Err(Error::format(path, None, "a file of another kind", ".parquet, .jsonl or .tsv")),
        }
    }

    #[cfg(feature = "hub")]
    fn open_parquet(path: &Path) -> Result<Self> {
        parquet::open(path)
    }

    #[cfg(not(feature = "hub"))]
    fn open_parquet(path: &Path) -> Result<Self> {
        let expected = "this program built with the feature that reads such files: cargo run --features hub ...";
        Err(Error::format(path, None, "a parquet file", expected))
    }

    fn open_json_lines(path: &Path) -> Result<Self> {
        let file = path.to_path_buf();
        let row = move |(index, text): (usize, String)| {
            let line = Some(index + 1);
            let cells = serde_json::from_str(&text)
                .map_err(|e| Error::format(&file, line, e.to_string(), "a JSON object, such as {\"text\": \"...\"}"))?;
            Ok(Row { place: Place { path: file.clone(), line, row: index + 1 }, cells })
        };
        let rows = read_lines(path)?.into_iter().enumerate().filter(|(_, text)| !text.trim().is_empty()).map(row);
        Ok(Self { classes: BTreeMap::new(), rows: Box::new(rows) })
    }

    fn open_tsv(path: &Path) -> Result<Self> {
        let (file, lines) = (path.to_path_buf(), read_lines(path)?);
        let names: Vec<String> = lines[0].split('\t').map(String::from).collect();
        let row = move |(index, text): (usize, String)| {
            let cells: Vec<&str> = text.split('\t').collect();
            if cells.len() != names.len() {
                let expected = format!("{}, as the header has", names.len());
                return Err(Error::format(&file, Some(index + 1), format!("{} columns", cells.len()), expected));
            }
            let cells = names.iter().zip(cells).map(|(name, cell)| (name.clone(), cell.into())).collect();
            Ok(Row { place: Place { path: file.clone(), line: Some(index + 1), row: index }, cells })
        };
        let rows = lines.into_iter().enumerate().skip(1).map(row);
        Ok(Self { classes: BTreeMap::new(), rows: Box::new(rows) })
    }
}

impl Row {
    /// The text in a column.
    ///
    /// # Errors
    /// [`Error::Format`], here and below, if the column is missing or holds something else.
    pub fn text(&self, column: &str) -> Result<&str> {
        match self.cell(column)? {
            Value::String(text) if !text.trim().is_empty() => Ok(text),
            other => Err(self.wrong_cell(column, other, "text")),
        }
    }

    /// The number in a column: as a number, or written in a column of text.
    ///
    /// # Errors
    /// If there is none.
    pub fn number(&self, column: &str) -> Result<f64> {
        let cell = self.cell(column)?;
        let number = cell.as_f64().or_else(|| cell.as_str()?.trim().parse().ok());
        number.filter(|number| number.is_finite()).ok_or_else(|| self.wrong_cell(column, cell, "a number"))
    }

    /// What is in a column.
    ///
    /// # Errors
    /// If there is no such column.
    pub fn cell(&self, column: &str) -> Result<&Value> {
        let missing = || self.wrong(&format!("the columns {}", self.names()), &format!("a column {column:?} too"));
        self.cells.get(column).ok_or_else(missing)
    }

    /// The names of the columns.
    fn names(&self) -> String {
        let names: Vec<&str> = self.cells.keys().map(String::as_str).collect();
        names.join(", ")
    }

    /// An error about a cell.
    pub fn wrong_cell(&self, column: &str, cell: &Value, expected: &str) -> Error {
        self.wrong(&format!("{} in column {column:?}", shortened(&cell.to_string())), expected)
    }

    /// An error about this row.
    pub fn wrong(&self, found: &str, expected: &str) -> Error {
        self.place.wrong(found, expected)
    }
}

impl Place {
    /// An error about what stands here: what was found, and what was expected.
    pub fn wrong(&self, found: &str, expected: &str) -> Error {
        let row = if self.line.is_none() { format!("row {}: ", self.row) } else { String::new() };
        Error::format(&self.path, self.line, format!("{row}{found}"), expected)
    }

    /// The number of the row in its file, from 1.
    pub fn row(&self) -> usize {
        self.row
    }
}

#[cfg(test)]
mod tests;
