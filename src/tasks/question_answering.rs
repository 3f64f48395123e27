//! Extractive question answering: a question and a passage in, a piece of the passage out, or nothing.

use super::{AskedQuestion, FineTuned, PassagePieces, Saved, Window, WindowSize, parts};
use crate::autograd::{Parameters, Tape, Var};
use crate::baselines::question_word;
use crate::metrics::{Metrics, exact_match, token_f1};
use crate::models::{BertConfig, QuestionAnswerer};
use crate::text::Batch;
use crate::train::Shards;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::path::Path;

/// The longest answer, in word pieces: as in BERT's own program.
pub const LONGEST_ANSWER: usize = 30;

/// How many windows of a long passage are read together.
const WINDOWS: usize = 8;

/// Windows of questions as one input.
#[derive(Debug)]
pub struct WindowShard {
    batch: Batch,
    spans: Vec<[u32; 2]>,
    /// How many windows the whole batch has.
    batch_windows: usize,
}

/// How a question was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Graded {
    /// The word that asks, such as "who".
    pub word: String,
    /// Whether the passage has an answer.
    pub has_answer: bool,
    /// Exact match of the best span, were it given as the answer.
    pub exact: f64,
    /// Its token F1.
    pub f1: f64,
    /// By how much the score of no answer is above that of the best span.
    pub null: f64,
}

impl Graded {
    /// Exact match and F1 when no answer is given wherever `null` is above the threshold.
    pub fn at(&self, threshold: f64) -> (f64, f64) {
        let declined = f64::from(!self.has_answer);
        if self.null > threshold { (declined, declined) } else { (self.exact, self.f1) }
    }
}

// ANCHOR: fine_tuned
impl FineTuned for QuestionAnswerer {
    type Example = AskedQuestion;
    type Shard = WindowShard;
    type Report = Vec<Graded>;

    const SCORE: &'static str = "F1";

    fn tokens(question: &AskedQuestion) -> usize {
        question.windows.iter().map(|window| window.sequence.ids.len()).sum()
    }

    fn shard(&self, part: &[&AskedQuestion], batch: &[&AskedQuestion]) -> WindowShard {
        let windows = || part.iter().flat_map(|question| &question.windows);
        WindowShard {
            batch: Batch::from_sequences(windows().map(|window| &window.sequence)),
            spans: windows().map(|window| window.span).collect(),
            batch_windows: batch.iter().map(|question| question.windows.len()).sum(),
        }
    }

    fn loss(&self, tape: &mut Tape<'_>, shard: &WindowShard) -> Var {
        let logits = self.forward(tape, &shard.batch); // [tokens, 2]
        tape.span_cross_entropy(logits, &shard.batch.offsets, &shard.spans, 2.0 * shard.batch_windows as f32)
    }

    fn measure(&self, parameters: &Parameters, shards: &Shards, questions: &[AskedQuestion]) -> (Metrics, Vec<Graded>) {
        let found = shards.evaluate(parameters, &parts(self, questions), |tape, shard| {
            let logits = self.forward(tape, &shard.batch);
            let loss = tape.span_cross_entropy(logits, &shard.batch.offsets, &shard.spans, 2.0);
            (f64::from(tape.value(loss)[[0, 0]]), scores(tape, logits))
        });
        let loss: f64 = found.iter().map(|(loss, _)| loss).sum();
        let scores: Vec<[f32; 2]> = found.into_iter().flat_map(|(_, scores)| scores).collect();
        let mut left = scores.as_slice();
        let mut graded = Vec::new();
        for question in questions {
            let (own, rest) = left.split_at(Self::tokens(question));
            graded.push(grade(question, &answer(question, own)));
            left = rest;
        }
        let windows: usize = questions.iter().map(|question| question.windows.len()).sum();
        let mut metrics = score(&graded, self.null_threshold);
        metrics.insert("loss".into(), loss / windows.max(1) as f64);
        (metrics, graded)
    }

    fn shift_labels(shard: &mut WindowShard) {
        for (span, length) in shard.spans.iter_mut().zip(shard.batch.lengths()) {
            *span = span.map(|token| (token + 1) % length as u32);
        }
    }
}
// ANCHOR_END: fine_tuned

/// Start and end score of every token.
fn scores(tape: &Tape<'_>, logits: Var) -> Vec<[f32; 2]> {
    tape.value(logits).rows().into_iter().map(|row| [row[0], row[1]]).collect()
}

/// The answer that a model has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The bytes of the passage.
    pub bytes: Range<usize>,
    /// The score of this span: start and end added up.
    pub score: f32,
    /// The score of no answer: that of `[CLS]`.
    pub null: f32,
}

// ANCHOR: answer
/// The best answer over all windows of a question, from start and end scores of their tokens, laid end to end. A question
/// has no answer only if no window has one, so the lowest of their null scores counts.
fn answer(question: &AskedQuestion, mut scores: &[[f32; 2]]) -> Answer {
    let mut best = Answer { bytes: 0..0, score: f32::MIN, null: f32::MAX }; // not infinite: JSON has no such number
    for window in &question.windows {
        let (own, rest) = scores.split_at(window.sequence.ids.len());
        let passage = window.start()..window.start() + window.pieces.len();
        best.null = best.null.min(own[0][0] + own[0][1]);
        if let Some((score, span)) = best_span(&own[passage], LONGEST_ANSWER).filter(|(score, _)| *score > best.score) {
            best.score = score;
            best.bytes = question.passage.bytes(&(window.pieces.start + span.start..window.pieces.start + span.end));
        }
        scores = rest;
    }
    best
}
// ANCHOR_END: answer

// ANCHOR: best_span
/// The span `start..end` with the highest sum of the start score of its first token and the end score of its last, among
/// those of at most `longest` tokens; the first of equals. None if there is no token.
pub fn best_span(scores: &[[f32; 2]], longest: usize) -> Option<(f32, Range<usize>)> {
    let mut best: Option<(f32, Range<usize>)> = None;
    for start in 0..scores.len() {
        for last in start..scores.len().min(start + longest) {
            let score = scores[start][0] + scores[last][1];
            if best.as_ref().is_none_or(|(highest, _)| score > *highest) {
                best = Some((score, start..last + 1));
            }
        }
    }
    best
}
// ANCHOR_END: best_span

fn grade(question: &AskedQuestion, answer: &Answer) -> Graded {
    let predicted = &question.passage.text()[answer.bytes.clone()];
    let gold: Vec<&str> = question.answers.iter().map(String::as_str).collect();
    Graded {
        word: question_word(&question.text),
        has_answer: !gold.is_empty(),
        exact: exact_match(predicted, &gold),
        f1: token_f1(predicted, &gold),
        null: f64::from(answer.null - answer.score),
    }
}

/// Mean exact match and F1; with a threshold, where the null score is above it, no answer is given.
pub fn score(graded: &[Graded], threshold: Option<f64>) -> Metrics {
    let (mut exact, mut f1) = (0.0, 0.0);
    for question in graded {
        let (e, f) = question.at(threshold.unwrap_or(f64::INFINITY));
        (exact, f1) = (exact + e, f1 + f);
    }
    let count = graded.len().max(1) as f64;
    Metrics::from([("EM".to_string(), exact / count), ("F1".to_string(), f1 / count)])
}

/// How the setting for [`QuestionAnswerer::null_threshold`] is called in `config.json`.
pub const NULL_THRESHOLD: &str = "null_threshold";

/// A trained model, ready to be asked.
pub struct Answerer(Saved<QuestionAnswerer>);

impl Answerer {
    /// Loads the model in `folder`.
    ///
    /// # Errors
    /// If there is none.
    pub fn load(folder: &Path) -> Result<Self> {
        let config = BertConfig::load(folder)?;
        let threshold = config.other.get(NULL_THRESHOLD).and_then(serde_json::Value::as_f64);
        Ok(Self(Saved::load(folder, |init, config| QuestionAnswerer::new(init, config, threshold))?))
    }

    /// The longest input that the model can read, in tokens.
    pub fn max_tokens(&self) -> usize {
        self.0.config.max_position_embeddings
    }

    /// The best answer to a question about a passage, and whether the model would give it.
    ///
    /// # Errors
    /// If the passage has no word piece to point at, or the tokenizer refuses a text.
    pub fn answer(&self, question: &str, passage: &str, size: WindowSize) -> Result<(Answer, bool)> {
        let Saved { model, parameters, tokenizer, .. } = &self.0;
        let asked = AskedQuestion::new(question, PassagePieces::new(passage, tokenizer)?, tokenizer, size)?;
        if asked.windows[0].pieces.is_empty() {
            return Err(Error::Usage("there is nothing to read in the passage".into()));
        }
        let batch = |windows: &[Window]| Batch::from_sequences(windows.iter().map(|window| &window.sequence));
        let batches: Vec<Batch> = asked.windows.chunks(WINDOWS).map(batch).collect();
        let scores = Shards::new().evaluate(parameters, &batches, |tape, batch| {
            let logits = model.forward(tape, batch);
            scores(tape, logits)
        });
        let answer = answer(&asked, &scores.concat());
        let sure = f64::from(answer.null - answer.score) <= model.null_threshold.unwrap_or(f64::INFINITY);
        Ok((answer, sure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autograd::Buffers;
    use crate::nn::Init;
    use crate::text::Tokenizer;

    #[test]
    fn the_best_span_is_legal() {
        // The best end is before the best start, and the best legal span is too long.
        let scores = [[0.0, 9.0], [5.0, 0.0], [4.0, 1.0], [0.0, 0.0], [0.0, 3.0]];
        assert_eq!(best_span(&scores, 9), Some((9.0, 0..1)));
        assert_eq!(best_span(&scores[1..], 9), Some((8.0, 0..4)));
        assert_eq!(best_span(&scores[1..], 3), Some((7.0, 1..4)));
        assert_eq!(best_span(&[], 3), None);
    }

    #[test]
    fn windows_are_merged() {
        let tokenizer = Tokenizer::train(["who ? bread in the town of nora webb"; 3], 200).unwrap();
        let size = WindowSize { max_tokens: 8, overlap: 0 }; // 3 pieces in each window
        let passage = PassagePieces::new("bread in the town of nora webb", &tokenizer).unwrap();
        let question = AskedQuestion::new("who ?", passage, &tokenizer, size).unwrap();
        let mut scores = vec![[0.0; 2]; QuestionAnswerer::tokens(&question)];
        let second = question.windows[0].sequence.ids.len();
        scores[0] = [2.0, 3.0]; // no answer in the first window
        scores[second] = [1.0, -2.0]; // perhaps one in the second
        scores[second + 4] = [4.0, 1.0]; // "town"
        scores[second + 5] = [0.0, 2.0]; // "of"
        let third = second + question.windows[1].sequence.ids.len();
        scores[third] = [9.0, 9.0];
        let answer = answer(&question, &scores);
        assert_eq!(&question.passage.text()[answer.bytes.clone()], "town of");
        assert_eq!((answer.score, answer.null), (6.0, -1.0));
    }

    #[test]
    fn windows_read_in_groups_have_the_answer_of_all_at_once() {
        let tokenizer = Tokenizer::train(["who ? bread in the town of nora webb"; 3], 200).unwrap();
        let config = BertConfig::new(tokenizer.vocabulary(), 8, 1, 2, 16);
        let mut parameters = Parameters::new();
        let model = QuestionAnswerer::new(&mut Init::new(&mut parameters, 0, 1.0), &config, None);
        let saved = Saved { model, parameters, tokenizer, config };
        let size = WindowSize { max_tokens: 8, overlap: 1 };
        let text = "bread in the town of nora webb ".repeat(9);
        let passage = PassagePieces::new(&text, &saved.tokenizer).unwrap();
        let question = AskedQuestion::new("who ?", passage, &saved.tokenizer, size).unwrap();
        assert!(question.windows.len() > 2 * WINDOWS);
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&saved.parameters, &buffers);
        let all = Batch::from_sequences(question.windows.iter().map(|window| &window.sequence));
        let logits = saved.model.forward(&mut tape, &all);
        let expected = answer(&question, &scores(&tape, logits));
        drop(tape);

        let answerer = Answerer(saved);
        assert_eq!(answerer.answer("who ?", &text, size).unwrap(), (expected, true));
        for nothing in ["", " \n", "\u{200d}"] {
            let error = answerer.answer("who ?", nothing, size).unwrap_err().to_string();
            assert!(error.contains("nothing to read"), "{nothing:?}: {error}");
        }
    }

    #[test]
    fn above_the_threshold_no_answer_is_given() {
        let graded = |has_answer, exact, null| Graded { word: "who".into(), has_answer, exact, f1: exact, null };
        let all = [graded(true, 1.0, -2.0), graded(true, 0.0, 1.0), graded(false, 0.0, 3.0), graded(true, 1.0, 2.0)];
        assert_eq!(score(&all, None)["EM"], 0.5);
        assert_eq!(score(&all, Some(0.0))["F1"], 0.5);
        assert_eq!(score(&all, Some(2.0))["F1"], 0.75);
    }
}
