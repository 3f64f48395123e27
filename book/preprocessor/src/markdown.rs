//! Markdown as mdBook reads it, with formulas.

use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;

/// The events of a page and where in its text they are. The options are mdBook's, and `$ … $`.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    Parser::new_ext(text, options).into_offset_iter()
}

/// One line of Markdown as HTML, without the paragraph around it.
pub fn inline_html(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new(text));
    html.trim().trim_start_matches("<p>").trim_end_matches("</p>").to_string()
}
