//! One page: finds what is more than Markdown in it, and puts something else there.

use crate::markdown::events;
use crate::{Site, directive, listing, math, to_top};
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

/// A mistake in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The page, seen from `book/src`.
    pub page: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "book/src/{}, line {}: {}", self.page, self.line, self.what)
    }
}

/// A page as mdBook should get it.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The Markdown.
    pub text: String,
    /// The source files it quotes or links to, seen from the repository's root.
    pub sources: BTreeSet<String>,
    /// How many listings, formulas and quotations of records were found.
    pub listings: usize,
    /// See `listings`.
    pub formulas: usize,
    /// See `listings`.
    pub quotations: usize,
}

/// Renders a page; `page` is its path seen from `book/src`.
///
/// # Errors
/// Every mistake in it.
pub fn render(site: &Site, page: &str, text: &str) -> Result<Rendered, Vec<Problem>> {
    let mut renderer =
        Renderer { site, page, text, edits: Vec::new(), problems: Vec::new(), rendered: Rendered::default() };
    let directives = renderer.directives();
    renderer.listings();
    renderer.formulas_and_links(&directives);
    renderer.typed_numbers(&directives);
    renderer.finish()
}

/// A page on its way: what was found, by its place in the text.
struct Renderer<'a> {
    site: &'a Site,
    page: &'a str,
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
    problems: Vec<Problem>,
    rendered: Rendered,
}

impl Renderer<'_> {
    /// Replaces what stands at `range`, or remembers why that is not possible.
    fn replace(&mut self, range: Range<usize>, by: Result<String, String>) {
        match by {
            Ok(text) => self.edits.push((range, text)),
            Err(what) => {
                let line = self.text[..range.start].matches('\n').count() + 1;
                let problem = Problem { page: self.page.into(), line, what };
                if !self.problems.contains(&problem) {
                    self.problems.push(problem);
                }
            }
        }
    }

    /// `{{record …}}`, wherever it stands, in code too. Returns the places.
    fn directives(&mut self) -> Vec<Range<usize>> {
        let found = directive::find(self.text);
        self.rendered.quotations = found.len();
        for directive in &found {
            self.replace(directive.range.clone(), directive::replace(self.site, directive));
        }
        found.into_iter().map(|directive| directive.range).collect()
    }

    /// `{{#include file:anchor}}` becomes the excerpt, and below a code block comes a link to each file it quotes.
    fn listings(&mut self) {
        let includes = listing::find(self.page, self.text);
        self.rendered.listings = includes.len();
        for include in &includes {
            match listing::excerpt(self.site, include) {
                Ok(Some(code)) => self.replace(include.range.clone(), Ok(code)),
                Ok(None) => {} // a whole file: mdBook includes it
                Err(what) => self.replace(include.range.clone(), Err(what)),
            }
        }
        for (event, block) in events(self.text) {
            let Event::Start(Tag::CodeBlock(_)) = event else { continue };
            let inside =
                includes.iter().filter(|include| block.start < include.range.start && include.range.end < block.end);
            let files: BTreeSet<&String> = inside.map(|include| &include.file).collect();
            if !files.is_empty() {
                self.rendered.sources.extend(files.iter().map(|file| file.to_string()));
                let links = listing::links(self.page, &files, indent(self.text, block.start));
                self.edits.push((block.end..block.end, links));
            }
        }
    }

    /// `$ … $`, and links such as `source:src/kernels/softmax.rs`. A formula within a directive is that one's affair.
    fn formulas_and_links(&mut self, directives: &[Range<usize>]) {
        let free = |range: &Range<usize>| !directives.iter().any(|d| d.start < range.end && range.start < d.end);
        for (event, range) in events(self.text) {
            match event {
                Event::InlineMath(latex) if free(&range) => self.formula(range, &latex, false),
                Event::DisplayMath(latex) if free(&range) => self.formula(range, &latex, true),
                Event::Text(_) if free(&range) => self.lone_dollar(range),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    if let Some(file) = dest_url.strip_prefix("source:") {
                        self.source_link(range, file);
                    }
                }
                _ => {}
            }
        }
    }

    /// A `$` that starts no formula is `\$`, or a formula with a mistake in it.
    fn lone_dollar(&mut self, range: Range<usize>) {
        let escaped = |at: usize| self.text[..at].ends_with('\\');
        let found = self.text[range.clone()].match_indices('$').map(|(i, _)| range.start + i).find(|&at| !escaped(at));
        if let Some(at) = found {
            let why = "a `$` without its partner: a formula has no blank line, no line that starts a list, and as many `{` as `}`";
            self.replace(at..at + 1, Err(format!("{why}; a dollar sign is `\\$`")));
        }
    }

    /// `90.6%` in plain text was measured once and typed by hand: it belongs in a directive, which reads it from the record. What
    /// is computed on the page stands in a formula.
    fn typed_numbers(&mut self, directives: &[Range<usize>]) {
        for (event, range) in events(self.text) {
            let Event::Text(_) = event else { continue };
            for number in measurements(&self.text[range.clone()]) {
                let place = range.start + number.start..range.start + number.end;
                if !directives.iter().any(|directive| directive.contains(&place.start)) {
                    let why = "is typed by hand: quote a measured number from its record, and write a computed one as a formula";
                    self.replace(place.clone(), Err(format!("{} {why}", &self.text[place])));
                }
            }
        }
    }

    /// A formula within a line and the punctuation behind it stay together: a browser would break the line between them.
    fn formula(&mut self, range: Range<usize>, latex: &str, display: bool) {
        self.rendered.formulas += 1;
        let html = math::to_markdown(latex, display);
        let rest = &self.text[range.end..];
        let punctuation = &rest[..rest.len() - rest.trim_start_matches(['.', ',', ';', ':', '?', '!', ')']).len()];
        if display || punctuation.is_empty() {
            return self.replace(range, html);
        }
        let together = html.map(|html| format!("<span class=\"together\">{html}{punctuation}</span>"));
        self.replace(range.start..range.end + punctuation.len(), together);
    }

    fn source_link(&mut self, range: Range<usize>, file: &str) {
        let exists = self.site.root.join(file).is_file();
        match self.text[range.clone()].rfind("source:") {
            Some(at) if exists => {
                let start = range.start + at;
                let link = format!("{}{}", to_top(self.page), listing::source_page(file));
                self.rendered.sources.insert(file.to_string());
                self.replace(start..start + "source:".len() + file.len(), Ok(link));
            }
            _ => self.replace(range, Err(format!("a link to {file}, which is no file of this repository"))),
        }
    }

    fn finish(mut self) -> Result<Rendered, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut end = 0;
        for (range, text) in self.edits {
            self.rendered.text += &self.text[end..range.start];
            self.rendered.text += &text;
            end = range.end;
        }
        self.rendered.text += &self.text[end..];
        Ok(self.rendered)
    }
}

/// What stands behind a number that somebody has measured.
const UNITS: [&str; 6] = ["%", " nats", " points", " seconds", " ±", " times as"];

/// The numbers with a decimal point that have a unit.
fn measurements(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for unit in UNITS {
        for (end, _) in text.match_indices(unit) {
            let start = text[..end].trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
            if text[start..end].contains('.') {
                found.push(start..end + unit.len());
            }
        }
    }
    found
}

/// The blanks before a place: a block in a list is indented, and so must be what follows it.
fn indent(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measurements_have_a_point_and_a_unit() {
        let text = "About 90.6% and 0.31 nats, or 0.91 ± 0.01; not 15%, nor 3.14, nor chapter 2.1. % of it";
        let found: Vec<&str> = measurements(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["90.6%", "0.31 nats", "0.91 ±"]);
    }
}
