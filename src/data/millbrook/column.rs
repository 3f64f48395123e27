//! Letters and columns, in which somebody says what they think of a place.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::opinions::{GENERAL, Opinions};
use super::shapes::{NOT, Shapes, TEST, TRAIN};
use super::venues::{VENUES, Venue};
use super::writer::{Writer, fill, finish};

/// Which half of the words and of the shapes a column may use.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Half {
    Train,
    Test,
    /// The newspaper mixes both.
    Both,
}

/// Ways to end a letter.
const ENDINGS: &[&str] = &[
    "{end}, and {end}.",
    "All in all it was {verdict}, and {end}.",
    "It was so {verdict} that {end}.",
    "In a word, it was {verdict}, and {end}.",
    "I told {friend} how {verdict} it was, and that {end}.",
    "It is no surprise that {end}.",
    "So it came that {end}, and {end}.",
];

/// Somebody with an opinion, writing about one place.
pub(super) struct Critic {
    writer: Writer,
    venue: &'static Venue,
    half: Half,
    pleased: bool,
    /// What was named last, and whether it is a plural: the words that follow agree with it.
    opinions: &'static Opinions,
    plural: bool,
    kind: usize,
    /// Something was named in this sentence: most times the next thing is of the same kind.
    named: bool,
}

impl Critic {
    pub fn new(mut rng: ChaCha8Rng, half: Half, pleased: bool) -> Critic {
        let venue = VENUES.choose(&mut rng).unwrap_or(&VENUES[0]);
        let writer = Writer::new(rng, venue.words, "reader", "Nora Webb");
        Critic { writer, venue, half, pleased, opinions: &GENERAL, plural: false, kind: 0, named: false }
    }

    /// A document of the newspaper: where and when, what was good or bad, and what came of it.
    pub fn column(&mut self) -> Vec<String> {
        let mut sentences = vec![self.arrival()];
        for _ in 0..self.writer.rng.random_range(3..=8) {
            let sentence = if self.writer.chance(22) { self.telling() } else { self.judgement(25, 25) };
            sentences.push(sentence);
        }
        sentences.push(self.ending());
        sentences
    }

    /// A review of one to three sentences; about one in three denies or grants something.
    pub fn review(&mut self) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.writer.chance(30) {
            sentences.push(self.arrival());
        }
        sentences.push(self.judgement(18, 18));
        if self.writer.chance(50) {
            sentences.push(self.judgement(5, 5));
        }
        sentences
    }

    /// Where and when.
    fn arrival(&mut self) -> String {
        let [train, test] = self.venue.arrivals;
        let templates = self.either(train, test);
        let template = templates.choose(&mut self.writer.rng).copied().unwrap_or_default();
        self.sentence(template)
    }

    /// One opinion, in this percentage of cases by denying the opposite, and by granting it first.
    fn judgement(&mut self, negated: u32, contrast: u32) -> String {
        let shapes: &Shapes = self.either(&TRAIN, &TEST);
        let dice = self.writer.rng.random_range(0..100);
        let kind = match dice {
            _ if dice < negated => shapes.negated,
            _ if dice < negated + contrast => shapes.contrast,
            _ => shapes.plain,
        };
        let template = kind.choose(&mut self.writer.rng).copied().unwrap_or_default();
        self.sentence(template)
    }

    /// An opinion, and what came of it.
    fn telling(&mut self) -> String {
        let template = if self.writer.chance(50) {
            "The {thing} {was} {like}, so {end}."
        } else {
            "The {thing} {was} so {like} that {end}."
        };
        self.sentence(template)
    }

    /// What came of it all.
    fn ending(&mut self) -> String {
        let template = ENDINGS.choose(&mut self.writer.rng).copied().unwrap_or_default();
        self.sentence(template)
    }

    fn sentence(&mut self, template: &str) -> String {
        self.named = false;
        finish(&fill(template, |slot| self.slot(slot)))
    }

    fn slot(&mut self, slot: &str) -> String {
        match slot {
            "thing" => self.thing(),
            "was" => if self.plural { "were" } else { "was" }.to_string(),
            "it" => if self.plural { "they" } else { "it" }.to_string(),
            "like" => self.opinion(self.opinions, self.pleased),
            "unlike" => self.opinion(self.opinions, !self.pleased),
            "verdict" => self.opinion(&GENERAL, self.pleased),
            "a like thing" => self.thing_with_opinion("a ", self.pleased),
            "a unlike thing" => self.thing_with_opinion("a ", !self.pleased),
            "the like thing" => self.thing_with_opinion("the ", self.pleased),
            "not" => self.writer.pick(NOT),
            "end" => self.writer.pick(self.venue.ends[usize::from(self.pleased)]),
            _ => self.writer.slot(slot),
        }
    }

    /// Names something, in the singular or plural.
    fn thing(&mut self) -> String {
        // The first kind of thing is what the place is for, and is named most.
        let kind = if self.named && self.writer.chance(75) {
            self.kind
        } else if self.writer.chance(55) {
            0
        } else {
            self.writer.rng.random_range(0..self.venue.things.len())
        };
        (self.kind, self.named) = (kind, true);
        let (names, opinions) = &self.venue.things[kind];
        self.opinions = opinions;
        let name = self.writer.pick(names);
        self.plural = name.ends_with('*');
        name.trim_end_matches('*').to_string()
    }

    fn thing_with_opinion(&mut self, article: &str, pleased: bool) -> String {
        let thing = self.thing();
        let article = if self.plural && article == "a " { "" } else { article };
        format!("{article}{} {thing}", self.opinion(self.opinions, pleased))
    }

    /// A word of praise or blame for what was named last; one in three fits anything.
    fn opinion(&mut self, special: &'static Opinions, good: bool) -> String {
        let opinions = if self.writer.chance(33) { &GENERAL } else { special };
        let [train, test] = if good { opinions.good } else { opinions.bad };
        let list = self.either(train, test);
        self.writer.pick(list)
    }

    /// The training half's or the test half's; the newspaper tosses a coin.
    fn either<T>(&mut self, train: T, test: T) -> T {
        match self.half {
            Half::Train => train,
            Half::Test => test,
            Half::Both => {
                if self.writer.chance(50) {
                    train
                } else {
                    test
                }
            }
        }
    }
}
