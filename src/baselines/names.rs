//! What finds names without a network: capital letters, and a list of known names.

use std::collections::HashMap;

use crate::data::TaggedSentence;
use crate::text::Entity;
use crate::text::bio::entities;

/// Takes every run of capitalised words for a name of the most frequent type. The first word of a sentence does not count: it
/// has its capital from its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capitals {
    /// The most frequent type of the training names (the smaller one of equals).
    pub kind: usize,
}

impl Capitals {
    /// Counts the types of the training names.
    pub fn train(sentences: &[TaggedSentence]) -> Self {
        let kinds: Vec<usize> = names(sentences).map(|(_, kind)| kind).collect();
        Self { kind: super::Majority::train(&kinds).label }
    }

    /// The names in a sentence.
    pub fn find<T: AsRef<str>>(&self, words: &[T]) -> Vec<Entity> {
        let capital = |i: usize| i > 0 && words[i].as_ref().starts_with(char::is_uppercase);
        let mut found = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let end = (i..words.len()).find(|&end| !capital(end)).unwrap_or(words.len());
            if end > i {
                found.push(Entity { words: i..end, kind: self.kind });
            }
            i = end + 1;
        }
        found
    }
}

/// Knows the training names, and finds them again: the longest first, in capitals or small letters.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    /// The words of a name, and its most frequent type.
    names: HashMap<Vec<String>, usize>,
    /// How many words the longest name has.
    longest: usize,
}

impl Gazetteer {
    /// Lists the training names.
    pub fn train(sentences: &[TaggedSentence]) -> Self {
        let mut kinds: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
        for (name, kind) in names(sentences) {
            kinds.entry(name).or_default().push(kind);
        }
        let longest = kinds.keys().map(Vec::len).max().unwrap_or(0);
        let names = kinds.into_iter().map(|(name, kinds)| (name, super::Majority::train(&kinds).label)).collect();
        Self { names, longest }
    }

    /// Whether these words are a training name.
    pub fn knows<T: AsRef<str>>(&self, words: &[T]) -> bool {
        self.names.contains_key(&lowercase(words))
    }

    /// The names in a sentence: from left to right, at each word the longest name that begins there.
    // ANCHOR: find
    pub fn find<T: AsRef<str>>(&self, words: &[T]) -> Vec<Entity> {
        let words = lowercase(words);
        let mut found = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let ends = (i + 1..=words.len().min(i + self.longest)).rev();
            let longest = ends.filter_map(|end| Some((end, *self.names.get(&words[i..end])?))).next();
            i = match longest {
                Some((end, kind)) => {
                    found.push(Entity { words: i..end, kind });
                    end
                }
                None => i + 1,
            };
        }
        found
    }
    // ANCHOR_END: find
}

/// All names of a set, each in small letters and with its type.
fn names(sentences: &[TaggedSentence]) -> impl Iterator<Item = (Vec<String>, usize)> {
    let of_sentence = |sentence: &TaggedSentence| -> Vec<_> {
        let name = |entity: Entity| (lowercase(&sentence.words[entity.words]), entity.kind);
        entities(&sentence.tags).into_iter().map(name).collect()
    };
    sentences.iter().flat_map(of_sentence)
}

fn lowercase<T: AsRef<str>>(words: &[T]) -> Vec<String> {
    words.iter().map(|word| word.as_ref().to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Tag::{Begin as B, Inside as I, Outside as O};

    fn sentence(text: &str, tags: &[crate::text::Tag]) -> TaggedSentence {
        TaggedSentence { words: text.split(' ').map(String::from).collect(), tags: tags.to_vec() }
    }

    fn training() -> Vec<TaggedSentence> {
        vec![
            sentence("Mill Lane", &[B(0), I(0)]),
            sentence("Mill Lane Garden and Mill", &[B(1), I(1), I(1), O, B(2)]),
            sentence("Mill met Lane", &[B(2), O, B(2)]),
            sentence("Mill was open", &[B(1), O, O]),
        ]
    }

    fn found(entities: Vec<Entity>) -> Vec<(std::ops::Range<usize>, usize)> {
        entities.into_iter().map(|entity| (entity.words, entity.kind)).collect()
    }

    #[test]
    fn the_longest_name_wins_and_the_most_frequent_type() {
        let gazetteer = Gazetteer::train(&training());
        let words: Vec<&str> = "the mill lane garden in mill lane lane mill".split(' ').collect();
        assert_eq!(found(gazetteer.find(&words)), [(1..4, 1), (5..7, 0), (7..8, 2), (8..9, 2)]);
        assert!(gazetteer.knows(&["MILL", "Lane"]) && !gazetteer.knows(&["Garden"]));
        assert_eq!(found(Gazetteer::train(&[]).find(&words)), []);
    }

    #[test]
    fn runs_of_capitals_are_names() {
        let capitals = Capitals::train(&training());
        assert_eq!(capitals.kind, 2);
        let words: Vec<&str> = "The old Mill Lane met Mrs Webb".split(' ').collect();
        assert_eq!(found(capitals.find(&words)), [(2..4, 2), (5..7, 2)]);
        assert_eq!(found(capitals.find(&["Mill", "Lane"])), [(1..2, 2)]);
        assert_eq!(found(capitals.find::<&str>(&[])), []);
    }
}
