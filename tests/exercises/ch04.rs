//! Wrong answers to the exercises of chapter 4.

use super::{Chapter, Mistake};
use checks::{Answers, CHECKS, answers};
use finetune::text::Tag::{Begin as B, Inside as I, Outside as O};
use finetune::text::{Entity, Tag};
use ndarray::ArrayView2;
use std::ops::Range;
use std::slice::from_ref;

#[path = "../../chapters/ch04_ner/checks/mod.rs"]
mod checks;
#[path = "../../chapters/ch04_ner/exercises.rs"]
mod exercises;
#[path = "../../chapters/ch04_ner/hints.rs"]
mod hints;
#[path = "../../chapters/ch04_ner/solutions.rs"]
mod solutions;

const SOLUTIONS: Answers = answers!(solutions);

pub const CHAPTER: Chapter<Answers> = Chapter {
    checks: &CHECKS,
    exercises: &hints::EXERCISES,
    solutions: SOLUTIONS,
    untouched: Answers {
        label_pieces: |_, _| todo!(),
        find_entities: |_| todo!(),
        iob1_to_bio: |_| todo!(),
        entity_f1: |_, _| todo!(),
        character_spans: |_, _, _| todo!(),
        decode: |_| todo!(),
    },
    reader: answers!(exercises),
    mistakes: MISTAKES,
    texts: [include_str!("../../chapters/ch04_ner/solutions.rs"), include_str!("../../chapters/ch04_ner/exercises.rs")],
};

const MISTAKES: &[Mistake<Answers>] = &[
    wrong!("4.1", label_pieces, "Every piece has its word's tag", |p, t| lay(p, t, |_, _, tag| Some(tag))),
    wrong!("4.1", label_pieces, "on the last piece", |p, t| lay(p, t, |i, n, tag| (i + 1 == n).then_some(tag))),
    wrong!("4.1", label_pieces, "labelled as inside", |p, t| lay(p, t, |i, _, tag| Some(inside_after(i, tag)))),
    wrong!("4.1", label_pieces, "further pieces get O", |p, t| lay(p, t, |i, _, tag| Some(if i == 0 {
        tag
    } else {
        O
    }))),
    wrong!("4.1", label_pieces, "places of [CLS] and [SEP]", |p, t| {
        let labels = solutions::label_pieces(p, t);
        labels[1..labels.len() - 1].to_vec()
    }),
    wrong!("4.1", label_pieces, "place of [CLS] is missing", |p, t| solutions::label_pieces(p, t)[1..].to_vec()),
    wrong!("4.1", label_pieces, "place of [SEP] is missing", |p, t| {
        let mut labels = solutions::label_pieces(p, t);
        labels.pop();
        labels
    }),
    wrong!("4.1", label_pieces, "A word without a piece", |p, t| {
        solutions::label_pieces(&p.iter().map(|&n| n.max(1)).collect::<Vec<_>>(), t)
    }),
    wrong!("4.1", label_pieces, "O is a label like the others", |p, t| lay(p, t, |i, _, tag| (i == 0 && tag != O)
        .then_some(tag))),
    wrong!("4.1", label_pieces, "went to the next word", |p, t| {
        let pieces: Vec<usize> = p.iter().copied().filter(|&count| count > 0).collect();
        lay(&pieces, t, |i, _, tag| (i == 0).then_some(tag))
    }),
    wrong!("4.2", find_entities, "With [", |t| read(t, |tag, before| !matches!((tag, before), (I(_), I(_)))
        && (matches!(tag, B(_)) || tag.kind() != before.kind()))),
    wrong!("4.2", find_entities, "Two names that touch", |t| read(t, |tag, before| tag.kind() != before.kind())),
    wrong!("4.2", find_entities, "name at the end", |t| {
        let mut found = solutions::find_entities(t);
        found.retain(|entity| entity.words.end < t.len());
        found
    }),
    wrong!("4.2", find_entities, "one beyond its last word", |t| {
        let mut found = solutions::find_entities(t);
        found.iter_mut().for_each(|entity| entity.words.end -= 1);
        found
    }),
    wrong!("4.2", find_entities, "Every word is a name of its own", |t| read(t, |_, _| true)),
    wrong!("4.2", find_entities, "Names that begin with an inside are missing", finetune::text::bio::strict_entities),
    wrong!("4.2", find_entities, "inside of another type", |t| read(t, |tag, before| matches!(tag, B(_))
        || before == O)),
    wrong!("4.2", find_entities, "Only the word just before counts", goes_on_after_outside),
    wrong!("4.3", iob1_to_bio, "Nothing has changed", <[Tag]>::to_vec),
    wrong!("4.3", iob1_to_bio, "one of another type", |t| begin_if(t, |_, before| before == O)),
    wrong!("4.3", iob1_to_bio, "Every inside has become a begin", |t| begin_if(t, |_, _| true)),
    wrong!("4.3", iob1_to_bio, "have changed places", |t| {
        let swap = |tag: &Tag| match *tag {
            B(kind) => I(kind),
            I(kind) => B(kind),
            O => O,
        };
        t.iter().map(swap).collect()
    }),
    wrong!("4.3", iob1_to_bio, "two names have become one", |t| {
        let mut merged: Vec<Tag> = t.iter().map(|&tag| tag.kind().map_or(O, I)).collect();
        merged = solutions::iob1_to_bio(&merged);
        merged
    }),
    wrong!("4.3", iob1_to_bio, "nothing before it", |t| {
        let mut tags = solutions::iob1_to_bio(t);
        tags[0] = t[0];
        tags
    }),
    wrong!("4.3", iob1_to_bio, "An inside after a begin", |t| begin_if(t, |tag, before| before != tag)),
    wrong!("4.3", iob1_to_bio, "With [", |t| begin_if(t, |tag, before| !matches!(before, B(_))
        && before.kind() != tag.kind())),
    wrong!("4.4", entity_f1, "With [", |p, g| {
        let hits = |(p, g): (&Vec<Entity>, &Vec<Entity>)| p.iter().zip(g).filter(|(p, g)| p == g).count();
        2.0 * p.iter().zip(g).map(hits).sum::<usize>() as f64 / (count(p) + count(g)).max(1.0)
    }),
    wrong!("4.4", entity_f1, "where nothing is correct", |p, g| {
        let (precision, recall) = (correct(p, g) / count(p), correct(p, g) / count(g));
        if count(p) + count(g) == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }),
    wrong!("4.4", entity_f1, "This is the precision", |p, g| correct(p, g) / count(p)),
    wrong!("4.4", entity_f1, "This is the recall", |p, g| correct(p, g) / count(g)),
    wrong!("4.4", entity_f1, "types are not compared", |p, g| f1(p, g, |a, b| a.words == b.words)),
    wrong!("4.4", entity_f1, "only overlap", |p, g| f1(p, g, |a, b| a.words.start < b.words.end
        && b.words.start < a.words.end)),
    wrong!("4.4", entity_f1, "Half of what it should be", |p, g| solutions::entity_f1(p, g) / 2.0),
    wrong!("4.4", entity_f1, "mean of the sentences' F1", |p, g| {
        let each = p.iter().zip(g).map(|(p, g)| solutions::entity_f1(from_ref(p), from_ref(g)));
        each.sum::<f64>() / p.len() as f64
    }),
    wrong!("4.4", entity_f1, "in another sentence's list", |p, g| {
        let (p, g) = (p.concat(), g.concat());
        solutions::entity_f1(&[p], &[g])
    }),
    wrong!("4.4", entity_f1, "0 / 0", |p, g| 2.0 * correct(p, g) / (count(p) + count(g))),
    wrong!("4.5", character_spans, "These are bytes", |_, w, e| {
        e.iter().map(|e| w[e.words.start].start..w[e.words.end - 1].end).collect()
    }),
    wrong!("4.5", character_spans, "takes in the word after", |t, w, e| {
        let longer: Vec<Entity> =
            e.iter().map(|e| Entity { words: e.words.start..e.words.end + 1, kind: e.kind }).collect();
        solutions::character_spans(t, w, &longer)
    }),
    wrong!("4.5", character_spans, "length is counted in bytes", |t, w, e| {
        let spans = solutions::character_spans(t, w, e).into_iter().zip(e);
        spans.map(|(span, e)| span.start..span.start + w[e.words.end - 1].end - w[e.words.start].start).collect()
    }),
    wrong!("4.5", character_spans, "where the next word begins", |t, w, e| {
        let at = |byte: usize| t[..byte].chars().count();
        let next = |e: &Entity| w.get(e.words.end).map_or(t.len(), |word| word.start);
        e.iter().map(|e| at(w[e.words.start].start)..at(next(e))).collect()
    }),
    wrong!("4.5", character_spans, "With (", |t, w, e| {
        let name = |e: &Entity| &t[w[e.words.start].start..w[e.words.end - 1].end];
        let start = |name: &str| t[..t.find(name).unwrap_or(0)].chars().count();
        e.iter().map(|e| start(name(e))..start(name(e)) + name(e).chars().count()).collect()
    }),
    wrong!("4.5", character_spans, "UTF-16", |t, w, e| spans(t, w, e, |before| before.encode_utf16().count())),
    wrong!("4.5", character_spans, "The end is the length", |t, w, e| {
        let span = |span: Range<usize>| span.start..span.end - span.start;
        solutions::character_spans(t, w, e).into_iter().map(span).collect()
    }),
    wrong!("4.5", character_spans, "numbers of the words", |_, _, e| e.iter().map(|e| e.words.clone()).collect()),
    wrong!("4.5", character_spans, "ends with the first word", |t, w, e| {
        let first: Vec<Entity> =
            e.iter().map(|e| Entity { words: e.words.start..e.words.start + 1, kind: e.kind }).collect();
        solutions::character_spans(t, w, &first)
    }),
    wrong!("4.5", character_spans, "one beyond the last character", |t, w, e| {
        solutions::character_spans(t, w, e).into_iter().map(|span| span.start..span.end - 1).collect()
    }),
    wrong!("4.5", character_spans, "blanks are not counted", |t, w, e| {
        spans(t, w, e, |before| before.chars().filter(|c| !c.is_whitespace()).count())
    }),
    wrong!("4.6", decode, "each for itself", argmax),
    wrong!("4.6", decode, "in turn", greedy),
    wrong!("4.6", decode, "With [[", |x| solutions::decode(x.mapv(|score| score.max(-10.0)).view())),
    wrong!("4.6", decode, "turned into a begin", |x| solutions::iob1_to_bio(&argmax(x))),
    wrong!("4.6", decode, "backwards", |x| solutions::decode(x).into_iter().rev().collect()),
    wrong!("4.6", decode, "starts with an inside", |x| brute_force(x, |tag, before| before
        .is_none_or(|before| tag.may_follow(before)))),
    wrong!("4.6", decode, "a name of another type", |x| brute_force(x, |tag, before| !matches!(tag, I(_))
        || before.is_some_and(|before| before != O))),
    wrong!("4.6", decode, "able to end", |x| brute_force(x, |tag, before| tag.may_follow(before.unwrap_or(O))
        && (tag != O || before.is_none_or(|before| before == O)))),
];

/// Lays labels on pieces by another rule: of the piece's number, the word's pieces, and its tag.
fn lay(pieces: &[usize], tags: &[Tag], label: fn(usize, usize, Tag) -> Option<Tag>) -> Vec<Option<Tag>> {
    let of_word = |(&count, &tag): (&usize, &Tag)| (0..count).map(move |piece| label(piece, count, tag));
    let middle = pieces.iter().zip(tags).flat_map(of_word);
    [None].into_iter().chain(middle).chain([None]).collect()
}

fn inside_after(piece: usize, tag: Tag) -> Tag {
    match tag.kind() {
        Some(kind) if piece > 0 => I(kind),
        _ => tag,
    }
}

/// Reads names, where another rule says which tags begin one.
fn read(tags: &[Tag], begins: fn(Tag, Tag) -> bool) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    let mut before = O;
    for (i, &tag) in tags.iter().enumerate() {
        match (tag.kind(), entities.last_mut()) {
            (Some(_), Some(last)) if !begins(tag, before) => last.words.end = i + 1,
            (Some(kind), _) => entities.push(Entity { words: i..i + 1, kind }),
            (None, _) => {}
        }
        before = tag;
    }
    entities
}

/// Forgets that O closes a name.
fn goes_on_after_outside(tags: &[Tag]) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    for (i, &tag) in tags.iter().enumerate() {
        match (tag, entities.last_mut()) {
            (I(kind), Some(last)) if last.kind == kind => last.words.end = i + 1,
            (B(kind) | I(kind), _) => entities.push(Entity { words: i..i + 1, kind }),
            (O, _) => {}
        }
    }
    entities
}

/// Turns insides into begins by another rule.
fn begin_if(tags: &[Tag], begins: fn(Tag, Tag) -> bool) -> Vec<Tag> {
    let before = [O].into_iter().chain(tags.iter().copied());
    let new = |(&tag, before): (&Tag, Tag)| match tag {
        I(kind) if begins(tag, before) => B(kind),
        _ => tag,
    };
    tags.iter().zip(before).map(new).collect()
}

fn count(names: &[Vec<Entity>]) -> f64 {
    names.iter().map(Vec::len).sum::<usize>() as f64
}

fn correct(predicted: &[Vec<Entity>], gold: &[Vec<Entity>]) -> f64 {
    f1(predicted, gold, |a, b| a == b) * (count(predicted) + count(gold)) / 2.0
}

fn f1(predicted: &[Vec<Entity>], gold: &[Vec<Entity>], same: fn(&Entity, &Entity) -> bool) -> f64 {
    let hits = |(p, g): (&Vec<Entity>, &Vec<Entity>)| p.iter().filter(|p| g.iter().any(|g| same(p, g))).count();
    let correct: usize = predicted.iter().zip(gold).map(hits).sum();
    2.0 * correct as f64 / (count(predicted) + count(gold)).max(1.0)
}

fn spans(text: &str, words: &[Range<usize>], names: &[Entity], measure: fn(&str) -> usize) -> Vec<Range<usize>> {
    let at = |byte: usize| measure(&text[..byte]);
    names.iter().map(|e| at(words[e.words.start].start)..at(words[e.words.end - 1].end)).collect()
}

fn best(scores: &[f32], allowed: impl Fn(usize) -> bool) -> Tag {
    let best = (0..scores.len()).filter(|&id| allowed(id)).max_by(|&i, &j| scores[i].total_cmp(&scores[j]));
    Tag::from_id(best.unwrap_or(0))
}

fn argmax(logits: ArrayView2<f32>) -> Vec<Tag> {
    logits.rows().into_iter().map(|row| best(&row.to_vec(), |_| true)).collect()
}

fn greedy(logits: ArrayView2<f32>) -> Vec<Tag> {
    let mut tags = Vec::new();
    for row in logits.rows() {
        let before = tags.last().copied().unwrap_or(O);
        tags.push(best(&row.to_vec(), |id| Tag::from_id(id).may_follow(before)));
    }
    tags
}

/// The best of all ways that a rule allows, by going one word after the other and keeping the best way to each tag.
fn brute_force(logits: ArrayView2<f32>, allowed: fn(Tag, Option<Tag>) -> bool) -> Vec<Tag> {
    let mut ways: Vec<(f32, Vec<Tag>)> = vec![(0.0, vec![])];
    for row in logits.rows() {
        let mut next: Vec<(f32, Vec<Tag>)> = Vec::new();
        for (id, score) in row.iter().enumerate() {
            let tag = Tag::from_id(id);
            let from = ways.iter().filter(|way| allowed(tag, way.1.last().copied()));
            if let Some((sum, way)) = from.max_by(|a, b| a.0.total_cmp(&b.0)) {
                next.push((sum + score, [way.as_slice(), &[tag]].concat()));
            }
        }
        ways = next;
    }
    ways.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map_or_else(Vec::new, |way| way.1)
}
