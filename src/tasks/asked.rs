//! Questions and their passages as token ids: windows for the model to read, and the way back to the passage's characters.

use crate::Result;
use crate::data::Passage;
use crate::text::{Sequence, Tokenizer, windows};
use std::ops::Range;
use std::sync::Arc;

/// How much of a passage the model reads at once.
#[derive(Clone, Copy, Debug)]
pub struct WindowSize {
    /// The longest input, in tokens: question, passage and special tokens.
    pub max_tokens: usize,
    /// How many pieces of the passage a window repeats from the one before it.
    pub overlap: usize,
}

/// A passage in word pieces, each with the bytes of the text that it stands for.
#[derive(Clone, Debug)]
pub struct PassagePieces {
    text: String,
    ids: Vec<u32>,
    spans: Vec<Range<usize>>,
}

impl PassagePieces {
    /// Cuts a passage into pieces.
    ///
    /// # Errors
    /// If the tokenizer refuses the text.
    pub fn new(text: &str, tokenizer: &Tokenizer) -> Result<Self> {
        let (ids, spans) = tokenizer.pieces_with_spans(text)?.into_iter().unzip();
        Ok(Self { text: text.to_string(), ids, spans })
    }

    /// The text, as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    // ANCHOR: pieces
    /// The pieces that share a byte with these bytes of the text.
    pub fn pieces(&self, bytes: &Range<usize>) -> Range<usize> {
        let first = self.spans.partition_point(|span| span.end <= bytes.start);
        let end = self.spans.partition_point(|span| span.start < bytes.end);
        first..end.max(first)
    }
    // ANCHOR_END: pieces

    // ANCHOR: bytes
    /// The bytes of the text that these pieces stand for. What the tokenizer drops, an accent on the last letter for
    /// example, belongs to the piece before it. Two pieces may share a character, such as a Korean syllable.
    pub fn bytes(&self, pieces: &Range<usize>) -> Range<usize> {
        let Some(first) = self.spans.get(pieces.start).filter(|_| !pieces.is_empty()) else { return 0..0 };
        let next = self.spans.get(pieces.end).map_or(self.text.len(), |span| span.start);
        let end = next.max(self.spans[pieces.end - 1].end);
        first.start..first.start + self.text[first.start..end].trim_end().len()
    }
    // ANCHOR_END: bytes
}

/// `[CLS] question [SEP] a part of the passage [SEP]`.
#[derive(Clone, Debug)]
pub struct Window {
    /// The token ids.
    pub sequence: Sequence,
    /// Which pieces of the passage it shows.
    pub pieces: Range<usize>,
    /// The first and the last token of the answer, or `[CLS]` twice where this window does not show all of it.
    pub span: [u32; 2],
}

impl Window {
    /// At which token the passage begins.
    pub fn start(&self) -> usize {
        self.sequence.ids.len() - 1 - self.pieces.len()
    }
}

/// A question, with all windows of its passage.
#[derive(Clone, Debug)]
pub struct AskedQuestion {
    /// The question, as it is written.
    pub text: String,
    /// What it is asked about.
    pub passage: Arc<PassagePieces>,
    /// The answers that people gave; none if the passage does not say.
    pub answers: Vec<String>,
    /// What the model reads.
    pub windows: Vec<Window>,
}

impl AskedQuestion {
    /// Every question of these passages. A question that takes more than half the room loses its end; the first of several
    /// answers is the one to learn from.
    ///
    /// # Errors
    /// If the tokenizer refuses a text.
    pub fn all(passages: &[Passage], tokenizer: &Tokenizer, size: WindowSize) -> Result<Vec<Self>> {
        let mut asked = Vec::new();
        for passage in passages {
            let pieces = Arc::new(PassagePieces::new(&passage.text, tokenizer)?);
            for question in &passage.questions {
                let answer = question.answers.first().map(|bytes| pieces.pieces(bytes));
                let answer = answer.filter(|pieces| !pieces.is_empty()); // a blank has no piece to point at
                let windows = cut(&question.text, &pieces, answer, tokenizer, size)?;
                let answers = passage.answers(question).into_iter().map(String::from).collect();
                asked.push(Self { text: question.text.clone(), passage: pieces.clone(), answers, windows });
            }
        }
        Ok(asked)
    }

    /// A question that nobody has answered yet.
    ///
    /// # Errors
    /// If the tokenizer refuses a text.
    pub fn new(question: &str, passage: PassagePieces, tokenizer: &Tokenizer, size: WindowSize) -> Result<Self> {
        let windows = cut(question, &passage, None, tokenizer, size)?;
        Ok(Self { text: question.to_string(), passage: Arc::new(passage), answers: Vec::new(), windows })
    }
}

// ANCHOR: cut
/// The windows of a passage, each behind the question.
fn cut(
    question: &str,
    passage: &PassagePieces,
    answer: Option<Range<usize>>,
    tokenizer: &Tokenizer,
    size: WindowSize,
) -> Result<Vec<Window>> {
    let room = size.max_tokens.saturating_sub(3); // [CLS] and twice [SEP]
    let mut question = tokenizer.pieces(question)?;
    question.truncate(room / 2);
    let window = |pieces: Range<usize>| {
        let sequence = Sequence::pair(tokenizer.special(), &question, &passage.ids[pieces.clone()], size.max_tokens);
        let mut window = Window { sequence, pieces, span: [0, 0] };
        let (shown, start) = (window.pieces.clone(), window.start());
        if let Some(answer) = answer.as_ref().filter(|answer| shown.start <= answer.start && answer.end <= shown.end) {
            window.span = [answer.start, answer.end - 1].map(|piece| (start + piece - shown.start) as u32);
        }
        window
    };
    Ok(windows(passage.ids.len(), room - question.len(), size.overlap).into_iter().map(window).collect())
}
// ANCHOR_END: cut

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Question;

    fn tokenizer() -> Tokenizer {
        let text = "who sells cafe bread in the town of nora webb ?";
        Tokenizer::train([text, text, text, "東 京 ."], 200).unwrap() // often enough for every word to be one piece
    }

    #[test]
    fn an_answer_comes_back_as_it_is_written_in_any_text() {
        let tokenizer = tokenizer();
        // Combining marks, an emoji of several code points (unknown to the vocabulary), Chinese without spaces.
        let text = "Nora  Webb sells cafe\u{301} 👩🏽‍🍳 bread in 東京.";
        let passage = PassagePieces::new(text, &tokenizer).unwrap();
        for answer in ["Nora  Webb", "cafe\u{301}", "👩🏽‍🍳", "bread in 東", "東京", "京.", text] {
            let start = text.find(answer).unwrap();
            let pieces = passage.pieces(&(start..start + answer.len()));
            assert!(!pieces.is_empty(), "{answer:?}");
            assert_eq!(&text[passage.bytes(&pieces)], answer);
        }
        assert_eq!(passage.bytes(&(0..0)), 0..0);
    }

    #[test]
    fn a_piece_that_is_half_a_syllable_gets_all_of_it() {
        // The tokenizer takes a syllable apart: "간" is "ᄀ", "##ᅡ", "##ᆫ", and all three stand for its three bytes.
        let tokenizer = Tokenizer::train(["간 나 ."; 3], 12).unwrap();
        let passage = PassagePieces::new("나 간.", &tokenizer).unwrap();
        assert_eq!(passage.spans, [0..3, 0..3, 4..7, 4..7, 4..7, 7..8]);
        for (pieces, text) in [(0..1, "나"), (1..2, "나"), (2..3, "간"), (0..4, "나 간"), (4..6, "간.")] {
            assert_eq!(&passage.text[passage.bytes(&pieces)], text, "{pieces:?}");
        }
    }

    #[test]
    fn only_a_window_with_the_whole_answer_has_its_tokens() {
        let tokenizer = tokenizer();
        let text = "bread in the town of nora webb";
        let answers = std::iter::once(text.find("nora").unwrap()..text.len()).collect();
        let questions =
            vec![Question { text: "who ?".into(), answers }, Question { text: "town ?".into(), answers: vec![] }];
        let size = WindowSize { max_tokens: 10, overlap: 2 }; // [CLS] who ? [SEP], 5 pieces of the passage, [SEP]
        let asked = AskedQuestion::all(&[Passage { text: text.into(), questions }], &tokenizer, size).unwrap();
        let shown: Vec<(Range<usize>, [u32; 2])> =
            asked[0].windows.iter().map(|window| (window.pieces.clone(), window.span)).collect();
        assert_eq!(shown, [(0..5, [0, 0]), (3..7, [6, 7])]);
        let window = &asked[0].windows[1];
        assert_eq!(tokenizer.decode(&window.sequence.ids[6..8]), "nora webb");
        assert_eq!((window.start(), window.sequence.ids.len()), (4, 9));
        assert!(asked[1].windows.iter().all(|window| window.span == [0, 0]));
        assert_eq!(asked[0].answers, ["nora webb"]);
    }

    #[test]
    fn an_answer_without_a_piece_is_in_no_window() {
        let tokenizer = tokenizer();
        let text = " bread in the  town"; // the answers: the blank at the beginning, and the two in the middle
        for answer in [0..1, 13..15] {
            let questions = vec![Question { text: "who ?".into(), answers: vec![answer] }];
            let size = WindowSize { max_tokens: 20, overlap: 2 };
            let asked = AskedQuestion::all(&[Passage { text: text.into(), questions }], &tokenizer, size).unwrap();
            assert_eq!(asked[0].windows[0].span, [0, 0]);
        }
    }
}
