//! The newspaper of Millbrook, an invented town: the text on which the book's models learn English.
//!
//! Articles report on topics (`topics/`); letters and columns judge the town's inns, shows, hotels, shops and tradesmen
//! (`column.rs`). Everything is written by a small template engine (`writer.rs`) from lists of words, and is determined
//! by a seed and an index.
//!
//! The [`reviews`] are an experiment with a control: the words of praise and blame, and the shapes of the sentences that
//! carry them, are split in two halves. Training reviews use the first half, test reviews the second, and only the
//! newspaper uses both. So only a model that has read the newspaper can know that *tepid* is like *bland*. The [`pairs`] of
//! sentences, with a score for how close they are, are made in the same way.

mod column;
mod name_lists;
mod names;
mod opinions;
mod outings;
mod pairs;
mod questions;
mod shapes;
mod topics;
mod town;
mod venues;
mod writer;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use rand::Rng;
use rand::seq::{IndexedRandom, index};
use rand_chacha::ChaCha8Rng;

use super::{Document, Example, Labelled, Tagged, rng};
use column::{Critic, Half};
pub use pairs::{by_topic, pairs};
pub use questions::questions;
use topics::{TOPICS, Topic};
use town::ANYWHERE;
use writer::Writer;

/// Share of letters and columns among the newspaper's documents, in percent.
const COLUMNS: u32 = 60;

/// How often two short sentences of an article are made into one, in percent.
const JOINED: u32 = 65;

/// The newspaper: an endless stream of documents of 5 to 12 sentences. The document at an index depends on the seed and
/// the index only.
pub fn newspaper(seed: u64) -> impl Iterator<Item = Document> {
    (0..).map(move |index| {
        let mut rng = rng(seed, "newspaper", index);
        if rng.random_range(0..100) < COLUMNS {
            let pleased = rng.random();
            Document { sentences: Critic::new(rng, Half::Both, pleased).column() }
        } else {
            let topic = topic(&mut rng);
            Document { sentences: article(rng, topic) }
        }
    })
}

/// What an article is about. As in any newspaper, some topics come up again and again and others once in a while: the chance
/// of a topic falls with the square of its place in the list.
fn topic(rng: &mut ChaCha8Rng) -> &'static Topic {
    let ranks: Vec<usize> = (1..=TOPICS.len()).collect();
    let rank = ranks.choose_weighted(rng, |&rank| 1.0 / (rank * rank) as f64).copied().unwrap_or(1);
    &TOPICS[rank - 1]
}

/// An article: an opening, a selection of what can be said in between, in its order, and most times a closing.
fn article(mut rng: ChaCha8Rng, topic: &Topic) -> Vec<String> {
    let mut templates = pick_in_order(&mut rng, topic.middle, 4, 9);
    templates.insert(0, pick_one(&mut rng, topic.opening));
    if rng.random_bool(0.4) {
        let place = rng.random_range(1..templates.len());
        templates.insert(place, pick_one(&mut rng, ANYWHERE));
    }
    if rng.random_bool(0.8) || templates.len() < 5 {
        templates.push(pick_one(&mut rng, topic.closing));
    }
    let mut writer = Writer::new(rng, topic.words, topic.trade, topic.people);
    let mut sentences: Vec<String> = Vec::new();
    let mut left = templates.into_iter().peekable();
    while let Some(template) = left.next() {
        let enough = !sentences.is_empty() && sentences.len() + left.len() >= 5;
        let pair = left.next_if(|next| enough && can_join(template, next) && writer.chance(JOINED));
        sentences.push(match pair {
            Some(next) => writer.joined(template, next),
            None => writer.sentence(template),
        });
    }
    sentences
}

/// Whether two sentences may become one with "and" between them: both short and simple.
fn can_join(first: &str, second: &str) -> bool {
    let plain = |template: &str| !template.contains(['"', '?', ',']);
    let words = first.split(' ').count() + second.split(' ').count();
    plain(first) && plain(second) && words <= 21
}

/// Between `fewest` and `most` of the templates, in the order in which they stand.
fn pick_in_order(rng: &mut ChaCha8Rng, templates: &[&'static str], fewest: usize, most: usize) -> Vec<&'static str> {
    let count = rng.random_range(fewest..=most);
    let mut places = index::sample(rng, templates.len(), count).into_vec();
    places.sort_unstable();
    places.into_iter().map(|place| templates[place]).collect()
}

fn pick_one(rng: &mut ChaCha8Rng, templates: &[&'static str]) -> &'static str {
    templates[rng.random_range(0..templates.len())]
}

/// A part of the labelled reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// To fine-tune on.
    Train,
    /// To choose settings with: the words and shapes of [`Part::Train`], other reviews.
    Dev,
    /// To report on: none of the words of opinion and none of the sentence shapes of the other parts.
    Test,
}

/// `count` reviews of one to three sentences, as many "negative" (label 0) as "positive" (label 1), all different.
pub fn reviews(seed: u64, part: Part, count: usize) -> Labelled {
    let half = if part == Part::Test { Half::Test } else { Half::Train };
    let mut seen = HashSet::new();
    let mut examples = Vec::new();
    for index in 0.. {
        if examples.len() == count {
            break;
        }
        let label = examples.len() % 2;
        let text = Critic::new(rng(seed, "reviews", index), half, label == 1).review().join(" ");
        if (part == Part::Test || belongs_to(&text) == part) && seen.insert(text.clone()) {
            examples.push(Example { text, label });
        }
    }
    Labelled { labels: vec!["negative".into(), "positive".into()], examples }
}

/// `count` sentences whose names are marked, all different: people, places, businesses and plays. Of the names in the test
/// part, half are in no training sentence; the newspaper has them all.
pub fn names(seed: u64, part: Part, count: usize) -> Tagged {
    names::sentences(seed, part, count)
}

/// Whether a text of the training half is for training or for development: decided by the text itself, so that no
/// seed and no count can put one review into both.
fn belongs_to(text: &str) -> Part {
    let sum: u32 = text.bytes().map(u32::from).sum();
    if sum.is_multiple_of(2) { Part::Train } else { Part::Dev }
}
