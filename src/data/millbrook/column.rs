//! Letters and columns, in which somebody says what they think of a place.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::opinions::{ADVERBS, GENERAL, Opinions};
use super::shapes::{HEARTFELT, NOT, Shapes, TEST, TRAIN};
use super::topics::TOPICS;
use super::venues::{VENUES, Venue};
use super::writer::{SCENE, Writer, fill, finish, uncapitalized};

/// Which half of the words and of the shapes a column may use.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Half {
    Train,
    Test,
    /// The newspaper mixes both.
    Both,
}

/// Ways to say what came of a fault or a merit.
const TELLING: &[&str] = &[
    "The {main} {was} {like}, so {end}.",
    "The {main} {was} so {like} that {end}.",
    "The {main} {was} {not} {unlike} and {like}, so {end}.",
    "They gave us {a like main}, and {end}.",
    "Because the {main} {was} {like}, {end}.",
    "The {main} {was} {like} and {like}, and {end}.",
];

/// Ways to end a letter.
const ENDINGS: &[&str] = &[
    "{end}, and {end}.",
    "All in all the {event} was {verdict}, and {end}.",
    "The {event} was so {verdict} that {end}.",
    "In a word, the {event} was {verdict}, and {end}.",
    "I told {friend} how {verdict} the {event} was, and that {end}.",
    "It surprised neither {friend} nor my {kin} that {end}.",
    "The {event} was {verdict} and {verdict}: {end}.",
];

/// Somebody with an opinion, writing about one place.
pub(super) struct Critic {
    writer: Writer,
    venue: &'static Venue,
    half: Half,
    pleased: bool,
    /// What was named last: the words that follow agree with its kind and number.
    opinions: &'static Opinions,
    plural: bool,
    mass: bool,
    kind: usize,
    /// "not" or the like has just been said.
    denied: bool,
    /// An adverb has been used in this sentence.
    marked: bool,
    /// Something was named in this sentence: most times the next thing is of the same kind.
    named: bool,
}

impl Critic {
    pub fn new(mut rng: ChaCha8Rng, half: Half, pleased: bool) -> Critic {
        let venue = VENUES.choose(&mut rng).unwrap_or(&VENUES[0]);
        let author = TOPICS.choose(&mut rng).unwrap_or(&TOPICS[0]);
        let writer = Writer::new(rng, venue.words, author.trade, author.people);
        Critic {
            writer,
            venue,
            half,
            pleased,
            opinions: &GENERAL,
            plural: false,
            mass: false,
            denied: false,
            marked: false,
            kind: 0,
            named: false,
        }
    }

    /// A document of the newspaper: where and when, what was good or bad, and what came of it.
    pub fn column(&mut self) -> Vec<String> {
        let mut sentences = vec![self.arrival()];
        for _ in 0..self.writer.rng.random_range(3..=8) {
            let sentence = match self.writer.rng.random_range(0..100) {
                0..40 => self.heartfelt(),
                40..60 => self.telling(),
                _ => self.judgement(22, 20),
            };
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
        sentences.push(self.judgement(14, 18));
        if self.writer.chance(65) {
            sentences.push(self.judgement(4, 4));
        }
        sentences
    }

    /// Where and when.
    fn arrival(&mut self) -> String {
        let [train, test] = self.venue.arrivals;
        let templates = self.either(train, test);
        let template = self.writer.fresh(templates);
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
        let template = self.writer.fresh(kind);
        self.sentence(template)
    }

    /// A complaint or a word of thanks.
    fn heartfelt(&mut self) -> String {
        let template = self.writer.fresh(HEARTFELT[usize::from(self.pleased)]);
        self.sentence(template)
    }

    /// An opinion, and what came of it.
    fn telling(&mut self) -> String {
        let template = self.writer.fresh(TELLING);
        self.sentence(template)
    }

    /// What came of it all.
    fn ending(&mut self) -> String {
        let template = self.writer.fresh(ENDINGS);
        self.sentence(template)
    }

    fn sentence(&mut self, template: &str) -> String {
        (self.named, self.marked) = (false, false);
        if self.half == Half::Both && template.starts_with("The ") && self.writer.chance(SCENE) {
            return self.sentence(&format!("{{scene}}, {}", uncapitalized(template)));
        }
        finish(&fill(template, |slot| self.slot(slot)))
    }

    fn slot(&mut self, slot: &str) -> String {
        match slot {
            "thing" => self.thing(),
            "main" => self.name_of(0),
            "was" => if self.plural { "were" } else { "was" }.to_string(),
            "like" => self.opinion(self.opinions, self.pleased),
            "unlike" => self.opinion(self.opinions, !self.pleased),
            "verdict" => self.opinion(&GENERAL, self.pleased),
            "a like main" => {
                let name = self.name_of(0);
                self.with_opinion(name, true, self.pleased)
            }
            "a like thing" => self.thing_with_opinion(true, self.pleased),
            "a unlike thing" => self.thing_with_opinion(true, !self.pleased),
            "the like thing" => self.thing_with_opinion(false, self.pleased),
            "not" => {
                self.denied = true;
                self.writer.pick(NOT)
            }
            "end" => self.writer.pick(self.venue.ends[usize::from(self.pleased)]),
            _ => self.writer.slot(slot),
        }
    }

    /// Names something, in the singular or plural.
    fn thing(&mut self) -> String {
        // The first kind of thing is what the place is for, and is named most.
        let kind = if self.named && self.writer.chance(75) {
            self.kind
        } else if self.writer.chance(45) {
            0
        } else {
            self.writer.rng.random_range(0..self.venue.things.len())
        };
        self.name_of(kind)
    }

    /// Names something of this kind, and remembers what agrees with it.
    fn name_of(&mut self, kind: usize) -> String {
        let (names, opinions) = &self.venue.things[kind];
        let name = self.writer.pick(names);
        (self.kind, self.named, self.opinions) = (kind, true, opinions);
        self.plural = name.ends_with('*');
        self.mass = name.ends_with('~');
        name.trim_end_matches(['*', '~']).to_string()
    }

    fn thing_with_opinion(&mut self, indefinite: bool, pleased: bool) -> String {
        let thing = self.thing();
        self.with_opinion(thing, indefinite, pleased)
    }

    /// "a tepid soup", "soggy chips", "the bland rice".
    fn with_opinion(&mut self, thing: String, indefinite: bool, pleased: bool) -> String {
        let article = match indefinite {
            true if self.plural || self.mass => "",
            true => "a ",
            false => "the ",
        };
        format!("{article}{} {thing}", self.opinion(self.opinions, pleased))
    }

    /// A word of praise or blame for what was named last; one in five fits anything.
    fn opinion(&mut self, special: &'static Opinions, good: bool) -> String {
        let opinions = if self.writer.chance(20) { &GENERAL } else { special };
        let [train, test] = if good { opinions.good } else { opinions.bad };
        let list = self.either(train, test);
        let word = self.writer.pick(list);
        let denied = std::mem::take(&mut self.denied);
        if self.half == Half::Both && !denied && !self.marked && self.writer.chance(75) {
            self.marked = true;
            let adverbs: Vec<&str> = ADVERBS[usize::from(good)].split('|').collect();
            let adverb = adverbs[self.writer.rng.random_range(0..adverbs.len())];
            return format!("{adverb} {word}");
        }
        word
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
