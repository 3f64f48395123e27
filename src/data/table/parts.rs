//! Which files of a published set are its training part and which its development part: their names say it.

use super::Columns;
use crate::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The files of each part, in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// To learn from.
    pub train: Vec<String>,
    /// To look at while learning: the validation part, or where there is none, the test part.
    pub dev: Vec<String>,
    /// The test part, if there is one.
    pub test: Vec<String>,
}

/// How many folders deep files are looked for.
const DEEPEST: usize = 4;
/// The kinds of tables, the preferred one first: some sets are published in several.
const ENDINGS: [&str; 3] = ["parquet", "jsonl", "tsv"];
/// What the parts are called; of the development part's names the first one found wins.
const TRAIN: &str = "train";
const TEST: &str = "test";
const DEV: [&str; 5] = ["validation", "valid", "val", "dev", TEST];

/// Finds the parts among files, given with their folders (`sst2/train-00000-of-00001.parquet`, `sst2/train/0000.parquet`).
/// None: there is no training part.
///
/// # Errors
/// What is wrong, as (found, expected): training parts of several sets, no development part, or files missing in a part.
pub fn parts(files: &[String]) -> Result<Option<Parts>, (String, String)> {
    for ending in ENDINGS {
        let ending = format!(".{ending}");
        let files: BTreeSet<&str> = files.iter().map(String::as_str).filter(|file| file.ends_with(&ending)).collect();
        let sets: BTreeSet<&str> =
            files.iter().filter(|file| part(file) == Some(TRAIN)).map(|file| set(file)).collect();
        let Some(only) = sets.first() else { continue };
        if sets.len() > 1 {
            let sets: Vec<&str> = sets.into_iter().collect();
            let expected = "one of them: name its folder (after a colon, if it is on the hub: OWNER/NAME:FOLDER)";
            return Err((format!("several sets in one: {}", sets.join(", ")), expected.into()));
        }
        let of = |name: &str| -> Vec<String> {
            let these = files.iter().filter(|file| part(file) == Some(name) && set(file) == *only);
            these.map(ToString::to_string).collect()
        };
        let dev = DEV.iter().map(|name| of(name)).find(|files| !files.is_empty());
        let dev =
            dev.ok_or_else(|| (format!("no development part beside {}", of(TRAIN).join(", ")), DEV.join(" or ")))?;
        let parts = Parts { train: of(TRAIN), dev, test: of(TEST) };
        for files in [&parts.train, &parts.dev, &parts.test] {
            complete(files)?;
        }
        return Ok(Some(parts));
    }
    Ok(None)
}

/// The part that a file belongs to: a word of its name, or else the name of its folder.
fn part(file: &str) -> Option<&str> {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric()).chain(folder.rsplit('/').next());
    words.find(|word| *word == TRAIN || DEV.contains(word))
}

/// The set that a file belongs to: its folder, without one that only names the part.
fn set(file: &str) -> &str {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
    if last == TRAIN || DEV.contains(&last) { above } else { folder }
}

/// A large part comes in several files, `train-00001-of-00003.parquet`: all three must be there.
fn complete(files: &[String]) -> Result<(), (String, String)> {
    let mut found: BTreeMap<(&str, usize), usize> = BTreeMap::new(); // beginning of the name, how many there should be
    for file in files {
        let Some((before, after)) = file.rsplit_once("-of-") else { continue };
        let digits = after.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        if let Ok(count) = digits.parse() {
            *found.entry((before.trim_end_matches(|c: char| c.is_ascii_digit()), count)).or_default() += 1;
        }
    }
    match found.into_iter().find(|((_, count), here)| count != here) {
        Some(((name, count), here)) => Err((format!("{here} files {name}..."), format!("{count}, as their names say"))),
        None => Ok(()),
    }
}

/// Finds the parts of the set in a folder or below it. None: it has no tables, or is in the format of GLUE or of the STS
/// benchmark (a `train.tsv` that has no other header, and the user has not named columns), which have their own readers.
///
/// # Errors
/// [`Error::Format`] if there is no part to learn from though columns were named, or [`parts`] finds something wrong.
pub fn find(folder: &Path, columns: &Columns) -> Result<Option<Parts>> {
    let train = folder.join("train.tsv");
    if columns.is_empty() && train.exists() && !Columns::are_in_header(&train) {
        return Ok(None);
    }
    let found = parts(&files(folder)?).map_err(|(found, expected)| Error::format(folder, None, found, expected))?;
    if found.is_none() && !columns.is_empty() {
        let expected = "a training part with columns: train.parquet, train.jsonl or train.tsv";
        return Err(Error::format(folder, None, "no such file", expected));
    }
    let here = |files: Vec<String>| files.iter().map(|file| folder.join(file).display().to_string()).collect();
    Ok(found.map(|Parts { train, dev, test }| Parts { train: here(train), dev: here(dev), test: here(test) }))
}

/// All files in a folder and below it, a few levels deep, with their folders. A folder that is not there has none.
///
/// # Errors
/// If the folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<String>> {
    fn walk(root: &Path, below: &str, files: &mut Vec<String>) -> Result<()> {
        let folder = root.join(below);
        let Ok(entries) = fs::read_dir(&folder) else { return Ok(()) };
        for entry in entries {
            let entry = entry.map_err(Error::io("read", &folder))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let name = if below.is_empty() { name } else { format!("{below}/{name}") };
            match entry.path().is_dir() {
                true if name.split('/').count() < DEEPEST => walk(root, &name, files)?,
                true => (),
                false => files.push(name),
            }
        }
        Ok(())
    }
    let mut files = Vec::new();
    walk(folder, "", &mut files)?;
    files.sort(); // a folder gives its files in any order
    Ok(files)
}
