//! What must be true of the book as a whole, checked on its sources: no mdBook is needed, so `cargo test` can do it.
//! (`tests/browser` checks the built HTML.)

use crate::markdown::events;
use crate::{Rendered, Site, normal, render};
use finetune::records::Record;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What was looked at, and what is wrong.
#[derive(Debug, Default)]
pub struct Report {
    /// Every mistake, with its place.
    pub problems: Vec<String>,
    /// How many pages the summary lists.
    pub pages: usize,
    /// How many excerpts of source files they have.
    pub listings: usize,
    /// How many formulas.
    pub formulas: usize,
    /// How many numbers, tables and pictures from records.
    pub quotations: usize,
    /// How many records there are.
    pub records: usize,
    /// How many links within the book were followed.
    pub links: usize,
    /// How many exercises are mentioned.
    pub exercises: usize,
}

/// Checks the whole book.
pub fn check(site: &Site) -> Report {
    let mut report = Report::default();
    let pages = report.read_pages(site);
    let targets: BTreeMap<&String, Outline> = pages.iter().map(|(page, text)| (page, Outline::of(text))).collect();
    for (page, outline) in &targets {
        for link in &outline.links {
            report.link(site, page, link, &targets);
        }
    }
    report.records(site);
    report.exercises(site, &pages);
    report.theme(site);
    report
}

impl Report {
    fn wrong(&mut self, place: &str, what: impl std::fmt::Display) {
        self.problems.push(format!("{place}: {what}"));
    }

    /// Renders every page: includes, formulas and directives are checked by that. A page with mistakes is looked at as
    /// it is.
    fn read_pages(&mut self, site: &Site) -> BTreeMap<String, String> {
        let mut pages = BTreeMap::new();
        for page in self.listed_pages(site) {
            let Ok(text) = fs::read_to_string(site.pages().join(&page)) else {
                self.wrong("book/src/SUMMARY.md", format!("it lists {page}, which is no file"));
                continue;
            };
            let Rendered { text, listings, formulas, quotations, .. } = match render(site, &page, &text) {
                Ok(rendered) => rendered,
                Err(problems) => {
                    self.problems.extend(problems.iter().map(ToString::to_string));
                    Rendered { text, ..Rendered::default() }
                }
            };
            self.pages += 1;
            self.listings += listings;
            self.formulas += formulas;
            self.quotations += quotations;
            pages.insert(page, text);
        }
        pages
    }

    /// The pages of the summary; every Markdown file must be one of them.
    fn listed_pages(&mut self, site: &Site) -> Vec<String> {
        let summary = fs::read_to_string(site.pages().join("SUMMARY.md")).unwrap_or_default();
        let mut listed = Vec::new();
        for (event, _) in events(&summary) {
            if let Event::Start(Tag::Link { dest_url, .. }) = event {
                listed.push(normal(Path::new(&*dest_url)));
            }
        }
        for file in files_below(&site.pages()) {
            let page = file.strip_prefix(site.pages()).map(normal).unwrap_or_default();
            if page.ends_with(".md") && page != "SUMMARY.md" && !listed.contains(&page) {
                self.wrong("book/src/SUMMARY.md", format!("it does not list {page}"));
            }
        }
        listed
    }

    fn link(&mut self, site: &Site, page: &str, link: &Link, targets: &BTreeMap<&String, Outline>) {
        let place = format!("book/src/{page}");
        if is_external(&link.to) {
            if link.loads {
                self.wrong(&place, format!("it loads {} from elsewhere", link.to));
            }
            return;
        }
        if link.to.starts_with("source:") {
            return; // only in a page with mistakes; `render` has followed it
        }
        self.links += 1;
        let (file, fragment) = link.to.split_once('#').unwrap_or((&link.to, ""));
        let folder = Path::new(page).parent().unwrap_or(Path::new(""));
        let target = if file.is_empty() { page.to_string() } else { normal(&folder.join(file)) };
        let markdown = match target.strip_suffix(".html") {
            Some(name) => format!("{name}.md"),
            None => target.clone(),
        };
        if let Some(source) = target.strip_prefix("source/").and_then(|file| file.strip_suffix(".html")) {
            if !site.root.join(source).is_file() {
                self.wrong(&place, format!("a link to the source file {source}, which does not exist"));
            }
        } else if let Some(outline) = targets.get(&markdown) {
            if !fragment.is_empty() && !outline.ids.contains(fragment) {
                self.wrong(&place, format!("a link to {}, but {markdown} has no #{fragment}", link.to));
            }
        } else if target.ends_with(".md") || !site.pages().join(&target).is_file() {
            self.wrong(&place, format!("a link to {}, which is not in the book", link.to));
        }
    }

    /// Records must be whole, of real runs, and of any machine.
    fn records(&mut self, site: &Site) {
        let Ok(folders) = fs::read_dir(site.records()) else { return };
        for folder in folders.flatten().map(|entry| entry.path()) {
            let place = format!("{}", folder.strip_prefix(&site.root).unwrap_or(&folder).display());
            let record = match Record::load(&folder) {
                Ok(record) => record,
                Err(error) => {
                    self.wrong(&place, error);
                    continue;
                }
            };
            self.records += 1;
            if !record.name.starts_with(&record.runs[0].summary.chapter) {
                self.wrong(&place, format!("it is a run of {}", record.runs[0].summary.chapter));
            }
            for run in &record.runs {
                if run.config["settings"]["quick"] != false {
                    self.wrong(&place, "it holds a --quick run, which shows nothing");
                }
                if run.machine.is_none() {
                    self.wrong(&place, "it does not say where it was measured");
                }
                if run.settings() != record.runs[0].settings() {
                    self.wrong(&place, "its runs have different settings");
                }
                if has_absolute_path(&run.config["settings"]) {
                    self.wrong(&place, "its settings hold a path of one machine");
                }
            }
            let size: u64 = files_below(&folder).iter().filter_map(|file| file.metadata().ok()).map(|m| m.len()).sum();
            if size > 400 << 10 {
                self.wrong(&place, format!("it has {} KiB: a record is small", size >> 10));
            }
        }
    }

    /// Every exercise is mentioned by a page of its chapter.
    fn exercises(&mut self, site: &Site, pages: &BTreeMap<String, String>) {
        let Ok(chapters) = fs::read_dir(site.root.join("chapters")) else { return };
        for chapter in chapters.flatten() {
            let Ok(code) = fs::read_to_string(chapter.path().join("exercises.rs")) else { continue };
            let name = chapter.file_name().to_string_lossy().into_owned();
            let folder = format!("{}/", name.split('_').next().unwrap_or_default());
            for line in code.lines().filter_map(|line| line.trim().strip_prefix("/// **Exercise ")) {
                let id =
                    line.split("**").next().unwrap_or_default().split([' ', '.']).take(2).collect::<Vec<_>>().join(".");
                let mention = format!("Exercise {id}");
                let mentions = |text: &String| {
                    text.match_indices(&mention)
                        .any(|(at, _)| !text[at + mention.len()..].starts_with(|c: char| c.is_ascii_digit()))
                };
                self.exercises += 1;
                if !pages.iter().any(|(page, text)| page.starts_with(&folder) && mentions(text)) {
                    self.wrong(&format!("book/src/{folder}"), format!("no page mentions Exercise {id}"));
                }
            }
        }
    }

    /// Style sheets and scripts load nothing from elsewhere.
    fn theme(&mut self, site: &Site) {
        for file in files_below(&site.root.join("book")) {
            let below = file.strip_prefix(&site.root).map(normal).unwrap_or_default();
            let ours = below.starts_with("book/src/") || below.starts_with("book/theme/");
            if !ours || !(below.ends_with(".css") || below.ends_with(".js") || below.ends_with(".svg")) {
                continue;
            }
            for word in fs::read_to_string(&file).unwrap_or_default().split(['"', '\'', '(', ')', ' ', '\n', '`']) {
                if is_external(word) && !word.contains("www.w3.org/") {
                    self.wrong(&below, format!("it names {word}: the book loads nothing from elsewhere"));
                }
            }
        }
    }
}

/// A link, or something that the page loads.
#[derive(Debug)]
struct Link {
    to: String,
    loads: bool,
}

/// Where a page can be linked to, and what it links to.
#[derive(Debug, Default)]
struct Outline {
    ids: BTreeSet<String>,
    links: Vec<Link>,
}

impl Outline {
    /// Headings and terms of definition lists get their ids as mdBook gives them.
    fn of(text: &str) -> Self {
        let mut outline = Self::default();
        let mut heading: Option<(Option<String>, String)> = None;
        for (event, _) in events(text) {
            match event {
                Event::Start(Tag::Heading { id, .. }) => heading = Some((id.map(|id| id.to_string()), String::new())),
                Event::Start(Tag::DefinitionListTitle) => heading = Some((None, String::new())),
                Event::End(TagEnd::Heading(_) | TagEnd::DefinitionListTitle) => {
                    if let Some((id, words)) = heading.take() {
                        outline.add_id(id.unwrap_or_else(|| id_of(&words)));
                    }
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    outline.links.push(Link { to: dest_url.to_string(), loads: false });
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    outline.links.push(Link { to: dest_url.to_string(), loads: true });
                }
                Event::Text(words) | Event::Code(words) => {
                    if let Some((_, heading)) = &mut heading {
                        *heading += &words;
                    }
                }
                Event::Html(html) | Event::InlineHtml(html) => outline.html(&html),
                _ => {}
            }
        }
        outline
    }

    /// A second heading of the same words gets `-1`, the third `-2`.
    fn add_id(&mut self, id: String) {
        let mut unique = id.clone();
        let mut n = 0;
        while !self.ids.insert(unique.clone()) {
            n += 1;
            unique = format!("{id}-{n}");
        }
    }

    /// The attributes of raw HTML that name or load something.
    fn html(&mut self, html: &str) {
        for tag in html.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let name = tag.split_whitespace().next().unwrap_or_default();
            for (attribute, value) in attributes(tag) {
                match attribute {
                    "id" => drop(self.ids.insert(value.into())),
                    "href" | "src" | "data" | "poster" | "xlink:href" => {
                        self.links.push(Link { to: value.into(), loads: name != "a" });
                    }
                    _ => {}
                }
            }
        }
    }
}

/// `a="b"` pairs of a tag.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = tag.split('"').collect();
    parts
        .chunks_exact(2)
        .filter_map(|pair| {
            let name = pair[0].trim_end().strip_suffix('=')?.split_whitespace().next_back()?;
            Some((name, pair[1]))
        })
        .collect()
}

/// The id that mdBook gives to a heading of these words.
fn id_of(words: &str) -> String {
    let keep = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    };
    words.trim().to_lowercase().chars().filter_map(keep).collect()
}

/// Whether a browser would leave the book for this.
fn is_external(link: &str) -> bool {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme);
    link.starts_with("//") && link.len() > 2 || matches!(scheme, Some("http" | "https" | "mailto" | "ftp"))
}

fn has_absolute_path(settings: &serde_json::Value) -> bool {
    settings.as_object().is_some_and(|all| {
        all.values().filter_map(|value| value.as_str()).any(|text| text.starts_with('/') || text.contains(":\\"))
    })
}

/// All files below a folder, in the same order on every machine.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_mdbook() {
        let outline = Outline::of(
            "# A `Tape`, and *why*\n\n## Same\n\n## Same\n\n## Other {#here}\n\nmasked word\n: it is hidden\n",
        );
        let ids: Vec<&str> = outline.ids.iter().map(String::as_str).collect();
        assert_eq!(ids, ["a-tape-and-why", "here", "masked-word", "same", "same-1"]);
    }

    #[test]
    fn raw_html_is_looked_into() {
        let outline =
            Outline::of("<figure id=\"f\"><img alt=\"x\" src = \"a.svg\"><a href=\"b.html#c\">d</a></figure>\n");
        assert!(outline.ids.contains("f"));
        let links: Vec<(&str, bool)> = outline.links.iter().map(|link| (link.to.as_str(), link.loads)).collect();
        assert_eq!(links, [("a.svg", true), ("b.html#c", false)]);
    }
}
