//! The format of the Semantic Textual Similarity benchmark (Cer et al., 2017, <https://aclanthology.org/S17-2001/>): one
//! pair of sentences a line, in columns between tabs, with a score from 0 to 5.
//!
//! A header names the columns `sentence1`, `sentence2` and `score`; there may be others, as in the files of the GLUE
//! benchmark. The files of the original distribution have no header: their fifth column is the score, and the sixth and
//! the seventh are the sentences. Nothing is quoted or escaped.

use std::path::Path;

use super::{HIGHEST_SCORE, ScoredPair, shortened};
use crate::files::read_lines;
use crate::{Error, Result};

/// What the header must name.
pub(super) const NAMES: [&str; 3] = ["sentence1", "sentence2", "score"];

/// Where the sentences and the score stand in a line.
struct Columns {
    places: [usize; 3],
    /// How many columns a line has: exactly so many below a header, at least so many without one.
    count: usize,
    header: bool,
}

impl Columns {
    /// From the first line of a file.
    fn find(line: &str) -> Option<Self> {
        let columns: Vec<&str> = line.split('\t').collect();
        let place = |name| columns.iter().position(|column| *column == name);
        if let [Some(a), Some(b), Some(score)] = NAMES.map(place) {
            return Some(Self { places: [a, b, score], count: columns.len(), header: true });
        }
        let original = columns.len() >= 7 && score(columns[4]).is_some();
        original.then_some(Self { places: [5, 6, 4], count: 7, header: false })
    }

    fn expected(&self) -> String {
        match (self.header, self.count) {
            (true, 3) => "three columns, sentence1<TAB>sentence2<TAB>score".into(),
            (true, count) => format!("{count} columns, as in the header"),
            (false, count) => format!("{count} columns or more, with score, sentence and sentence from the fifth on"),
        }
    }

    /// The pair in a line, or what is wrong with it.
    fn pair(&self, line: &str) -> Result<ScoredPair, String> {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() < self.count || (self.header && columns.len() > self.count) {
            let count = if columns.len() == 1 { "one column".into() } else { format!("{} columns", columns.len()) };
            return Err(format!("{count} in {:?}", shortened(line)));
        }
        let [a, b, number] = self.places.map(|place| columns[place]);
        if a.trim().is_empty() || b.trim().is_empty() {
            return Err("an empty sentence".into());
        }
        let score = score(number).ok_or_else(|| format!("the score {:?}, no number from 0 to 5", shortened(number)))?;
        Ok(ScoredPair { a: a.to_string(), b: b.to_string(), score })
    }
}

/// Reads one file.
///
/// # Errors
/// Those of [`read_lines`], and [`Error::Format`] if the columns are not named, a line does not have them filled, a score
/// is no number from 0 to 5, or there is no pair at all.
pub fn read(path: &Path) -> Result<Vec<ScoredPair>> {
    let lines = read_lines(path)?;
    let columns = Columns::find(&lines[0]).ok_or_else(|| {
        Error::format(
            path,
            Some(1),
            format!("{:?}", shortened(&lines[0])),
            format!("the header {:?}", NAMES.join("\t")),
        )
    })?;
    let mut pairs = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate().skip(usize::from(columns.header)) {
        let wrong = |found| Error::format(path, Some(index + 1), found, columns.expected());
        pairs.push(columns.pair(line).map_err(wrong)?);
    }
    if pairs.is_empty() {
        return Err(Error::format(path, None, "a header and nothing below it", "at least one pair"));
    }
    Ok(pairs)
}

/// Reads the training and the development part from a folder: `train.tsv` and `dev.tsv`, or `sts-train.csv` and
/// `sts-dev.csv`, as the original distribution calls them.
///
/// # Errors
/// Those of [`read`].
pub fn read_folder(dir: &Path) -> Result<(Vec<ScoredPair>, Vec<ScoredPair>)> {
    let original = !dir.join("train.tsv").exists() && dir.join("sts-train.csv").exists();
    let [train, dev] = if original { ["sts-train.csv", "sts-dev.csv"] } else { ["train.tsv", "dev.tsv"] };
    Ok((read(&dir.join(train))?, read(&dir.join(dev))?))
}

fn score(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|score| (0.0..=HIGHEST_SCORE).contains(score))
}
