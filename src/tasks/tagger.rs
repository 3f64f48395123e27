//! A trained network that finds names in any text.

use super::tagging::{TaggedText, decode, tag_names};
use super::{Saved, saved_labels};
use crate::autograd::{Buffers, Tape};
use crate::models::TokenClassifier;
use crate::text::bio::entities;
use crate::text::{Batch, Tag, words};
use crate::{Error, Result};
use std::ops::Range;
use std::path::Path;

/// A trained tagger, ready to be asked.
#[derive(Debug)]
pub struct Tagger {
    saved: Saved<TokenClassifier>,
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundName {
    /// Its type, as an index into [`Tagger::types`].
    pub kind: usize,
    /// Where it stands, in bytes: `&text[bytes]` is the name.
    pub bytes: Range<usize>,
    /// Where it stands, in characters (Unicode scalar values, as Python counts), from 0.
    pub characters: Range<usize>,
}

impl Tagger {
    /// Loads the tagger in `folder`.
    ///
    /// # Errors
    /// If there is none, or its labels are not the tags `O`, `B-…`, `I-…` of some types, in our order.
    pub fn load(folder: &Path) -> Result<Self> {
        let labels = saved_labels(folder)?;
        let types: Vec<String> = labels.iter().filter_map(|label| label.strip_prefix("B-")).map(String::from).collect();
        if labels != tag_names(&types) {
            let expected = "O, then B- and I- of each type".to_string();
            let found = format!("the labels {}", labels.join(", "));
            return Err(Error::format(&folder.join("config.json"), None, found, expected));
        }
        let saved = Saved::load(folder, |init, config| TokenClassifier::new(init, config, &types))?;
        Ok(Self { saved })
    }

    /// The types of names that it was trained to find.
    pub fn types(&self) -> &[String] {
        &self.saved.model.types
    }

    /// The names in a text, in order. A text longer than the network can read is read in parts, each as long as it may be; a
    /// name may be lost where two parts meet.
    ///
    /// # Errors
    /// If the tokenizer refuses the text.
    pub fn find(&self, text: &str) -> Result<Vec<FoundName>> {
        let all = words(text);
        let mut found = Vec::new();
        let mut start = 0;
        while start < all.len() {
            let (tags, read) = self.tags(text, &all[start..])?;
            for entity in entities(&tags) {
                let bytes = all[start + entity.words.start].start..all[start + entity.words.end - 1].end;
                let characters = |end: usize| text[..end].chars().count();
                let characters = characters(bytes.start)..characters(bytes.end);
                found.push(FoundName { kind: entity.kind, bytes, characters });
            }
            start += read;
        }
        Ok(found)
    }

    /// The tags of as many words as can be read at once, and how many these are.
    fn tags(&self, text: &str, words: &[Range<usize>]) -> Result<(Vec<Tag>, usize)> {
        let Saved { model, parameters, tokenizer, config } = &self.saved;
        let max_tokens = config.max_position_embeddings;
        let words: Vec<&str> = words.iter().take(max_tokens).map(|range| &text[range.clone()]).collect();
        let sentence = TaggedText::new(&words, &[], tokenizer, max_tokens)?;
        let read = sentence.words_read();
        let positions: Vec<usize> = sentence.first_pieces.iter().flatten().copied().collect();
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(parameters, &buffers);
        let logits = model.forward(&mut tape, &Batch::from_sequences([&sentence.sequence]), &positions);
        let mut tags = sentence.for_all_words(&decode(tape.value(logits)));
        tags.truncate(read);
        Ok((tags, read))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autograd::Parameters;
    use crate::models::BertConfig;
    use crate::nn::Init;
    use crate::text::Tokenizer;

    /// A tagger that knows nothing: what it finds is random, but it finds a lot.
    fn tagger() -> Tagger {
        let tokenizer = Tokenizer::train(["the baker met nora webb in mill lane"], 60).unwrap();
        let config = BertConfig::new(tokenizer.vocabulary(), 8, 1, 2, 12);
        let mut parameters = Parameters::new();
        let types = ["LOC", "PER"].map(String::from).to_vec();
        let mut init = Init::new(&mut parameters, 1, 2.0);
        let model = TokenClassifier::new(&mut init, &config, &types);
        Tagger { saved: Saved { model, parameters, tokenizer, config } }
    }

    #[test]
    fn spans_are_exact_in_any_text() {
        let tagger = tagger();
        let mut names = 0;
        for text in [
            "Nora Webb's baker, in Mill Lane!",
            "Zoe\u{308} Müller 😀 traf 東京 e\u{301}te\u{301} — Łódź\u{200b}!",
            "\u{200b} \u{feff}",
            "",
            &"Nora Webb met the baker in Mill Lane. ".repeat(30),
            &"x".repeat(5000),
        ] {
            let words: Vec<Range<usize>> = words(text);
            let characters: Vec<char> = text.chars().collect();
            for name in tagger.find(text).unwrap() {
                names += 1;
                assert!(words.iter().any(|word| word.start == name.bytes.start), "{name:?} begins with a word");
                assert!(words.iter().any(|word| word.end == name.bytes.end), "{name:?} ends with a word");
                let counted: String = characters[name.characters].iter().collect();
                assert_eq!(counted, text[name.bytes]);
            }
        }
        assert!(names > 20, "{names}");
    }

    #[test]
    fn a_long_text_is_read_to_its_end() {
        let tagger = tagger();
        let text = "nora webb met the baker in mill lane ".repeat(20);
        let last = tagger.find(&text).unwrap().pop().unwrap();
        assert!(last.bytes.end > text.len() - 60, "{last:?}");
    }

    #[test]
    fn labels_must_be_tags() {
        let folder = tempfile::tempdir().unwrap();
        let config = r#"{"id2label": {"0": "bad", "1": "good"}}"#;
        let mut whole: serde_json::Value = serde_json::from_str(config).unwrap();
        BertConfig::new(60, 8, 1, 2, 12).save(folder.path()).unwrap();
        let text = std::fs::read_to_string(folder.path().join("config.json")).unwrap();
        let saved: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
        whole.as_object_mut().unwrap().extend(saved);
        std::fs::write(folder.path().join("config.json"), whole.to_string()).unwrap();
        let message = Tagger::load(folder.path()).unwrap_err().to_string();
        assert!(message.contains("the labels bad, good") && message.contains("O, then B- and I-"), "{message}");
    }
}
