//! The answers to the exercises of chapter 4. Yours go into `exercises.rs`.

use finetune::text::{Entity, Tag};
use ndarray::ArrayView2;
use std::ops::Range;

/// **Exercise 4.1** Labels on first pieces
///
/// A sentence has a tag for each word, but the network reads pieces. Lay the tags on the pieces of
/// `[CLS] pieces of word 0, pieces of word 1, … [SEP]`: the first piece of a word gets the word's tag; further pieces, `[CLS]`
/// and `[SEP]` get `None`, and are left out of the loss. `pieces[i]` is how many pieces word i has; a word may have none, and
/// then its tag has no place.
///
/// For example, "Jessops met" as `[CLS] jessop ##s met [SEP]`, with the pieces `[2, 1]` and the tags `[B-PER, O]`, gives
/// `[None, B-PER, None, O, None]`.
///
/// In the library: `TaggedText::new` in `src/tasks/tagging.rs`, where the first pieces' places are kept instead.
pub fn label_pieces(pieces: &[usize], tags: &[Tag]) -> Vec<Option<Tag>> {
    let mut labels = vec![None]; // [CLS]
    for (&count, &tag) in pieces.iter().zip(tags) {
        for piece in 0..count {
            labels.push((piece == 0).then_some(tag));
        }
    }
    labels.push(None); // [SEP]
    labels
}

/// **Exercise 4.2** From tags to names
///
/// Returns the names that the tags of one sentence speak of, in order: for each an `Entity { words, kind }`, with the range of its
/// words (whose end is one beyond the last) and its type.
/// `Tag::Begin(kind)` begins a name, `Tag::Inside(kind)` goes on with a name of the same type, `Tag::Outside` is in no name.
/// Networks may break the rules: an inside that has no name of its type to go on with begins one.
///
/// For example, `[B-0, I-0, O, I-1]` gives the names `0..2` of type 0 and `3..4` of type 1.
///
/// In the library: `entities` in `src/text/bio.rs`.
pub fn find_entities(tags: &[Tag]) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    let mut open = None; // the type of the name that ends with the word before
    for (i, &tag) in tags.iter().enumerate() {
        match tag {
            Tag::Inside(kind) if open == Some(kind) => {
                if let Some(entity) = entities.last_mut() {
                    entity.words.end = i + 1;
                }
            }
            Tag::Begin(kind) | Tag::Inside(kind) => entities.push(Entity { words: i..i + 1, kind }),
            Tag::Outside => {}
        }
        open = tag.kind();
    }
    entities
}

/// **Exercise 4.3** From IOB1 to BIO
///
/// In IOB1, the form of CoNLL-2003, a name begins with an inside. A begin is there only to keep two names apart: where
/// a name follows just after another one of the same type. Returns the same names in the form BIO, in which *every* name begins
/// with a begin. Tags that are BIO already stay as they are.
///
/// For example, `[I-0, I-0, B-0, O, I-1]` becomes `[B-0, I-0, B-0, O, B-1]`.
///
/// In the library: `iob1_to_bio` in `src/text/bio.rs`.
pub fn iob1_to_bio(tags: &[Tag]) -> Vec<Tag> {
    let mut bio = tags.to_vec();
    let mut before = Tag::Outside;
    for (new, &tag) in bio.iter_mut().zip(tags) {
        if let Tag::Inside(kind) = tag
            && before.kind() != Some(kind)
        {
            *new = Tag::Begin(kind);
        }
        before = tag;
    }
    bio
}

/// **Exercise 4.4** F1 of names
///
/// `predicted` and `gold` hold the names of each sentence: `predicted[i]` and `gold[i]` are of the same one, in any order. A predicted
/// name is correct if the gold names of *its* sentence have one with the same words and the same type. Over all sentences and types
/// together:
///
/// ```text
/// F1 = 2 · correct / (predicted names + gold names)
/// ```
///
/// and 0 if there is no name at all. No list names the same words twice.
///
/// For example, one sentence with the gold names `0..2` and `3..4`, of which `0..1` and `3..4` were predicted, has F1 1/2.
///
/// In the library: `EntityScores` in `src/metrics/entities.rs`.
pub fn entity_f1(predicted: &[Vec<Entity>], gold: &[Vec<Entity>]) -> f64 {
    let mut correct = 0;
    let mut names = 0; // predicted and gold
    for (predicted, gold) in predicted.iter().zip(gold) {
        correct += predicted.iter().filter(|entity| gold.contains(entity)).count();
        names += predicted.len() + gold.len();
    }
    if names == 0 { 0.0 } else { 2.0 * correct as f64 / names as f64 }
}

/// **Exercise 4.5** Where a name stands, in characters
///
/// `words` are the byte ranges of the words of `text`, and `entities` are names in them. Returns for each name where it stands in
/// the text, from the beginning of its first word to the end of its last, counted in *characters*: Rust's `char`s, which is
/// what Python counts, too. A character may have one byte to four. Every range begins and ends between two characters.
///
/// For example, in "Zoë Łuk" the words are the bytes `0..4` and `5..9`, and a name of both is the characters `0..7`.
///
/// In the library: `Tagger::find` in `src/tasks/tagger.rs`.
pub fn character_spans(text: &str, words: &[Range<usize>], entities: &[Entity]) -> Vec<Range<usize>> {
    let characters = |bytes: usize| text[..bytes].chars().count();
    let span = |entity: &Entity| {
        let (first, last) = (&words[entity.words.start], &words[entity.words.end - 1]);
        characters(first.start)..characters(last.end)
    };
    entities.iter().map(span).collect()
}

/// **Exercise 4.6** The best legal tags
///
/// `logits [words, tags]` has a score for every tag of every word; column `tag.id()` is that of a tag: 0 for `O`, then for each
/// type its begin and its inside. Among all ways to tag the sentence in which an inside follows only a begin or an inside of its
/// own type (and so never stands first), return the one whose scores have the largest sum. No two ways have the same sum. Without
/// words the answer is empty.
///
/// Trying all ways would take forever. Go from word to word, and keep for each tag the best sum of a legal way that ends in
/// it, and which tag came before. `tag.may_follow(before)` says what is legal; `Tag::from_id` gives the tag of a column.
///
/// For example, for the scores `[[2, 1, 0], [0, -1, 3]]` the answer is `[B-0, I-0]`, with the sum 4. `[O, I-0]` would have 5,
/// but is not legal.
///
/// In the library: `decode` in `src/tasks/tagging.rs`.
pub fn decode(logits: ArrayView2<f32>) -> Vec<Tag> {
    let mut ways = vec![(0.0, vec![])]; // for each tag of the word before: the best sum, and the way there
    for scores in logits.rows() {
        let reach = |id: usize| {
            let tag = Tag::from_id(id);
            let legal = |way: &&(f32, Vec<Tag>)| tag.may_follow(way.1.last().copied().unwrap_or(Tag::Outside));
            let best = ways.iter().filter(legal).max_by(|a, b| a.0.total_cmp(&b.0))?;
            let mut path = best.1.clone();
            path.push(tag);
            Some((best.0 + scores[id], path))
        };
        ways = (0..logits.ncols()).filter_map(reach).collect();
    }
    ways.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map_or_else(Vec::new, |way| way.1)
}
