//! Passages about who was where in the town, and questions about them: an experiment with a control, as the reviews are. Things,
//! places and sentences are split in two halves. Training uses the first half, the test part the second, and only the
//! newspaper's columns tell that an omelette is found at a table.

use std::collections::HashSet;
use std::ops::Range;

use rand::Rng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::outings::{ASKED, CLOSINGS, OPENINGS, PLACES, TOLD};
use super::topics::TOPICS;
use super::town::{ANYWHERE, TOWN};
use super::venues::VENUES;
use super::writer::{Writer, fill, find, finish};
use super::{Part, belongs_to};
use crate::data::{Passage, Question, rng};

/// How many outings a passage tells of, each to another kind of place.
const OUTINGS: usize = 3;

/// How many questions a passage has.
const QUESTIONS: usize = 3;

/// The share of questions that the passage does not answer, in percent.
const IMPOSSIBLE: u32 = 10;

/// How often an outing is followed by a sentence that is beside the point, in percent.
const ASIDES: u32 = 10;

/// How often there is a last sentence, in percent.
const CLOSED: u32 = 25;

/// Passages of 4 to 8 sentences with three questions each, until there are `count` questions. All passages are different.
pub fn questions(seed: u64, part: Part, count: usize) -> Vec<Passage> {
    let half = usize::from(part == Part::Test);
    let purpose = ["questions", "test questions"][half];
    let mut passages = Vec::new();
    let mut seen = HashSet::new();
    let mut left = count;
    for index in 0.. {
        if left == 0 {
            break;
        }
        let mut passage = passage(rng(seed, purpose, index), half);
        if (part == Part::Test || belongs_to(&passage.text) == part) && seen.insert(passage.text.clone()) {
            passage.questions.truncate(left);
            left -= passage.questions.len();
            passages.push(passage);
        }
    }
    passages
}

/// A passage in the words of one half.
fn passage(mut rng: ChaCha8Rng, half: usize) -> Passage {
    let mut kinds: Vec<usize> = (0..VENUES.len()).collect();
    kinds.shuffle(&mut rng);
    let templates: Vec<&str> = TOLD[half].choose_multiple(&mut rng, OUTINGS).copied().collect();
    let mut facts = Facts::new(&mut rng);
    let neighbours = &TOPICS[rng.random_range(0..TOPICS.len())];
    let mut bystander = Writer::new(rng.clone(), &[], neighbours.trade, neighbours.people);

    let mut text = one_of(&mut rng, OPENINGS[half]).to_string();
    let mut outings = Vec::new();
    for (&kind, template) in kinds.iter().zip(templates) {
        text.push(' ');
        let told = write(&mut text, template, |slot| match slot {
            "what" => format!("the {}", one_of(&mut rng, &things(kind, half))),
            "at" => PLACES[kind].1.to_string(),
            "where" => one_of(&mut rng, &places(kind, half)).to_string(),
            _ => facts.next(slot).to_string(),
        });
        outings.push((kind, told));
        if rng.random_range(0..100) < ASIDES {
            text = text + " " + &bystander.sentence(one_of(&mut rng, ANYWHERE));
        }
    }
    if rng.random_range(0..100) < CLOSED {
        text = text + " " + one_of(&mut rng, CLOSINGS[half]);
    }
    let questions = ask(&mut rng, &outings, kinds[OUTINGS], half);
    Passage { text, questions }
}

/// The things of a kind of venue: what such a place is for, shared out in turn between the two halves.
pub(super) fn things(kind: usize, half: usize) -> Vec<&'static str> {
    let all = VENUES[kind].things[0].0.split('|').map(|thing| thing.trim_end_matches(['*', '~']));
    all.skip(half).step_by(2).collect()
}

/// The places of a kind, shared out in the same way.
pub(super) fn places(kind: usize, half: usize) -> Vec<&'static str> {
    list_of(kind, PLACES[kind].0).split('|').skip(half).step_by(2).collect()
}

/// A list of the words of a kind of venue.
fn list_of(kind: usize, name: &str) -> &'static str {
    find(VENUES[kind].words, name).map_or("", |(_, list)| list)
}

/// Names, days and numbers in random order. No passage uses one twice: so every answer is the only one.
struct Facts([(&'static str, Vec<&'static str>); 3]);

impl Facts {
    fn new(rng: &mut ChaCha8Rng) -> Self {
        let people = TOPICS.iter().flat_map(|topic| topic.people.split('|')).collect();
        let list = |slot| find(TOWN, slot).map_or(Vec::new(), |(_, list)| list.split('|').collect());
        let mut facts = [("who", people), ("when", list("day")), ("many", list("number"))];
        facts.iter_mut().for_each(|(_, choices)| choices.shuffle(rng));
        Self(facts)
    }

    fn next(&mut self, slot: &str) -> &'static str {
        let choices = self.0.iter_mut().find(|(name, _)| *name == slot);
        choices.and_then(|(_, choices)| choices.pop()).unwrap_or_default()
    }
}

/// Where in the text each slot of a sentence was filled.
type Told = Vec<(String, Range<usize>)>;

/// Adds a sentence to the text.
fn write(text: &mut String, template: &str, mut slot: impl FnMut(&str) -> String) -> Told {
    let mut told = Vec::new();
    for piece in template.split_inclusive(['{', '}']) {
        match piece.strip_suffix('}') {
            Some(name) => {
                let start = text.len();
                text.push_str(&slot(name));
                told.push((name.to_string(), start..text.len()));
            }
            None => text.push_str(piece.trim_end_matches('{')),
        }
    }
    told
}

/// Asks about some of the outings; now and then about the kind of place where nobody was. What and where are asked for twice
/// as often as the rest: their answers are the ones whose words the passage itself does not explain.
fn ask(rng: &mut ChaCha8Rng, outings: &[(usize, Told)], nowhere: usize, half: usize) -> Vec<Question> {
    let facts = outings.iter().flat_map(|(kind, told)| told.iter().map(move |(slot, range)| (*kind, slot, range)));
    let facts: Vec<(usize, &String, &Range<usize>)> = facts.filter(|(_, slot, _)| *slot != "at").collect();
    let weight =
        |(_, slot, _): &(usize, &String, &Range<usize>)| if ["what", "where"].contains(&slot.as_str()) { 2 } else { 1 };
    let chosen: Vec<_> = facts.choose_multiple_weighted(rng, QUESTIONS, weight).into_iter().flatten().collect();
    let ask = |(kind, slot, range): &(usize, &String, &Range<usize>)| {
        let (kind, answers) = match rng.random_range(0..100) < IMPOSSIBLE {
            true => (nowhere, Vec::new()),
            false => (*kind, vec![(*range).clone()]),
        };
        let template = ASKED.iter().find(|(asked, _)| asked == slot).map_or("", |(_, templates)| templates[half]);
        Question { text: finish(&fill(template, |slot| list_of(kind, slot).to_string())), answers }
    };
    chosen.into_iter().map(ask).collect()
}

fn one_of<'a>(rng: &mut ChaCha8Rng, choices: &[&'a str]) -> &'a str {
    choices.choose(rng).copied().unwrap_or_default()
}
