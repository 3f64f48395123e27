//! `{{record …}}` and its relatives: what a page quotes from the records of runs.

use crate::{Site, curves, listing, quote, table};
use finetune::records::Record;
use std::ops::Range;

/// One directive in a page.
#[derive(Debug)]
pub struct Directive {
    /// Where it stands.
    pub range: Range<usize>,
    /// `record`, `record-table`, …
    pub name: String,
    /// What stands behind the name; several lines for `record-curves`.
    pub arguments: String,
}

/// All directives of a page.
pub fn find(text: &str) -> Vec<Directive> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices("{{record") {
        let Some(length) = text[start..].find("}}") else { continue };
        let inside = &text[start + 2..start + length];
        let (name, arguments) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let (name, arguments) = (name.to_string(), arguments.trim().to_string());
        found.push(Directive { range: start..start + length + 2, name, arguments });
    }
    found
}

/// What a directive stands for, as Markdown or HTML.
///
/// # Errors
/// What is wrong with the directive, with the directive.
pub fn replace(site: &Site, directive: &Directive) -> Result<String, String> {
    let arguments = &directive.arguments;
    let (record, rest) = arguments.split_once(' ').unwrap_or((arguments, ""));
    let result = match directive.name.as_str() {
        "record" => load(site, record).and_then(|record| quote::quote(&record, rest.trim())),
        "record-table" => load(site, record).and_then(|record| table::table(&record, rest.trim())),
        "record-bars" => load(site, record).and_then(|record| table::bars(&record, rest.trim())),
        "record-json" => table::json(arguments.split_whitespace().map(|name| load(site, name))),
        "record-lines" => listing::lines_of_code(site, arguments).map(|lines| lines.to_string()),
        "record-curves" => curves::curves(arguments, |name| load(site, name)),
        _ => Err("there is no such directive".into()),
    };
    let first = arguments.lines().next().unwrap_or_default();
    result.map_err(|reason| format!("{{{{{} {first}}}}}: {reason}", directive.name))
}

/// A record by its name; `NAME@SEED` is that one of its runs alone.
pub fn load(site: &Site, name: &str) -> Result<Record, String> {
    let (name, seed) = name.split_once('@').map_or((name, None), |(name, seed)| (name, Some(seed)));
    if name.is_empty() || name.contains(['/', '\\', '.']) {
        return Err(format!("`{name}` is not the name of a record"));
    }
    let folder = site.records().join(name);
    if !folder.is_dir() {
        return Err(format!("there is no record {name}"));
    }
    let mut record = Record::load(&folder).map_err(|error| error.to_string())?;
    if let Some(seed) = seed {
        let asked = seed.parse().map_err(|_| format!("`{seed}` is no seed"))?;
        record.runs.retain(|run| run.config["settings"]["seed"].as_u64() == Some(asked));
        if record.runs.is_empty() {
            return Err(format!("the record {name} has no run with seed {seed}"));
        }
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_found_with_their_arguments() {
        let text = "a {{record ch03 rows.bag of words.accuracy, percent}} b\n{{record-curves\ny: loss\nline: a / b\n}}";
        let found = find(text);
        assert_eq!(
            (found[0].name.as_str(), found[0].arguments.as_str()),
            ("record", "ch03 rows.bag of words.accuracy, percent")
        );
        assert_eq!((found[1].name.as_str(), found[1].arguments.as_str()), ("record-curves", "y: loss\nline: a / b"));
        assert!(text[found[1].range.clone()].ends_with("}}"));
    }

    #[test]
    fn a_record_has_a_plain_name() {
        let site = Site { root: "nowhere".into() };
        for (name, expected) in [("ch09", "no record ch09"), ("../../runs", "not the name"), ("", "not the name")] {
            assert!(load(&site, name).unwrap_err().contains(expected));
        }
    }
}
