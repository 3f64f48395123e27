//! Where the words of a text are, for tasks that label words.

use std::ops::Range;

/// The words of a text as published sets for tagging have them, as byte ranges in the text: split at white space, with
/// every mark of punctuation around a word, and a final `'s`, a word of its own. Inside a word, marks stay.
///
/// ```
/// let text = "\"Webb's, at 5 o'clock!\"";
/// let words: Vec<&str> = finetune::text::words(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(words, ["\"", "Webb", "'s", ",", "at", "5", "o'clock", "!", "\""]);
/// ```
pub fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        split(text, start..start + chunk.trim_end().len(), &mut words);
        start += chunk.len();
    }
    words
}

/// Splits what stands between two blanks: marks before, the word, marks after.
fn split(text: &str, chunk: Range<usize>, words: &mut Vec<Range<usize>>) {
    let inside = &text[chunk.clone()];
    let in_word = |c: char| c.is_alphanumeric() || is_accent(c);
    let start = chunk.start + inside.find(in_word).unwrap_or(inside.len());
    let end = inside.char_indices().rfind(|(_, c)| in_word(*c)).map_or(start, |(i, c)| chunk.start + i + c.len_utf8());
    let single = |part: Range<usize>, words: &mut Vec<Range<usize>>| {
        let marks = text[part.clone()].char_indices();
        words.extend(marks.map(|(i, c)| part.start + i..part.start + i + c.len_utf8()));
    };
    single(chunk.start..start, words);
    let word = &text[start..end];
    match ["'s", "’s", "'S", "’S"].iter().find(|s| word.len() > s.len() && word.ends_with(**s)) {
        Some(s) => words.extend([start..end - s.len(), end - s.len()..end]),
        None if start < end => words.push(start..end),
        None => {}
    }
    single(end..chunk.end, words);
}

/// Whether a character is an accent of its own, which belongs to the letter before it.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn punctuation_is_apart() {
        assert_eq!(texts("Mr Webb, of Mill Lane."), ["Mr", "Webb", ",", "of", "Mill", "Lane", "."]);
        assert_eq!(texts("(the Co-operative's)..."), ["(", "the", "Co-operative", "'s", ")", ".", ".", "."]);
        assert_eq!(texts("  - 's  U.S. \n"), ["-", "'", "s", "U.S", "."]);
        assert!(texts(" \t").is_empty());
    }

    #[test]
    fn any_script_has_words() {
        assert_eq!(texts("Zoe\u{308} rief: «Łódź!»"), ["Zoe\u{308}", "rief", ":", "«", "Łódź", "!", "»"]);
        assert_eq!(texts("東京 😀👍"), ["東京", "😀", "👍"]);
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_lose_nothing_but_white_space(text in "\\PC{0,40}") {
            let words = words(&text);
            prop_assert!(words.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let kept: String = words.into_iter().map(|range| &text[range]).collect();
            let all: String = text.split_whitespace().collect();
            prop_assert_eq!(kept, all);
        }
    }
}
