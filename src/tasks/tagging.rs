//! Named entities: a sentence in, a BIO tag for each of its words out.

use super::{FineTuned, argmax, parts};
use crate::Result;
use crate::autograd::{Parameters, Tape, Var};
use crate::baselines::Gazetteer;
use crate::data::Tagged;
use crate::metrics::{EntityScores, Metrics, recall_of};
use crate::models::TokenClassifier;
use crate::text::bio::{entities, iob1_to_bio};
use crate::text::{Batch, Entity, Sequence, Tag, Tokenizer};
use crate::train::Shards;
use ndarray::{ArrayView2, Axis, concatenate, s};

/// A sentence as token ids, with where its words begin.
#[derive(Clone, Debug)]
pub struct TaggedText {
    /// The sentence.
    pub sequence: Sequence,
    /// For each word, where among the tokens its first piece is; nowhere, if it has no piece or is beyond the last token.
    pub first_pieces: Vec<Option<usize>>,
    /// The gold tag of each word.
    pub tags: Vec<Tag>,
    /// Those of the gold names that no training sentence has.
    pub new_names: Vec<Entity>,
}

impl TaggedText {
    /// Spells the words in pieces, in at most `max_tokens` tokens.
    ///
    /// # Errors
    /// If the tokenizer refuses a word.
    // ANCHOR: first_pieces
    pub fn new<T: AsRef<str>>(words: &[T], tags: &[Tag], tokenizer: &Tokenizer, max_tokens: usize) -> Result<Self> {
        let mut pieces = Vec::new();
        let mut first_pieces = Vec::new();
        for word in words {
            let spelled = tokenizer.pieces(word.as_ref())?;
            let first = 1 + pieces.len(); // [CLS] comes before them all
            first_pieces.push((!spelled.is_empty() && first < max_tokens - 1).then_some(first)); // the last is [SEP]
            pieces.extend(spelled);
        }
        let sequence = Sequence::single(tokenizer.special(), &pieces, max_tokens);
        Ok(Self { sequence, first_pieces, tags: tags.to_vec(), new_names: Vec::new() })
    }
    // ANCHOR_END: first_pieces

    /// Spells the sentences of a set; names that are not in the gazetteer of the training part are new.
    ///
    /// # Errors
    /// If the tokenizer refuses a word.
    pub fn all(set: &Tagged, known: &Gazetteer, tokenizer: &Tokenizer, max_tokens: usize) -> Result<Vec<Self>> {
        let spell = |sentence: &crate::data::TaggedSentence| {
            let text = Self::new(&sentence.words, &sentence.tags, tokenizer, max_tokens)?;
            let mut new_names = entities(&sentence.tags);
            new_names.retain(|entity| !known.knows(&sentence.words[entity.words.clone()]));
            Ok(Self { new_names, ..text })
        };
        set.sentences.iter().map(spell).collect()
    }

    /// How many of the words were read: all before the first one that is beyond the last token. At least one.
    pub(super) fn words_read(&self) -> usize {
        let last = self.first_pieces.iter().rposition(Option::is_some).map_or(0, |word| word + 1);
        if self.sequence.cut > 0 { last.max(1) } else { self.first_pieces.len() }
    }

    /// The tags of all words, from those of the words that have a place; the others get `O`.
    pub(super) fn for_all_words(&self, tags: &[Tag]) -> Vec<Tag> {
        let mut tags = tags.iter();
        let of_word = |first: &Option<usize>| first.and_then(|_| tags.next().copied()).unwrap_or(Tag::Outside);
        let all: Vec<Tag> = self.first_pieces.iter().map(of_word).collect();
        iob1_to_bio(&all) // an inside that has lost its begin becomes one
    }
}

/// Tagged sentences as one input.
#[derive(Debug)]
pub struct TaggedShard {
    batch: Batch,
    /// Where each word's first piece is in the batch: only these have a label.
    positions: Vec<usize>,
    /// The id of the tag there.
    labels: Vec<u32>,
    /// How many words the whole batch has.
    batch_words: usize,
}

// ANCHOR: fine_tuned
impl FineTuned for TokenClassifier {
    type Example = TaggedText;
    type Shard = TaggedShard;
    type Report = EntityScores;

    const SCORE: &'static str = "F1";

    fn tokens(example: &TaggedText) -> usize {
        example.sequence.ids.len()
    }

    fn shard(&self, part: &[&TaggedText], batch: &[&TaggedText]) -> TaggedShard {
        let mut shard = TaggedShard {
            batch: Batch::from_sequences(part.iter().map(|text| &text.sequence)),
            positions: Vec::new(),
            labels: Vec::new(),
            batch_words: batch.iter().map(|text| text.first_pieces.iter().flatten().count()).sum(),
        };
        for (text, start) in part.iter().zip(&shard.batch.offsets) {
            for (first, tag) in text.first_pieces.iter().zip(&text.tags) {
                if let Some(first) = first {
                    shard.positions.push(start + first);
                    shard.labels.push(tag.id() as u32);
                }
            }
        }
        shard
    }

    fn loss(&self, tape: &mut Tape<'_>, shard: &TaggedShard) -> Var {
        let logits = self.forward(tape, &shard.batch, &shard.positions); // [words, tags]
        tape.cross_entropy(logits, &shard.labels, shard.batch_words.max(1) as f32)
    }

    fn measure(&self, parameters: &Parameters, shards: &Shards, texts: &[TaggedText]) -> (Metrics, EntityScores) {
        let found = shards.evaluate(parameters, &parts(self, texts), |tape, shard| {
            let logits = self.forward(tape, &shard.batch, &shard.positions);
            let loss = tape.cross_entropy(logits, &shard.labels, 1.0);
            (f64::from(tape.value(loss)[[0, 0]]), tape.value(logits).to_owned())
        });
        let loss: f64 = found.iter().map(|(loss, _)| loss).sum();
        let logits: Vec<_> = found.iter().map(|(_, logits)| logits.view()).collect();
        let logits = concatenate(Axis(0), &logits).unwrap_or_default(); // of all words; empty without texts
        let names = |decode: fn(ArrayView2<'_, f32>) -> Vec<Tag>| names_in(texts, logits.view(), decode);

        let predicted = names(decode);
        let (mut metrics, scores) = entity_metrics(&predicted, texts, &self.types);
        let most_likely = EntityScores::new(&names(most_likely), &gold(texts), self.types.len()).all().scores();
        metrics.insert("argmax F1".into(), most_likely.f1);
        metrics.insert("loss".into(), loss / logits.nrows().max(1) as f64);
        (metrics, scores)
    }

    fn shift_labels(shard: &mut TaggedShard) {
        if !shard.labels.is_empty() {
            shard.labels.rotate_left(1);
        }
    }
}
// ANCHOR_END: fine_tuned

/// The names that a network finds in texts: `logits [words, tags]` are those of all their words, in order.
fn names_in(
    texts: &[TaggedText],
    logits: ArrayView2<'_, f32>,
    decode: fn(ArrayView2<'_, f32>) -> Vec<Tag>,
) -> Vec<Vec<Entity>> {
    let mut start = 0;
    let of_text = |text: &TaggedText| {
        let end = start + text.first_pieces.iter().flatten().count();
        let tags = decode(logits.slice(s![start..end, ..]));
        start = end;
        entities(&text.for_all_words(&tags))
    };
    texts.iter().map(of_text).collect()
}

fn gold(texts: &[TaggedText]) -> Vec<Vec<Entity>> {
    texts.iter().map(|text| entities(&text.tags)).collect()
}

/// The scores of found names: precision, recall and F1 of all types, F1 of each type, and the recall of names
/// that the training part does not have.
///
/// # Panics
/// If there are not as many predicted sentences as texts.
pub fn entity_metrics(predicted: &[Vec<Entity>], texts: &[TaggedText], types: &[String]) -> (Metrics, EntityScores) {
    let scores = EntityScores::new(predicted, &gold(texts), types.len());
    let new: Vec<Vec<Entity>> = texts.iter().map(|text| text.new_names.clone()).collect();
    let all = scores.all().scores();
    let mut metrics = Metrics::from([
        ("F1".to_string(), all.f1),
        ("precision".to_string(), all.precision),
        ("recall".to_string(), all.recall),
        ("recall of new names".to_string(), recall_of(predicted, &new)),
    ]);
    metrics.extend(types.iter().zip(&scores.types).map(|(name, counts)| (format!("F1 of {name}"), counts.scores().f1)));
    (metrics, scores)
}

/// The likeliest tag of each word, whatever stands before it.
fn most_likely(logits: ArrayView2<'_, f32>) -> Vec<Tag> {
    argmax(logits).into_iter().map(Tag::from_id).collect()
}

/// The likeliest tags of a sentence of which each may follow the one before, from logits `[words, tags]`: the algorithm of
/// Viterbi (1967). For every word and tag it keeps the best legal path that ends there, and at the end follows the best one back.
///
/// Adding up logits finds the same path as multiplying probabilities: a softmax divides each word's by the same number.
// ANCHOR: decode
pub fn decode(logits: ArrayView2<'_, f32>) -> Vec<Tag> {
    let tags = logits.ncols();
    let mut best = vec![f32::NEG_INFINITY; tags]; // of each tag, the score of the best path that ends in it
    best[0] = 0.0; // as if an O stood before the sentence
    let mut back = Vec::new(); // for each word and tag: the tag before it on that path
    for scores in logits.rows() {
        let mut reached = vec![f32::NEG_INFINITY; tags];
        let mut from = vec![0; tags];
        for (tag, before) in (0..tags).flat_map(|tag| (0..tags).map(move |before| (tag, before))) {
            let score = best[before] + scores[tag];
            if score > reached[tag] && Tag::from_id(tag).may_follow(Tag::from_id(before)) {
                (reached[tag], from[tag]) = (score, before);
            }
        }
        best = reached;
        back.push(from);
    }
    let mut tag = (0..tags).fold(0, |last, tag| if best[tag] > best[last] { tag } else { last });
    let mut path = Vec::new();
    for from in back.iter().rev() {
        path.push(Tag::from_id(tag));
        tag = from[tag];
    }
    path.reverse();
    path
}
// ANCHOR_END: decode

/// The names of all tags of these types, by id: `O`, `B-LOC`, `I-LOC`, …
pub fn tag_names(types: &[String]) -> Vec<String> {
    (0..Tag::count(types.len())).map(|id| Tag::from_id(id).name(types)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SPECIAL_NAMES;
    use crate::text::Tag::{Begin as B, Inside as I, Outside as O};
    use ndarray::{Array2, array};
    use proptest::prelude::*;

    fn tokenizer() -> Tokenizer {
        let folder = tempfile::tempdir().unwrap();
        let pieces = ["web", "##b", "met", "mill"];
        let list: Vec<&str> = SPECIAL_NAMES.into_iter().chain(pieces).collect();
        std::fs::write(folder.path().join("vocab.txt"), list.join("\n")).unwrap();
        Tokenizer::load(folder.path()).unwrap()
    }

    #[test]
    fn a_label_lies_on_the_first_piece() {
        // [CLS] web ##b met mill [SEP]; U+200B is nothing to the tokenizer.
        let words = ["Webb", "met", "\u{200b}", "Mill"];
        let text = |max_tokens| TaggedText::new(&words, &[B(0), O, O, B(1)], &tokenizer(), max_tokens).unwrap();
        assert_eq!(text(9).sequence.ids, [2, 5, 6, 7, 8, 3]);
        assert_eq!(text(9).first_pieces, [Some(1), Some(3), None, Some(4)]);
        assert_eq!(text(5).first_pieces, [Some(1), Some(3), None, None]);
        assert_eq!(text(5).sequence.ids, [2, 5, 6, 7, 3]);
        assert_eq!(text(9).for_all_words(&[B(0), I(0), I(0)]), [B(0), I(0), O, B(0)]);
        assert_eq!(text(5).for_all_words(&[B(0), I(0)]), [B(0), I(0), O, O]);
    }

    #[test]
    fn an_illegal_tag_loses_to_the_best_legal_path() {
        // Word 0: O 2, B 1. Word 1: I 3, O 0. Alone O I would win with 5, but is not legal: B I has 4, O O has 2.
        let logits = array![[2.0, 1.0, 0.0], [0.0, -1.0, 3.0]];
        assert_eq!(most_likely(logits.view()), [O, I(0)]);
        assert_eq!(decode(logits.view()), [B(0), I(0)]);
        // With a begin that costs too much, the inside is given up.
        let logits = array![[2.0, -5.0, 0.0], [0.0, -1.0, 3.0]];
        assert_eq!(decode(logits.view()), [O, O]);
        assert_eq!(decode(Array2::zeros((0, 3)).view()), []);
    }

    proptest! {
        #[test]
        fn decoding_finds_the_best_of_all_legal_paths(numbers in prop::collection::vec(-3.0f32..3.0, 20)) {
            let logits = Array2::from_shape_vec((4, 5), numbers).unwrap();
            let score = |path: &[Tag]| -> f32 { path.iter().enumerate().map(|(i, tag)| logits[[i, tag.id()]]).sum() };
            let paths = (0..5usize.pow(4)).map(|n| (0..4).map(|i| Tag::from_id(n / 5usize.pow(i) % 5)).collect::<Vec<_>>());
            let legal = |path: &Vec<Tag>| *path == iob1_to_bio(path);
            let best = paths.filter(legal).map(|path| score(&path)).fold(f32::NEG_INFINITY, f32::max);
            let found = decode(logits.view());
            prop_assert!(legal(&found));
            prop_assert!((score(&found) - best).abs() < 1e-4);
        }
    }
}
