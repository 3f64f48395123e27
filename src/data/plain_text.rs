//! Plain text, such as a novel from Project Gutenberg: wrapped lines, with a blank line between paragraphs.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Document, split_sentences};
use crate::files::read_lines;
use crate::{Error, Result};

/// How many sentences a document has at least, where its file has so many. Paragraphs of dialogue are often a sentence
/// long, too short to ask what comes next.
const SENTENCES: usize = 8;

/// Reads a text file, or all `.txt` files of a folder in the order of their names.
///
/// The lines of a paragraph are joined and split into sentences (see [`split_sentences`]). Paragraphs are joined until
/// they have eight sentences, and that is a document; what is left at the end of a file belongs to its last document. No
/// document spans two files.
///
/// # Errors
/// Those of [`read_lines`], and [`Error::Format`] if a folder has no `.txt` file or a file no words.
pub fn read(path: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for file in text_files(path)? {
        documents.extend(read_file(&file)?);
    }
    Ok(documents)
}

/// The file itself, or the `.txt` files of the folder.
fn text_files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(Error::io("read", path))? {
        let file = entry.map_err(Error::io("read", path))?.path();
        if file.extension().is_some_and(|extension| extension == "txt") {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(Error::format(path, None, "a folder with no .txt file", "at least one"));
    }
    files.sort(); // a folder gives its files in any order
    Ok(files)
}

fn read_file(path: &Path) -> Result<Vec<Document>> {
    let lines = read_lines(path)?;
    let mut documents: Vec<Document> = Vec::new();
    let mut document = Document::default();
    for paragraph in lines.split(|line| line.trim().is_empty()) {
        document.sentences.extend(split_sentences(&paragraph.join(" ")));
        if document.sentences.len() >= SENTENCES {
            documents.push(std::mem::take(&mut document));
        }
    }
    match documents.last_mut() {
        Some(last) => last.sentences.append(&mut document.sentences),
        None if document.sentences.is_empty() => return Err(Error::format(path, None, "only white space", "text")),
        None => documents.push(document),
    }
    Ok(documents)
}
