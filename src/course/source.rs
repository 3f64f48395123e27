//! Finds, shows and resets a function in the text of a source file.
//!
//! It relies on one thing only: a function at the left margin ends with the first `}` at the left margin. That is so in any
//! formatted file, and it holds even where the reader's braces do not match. Where that brace is missing or stands further in, the
//! function ends before the next exercise.

use std::ops::Range;

/// The bytes of the function called `name`, with the documentation above it.
pub fn find(source: &str, name: &str) -> Option<Range<usize>> {
    let mut start = 0; // of the documentation above the current line
    let mut at = 0;
    let mut inside = false;
    for line in source.split_inclusive('\n') {
        let end = at + line.len();
        if inside && (line.starts_with("/// **Exercise") || line.starts_with("pub fn ")) {
            return Some(start..source[..at].trim_end().len() + 1); // with the end of its last line
        }
        inside |= is_function(line, name);
        if inside && (line.starts_with('}') || line.starts_with("pub fn") && line.trim_end().ends_with('}')) {
            return Some(start..end);
        }
        if !inside && !line.starts_with("///") && !line.starts_with("#[") {
            start = end;
        }
        at = end;
    }
    None
}

fn is_function(line: &str, name: &str) -> bool {
    let rest = line.strip_prefix("pub fn ").and_then(|rest| rest.strip_prefix(name));
    rest.is_some_and(|rest| rest.starts_with(['(', '<']))
}

/// The function called `name` with its documentation, without what is inside its braces: an exercise not yet done.
pub fn untouched(source: &str, name: &str) -> Option<String> {
    let function = &source[find(source, name)?];
    let mut text = String::new();
    for line in function.lines() {
        text += line;
        text += "\n";
        if !line.starts_with("//") && line.ends_with('{') {
            return Some(text + "    todo!()\n}\n");
        }
    }
    None
}

/// The line of the function's name, counted from 1.
pub fn line_of(source: &str, name: &str) -> Option<usize> {
    source.lines().position(|line| is_function(line, name)).map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "//! A file.

/// Helps {
fn helper() {
    if true {}
}

/// **Exercise 9.1** Adds.
///
/// Long.
pub fn add(
    a: u32,
    b: u32,
) -> u32 {
    if a == 0 {
        b
    } else {
        add(a - 1, b + 1)
    }
}
pub fn adder() -> u32 { 0 }

/// The last {
pub fn last<T>(t: T) {
    { { // not closed
}
";

    #[test]
    fn finds_a_function_with_its_documentation() {
        let text = |name| find(SOURCE, name).map(|range| &SOURCE[range]);
        let add = text("add").unwrap();
        assert!(add.starts_with("/// **Exercise 9.1** Adds.\n///\n") && add.ends_with("    }\n}\n"), "{add}");
        assert_eq!(text("adder"), Some("pub fn adder() -> u32 { 0 }\n"));
        assert_eq!(text("last"), Some("/// The last {\npub fn last<T>(t: T) {\n    { { // not closed\n}\n"));
        assert_eq!((text("helper"), text("ad"), text("gone")), (None, None, None));
        assert_eq!(line_of(SOURCE, "adder"), Some(21));
    }

    #[test]
    fn a_function_without_its_last_brace_ends_before_the_next() {
        for end in ["    }\n", ""] {
            let first = format!("/// **Exercise 9.1** One\npub fn one() {{\n    2\n{end}");
            let source = format!("{first}\n/// **Exercise 9.2** Two\npub fn two() {{\n}}\n");
            assert_eq!(find(&source, "one").map(|range| &source[range]), Some(&*first));
        }
    }

    #[test]
    fn empties_a_function() {
        let expected = "/// **Exercise 9.1** Adds.\n///\n/// Long.\npub fn add(\n    a: u32,\n    b: u32,\n) -> u32 {\n    todo!()\n}\n";
        assert_eq!(untouched(SOURCE, "add").as_deref(), Some(expected));
    }
}
