//! The format in which the GLUE benchmark (<https://gluebenchmark.com>) publishes its single-sentence tasks, such as the
//! Stanford Sentiment Treebank: one example a line, `sentence<TAB>label`, under a header that says so. Nothing is quoted
//! or escaped: a quote is a character like any other.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Example, Labelled, shortened};
use crate::files::read_lines;
use crate::{Error, Result};

/// The header, and with it the columns.
pub(super) const HEADER: &str = "sentence\tlabel";

/// Reads the training file of a data set. Its labels, numbers or words, are the classes: numbers in rising order, words
/// in the order of the alphabet.
///
/// # Errors
/// Those of [`read_lines`], and [`Error::Format`] if a line does not have its two columns filled, or if there are fewer
/// than two classes.
pub fn read_train(path: &Path) -> Result<Labelled> {
    let rows = read_rows(path)?;
    let labels = in_order(rows.iter().map(|row| row.label.clone()).collect());
    if let [only] = labels.as_slice() {
        return Err(Error::format(path, None, format!("no label but {only:?}"), "at least two classes"));
    }
    with_labels(path, rows, labels)
}

/// Labels as classes: numbers in rising order, words in the order of the alphabet.
pub(super) fn in_order(labels: BTreeSet<String>) -> Vec<String> {
    let mut labels: Vec<String> = labels.into_iter().collect();
    if labels.iter().all(|label| label.parse::<i64>().is_ok()) {
        labels.sort_by_key(|label| label.parse::<i64>().unwrap_or_default()); // 10 comes after 9
    }
    labels
}

/// Reads another file of the same data set: its classes are those of the training file.
///
/// # Errors
/// Those of [`read_lines`], and [`Error::Format`] if a line does not have its two columns filled, or has a label that
/// the training file does not have.
pub fn read_with_labels(path: &Path, labels: &[String]) -> Result<Labelled> {
    with_labels(path, read_rows(path)?, labels.to_vec())
}

/// Reads `train.tsv` and `dev.tsv` from a folder, as they come in the benchmark's archives.
///
/// # Errors
/// Those of [`read_train`] and [`read_with_labels`].
pub fn read_folder(dir: &Path) -> Result<(Labelled, Labelled)> {
    let train = read_train(&dir.join("train.tsv"))?;
    let dev = read_with_labels(&dir.join("dev.tsv"), &train.labels)?;
    Ok((train, dev))
}

struct Row {
    line: usize,
    sentence: String,
    label: String,
}

fn read_rows(path: &Path) -> Result<Vec<Row>> {
    let lines = read_lines(path)?;
    if lines[0] != HEADER {
        return Err(Error::format(
            path,
            Some(1),
            format!("{:?}", shortened(&lines[0])),
            format!("the header {HEADER:?}"),
        ));
    }
    let mut rows = Vec::with_capacity(lines.len() - 1);
    for (index, text) in lines.iter().enumerate().skip(1) {
        let line = index + 1;
        let wrong = |found: String| Error::format(path, Some(line), found, "two columns, sentence<TAB>label");
        let columns: Vec<&str> = text.split('\t').collect();
        let &[sentence, label] = columns.as_slice() else {
            return Err(wrong(format!("{} in {:?}", count_columns(columns.len()), shortened(text))));
        };
        if sentence.trim().is_empty() || label.trim().is_empty() {
            return Err(wrong(format!("an empty {}", if label.trim().is_empty() { "label" } else { "sentence" })));
        }
        rows.push(Row { line, sentence: sentence.to_string(), label: label.trim().to_string() });
    }
    if rows.is_empty() {
        return Err(Error::format(path, None, "a header and nothing below it", "at least one example"));
    }
    Ok(rows)
}

fn with_labels(path: &Path, rows: Vec<Row>, labels: Vec<String>) -> Result<Labelled> {
    let mut examples = Vec::with_capacity(rows.len());
    for row in rows {
        let label = labels.iter().position(|label| *label == row.label).ok_or_else(|| {
            let found = format!("the label {:?}", shortened(&row.label));
            Error::format(path, Some(row.line), found, format!("one of the training file's: {}", labels.join(", ")))
        })?;
        examples.push(Example { text: row.sentence, label });
    }
    Ok(Labelled { labels, examples })
}

fn count_columns(columns: usize) -> String {
    if columns == 1 { "one column".to_string() } else { format!("{columns} columns") }
}
