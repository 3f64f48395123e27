//! Listings: excerpts of source files, by anchors that are comments in them.

use crate::{Site, escape, normal, to_top};
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// `{{#include ../../../src/kernels/softmax.rs:forward}}`
#[derive(Debug)]
pub struct Include {
    /// Where it stands in the page.
    pub range: Range<usize>,
    /// The file, seen from the repository's root; with `..` in front if it lies elsewhere.
    pub file: String,
    /// What stands behind the `:`.
    pub anchor: Option<String>,
}

/// All includes of a page, but for `\{{#include …}}`.
pub fn find(page: &str, text: &str) -> Vec<Include> {
    let folder = Path::new("book/src").join(page);
    let folder = folder.parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    for (start, _) in text.match_indices("{{#include ") {
        let Some(length) = text[start..].find("}}") else { continue };
        if text[..start].ends_with('\\') {
            continue;
        }
        let inside = text[start..start + length].trim_start_matches("{{#include ").trim();
        let (file, anchor) = inside.split_once(':').map_or((inside, None), |(file, anchor)| (file, Some(anchor)));
        found.push(Include {
            range: start..start + length + 2,
            file: normal(&folder.join(file)),
            anchor: anchor.map(String::from),
        });
    }
    found
}

/// The lines between an include's anchors, less the indentation that all have; `None` for a whole file, which mdBook
/// includes.
pub fn excerpt(site: &Site, include: &Include) -> Result<Option<String>, String> {
    let Include { file, anchor, .. } = include;
    let text = fs::read_to_string(site.root.join(file)).map_err(|error| format!("an include of {file}: {error}"))?;
    let Some(anchor) = anchor else { return Ok(None) };
    if anchor.starts_with(|c: char| c.is_ascii_digit() || c == ':') {
        return Err(format!("an include of {file}:{anchor}: line numbers change; give the lines an anchor"));
    }
    let mut lines = text.lines().skip_while(|line| name_of("ANCHOR:", line) != Some(anchor)).skip(1);
    let inside: Vec<&str> = lines.by_ref().take_while(|line| name_of("ANCHOR_END:", line) != Some(anchor)).collect();
    let ended = text.lines().any(|line| name_of("ANCHOR_END:", line) == Some(anchor));
    let inside: Vec<&str> = inside.into_iter().filter(|line| !is_anchor(line)).collect();
    if !ended || inside.iter().all(|line| line.trim().is_empty()) {
        return Err(format!("an include of {file}:{anchor}: there is no such anchor with lines in it"));
    }
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let common = inside.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let cut: Vec<&str> = inside.iter().map(|line| line.get(common..).unwrap_or("")).collect();
    Ok(Some(cut.join("\n")))
}

/// How many lines of an excerpt, given as `src/models/heads.rs:classifier`, are code: neither empty nor comment.
pub fn lines_of_code(site: &Site, place: &str) -> Result<usize, String> {
    let (file, anchor) = place.split_once(':').ok_or("expected FILE:ANCHOR")?;
    let include = Include { range: 0..0, file: file.into(), anchor: Some(anchor.into()) };
    let code = excerpt(site, &include)?.unwrap_or_default();
    Ok(code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count())
}

/// `forward` in the line `// ANCHOR: forward`.
fn name_of<'a>(mark: &str, line: &'a str) -> Option<&'a str> {
    line.split_once(mark)?.1.split_whitespace().next()
}

fn is_anchor(line: &str) -> bool {
    line.contains("ANCHOR:") || line.contains("ANCHOR_END:")
}

/// A source file as the book shows it: without the lines of anchors.
pub fn clean(text: &str) -> String {
    text.lines().filter(|line| !is_anchor(line)).map(|line| format!("{line}\n")).collect()
}

/// The page of a source file, seen from the top of the book.
pub fn source_page(file: &str) -> String {
    format!("source/{file}.html")
}

/// What follows a listing: links to the files it is from.
pub fn links(page: &str, files: &BTreeSet<&String>, indent: usize) -> String {
    let link = |file: &&String| format!("<a href=\"{}{}\">{}</a>", to_top(page), source_page(file), escape(file));
    let links: Vec<String> = files.iter().map(link).collect();
    format!("\n\n{}<p class=\"listing\">{}</p>\n\n", " ".repeat(indent), links.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_are_found_and_escaped_ones_are_not() {
        let text = "a {{#include ../../../src/a.rs:x}} b \\{{#include y}} {{#include figures/f.svg}}";
        let found = find("ch01/index.md", text);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].file.as_str(), found[0].anchor.as_deref()), ("src/a.rs", Some("x")));
        assert_eq!((found[1].file.as_str(), &found[1].anchor), ("book/src/ch01/figures/f.svg", &None));
        assert_eq!(&text[found[0].range.clone()], "{{#include ../../../src/a.rs:x}}");
    }

    #[test]
    fn an_excerpt_loses_its_indentation_and_inner_anchors() {
        let folder = tempfile::tempdir().unwrap();
        let code = "fn a() {\n    // ANCHOR: body\n    let x = 1;\n\n    // ANCHOR: inner\n        x\n    // ANCHOR_END: inner\n    // ANCHOR_END: body\n}\n// ANCHOR: open\nmore\n// ANCHOR: none\n// ANCHOR_END: none\n";
        fs::write(folder.path().join("a.rs"), code).unwrap();
        let site = Site { root: folder.path().into() };
        let excerpt = |anchor: &str| {
            let include = Include { range: 0..0, file: "a.rs".into(), anchor: Some(anchor.into()) };
            excerpt(&site, &include)
        };
        assert_eq!(excerpt("body").unwrap().unwrap(), "let x = 1;\n\n    x");
        assert_eq!(excerpt("inner").unwrap().unwrap(), "x");
        assert_eq!(lines_of_code(&site, "a.rs:body"), Ok(2));
        assert!(lines_of_code(&site, "a.rs").unwrap_err().contains("FILE:ANCHOR"));
        for wrong in ["open", "none", "bod", "5:7"] {
            assert!(excerpt(wrong).unwrap_err().contains("a.rs"), "{wrong}");
        }
        assert_eq!(clean(code).lines().count(), 6);
    }
}
