//! Sentences whose names are marked: people, places, businesses, and plays.
//!
//! The names of the town are split in two halves, and so are the sentences around them and the everyday words that look
//! like names (a *crane*, the *frost*). Training sentences use the first half. Test sentences use the second half's shapes,
//! with names of both: half of them no training sentence has. The newspaper uses all names.

use super::Part;
use super::name_lists::{EVERYDAY, NAMES, SHAPES};
use super::topics::TOPICS;
use super::town::TOWN;
use super::venues::VENUES;
use super::writer::{Lists, Writer, fill, find, finish};
use crate::data::{Tagged, TaggedSentence, rng};
use crate::text::bio::tags;
use crate::text::{Entity, Tag, words};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

/// The types of names, as CoNLL and OntoNotes call them: people, places, businesses, and works such as plays.
pub(super) const TYPES: [&str; 4] = ["LOC", "ORG", "PER", "WORK"];

/// How many of the newspaper's topics give sentences, the most frequent ones: every other one to the training half.
const FREQUENT: usize = 16;

/// `count` sentences with their names marked, all different.
pub(super) fn sentences(seed: u64, part: Part, count: usize) -> Tagged {
    let held_out = names_of(1);
    let mut seen = HashSet::new();
    let mut sentences = Vec::new();
    for index in 0.. {
        if sentences.len() == count {
            break;
        }
        let text = Reporter::new(rng(seed, "names", index), part).sentence();
        let fits = part == Part::Test || super::belongs_to(&text) == part && !mentions(&text, &held_out);
        if fits && only_marked_names(&text) && seen.insert(text.clone()) {
            sentences.push(marked(&text));
        }
    }
    Tagged { types: TYPES.map(String::from).to_vec(), sentences }
}

/// All names of one half, in small letters and between blanks.
fn names_of(half: usize) -> Vec<String> {
    let lists = NAMES.iter().flat_map(|(_, halves)| halves[half].split('|'));
    lists.map(|name| spaced(&name.replace("the [", "["))).collect()
}

/// The words of a text in small letters, with a blank on each side; brackets are left out.
fn spaced(text: &str) -> String {
    let sentence = marked(text);
    sentence.words.iter().fold(" ".to_string(), |text, word| text + &word.to_lowercase() + " ")
}

/// Whether a text has one of these names in it, as a name or as other words: "the weir", too.
fn mentions(text: &str, names: &[String]) -> bool {
    let text = spaced(text);
    names.iter().any(|name| text.contains(name))
}

/// Whether every capital letter is that of a marked name, a day or month, a title, "I", or the beginning of a sentence. Articles
/// have names that are of no use here: Father Christmas, or a dog.
fn only_marked_names(text: &str) -> bool {
    let TaggedSentence { words, tags } = marked(text);
    let plain = |word: &str| {
        ["Mr", "Mrs", "I"].contains(&word) || ["day", "month"].iter().any(|slot| town(slot).contains(word))
    };
    (1..words.len()).all(|i| {
        let begins = words[i - 1] == "\"" || words[i - 1] == ":";
        tags[i] != Tag::Outside || begins || plain(&words[i]) || !words[i].starts_with(char::is_uppercase)
    })
}

/// A list of the town: its choices.
fn town(slot: &str) -> &'static str {
    find(TOWN, slot).map_or("", |(_, choices)| choices)
}

/// Somebody who writes one sentence.
struct Reporter {
    writer: Writer,
    /// 0: the training half; 1: the test half.
    half: usize,
    /// Lists of the topic or venue, and the trade that the sentence is about.
    words: Lists,
    trade: &'static str,
    woman: bool,
}

impl Reporter {
    fn new(mut rng: ChaCha8Rng, part: Part) -> Self {
        let woman = rng.random();
        let writer = Writer::new(rng, &[], "", "Nobody Else");
        Self { writer, half: usize::from(part == Part::Test), words: &[], trade: "", woman }
    }

    /// A sentence with its names in brackets: `[PER Nora Webb] lives in [LOC Mill Lane].`
    fn sentence(&mut self) -> String {
        let template = match self.writer.rng.random_range(0..100) {
            0..40 => self.writer.fresh(SHAPES[self.half]),
            40..60 => self.arrival(),
            _ => self.report(),
        };
        let text = finish(&self.fill(template));
        text.replace("Alhambra", "[ORG Alhambra]").replace("Playhouse", "[ORG Playhouse]") // the town's theatres
    }

    /// How a letter to the newspaper begins: where somebody has been.
    fn arrival(&mut self) -> &'static str {
        let venue = &VENUES[self.writer.rng.random_range(0..VENUES.len())];
        self.words = venue.words;
        self.writer.fresh(venue.arrivals[self.half])
    }

    /// A sentence of an article.
    fn report(&mut self) -> &'static str {
        let topic = &TOPICS[2 * self.writer.rng.random_range(0..FREQUENT / 2) + self.half];
        (self.words, self.trade) = (topic.words, topic.trade);
        self.writer.fresh(&[topic.opening, topic.middle, topic.closing].concat())
    }

    fn fill(&mut self, template: &str) -> String {
        fill(template, |slot| self.slot(slot))
    }

    fn slot(&mut self, slot: &str) -> String {
        match slot {
            "per" | "name" => {
                let first = self.name(if self.woman { "her" } else { "his" });
                format!("[PER {first} {}]", self.name("surname"))
            }
            "mr" => format!("{} [PER {}]", if self.woman { "Mrs" } else { "Mr" }, self.name("surname")),
            "friend" => self.one_of("{per}|{mr}"),
            "who" => self.one_of("{mr}|the {trade}|{he}"),
            "he" => if self.woman { "she" } else { "he" }.into(),
            "him" => if self.woman { "her" } else { "him" }.into(),
            "his" => if self.woman { "her" } else { "his" }.into(),
            "trade" => self.trade.into(),
            "street" | "village" => format!("[LOC {}]", self.name(slot)),
            "show" => format!("[WORK {}]", self.name(slot)),
            "inn" | "hotel" | "shop" | "firm" => self.name(slot),
            _ if slot.contains('|') => self.one_of(slot),
            _ => match EVERYDAY.iter().find(|(name, _)| *name == slot) {
                Some((_, halves)) => self.one_of(halves[self.half]),
                None => self.one_of(find(self.words, slot).map_or(town(slot), |(_, choices)| choices)),
            },
        }
    }

    /// A name of the training half; for the test part, of either half.
    fn name(&mut self, slot: &str) -> String {
        let half = if self.writer.chance(50) { self.half } else { 0 };
        let names = NAMES.iter().find(|(name, _)| *name == slot).map_or("", |(_, halves)| halves[half]);
        self.one_of(names)
    }

    /// A choice that this sentence has not made yet, with its own slots filled.
    fn one_of(&mut self, choices: &str) -> String {
        let choices: Vec<&str> = choices.split('|').collect();
        let choice = self.writer.fresh(&choices);
        self.fill(choice)
    }
}

/// Takes the brackets out of a sentence, and makes tags of them.
fn marked(text: &str) -> TaggedSentence {
    let mut plain = String::new();
    let mut places = Vec::new(); // type, and bytes in `plain`
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let (name, tail) = after.split_once(']').unwrap_or((after, ""));
        let (kind, name) = name.split_once(' ').unwrap_or(("", name));
        plain += before;
        let start = plain.len();
        plain += name;
        places.push((TYPES.iter().position(|known| *known == kind).unwrap_or_default(), start..plain.len()));
        rest = tail;
    }
    plain += rest;
    let ranges = words(&plain);
    let entity = |(kind, bytes): (usize, std::ops::Range<usize>)| {
        let start = ranges.partition_point(|word| word.end <= bytes.start);
        let end = ranges.partition_point(|word| word.start < bytes.end);
        Entity { words: start..end, kind }
    };
    let entities: Vec<Entity> = places.into_iter().map(entity).collect();
    let tags = tags(&entities, ranges.len());
    TaggedSentence { words: ranges.into_iter().map(|range| plain[range].to_string()).collect(), tags }
}

#[cfg(test)]
mod tests {
    use super::super::newspaper;
    use super::*;
    use crate::text::bio::entities;

    fn text(sentence: &TaggedSentence) -> String {
        spaced(&sentence.words.join(" "))
    }

    #[test]
    fn no_training_sentence_has_a_name_of_the_other_half() {
        for (part, seed) in [(Part::Train, 0), (Part::Train, 5), (Part::Dev, 0)] {
            for sentence in sentences(seed, part, 1500).sentences {
                assert!(!mentions(&sentence.words.join(" "), &names_of(1)), "{part:?}: {}", text(&sentence));
            }
        }
    }

    #[test]
    fn about_half_of_the_names_in_the_test_part_are_new() {
        let set = |part| sentences(1, part, 1000).sentences;
        let names = |sentence: &TaggedSentence| -> Vec<String> {
            entities(&sentence.tags).into_iter().map(|entity| sentence.words[entity.words].join(" ")).collect()
        };
        let known: HashSet<String> = set(Part::Train).iter().flat_map(names).collect();
        let asked: Vec<String> = set(Part::Test).iter().flat_map(names).collect();
        let new = asked.iter().filter(|name| !known.contains(*name)).count() as f64 / asked.len() as f64;
        assert!((0.5..0.7).contains(&new), "{new}"); // a new pair of a known first name and surname is new, too
    }

    #[test]
    fn the_newspaper_has_every_name() {
        let sentences = newspaper(0).take(4000).flat_map(|document| document.sentences);
        let text: String = sentences.map(|sentence| spaced(&sentence)).collect();
        for name in names_of(0).into_iter().chain(names_of(1)) {
            let count = text.matches(&name).count();
            assert!(count >= 10, "{name}: {count}");
        }
    }

    #[test]
    fn shapes_and_everyday_words_are_not_shared() {
        let [train, test] = SHAPES;
        assert!(train.iter().all(|shape| !test.contains(shape)));
        for (_, [train, test]) in NAMES.iter().chain(EVERYDAY) {
            assert!(train.split('|').all(|name| !test.split('|').any(|other| other == name)));
        }
    }

    #[test]
    fn sentences_are_marked() {
        let sentence = marked("Lost in [LOC Mill Lane]: a hat of [PER Nora Webb]'s.");
        let text: Vec<&str> = sentence.words.iter().map(String::as_str).collect();
        assert_eq!(text, ["Lost", "in", "Mill", "Lane", ":", "a", "hat", "of", "Nora", "Webb", "'s", "."]);
        let found: Vec<_> = entities(&sentence.tags).into_iter().map(|entity| (entity.words, entity.kind)).collect();
        assert_eq!(found, [(2..4, 0), (8..10, 2)]);
        for sentence in sentences(2, Part::Test, 500).sentences {
            let text = sentence.words.join(" ");
            assert!(!text.contains(['{', '}', '[', ']', '|']), "{text}");
            assert_eq!(sentence.words.len(), sentence.tags.len());
        }
    }
}
