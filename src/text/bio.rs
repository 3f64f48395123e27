//! Names in a text as one tag a word: BIO tags, and the way from tags to entities and back.

use std::ops::Range;

/// What a word is to the names in its sentence (Ramshaw and Marcus 1995, in the form of CoNLL-2002). Types are numbered; a
/// data set has their names.
///
/// ```text
/// word   Nora   Webb   of  Mill   Lane   met  Tom    .
/// tag    B-PER  I-PER  O   B-LOC  I-LOC  O    B-PER  O
/// id     1      2      0   3      4      0    1      0
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// `O`: not part of a name.
    Outside,
    /// `B-…`: the first word of a name of this type.
    Begin(usize),
    /// `I-…`: a further word of a name of this type.
    Inside(usize),
}

impl Tag {
    /// How many tags there are for this many types: a begin and an inside for each, and outside.
    pub fn count(types: usize) -> usize {
        1 + 2 * types
    }

    /// The number by which a network knows the tag: O is 0, B of type k is 1 + 2k, I of type k is 2 + 2k.
    pub fn id(self) -> usize {
        match self {
            Tag::Outside => 0,
            Tag::Begin(kind) => 1 + 2 * kind,
            Tag::Inside(kind) => 2 + 2 * kind,
        }
    }

    /// The tag of an id.
    pub fn from_id(id: usize) -> Tag {
        match id {
            0 => Tag::Outside,
            odd if odd % 2 == 1 => Tag::Begin(odd / 2),
            even => Tag::Inside(even / 2 - 1),
        }
    }

    /// The type, unless the word is outside.
    pub fn kind(self) -> Option<usize> {
        match self {
            Tag::Outside => None,
            Tag::Begin(kind) | Tag::Inside(kind) => Some(kind),
        }
    }

    /// Whether this tag may stand after `before` (`O` at the start of a sentence): an inside goes on with a name of its own
    /// type, and everything else may stand anywhere.
    // ANCHOR: may_follow
    pub fn may_follow(self, before: Tag) -> bool {
        match self {
            Tag::Inside(kind) => before.kind() == Some(kind),
            _ => true,
        }
    }
    // ANCHOR_END: may_follow

    /// The tag as it is written, such as `B-PER`.
    pub fn name(self, types: &[String]) -> String {
        let of = |kind: usize| types.get(kind).map_or("?", String::as_str);
        match self {
            Tag::Outside => "O".into(),
            Tag::Begin(kind) => format!("B-{}", of(kind)),
            Tag::Inside(kind) => format!("I-{}", of(kind)),
        }
    }
}

/// A name in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entity {
    /// Its words, as indices into the sentence.
    pub words: Range<usize>,
    /// Its type.
    pub kind: usize,
}

/// The names that tags speak of. Where the tags break the rules they are read leniently, as CoNLL's own scorer and
/// `seqeval` do: an inside that goes on with nothing begins a name.
// ANCHOR: entities
pub fn entities(tags: &[Tag]) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    let mut before = Tag::Outside;
    for (i, &tag) in tags.iter().enumerate() {
        let goes_on = matches!(tag, Tag::Inside(_)) && tag.may_follow(before);
        match (tag.kind(), entities.last_mut()) {
            (Some(_), Some(last)) if goes_on => last.words.end = i + 1,
            (Some(kind), _) => entities.push(Entity { words: i..i + 1, kind }),
            (None, _) => {}
        }
        before = tag;
    }
    entities
}
// ANCHOR_END: entities

/// The names that tags speak of, read strictly: only a begin can begin a name, and an inside that goes on with nothing is
/// passed over (`seqeval`'s strict mode with the scheme IOB2).
pub fn strict_entities(tags: &[Tag]) -> Vec<Entity> {
    let begun = |entity: &Entity| matches!(tags[entity.words.start], Tag::Begin(_));
    entities(tags).into_iter().filter(begun).collect()
}

/// The tags of a sentence with this many words and these names. The names must not overlap.
pub fn tags(entities: &[Entity], words: usize) -> Vec<Tag> {
    let mut tags = vec![Tag::Outside; words];
    for Entity { words, kind } in entities {
        tags[words.clone()].fill(Tag::Inside(*kind));
        tags[words.start] = Tag::Begin(*kind);
    }
    tags
}

/// Tags in the form IOB1, in which older sets are published, as BIO: there a name begins with `I`, and with `B` only where
/// another name of its type ends just before it. Tags that are BIO already stay as they are.
// ANCHOR: iob1
pub fn iob1_to_bio(iob1: &[Tag]) -> Vec<Tag> {
    tags(&entities(iob1), iob1.len())
}
// ANCHOR_END: iob1

#[cfg(test)]
mod tests {
    use super::Tag::{Begin as B, Inside as I, Outside as O};
    use super::*;
    use proptest::prelude::*;

    fn found(tags: &[Tag]) -> Vec<(Range<usize>, usize)> {
        entities(tags).into_iter().map(|entity| (entity.words, entity.kind)).collect()
    }

    #[test]
    fn ids_and_names() {
        let types = ["PER".to_string(), "LOC".to_string()];
        let names: Vec<String> = (0..Tag::count(2)).map(|id| Tag::from_id(id).name(&types)).collect();
        assert_eq!(names, ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]);
        assert!((0..9).all(|id| Tag::from_id(id).id() == id));
    }

    #[test]
    fn a_begin_and_its_insides_are_one_name() {
        assert_eq!(found(&[B(0), I(0), O, B(1), B(1), I(1)]), [(0..2, 0), (3..4, 1), (4..6, 1)]);
        assert_eq!(found(&[O, O]), []);
        assert_eq!(found(&[]), []);
    }

    #[test]
    fn an_inside_that_goes_on_with_nothing_begins_a_name() {
        assert_eq!(found(&[I(0), I(0), O, I(1)]), [(0..2, 0), (3..4, 1)]);
        assert_eq!(found(&[B(0), I(1), I(1)]), [(0..1, 0), (1..3, 1)]);
        assert_eq!(found(&[B(0), O, I(0)]), [(0..1, 0), (2..3, 0)]);
        let strict: Vec<_> = strict_entities(&[B(0), I(1), I(1), O, I(0), B(1)]).into_iter().map(|e| e.words).collect();
        assert_eq!(strict, [0..1, 5..6]);
    }

    #[test]
    fn iob1_begins_with_inside() {
        assert_eq!(iob1_to_bio(&[I(0), I(0), B(0), I(0), O, I(1)]), [B(0), I(0), B(0), I(0), O, B(1)]);
        assert_eq!(iob1_to_bio(&[I(0), I(1)]), [B(0), B(1)]);
    }

    #[test]
    fn what_may_follow_what() {
        assert!(I(0).may_follow(B(0)) && I(0).may_follow(I(0)));
        assert!(!I(0).may_follow(O) && !I(0).may_follow(B(1)) && !I(0).may_follow(I(1)));
        assert!(B(0).may_follow(I(1)) && O.may_follow(B(0)) && B(0).may_follow(O));
    }

    proptest! {
        #[test]
        fn legal_tags_come_back(ids in prop::collection::vec(0usize..7, 0..20)) {
            let any: Vec<Tag> = ids.into_iter().map(Tag::from_id).collect();
            let legal = iob1_to_bio(&any);
            prop_assert_eq!(tags(&entities(&legal), legal.len()), legal.clone());
            let mut before = Tag::Outside;
            for tag in legal {
                prop_assert!(tag.may_follow(before));
                before = tag;
            }
            prop_assert_eq!(entities(&any), entities(&iob1_to_bio(&any)));
        }
    }
}
