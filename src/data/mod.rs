//! Where text comes from: the invented town of Millbrook by default, or files in the formats in which data sets are
//! published. A reader turns a file into the plain types below and knows nothing of tokens or networks.

pub mod conll;
pub mod glue;
pub mod millbrook;
pub mod plain_text;
pub mod published;
mod random;
mod sentences;
pub mod squad;
pub mod sts;
pub mod table;

use std::ops::Range;

pub use random::rng;
pub use sentences::split_sentences;

use crate::text::Tag;

/// A piece of running text whose sentences belong together, in order: an article, or some paragraphs of a novel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The sentences, each with its punctuation.
    pub sentences: Vec<String>,
}

/// A text and the class that a person gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The text, as it is written.
    pub text: String,
    /// Its class: an index into [`Labelled::labels`].
    pub label: usize,
}

/// A sentence, and what each of its words is to the names in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaggedSentence {
    /// The words; a mark of punctuation is a word.
    pub words: Vec<String>,
    /// The BIO tag of each word.
    pub tags: Vec<Tag>,
}

/// A data set of sentences whose names are marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tagged {
    /// The types of names; a tag's type is an index into this list.
    pub types: Vec<String>,
    /// The sentences.
    pub sentences: Vec<TaggedSentence>,
}

/// A labelled data set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    /// The names of the classes; a label is an index into this list.
    pub labels: Vec<String>,
    /// The labelled texts.
    pub examples: Vec<Example>,
}

/// Two sentences and how close they are in meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredPair {
    /// The first sentence.
    pub a: String,
    /// The second sentence.
    pub b: String,
    /// From 0, nothing to do with each other, to [`HIGHEST_SCORE`], the same meaning.
    pub score: f64,
}

/// The score of two sentences that say the same (the scale of the STS benchmark).
pub const HIGHEST_SCORE: f64 = 5.0;

/// A text, and questions about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The text, as it is written.
    pub text: String,
    /// What is asked about it.
    pub questions: Vec<Question>,
}

/// A question whose answer is a piece of its passage, if it has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The question, as it is written.
    pub text: String,
    /// The answers that people gave, each as a range of bytes of the passage. None: the passage does not say.
    pub answers: Vec<Range<usize>>,
}

impl Passage {
    /// The words of a question's answers.
    pub fn answers<'a>(&'a self, question: &'a Question) -> Vec<&'a str> {
        question.answers.iter().map(|range| &self.text[range.clone()]).collect()
    }
}

/// The beginning of a text, for a message.
fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
