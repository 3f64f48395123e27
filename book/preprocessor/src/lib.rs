//! What the book's pages contain beyond Markdown: listings with a link to their file, formulas, and numbers and curves from
//! the records of runs. `book/README.md` describes it for authors.
//!
//! mdBook calls the program of this package for every build ([`book`]); `tests/book.rs` calls [`check`].

#![deny(missing_docs)]

pub mod book;
pub mod check;
mod curves;
mod directive;
mod listing;
mod markdown;
mod math;
mod mathml;
mod page;
mod quote;
mod table;

pub use page::{Problem, Rendered, render};

use std::path::{Path, PathBuf};

/// Where everything lies.
#[derive(Clone, Debug)]
pub struct Site {
    /// The root of the repository.
    pub root: PathBuf,
}

impl Site {
    /// The pages.
    pub fn pages(&self) -> PathBuf {
        self.root.join("book/src")
    }

    /// The records of runs.
    pub fn records(&self) -> PathBuf {
        self.root.join(finetune::records::FOLDER)
    }
}

/// A path without `.` and `..`: `ch01/../../src` is `../src`. Always with `/`, as in a link.
fn normal(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let text = path.to_string_lossy().replace('\\', "/");
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// How to get from a page to the top of the book: `../` for `ch01/index.md`.
fn to_top(page: &str) -> String {
    "../".repeat(page.matches('/').count())
}

/// Text as it is written in HTML, in an attribute too.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        assert_eq!(normal(Path::new("ch01/../../../src/./kernels/softmax.rs")), "../../src/kernels/softmax.rs");
        assert_eq!((to_top("index.md"), to_top("ch01/index.md")), (String::new(), "../".to_string()));
    }
}
