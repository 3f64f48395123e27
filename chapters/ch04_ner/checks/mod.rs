//! The checks of the exercises of chapter 4: what is right, and what typical mistakes would give instead.

mod trials;

use finetune::course::{Check, Checked, compare, compare_lists, row};
use finetune::text::Tag::{Begin as B, Inside as I, Outside as O};
use finetune::text::{Entity, Tag, words};
use ndarray::{Array2, ArrayView2, array};
use std::ops::Range;

/// The answers to the exercises of this chapter.
#[derive(Clone, Copy)]
#[allow(clippy::type_complexity, reason = "the types are those of the functions in exercises.rs")]
pub struct Answers {
    pub label_pieces: fn(&[usize], &[Tag]) -> Vec<Option<Tag>>,
    pub find_entities: fn(&[Tag]) -> Vec<Entity>,
    pub iob1_to_bio: fn(&[Tag]) -> Vec<Tag>,
    pub entity_f1: fn(&[Vec<Entity>], &[Vec<Entity>]) -> f64,
    pub character_spans: fn(&str, &[Range<usize>], &[Entity]) -> Vec<Range<usize>>,
    pub decode: fn(ArrayView2<f32>) -> Vec<Tag>,
}

/// The answers that are in a module: `answers!(exercises)`, or `answers!(solutions)`.
macro_rules! answers {
    ($module:ident) => {
        Answers {
            label_pieces: $module::label_pieces,
            find_entities: $module::find_entities,
            iob1_to_bio: $module::iob1_to_bio,
            entity_f1: $module::entity_f1,
            character_spans: $module::character_spans,
            decode: $module::decode,
        }
    };
}
pub(crate) use answers;

pub const CHECKS: [Check<Answers>; 6] = [
    ("4.1", label_pieces),
    ("4.2", find_entities),
    ("4.3", iob1_to_bio),
    ("4.4", entity_f1),
    ("4.5", character_spans),
    ("4.6", decode),
];

fn label_pieces(answers: &Answers) -> Checked {
    let (pieces, tags) = ([1, 3, 1, 2], [B(0), I(0), O, B(1)]);
    let expected = [None, Some(B(0)), Some(I(0)), None, None, Some(O), Some(B(1)), None, None];
    let labels = |middle: [Option<Tag>; 7]| [&[None], &middle[..], &[None]].concat();
    let [b, i, o, c] = tags.map(Some);
    let mistakes = [
        (labels([b, i, i, i, o, c, c]), "Every piece has its word's tag. Only the first piece of a word gets a label."),
        (labels([b, None, None, i, o, None, c]), "The label lies on the last piece of each word. The first is wanted."),
        (
            labels([b, i, i, i, o, c, Some(I(1))]),
            "The further pieces are labelled as inside. They get no label at all.",
        ),
        (labels([b, i, Some(O), Some(O), o, c, Some(O)]), "The further pieces get O, which is a label. They get None."),
        (
            [Some(O), b, i, None, None, o, c, None, Some(O)].to_vec(),
            "[CLS] and [SEP] get O, which is a label. They get None.",
        ),
        (labels([b, i, None, None, None, c, None]), "O is a label like the others: it says that there is no name."),
        (expected[1..8].to_vec(), "The places of [CLS] and [SEP] are missing at the two ends."),
        (expected[1..].to_vec(), "The place of [CLS] is missing: all labels are one too early."),
        (expected[..8].to_vec(), "The place of [SEP] is missing at the end."),
        ([None, b, i, o, c, None].to_vec(), "One place for each word: the further pieces have no place at all."),
    ];
    let found = (answers.label_pieces)(&pieces, &tags);
    compare_lists("for words with the pieces [1, 3, 1, 2]: labels", &found, &expected, &mistakes)?;
    let found = (answers.label_pieces)(&[1, 0, 2], &[B(0), O, I(0)]);
    let expected = [None, Some(B(0)), Some(I(0)), None, None];
    let kept = vec![None, Some(B(0)), Some(O), Some(I(0)), None, None];
    let mistakes = [
        (kept, "A word without a piece has no place: its tag is dropped, and the next word moves up."),
        (vec![None, Some(B(0)), Some(O), None, None], "The tag of the word without a piece went to the next word."),
    ];
    compare_lists("for words with the pieces [1, 0, 2]: labels", &found, &expected, &mistakes)?;
    trials::label_pieces(answers)
}

fn names(list: &[(Range<usize>, usize)]) -> Vec<Entity> {
    list.iter().map(|(words, kind)| Entity { words: words.clone(), kind: *kind }).collect()
}

fn find_entities(answers: &Answers) -> Checked {
    let mistakes = [
        (
            names(&[(0..2, 0), (3..6, 1)]),
            "Two names that touch have become one. A begin starts a name even just after another one of its type.",
        ),
        (
            names(&[(0..2, 0), (3..4, 1)]),
            "The name at the end of the sentence is missing: nothing comes after it to close it.",
        ),
        (names(&[(0..1, 0), (3..3, 1), (4..5, 1)]), "The end of a range is one beyond its last word."),
        (names(&[(0..1, 0), (3..4, 1), (4..5, 1)]), "The insides are not taken in: every name has one word only."),
        (names(&[(0..2, 0), (2..3, 0), (3..4, 1), (4..6, 1)]), "O is in no name."),
        (
            names(&[(0..1, 0), (1..2, 0), (3..4, 1), (4..5, 1), (5..6, 1)]),
            "Every word is a name of its own. An inside goes on with the name before it.",
        ),
    ];
    let found = (answers.find_entities)(&[B(0), I(0), O, B(1), B(1), I(1)]);
    let name = "for B-0 I-0 O B-1 B-1 I-1: names";
    compare_lists(name, &found, &names(&[(0..2, 0), (3..4, 1), (4..6, 1)]), &mistakes)?;

    let found = (answers.find_entities)(&[I(0), I(0), O, B(0), I(1), O, I(0)]);
    let expected = names(&[(0..2, 0), (3..4, 0), (4..5, 1), (6..7, 0)]);
    let mistakes = [
        (
            names(&[(3..4, 0)]),
            "Names that begin with an inside are missing. Read leniently, such an inside begins a name.",
        ),
        (
            names(&[(0..2, 0), (3..5, 0), (6..7, 0)]),
            "An inside of another type was taken into the name before it. Look at the types.",
        ),
        (
            names(&[(3..4, 0), (4..5, 1)]),
            "An inside at the start of the sentence or after O is passed over. It begins a name, too.",
        ),
        (
            names(&[(0..1, 0), (1..2, 0), (3..4, 0), (4..5, 1), (6..7, 0)]),
            "The second of two insides began a name again. It goes on with the one that the first began.",
        ),
        (
            names(&[(0..2, 0), (3..4, 0), (4..5, 1), (3..7, 0)]),
            "An inside after O went on with an older name. Only the word just before counts.",
        ),
    ];
    compare_lists("for I-0 I-0 O B-0 I-1 O I-0: names", &found, &expected, &mistakes)?;
    compare_lists(
        "for B-0 O I-0: names",
        &(answers.find_entities)(&[B(0), O, I(0)]),
        &names(&[(0..1, 0), (2..3, 0)]),
        &[(names(&[(0..3, 0)]), "An inside after O went on with an older name. Only the word just before counts.")],
    )?;
    compare_lists("for no tags: names", &(answers.find_entities)(&[]), &[], &[])?;
    trials::find_entities(answers)
}

fn iob1_to_bio(answers: &Answers) -> Checked {
    let iob1 = [I(0), I(0), B(0), I(0), O, I(1), I(0), I(0)];
    let expected = [B(0), I(0), B(0), I(0), O, B(1), B(0), I(0)];
    let mistakes = [
        (iob1.to_vec(), "Nothing has changed."),
        (
            vec![B(0), I(0), B(0), I(0), O, B(1), I(0), I(0)],
            "A name that follows just after one of another type begins, too: B there as well.",
        ),
        (
            vec![B(0), B(0), B(0), B(0), O, B(1), B(0), B(0)],
            "Every inside has become a begin. Only the first word of a name gets B.",
        ),
        (
            vec![B(0), B(0), I(0), B(0), O, B(1), B(0), B(0)],
            "Begin and inside have changed places everywhere. A begin stays, and of the insides only a name's first word changes.",
        ),
        (
            vec![B(0), I(0), I(0), I(0), O, B(1), B(0), I(0)],
            "The begin that was there has become an inside: two names have become one.",
        ),
        (
            vec![I(0), I(0), B(0), I(0), O, B(1), B(0), I(0)],
            "The first word of the sentence has nothing before it, and begins a name.",
        ),
        (
            vec![B(0), I(0), B(0), B(0), O, B(1), B(0), I(0)],
            "An inside after a begin of its own type goes on with that name.",
        ),
    ];
    let name = "for I-0 I-0 B-0 I-0 O I-1 I-0 I-0: tags";
    compare_lists(name, &(answers.iob1_to_bio)(&iob1), &expected, &mistakes)?;
    let name = "for tags that are BIO already: tags";
    compare_lists(name, &(answers.iob1_to_bio)(&expected), &expected, &[])?;
    trials::iob1_to_bio(answers)
}

fn entity_f1(answers: &Answers) -> Checked {
    let gold = [names(&[(0..2, 0), (3..5, 1), (6..7, 0)]), names(&[(0..1, 1)]), names(&[(2..3, 0), (5..6, 1)]), vec![]];
    let predicted = [
        names(&[(0..2, 0), (3..4, 1)]),
        names(&[(3..4, 0), (5..7, 0)]),
        names(&[(2..3, 1), (5..6, 0)]),
        names(&[(4..5, 0)]),
    ];
    // Correct is only the very first name: one of 7 that are predicted, and of 6 gold ones.
    let mean = "This is the mean of the sentences' F1. Add up the counts of all sentences, and divide once.";
    let overlap = "Names that only overlap are counted as correct. All words must be the same.";
    let mistakes = [
        (1.0 / 7.0, "This is the precision: the gold names that were missed are not in it."),
        (1.0 / 6.0, "This is the recall: the predicted names that are wrong are not in it."),
        (6.0 / 13.0, "The types are not compared: the same words with another type are not the same name."),
        (4.0 / 13.0, overlap),
        (8.0 / 13.0, overlap),
        (1.0 / 13.0, "Half of what it should be: correct counts twice, once as predicted and once as gold."),
        (1.0 / 12.0, "This is correct over all different names. F1 is twice correct over predicted plus gold."),
        (0.4 / 4.0, mean),
        (0.4 / 3.0, mean),
        (1.0 / 8.0, "This is the mean of the types' F1. Over all types together, each name counts the same."),
    ]
    .map(|(result, words)| (row(&[result]), words));
    let found = (answers.entity_f1)(&predicted, &gold);
    compare("F1", &row(&[found]), &row(&[2.0 / 13.0]), 1e-9, &mistakes)?;
    // The same place in another sentence.
    let (predicted, gold) = ([names(&[(0..1, 0)]), vec![]], [vec![], names(&[(0..1, 0)])]);
    let found = (answers.entity_f1)(&predicted, &gold);
    let mistakes = [
        (row(&[1.0]), "A name was found in another sentence's list. Compare sentence by sentence."),
        (row(&[f64::NAN]), "0 / 0: where nothing is correct, precision and recall are both 0."),
    ];
    compare("for a name predicted in the wrong sentence: F1", &row(&[found]), &row(&[0.0]), 1e-9, &mistakes)?;
    let found = (answers.entity_f1)(&[vec![], vec![]], &[vec![], vec![]]);
    let mistakes = [
        (row(&[f64::NAN]), "Without any name this is 0 / 0: the answer is 0."),
        (row(&[1.0]), "Without any name the answer is 0, not 1."),
    ];
    compare("without names: F1", &row(&[found]), &row(&[0.0]), 1e-9, &mistakes)?;
    trials::entity_f1(answers)
}

fn character_spans(answers: &Answers) -> Checked {
    let text = "😀 Zoë Łukasz traf Bob in 東京 .";
    let words = words(text);
    let entities = names(&[(1..3, 0), (4..5, 0), (6..7, 1)]);
    let found = (answers.character_spans)(text, &words, &entities);
    let spans = |measure: fn(&str) -> usize| -> Vec<Range<usize>> {
        let at = |byte: usize| measure(&text[..byte]);
        entities.iter().map(|e| at(words[e.words.start].start)..at(words[e.words.end - 1].end)).collect()
    };
    let expected = spans(|before| before.chars().count());
    let lengths: Vec<Range<usize>> = expected.iter().map(|span| span.start..span.end - span.start).collect();
    let from_words: Vec<Range<usize>> = entities.iter().map(|e| e.words.clone()).collect();
    let first_words = |entity: &Entity| {
        let word = &words[entity.words.start];
        text[..word.start].chars().count()..text[..word.end].chars().count()
    };
    let one_more = |e: &Entity| {
        let at = |byte: usize| text[..byte].chars().count();
        at(words[e.words.start].start)..at(words[e.words.end].end)
    };
    let to_next_word = |(span, e): (&Range<usize>, &Entity)| {
        let next = words[e.words.end].start;
        span.start..text[..next].chars().count()
    };
    let length_in_bytes = |(span, e): (&Range<usize>, &Entity)| {
        span.start..span.start + words[e.words.end - 1].end - words[e.words.start].start
    };
    let mistakes = [
        (
            entities.iter().map(one_more).collect(),
            "Each span takes in the word after its name: a range of words ends one beyond the last.",
        ),
        (
            expected.iter().zip(&entities).map(length_in_bytes).collect(),
            "The start is right, but the length is counted in bytes.",
        ),
        (
            expected.iter().zip(&entities).map(to_next_word).collect(),
            "Each span goes on to where the next word begins. The blank between them is not in the name.",
        ),
        (spans(str::len), "These are bytes. Characters are wanted, and some have more bytes than one."),
        (
            spans(|before| before.encode_utf16().count()),
            "These are UTF-16 units, as JavaScript counts: 😀 has two of them.",
        ),
        (
            lengths,
            "The end is the length of the name. It should be where the name ends, counted from the start of the text.",
        ),
        (from_words, "These are the numbers of the words. Where do these words stand in the text?"),
        (
            entities.iter().map(first_words).collect(),
            "Each span ends with the first word of its name. It goes on to the end of the last one.",
        ),
        (
            expected.iter().map(|span| span.start..span.end - 1).collect(),
            "The end of a range is one beyond the last character.",
        ),
        (
            spans(|before| before.chars().filter(|c| !c.is_whitespace()).count()),
            "The blanks are not counted. A blank is a character, too.",
        ),
    ];
    compare_lists("spans", &found, &expected, &mistakes)?;
    compare_lists("without a name: spans", &(answers.character_spans)(text, &words, &[]), &[], &[])?;
    trials::character_spans(answers)
}

fn decode(answers: &Answers) -> Checked {
    let check = |logits: Array2<f32>, expected: &[Tag], mistakes: &[(Vec<Tag>, &str)]| {
        let name = format!("for the scores\n{logits}\ntags");
        compare_lists(&name, &(answers.decode)(logits.view()), expected, mistakes)
    };
    let argmax = "These are the likeliest tags, each for itself. An inside must follow its own name.";
    check(
        array![[2.0, 1.0, 0.0], [0.0, -1.0, 3.0]],
        &[B(0), I(0)],
        &[
            (vec![O, I(0)], argmax),
            (
                vec![O, O],
                "Each word took its best legal tag in turn. A first tag that looks worse may lead to a better whole.",
            ),
            (
                vec![O, B(0)],
                "An illegal inside was turned into a begin afterwards. Compare whole legal ways by their sums.",
            ),
            (vec![I(0), B(0)], "The tags come out backwards: follow the way back, and then turn it round."),
        ],
    )?;
    check(
        array![[0.0, 1.0, 3.0], [0.0, -1.0, 3.0]],
        &[B(0), I(0)],
        &[(vec![I(0), I(0)], "The sentence starts with an inside. Before the first word, think of an O.")],
    )?;
    check(
        array![[0.0, 4.0, 0.0, 3.0, 0.0], [0.0, 0.0, 0.0, 0.0, 4.0]],
        &[B(1), I(1)],
        &[(vec![B(0), I(1)], "An inside follows a name of another type. It may only go on with its own.")],
    )?;
    check(
        array![[0.0, 1.0, 0.0], [0.0, -2.0, 1.5], [0.0, -1.0, 2.0], [3.0, 1.0, 2.9]],
        &[B(0), I(0), I(0), O],
        &[(vec![B(0), I(0), I(0), I(0)], "A name does not seem to be able to end: O may follow everything.")],
    )?;
    compare_lists("without words: tags", &(answers.decode)(Array2::zeros((0, 3)).view()), &[], &[])?;
    trials::decode(answers)
}
