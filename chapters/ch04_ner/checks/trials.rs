//! The answers on small random inputs, beside ours: what is right on a few examples made by hand may be so by chance.

use super::super::solutions;
use super::{Answers, answers};
use finetune::course::{Checked, compare, compare_lists, row, trials};
use finetune::text::{Entity, Tag, words};
use ndarray::Array2;
use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use std::ops::Range;

/// What answers to random inputs are compared with.
const OURS: Answers = answers!(solutions);

pub fn label_pieces(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| -> (Vec<usize>, Vec<Tag>) {
        (0..rng.random_range(0..5)).map(|_| (rng.random_range(0..4), some_tag(rng))).unzip()
    };
    trials("4.1", input, |(pieces, tags)| {
        compare_lists("labels", &(answers.label_pieces)(pieces, tags), &(OURS.label_pieces)(pieces, tags), &[])
    })
}

pub fn find_entities(answers: &Answers) -> Checked {
    trials("4.2", some_tags, |tags| {
        compare_lists("names", &(answers.find_entities)(tags), &(OURS.find_entities)(tags), &[])
    })
}

pub fn iob1_to_bio(answers: &Answers) -> Checked {
    trials("4.3", some_tags, |tags| compare_lists("tags", &(answers.iob1_to_bio)(tags), &(OURS.iob1_to_bio)(tags), &[]))
}

pub fn entity_f1(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let sentences = rng.random_range(0..4);
        [(); 2].map(|()| (0..sentences).map(|_| some_names(rng)).collect::<Vec<_>>())
    };
    trials("4.4", input, |[predicted, gold]| {
        let [found, expected] = [answers, &OURS].map(|answers| row(&[(answers.entity_f1)(predicted, gold)]));
        compare("F1", &found, &expected, 1e-9, &[])
    })
}

pub fn character_spans(answers: &Answers) -> Checked {
    trials("4.5", some_text_with_names, |(text, words, names)| {
        let [found, expected] = [answers, &OURS].map(|answers| (answers.character_spans)(text, words, names));
        compare_lists("spans", &found, &expected, &[])
    })
}

pub fn decode(answers: &Answers) -> Checked {
    let input = |rng: &mut ChaCha8Rng| {
        let (words, tags, shift) = (rng.random_range(1..6), [3, 5][rng.random_range(0..2)], rng.random_range(0..3));
        Array2::from_shape_simple_fn((words, tags), || rng.random_range(-2.0f32..2.0) - [0.0, 5.0, 50.0][shift])
    };
    trials("4.6", input, |logits| {
        compare_lists("tags", &(answers.decode)(logits.view()), &finetune::tasks::decode(logits.view()), &[])
    })
}

/// A tag of one of two types.
fn some_tag(rng: &mut ChaCha8Rng) -> Tag {
    Tag::from_id(rng.random_range(0..Tag::count(2)))
}

/// Tags of a short sentence, legal or not.
fn some_tags(rng: &mut ChaCha8Rng) -> Vec<Tag> {
    (0..rng.random_range(0..7)).map(|_| some_tag(rng)).collect()
}

/// Up to three names of one word or two, in any order.
fn some_names(rng: &mut ChaCha8Rng) -> Vec<Entity> {
    let name = |rng: &mut ChaCha8Rng, start| Entity {
        words: start..start + rng.random_range(1..3),
        kind: rng.random_range(0..2),
    };
    let mut names: Vec<Entity> = [0, 2, 4].map(|start| name(rng, start)).into();
    names.retain(|_| rng.random_bool(0.6));
    names.shuffle(rng);
    names
}

/// A text with names that occur more than once, and between two words a blank, or two, or none.
fn some_text_with_names(rng: &mut ChaCha8Rng) -> (String, Vec<Range<usize>>, Vec<Entity>) {
    let mut text = String::new();
    for _ in 0..rng.random_range(1..6) {
        text += ["", " ", " ", "  ", ", "][rng.random_range(0..5)];
        text += ["Al", "Zoë", "東京", "😀"][rng.random_range(0..4)];
    }
    let words = words(&text);
    let names = (0..words.len()).map(|i| Entity { words: i..rng.random_range(i + 1..=words.len()), kind: 0 }).collect();
    (text, words, names)
}
