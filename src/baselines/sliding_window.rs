//! Question answering without learning: look where the words of the question are.

use crate::data::Passage;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The longest answer, in words.
const LONGEST: usize = 4;

/// How many words to the left and to the right of an answer are compared with the question.
const WINDOW: usize = 8;

/// The sliding window of Richardson et al. (2013), which SQuAD's authors compare with, and one thing learned from the training
/// part: what answers look like. Every run of at most four words is a candidate. The words around it are compared with those
/// of the question; rare words count more, and near ones. Its shape (capitals, digits, small letters) is compared with the
/// shapes of the training answers to questions with the same question word.
#[derive(Clone, Debug, Default)]
pub struct SlidingWindow {
    /// In how many of the passages a word occurs.
    passages_with: HashMap<String, usize>,
    passages: usize,
    /// How often the answers to a kind of question have a shape.
    shapes: HashMap<(String, String), usize>,
}

impl SlidingWindow {
    /// Counts words and shapes of answers.
    pub fn train(passages: &[Passage]) -> Self {
        let mut model = Self { passages: passages.len(), ..Self::default() };
        for passage in passages {
            let words: HashSet<String> =
                words(&passage.text).into_iter().map(|range| lower(&passage.text, range)).collect();
            words.into_iter().for_each(|word| *model.passages_with.entry(word).or_default() += 1);
            for question in &passage.questions {
                for answer in passage.answers(question) {
                    *model.shapes.entry((question_word(&question.text), shape(answer))).or_default() += 1;
                }
            }
        }
        model
    }

    /// The bytes of the passage that fit best, of equals the first; nothing if it has no word.
    // ANCHOR: answer
    pub fn answer(&self, question: &str, passage: &str) -> Range<usize> {
        let asked: HashSet<String> = words(question).into_iter().map(|range| lower(question, range)).collect();
        let word = question_word(question);
        let ranges = words(passage);
        let weights: Vec<f64> =
            ranges.iter().map(|range| self.weight(&lower(passage, range.clone()), &asked)).collect();
        let mut best = (f64::NEG_INFINITY, 0..0);
        for start in 0..ranges.len() {
            for end in start + 1..=ranges.len().min(start + LONGEST) {
                let before = nearest(weights[..start].iter().rev());
                let after = nearest(weights[end..].iter());
                let bytes = ranges[start].start..ranges[end - 1].end;
                let seen = self.shapes.get(&(word.clone(), shape(&passage[bytes.clone()]))).copied().unwrap_or(0);
                let score = before + after + (1.0 + seen as f64).ln();
                if score > best.0 {
                    best = (score, bytes);
                }
            }
        }
        best.1
    }
    // ANCHOR_END: answer

    /// What it counts that the question has this word, too: more if few passages have it.
    fn weight(&self, word: &str, asked: &HashSet<String>) -> f64 {
        if !asked.contains(word) {
            return 0.0;
        }
        let passages = self.passages_with.get(word).copied().unwrap_or(0);
        ((1 + self.passages) as f64 / (1 + passages) as f64).ln()
    }
}

/// The sum of the first weights, the next one whole, the second half, and so on.
fn nearest<'a>(weights: impl Iterator<Item = &'a f64>) -> f64 {
    weights.take(WINDOW).enumerate().map(|(distance, weight)| weight / (1 + distance) as f64).sum()
}

/// The runs of letters and digits in a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        match words.last_mut().filter(|word| word.end == at) {
            Some(word) => word.end += c.len_utf8(),
            None => words.push(at..at + c.len_utf8()),
        }
    }
    words
}

fn lower(text: &str, range: Range<usize>) -> String {
    text[range].to_lowercase()
}

/// The first of the words that ask for something.
pub fn question_word(question: &str) -> String {
    const WORDS: [&str; 9] = ["who", "whom", "whose", "what", "which", "where", "when", "why", "how"];
    let found = words(question).into_iter().map(|range| lower(question, range));
    found.into_iter().find(|word| WORDS.contains(&word.as_str())).unwrap_or_default()
}

/// What a text looks like: a letter for each word, `A` with a capital, `a` without, `1` with a digit first.
fn shape(text: &str) -> String {
    let kind = |range: Range<usize>| match text[range].chars().next() {
        Some(c) if c.is_numeric() => '1',
        Some(c) if c.is_uppercase() => 'A',
        _ => 'a',
    };
    words(text).into_iter().map(kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Question;

    const TEXT: &str = "Nora Webb baked forty loaves. Tom Ashby caught three eels in the weir.";

    fn model() -> SlidingWindow {
        let question = |text: &str, answer: &str| {
            let start = TEXT.find(answer).unwrap();
            let answers = std::iter::once(start..start + answer.len()).collect();
            Question { text: text.into(), answers }
        };
        let questions =
            vec![question("Who baked the loaves?", "Nora Webb"), question("What was baked?", "forty loaves")];
        let passage = Passage { text: TEXT.into(), questions };
        SlidingWindow::train(&[passage, Passage { text: "Others slept in the sun.".into(), questions: vec![] }])
    }

    #[test]
    fn looks_for_the_shape_that_is_asked_for_where_the_words_are() {
        let model = model();
        let answer = |question| &TEXT[model.answer(question, TEXT)];
        assert_eq!(answer("Who was it that caught the eels in the weir?"), "Tom Ashby");
        assert_eq!(answer("What was caught by Ashby?"), "three eels");
        assert_eq!(model.answer("Who?", " ... "), 0..0);
    }

    #[test]
    fn words_and_shapes_of_any_text() {
        assert_eq!(words("Zoë's 東京, 3½ x").len(), 5);
        assert_eq!(shape("the Red Lion in 1912"), "aAAa1");
        assert_eq!(question_word("At the table, WHO was there?"), "who");
        assert_eq!(question_word("Name it."), "");
    }
}
