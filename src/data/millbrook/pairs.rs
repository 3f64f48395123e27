//! Pairs of sentences and how close they are, from 0 to 5, known by construction.
//!
//! A sentence of a pair makes a *claim*, "the soup was bad", and may grant the opposite of something else first. How two
//! claims are related is the score:
//!
//! | score | the second sentence | |
//! |---|---|---|
//! | 5 | says the same in other words | The soup was bland. / We found the soup watery and stale. |
//! | 4 | says the same, with a detail more or less | The soup was bland. / At the table, the soup was stale. |
//! | 3 | says it of another thing of the same kind | The soup was bland. / I must say that the pudding was stale. |
//! | 2 | says the opposite | The soup was bland. / The soup was far from bland. |
//! | 1 | says the opposite of another thing, or is about something else in the same place | The soup was bland. / The pudding was moist. |
//! | 0 | is about something else altogether | The soup was bland. / The second act was witty. |
//!
//! So counting common words misleads: a paraphrase shares few of them, and the opposite shares nearly all. As in the
//! reviews, the test part has things, words of opinion and sentence shapes that the other parts lack.

use std::collections::HashSet;

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::opinions::{GENERAL, Opinions};
use super::shapes::NOT;
use super::topics::{TOPICS, Topic};
use super::venues::{VENUES, Venue};
use super::writer::{Writer, fill, finish, uncapitalized};
use super::{Part, belongs_to};
use crate::data::{ScoredPair, rng};

/// How many of the pairs with the scores 0 and 1 are sentences from the newspaper's articles, in percent.
const ARTICLES: u32 = 30;

/// How many of the claims are made by denying the opposite, in percent.
const NEGATED: u32 = 20;

/// How many of the opposites are told in the very words of the first sentence, in percent.
const SAME_WORDS: u32 = 60;

/// Ways to make a claim. `{thing}`, `{was}`, `{like}` and `{unlike}` are those of the reviews' shapes.
pub(super) struct Shapes {
    /// Straight out.
    pub plain: &'static [&'static str],
    /// By denying the opposite.
    pub negated: &'static [&'static str],
    /// After granting the opposite of another thing.
    pub granting: &'static [&'static str],
    /// Details to begin with.
    pub openings: &'static str,
}

/// The shapes of the training pairs and of the test pairs. The newspaper has all of them.
pub(super) const SHAPES: [Shapes; 2] = [
    Shapes {
        plain: &[
            "The {thing} {was} {like}.",
            "I must say that the {thing} {was} {like}.",
            "We found the {thing} {like} and {like}.",
        ],
        negated: &["The {thing} {was} {not} {unlike}.", "I told {friend} that the {thing} {was} {not} {unlike}."],
        granting: &[
            "The {thing} {was} {unlike}, but the {thing} {was} {like}.",
            "We expected {a unlike thing}, but the {thing} {was} {like}.",
        ],
        openings: "{scene}|as usual|meanwhile",
    },
    // ANCHOR: test_shapes
    Shapes {
        plain: &[
            "There is no denying that the {thing} {was} {like}.",
            "Above all, the {thing} seemed {like} to us.",
            "You could call the {thing} {like}, or even {like}.",
        ],
        negated: &[
            "By common consent the {thing} {was} {not} {unlike}.",
            "It has to be said that the {thing} {was} {not} {unlike}.",
        ],
        granting: &[
            "True, the {thing} looked {unlike} to us, but {the like thing} mattered more.",
            "{a unlike thing} came first, but {a like thing} settled the matter.",
        ],
        openings: "according to {friend}|as {friend} tells it|as everyone in {street} knows",
    },
    // ANCHOR_END: test_shapes
];

/// `count` pairs, as many of each score from 0 to 5, all different.
pub fn pairs(seed: u64, part: Part, count: usize) -> Vec<ScoredPair> {
    let half = usize::from(part == Part::Test);
    let mut seen = HashSet::new();
    let mut pairs = Vec::new();
    for index in 0.. {
        if pairs.len() == count {
            break;
        }
        let score = pairs.len() % 6;
        let (a, b) = pair(rng(seed, "pairs", index), half, score);
        let both = format!("{a} {b}");
        if (part == Part::Test || belongs_to(&both) == part) && seen.insert(both) {
            pairs.push(ScoredPair { a, b, score: score as f64 });
        }
    }
    pairs
}

fn pair(mut rng: ChaCha8Rng, half: usize, score: usize) -> (String, String) {
    if score < 2 && rng.random_range(0..100) < ARTICLES {
        return from_articles(rng, half, score == 1);
    }
    let claim = Claim::any(&mut rng, half);
    // Granting and details come with all scores, but then in both sentences: they say nothing about the score.
    let (grants, details) = match (score, rng.random_range(0..5)) {
        (4, side) => (false, [side % 2 == 0, side % 2 == 1]),
        (_, 0) => (true, [false, false]),
        (_, 1) => (false, [true, true]),
        _ => (false, [false, false]),
    };
    let mut teller = Teller::new(rng, half, claim.venue);
    let granted = claim.another(&mut teller.writer.rng, half);
    let first = teller.tell(claim, grants.then_some(granted), details[0]);
    let rng = &mut teller.writer.rng;
    let (claim, granted) = match score {
        5 | 4 => (claim, granted),
        3 => {
            let claim = Claim { pleased: claim.pleased, ..claim.another(rng, half) };
            (claim, claim.another(rng, half))
        }
        2 if grants => (granted.opposite(), claim.opposite()), // the two things change places
        2 => (claim.opposite(), granted.opposite()),
        1 if rng.random() => (granted, granted.another(rng, half)),
        1 => claim.elsewhere(rng, half, true),
        _ => claim.elsewhere(rng, half, false),
    };
    teller.repeats = score == 2 && teller.writer.chance(SAME_WORDS);
    let second = teller.tell(claim, grants.then_some(granted), details[1]);
    (first, second)
}

/// Two sentences from articles, on one topic or on two. The topics, too, are split in two halves.
fn from_articles(mut rng: ChaCha8Rng, half: usize, same: bool) -> (String, String) {
    let topics: Vec<&Topic> = TOPICS.iter().skip(half).step_by(2).collect();
    let chosen: Vec<&Topic> = topics.choose_multiple(&mut rng, 2).copied().collect();
    let (first, second) = (chosen[0], if same { chosen[0] } else { chosen[1] });
    let place = rng.random_range(0..first.middle.len());
    let other = (place + rng.random_range(1..second.middle.len())) % second.middle.len(); // never the same template
    let report = |topic: &Topic, place: usize| {
        Writer::new(rng.clone(), topic.words, topic.trade, topic.people).sentence(topic.middle[place])
    };
    (report(first, place), report(second, other))
}

/// `count` sentences about each of some `topics` that only the test pairs are about, with the trade of those concerned.
pub fn by_topic(seed: u64, topics: usize, count: usize) -> Vec<(&'static str, Vec<String>)> {
    let sentence = |topic: &Topic, index: u64| {
        let mut rng = rng(seed, topic.trade, index);
        let place = rng.random_range(0..topic.middle.len());
        Writer::new(rng, topic.words, topic.trade, topic.people).sentence(topic.middle[place])
    };
    let chosen = TOPICS.iter().skip(1).step_by(2).take(topics);
    chosen.map(|topic| (topic.trade, (0..count as u64).map(|index| sentence(topic, index)).collect())).collect()
}

/// What somebody thinks of one thing.
#[derive(Clone, Copy)]
struct Claim {
    venue: &'static Venue,
    /// Which of the venue's kinds of things: dishes, people, rooms.
    kind: usize,
    thing: &'static str,
    pleased: bool,
}

/// The things of one kind that a half of the pairs may name: every other one. What the training half names in one place,
/// such as an "upper floor", the test half names nowhere.
fn things(venue: &Venue, kind: usize, half: usize) -> Vec<&'static str> {
    let names = venue.things[kind].0.split('|').skip(half).step_by(2);
    names.filter(|name| half == 0 || !names_of(0).contains(singular(name))).collect()
}

/// Everything that a half may name, in the singular.
pub(super) fn names_of(half: usize) -> HashSet<&'static str> {
    let all = VENUES.iter().flat_map(|venue| (0..venue.things.len()).map(move |kind| (venue, kind)));
    all.flat_map(|(venue, kind)| things(venue, kind, half)).map(singular).collect()
}

fn singular(name: &str) -> &str {
    name.trim_end_matches(['*', '~', 's'])
}

impl Claim {
    fn any(rng: &mut ChaCha8Rng, half: usize) -> Claim {
        Claim::at(VENUES.choose(rng).unwrap_or(&VENUES[0]), rng, half, |_| true)
    }

    /// A claim about one of the venue's kinds of things for which `fits` is true.
    fn at(venue: &'static Venue, rng: &mut ChaCha8Rng, half: usize, fits: impl Fn(&Opinions) -> bool) -> Claim {
        let kinds: Vec<usize> = (0..venue.things.len()).filter(|&kind| fits(&venue.things[kind].1)).collect();
        let kind = kinds.choose(rng).copied().unwrap_or(0);
        let thing = things(venue, kind, half).choose(rng).copied().unwrap_or_default();
        Claim { venue, kind, thing, pleased: rng.random() }
    }

    fn opinions(&self) -> &'static Opinions {
        &self.venue.things[self.kind].1
    }

    /// The opposite opinion of another thing of this kind.
    fn another(self, rng: &mut ChaCha8Rng, half: usize) -> Claim {
        let others: Vec<&str> =
            things(self.venue, self.kind, half).into_iter().filter(|&thing| thing != self.thing).collect();
        Claim { thing: others.choose(rng).copied().unwrap_or(self.thing), ..self.opposite() }
    }

    fn opposite(self) -> Claim {
        Claim { pleased: !self.pleased, ..self }
    }

    /// A claim about another kind of thing, in the same kind of place or in another, and one to grant with it.
    fn elsewhere(self, rng: &mut ChaCha8Rng, half: usize, same_venue: bool) -> (Claim, Claim) {
        let venues: Vec<&Venue> =
            VENUES.iter().filter(|venue| std::ptr::eq(*venue, self.venue) == same_venue).collect();
        let venue = venues.choose(rng).copied().unwrap_or(self.venue);
        let claim = Claim::at(venue, rng, half, |opinions| opinions.good != self.opinions().good);
        (claim, claim.another(rng, half))
    }
}

/// Puts the two claims of a pair into words, each time other ones.
struct Teller {
    writer: Writer,
    half: usize,
    /// The second sentence uses the words of opinion of the first.
    repeats: bool,
    /// The word of blame and the word of praise used last.
    last: [Option<String>; 2],
    /// The first sentence denied something.
    denied: bool,
    /// The claim that the words belong to.
    claim: Option<Claim>,
}

impl Teller {
    fn new(rng: ChaCha8Rng, half: usize, venue: &'static Venue) -> Self {
        let author = &TOPICS[half];
        let writer = Writer::new(rng, venue.words, author.trade, author.people);
        Self { writer, half, repeats: false, last: [None, None], denied: false, claim: None }
    }

    /// One sentence: `claim`, after the grant if there is one, and perhaps after a detail.
    fn tell(&mut self, claim: Claim, granted: Option<Claim>, detail: bool) -> String {
        let shapes = &SHAPES[self.half];
        // The same words turn into their opposite by a "not", or by losing it.
        let negated = if self.repeats { !self.denied } else { self.writer.chance(NEGATED) };
        let list = match granted {
            Some(_) => shapes.granting,
            None if negated => shapes.negated,
            None => shapes.plain,
        };
        self.denied = negated;
        let template =
            if self.repeats { list.choose(&mut self.writer.rng).unwrap_or(&list[0]) } else { self.writer.fresh(list) };
        let mut left: Vec<Claim> = [Some(claim), granted].into_iter().flatten().collect(); // the last is told first
        let told = fill(template, |slot| self.slot(slot, &mut left, claim.pleased));
        if !detail {
            return finish(&told);
        }
        let told = if told.starts_with("I ") { told } else { uncapitalized(&told) };
        finish(&format!("{}, {told}", self.writer.pick(shapes.openings)))
    }

    fn slot(&mut self, slot: &str, left: &mut Vec<Claim>, pleased: bool) -> String {
        if slot.ends_with("thing") {
            self.claim = left.pop().or(self.claim);
        }
        let Some(claim) = self.claim else { return self.writer.slot(slot) };
        let (name, plural) = (claim.thing.trim_end_matches(['*', '~']), claim.thing.ends_with('*'));
        let article = if claim.thing.ends_with(['*', '~']) { "" } else { "a " };
        match slot {
            "thing" => name.to_string(),
            "was" => if plural { "were" } else { "was" }.to_string(),
            "like" => self.opinion(claim, pleased),
            "unlike" => self.opinion(claim, !pleased),
            "a like thing" => format!("{article}{} {name}", self.opinion(claim, pleased)),
            "a unlike thing" => format!("{article}{} {name}", self.opinion(claim, !pleased)),
            "the like thing" => format!("the {} {name}", self.opinion(claim, pleased)),
            "not" => self.writer.pick(NOT),
            _ => self.writer.slot(slot),
        }
    }

    /// A word of praise or blame for the thing; one in five fits anything.
    fn opinion(&mut self, claim: Claim, good: bool) -> String {
        if let (true, Some(word)) = (self.repeats, self.last[usize::from(good)].take()) {
            return word;
        }
        let opinions = if self.writer.chance(20) { &GENERAL } else { claim.opinions() };
        let word = self.writer.pick(if good { opinions.good } else { opinions.bad }[self.half]);
        self.last[usize::from(good)] = Some(word.clone());
        word
    }
}
