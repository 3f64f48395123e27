//! The whole book, as mdBook hands it over and takes it back.

use crate::listing::{clean, source_page};
use crate::{Site, render};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Renders every page of mdBook's `[context, book]` and returns the book as JSON, with one more page for each source
/// file that the book quotes.
///
/// # Errors
/// All problems of all pages, one a line; or what is wrong with the input.
pub fn process(input: &str) -> Result<String, String> {
    let input: Value = serde_json::from_str(input).map_err(|error| format!("not what mdBook sends: {error}"))?;
    let [context, book]: [Value; 2] = serde_json::from_value(input).map_err(|error| error.to_string())?;
    let root = context["root"].as_str().map(Path::new).and_then(Path::parent).ok_or("mdBook names no root")?;
    let site = Site { root: root.to_path_buf() };
    let mut found = Found::default();
    let mut book = book;
    let items = book["items"].as_array_mut().ok_or("the book has no items: is this mdBook 0.5?")?;
    for item in items.iter_mut() {
        found.chapter(&site, item);
    }
    if !found.problems.is_empty() {
        return Err(format!("the book has mistakes:\n{}", found.problems.join("\n")));
    }
    items.extend(source_chapters(&site, &found.sources)?);
    Ok(book.to_string())
}

#[derive(Default)]
struct Found {
    problems: Vec<String>,
    sources: BTreeSet<String>,
}

impl Found {
    /// Renders a chapter in place, and those below it. Separators and part titles are left alone.
    fn chapter(&mut self, site: &Site, item: &mut Value) {
        let Some(chapter) = item.get_mut("Chapter") else { return };
        if let (Some(path), Some(content)) = (chapter["path"].as_str(), chapter["content"].as_str()) {
            match render(site, path, content) {
                Ok(page) => {
                    self.sources.extend(page.sources);
                    chapter["content"] = page.text.into();
                }
                Err(problems) => self.problems.extend(problems.iter().map(ToString::to_string)),
            }
        }
        for item in chapter["sub_items"].as_array_mut().into_iter().flatten() {
            self.chapter(site, item);
        }
    }
}

/// The last chapters: a list of the quoted source files, and each of them as a page. (The list of contents shows the first
/// only: see `theme/book.css`.)
fn source_chapters(site: &Site, sources: &BTreeSet<String>) -> Result<Vec<Value>, String> {
    let chapter = |name: &str, path: String, content: String| {
        json!({"Chapter": {
            "name": name, "content": content, "number": null, "sub_items": [],
            "path": path, "source_path": null, "parent_names": [],
        }})
    };
    let links: String = sources.iter().map(|file| format!("- [`{file}`]({file}.html)\n")).collect();
    let list = format!("# Source files\n\nThe files that this book quotes, as a whole.\n\n{links}");
    let mut chapters = vec![chapter("Source files", "source/index.md".into(), list)];
    for file in sources {
        let text = fs::read_to_string(site.root.join(file)).map_err(|error| format!("{file}: {error}"))?;
        let content = format!("# `{file}`\n\n`````rust,ignore\n{}`````\n", clean(&text));
        chapters.push(chapter(file, source_page(file).replace(".html", ".md"), content));
    }
    Ok(if sources.is_empty() { Vec::new() } else { chapters })
}
