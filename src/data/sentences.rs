//! Where one sentence ends and the next begins.

/// Words that end in a stop in the middle of a sentence. `No.` is not among them: in stories it is mostly an answer.
const ABBREVIATIONS: [&str; 28] = [
    "Mr", "Mrs", "Ms", "Messrs", "Mme", "Mlle", "Dr", "St", "Prof", "Rev", "Hon", "Capt", "Col", "Gen", "Lieut", "Lt",
    "Sgt", "Maj", "Adm", "Gov", "Esq", "Jr", "Sr", "vs", "cf", "Vol", "Fig", "Mt",
];

/// Closing quotes and brackets, which belong to the sentence before them.
const CLOSING: [char; 8] = ['"', '\'', '”', '’', ')', ']', '»', '_'];

/// Splits running text into sentences; runs of white space become one space.
///
/// A sentence ends at a word that ends in `.`, `!`, `?` or `…`, with or without closing quotes, if the next word does not
/// begin with a small letter. So `"Stop!" she said.` stays whole, as does an ellipsis in the middle of a sentence. A stop
/// after a title such as `Mr.` or after initials (`J. R. Smith`, `U.S.`) ends nothing.
///
/// Simple rules have their limits. `"Stop!" Ann said.` is cut in two, an abbreviation that does end a sentence is not
/// seen to, and neither is a stop with no space after it.
pub fn split_sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut sentence = String::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
        if words.peek().is_none_or(|next| can_begin(next) && can_end(word)) {
            sentences.push(std::mem::take(&mut sentence));
        }
    }
    sentences
}

/// Whether a sentence can begin with this word: its first letter or digit is no small letter.
fn can_begin(word: &str) -> bool {
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

/// Whether a sentence can end with this word.
fn can_end(word: &str) -> bool {
    let word = word.trim_end_matches(CLOSING);
    match word.chars().last() {
        Some('!' | '?' | '…') => true,
        Some('.') => !is_abbreviation(word.trim_matches(|c: char| !c.is_alphanumeric())) || word.ends_with(".."),
        _ => false,
    }
}

/// Titles, and initials: single capitals, perhaps several with stops between. `I` is more often the pronoun.
fn is_abbreviation(word: &str) -> bool {
    let initial = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_uppercase);
    ABBREVIATIONS.contains(&word) || (word != "I" && word.split('.').all(initial))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentences: &[&str]) {
        assert_eq!(split_sentences(&sentences.join(" ")), sentences);
    }

    #[test]
    fn stops_questions_and_exclamations_end_sentences() {
        check(&["The shop opened.", "Who came?", "Everyone!", "It was 1912.", "400 loaves were sold."]);
        assert_eq!(split_sentences("  one\n\ttwo  "), ["one two"]);
        assert!(split_sentences(" \n ").is_empty());
    }

    #[test]
    fn titles_and_initials_do_not() {
        check(&["Mr. Hill and Mrs. Hill met Dr. Ames at St. John's.", "They spoke."]);
        check(&["J. R. Smith moved to the U.S. Navy yard (Prof. Lee did not).", "\"Dr. Ames!\" he called."]);
        check(&["It was you and I.", "Nobody else came.", "No.", "Never."]);
    }

    #[test]
    fn quotes_belong_to_the_sentence_they_close() {
        check(&[
            "\"It is late.\"",
            "\"Is it?\" asked Ann.",
            "'Yes!' shouted the Queen.",
            "She left (at last.)",
            "Then rain.",
        ]);
        check(&["“Stop!” she said.", "“Why?”", "_Because._", "He stopped."]);
    }

    #[test]
    fn an_ellipsis_ends_a_sentence_only_before_a_capital() {
        check(&["He waited ... and waited… in vain.", "Nothing...", "Nothing at all…", "Night fell.", "And I..."]);
    }
}
