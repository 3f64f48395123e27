//! The template engine: sentences with slots, and the little grammar that makes them English.

use std::collections::HashSet;

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::topics::TOPICS;
use super::town::{LINKS, TOWN, WOMEN};

/// Lists of words: the name of a slot, and its choices separated by `|`.
pub(super) type Lists = &'static [(&'static str, &'static str)];

/// Writes one document: fills the slots of its sentences, and remembers what it has said.
///
/// A template is a sentence with slots in braces. A slot is filled with a choice from the list of that name, which may
/// hold slots in turn; a slot can also be a list itself, as in `{three|four}`. Within a document no choice is made twice
/// until its list is used up. These slots are about the people of the document:
///
/// | slot | becomes |
/// |---|---|
/// | `{name}`, `{trade}` | the hero: "Nora Webb", "baker" |
/// | `{who}` | the hero as a subject: "the baker", "Mrs Webb", "she" |
/// | `{him}`, `{his}` | "him" or "her", "his" or "her" |
/// | `{friend}` | someone else: "Tom Ashby", and "Mr Ashby" from the second time on |
pub(super) struct Writer {
    pub rng: ChaCha8Rng,
    words: Lists,
    used: HashSet<String>,
    hero: Person,
    trade: &'static str,
    friend: Person,
    /// How often the hero and the friend were mentioned.
    mentions: usize,
    friend_mentions: usize,
    /// The hero was mentioned in this sentence or the one before, so that a pronoun will be understood.
    in_mind: bool,
    in_sentence: bool,
}

#[derive(Clone, Copy, PartialEq)]
struct Person {
    name: &'static str,
}

impl Person {
    fn is_woman(self) -> bool {
        let first = self.name.split(' ').next().unwrap_or_default();
        WOMEN.split('|').any(|name| name == first)
    }

    /// "Mrs Webb".
    fn formal(self) -> String {
        let surname = self.name.split(' ').next_back().unwrap_or_default();
        format!("{} {surname}", if self.is_woman() { "Mrs" } else { "Mr" })
    }
}

impl Writer {
    /// A writer with the town's lists and `words` of its own, whose hero is one of `people` of this trade.
    pub fn new(mut rng: ChaCha8Rng, words: Lists, trade: &'static str, people: &'static str) -> Writer {
        let hero = Person { name: choose(&mut rng, people) };
        let mut friend = hero;
        while friend == hero {
            let neighbours = TOPICS.choose(&mut rng).map_or(people, |topic| topic.people);
            friend = Person { name: choose(&mut rng, neighbours) };
        }
        let (mentions, friend_mentions) = (0, 0);
        let (in_mind, in_sentence) = (false, false);
        Writer {
            rng,
            words,
            used: HashSet::new(),
            hero,
            trade,
            friend,
            mentions,
            friend_mentions,
            in_mind,
            in_sentence,
        }
    }

    /// One whole sentence.
    pub fn sentence(&mut self, template: &str) -> String {
        self.in_sentence = false;
        let template = if self.mentions > 0 && self.chance(20) && !template.starts_with('"') {
            format!("{}, {}", self.pick(LINKS), uncapitalized(template))
        } else {
            template.to_string()
        };
        let text = fill(&template, |slot| self.slot(slot));
        self.in_mind = self.in_sentence;
        finish(&text)
    }

    /// Two sentences made into one.
    pub fn joined(&mut self, first: &str, second: &str) -> String {
        let join = if self.chance(80) { "and" } else { "while" };
        self.sentence(&format!("{}, {join} {}", first.trim_end_matches('.'), uncapitalized(second)))
    }

    /// What goes into a slot. A slot that nobody knows stays as it is; a test sees to it that there is none.
    pub fn slot(&mut self, slot: &str) -> String {
        match slot {
            "name" => self.mention(self.hero.name.to_string()),
            "trade" => self.trade.to_string(),
            "who" => self.hero_again(),
            "him" => if self.hero.is_woman() { "her" } else { "him" }.to_string(),
            "his" => if self.hero.is_woman() { "her" } else { "his" }.to_string(),
            "friend" => {
                self.friend_mentions += 1;
                if self.friend_mentions == 1 { self.friend.name.to_string() } else { self.friend.formal() }
            }
            _ if slot.contains('|') => self.pick(slot),
            _ => match self.words.iter().chain(TOWN).find(|(name, _)| *name == slot) {
                Some((_, list)) => self.pick(list),
                None => format!("{{{slot}}}"),
            },
        }
    }

    /// A choice from a list that this document has not used yet, with its own slots filled.
    pub fn pick(&mut self, list: &str) -> String {
        let all: Vec<&str> = list.split('|').collect();
        let fresh: Vec<&str> = all.iter().copied().filter(|choice| !self.used.contains(*choice)).collect();
        let choices = if fresh.is_empty() { all } else { fresh };
        let choice = choices[self.rng.random_range(0..choices.len())];
        self.used.insert(choice.to_string());
        fill(choice, |slot| self.slot(slot))
    }

    /// True in `percent` of cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn hero_again(&mut self) -> String {
        let pronoun = self.in_sentence || self.in_mind && self.chance(60);
        let word = match (pronoun, self.hero.is_woman()) {
            (true, true) => "she".to_string(),
            (true, false) => "he".to_string(),
            _ if self.chance(60) => format!("the {}", self.trade),
            _ => self.hero.formal(),
        };
        self.mention(word)
    }

    fn mention(&mut self, word: String) -> String {
        self.mentions += 1;
        self.in_sentence = true;
        word
    }
}

/// Replaces every `{slot}` of a template by what `slot` returns for it.
pub(super) fn fill(template: &str, mut slot: impl FnMut(&str) -> String) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(&slot(name));
        rest = tail;
    }
    text + rest
}

/// The last touch: "a" before a vowel becomes "an", and the sentence starts with a capital.
pub(super) fn finish(text: &str) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_string).collect();
    for i in 1..words.len() {
        let vowel = words[i].starts_with(['a', 'e', 'i', 'o', 'u'])
            && !words[i].starts_with("one-")
            && !words[i].starts_with("uni");
        if vowel && (words[i - 1] == "a" || words[i - 1] == "A") {
            words[i - 1].push('n');
        }
    }
    let text = words.join(" ");
    let start = text.find(char::is_alphanumeric).unwrap_or(0);
    let (quote, rest) = text.split_at(start);
    let first = rest.chars().take(1).flat_map(char::to_uppercase);
    quote.chars().chain(first).chain(rest.chars().skip(1)).collect()
}

/// The sentence as it stands in the middle of another. (No template starts with a proper name.)
fn uncapitalized(template: &str) -> String {
    let mut letters = template.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

fn choose(rng: &mut ChaCha8Rng, list: &'static str) -> &'static str {
    let choices: Vec<&'static str> = list.split('|').collect();
    choices[rng.random_range(0..choices.len())]
}
