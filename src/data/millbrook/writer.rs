//! The template engine: sentences with slots, and the little grammar that makes them English.

use std::collections::{HashMap, HashSet};

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::topics::TOPICS;
use super::town::{LINKS, TOWN, WOMEN};

/// Lists of words: the name of a slot, and its choices separated by `|`.
pub(super) type Lists = &'static [(&'static str, &'static str)];

/// How often a topic's word comes back in a later sentence of the document, in percent. The more often, the better one can
/// tell by comparing words whether two sentences belong together, without knowing what they mean.
const AGAIN: u32 = 60;

/// How often a sentence that can says where it happens, in percent: a few frequent words that a topic's rarer ones gather
/// around.
pub(super) const SCENE: u32 = 30;

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
    /// What each slot of `words` was filled with last, and in which sentence.
    last: HashMap<&'static str, (String, usize)>,
    sentences: usize,
    hero: Person,
    trade: &'static str,
    friend: Person,
    /// Who has been named.
    hero_known: bool,
    friend_known: bool,
    /// The hero was mentioned in this sentence or the one before, so that a pronoun will be understood.
    in_mind: bool,
    in_sentence: bool,
}

#[derive(Clone, Copy)]
struct Person {
    name: &'static str,
}

impl Person {
    fn is_woman(self) -> bool {
        let first = self.name.split(' ').next().unwrap_or_default();
        WOMEN.split('|').any(|name| name == first)
    }

    fn surname(self) -> &'static str {
        self.name.split(' ').next_back().unwrap_or_default()
    }

    /// "Mrs Webb".
    fn formal(self) -> String {
        format!("{} {}", if self.is_woman() { "Mrs" } else { "Mr" }, self.surname())
    }
}

impl Writer {
    /// A writer with the town's lists and `words` of its own, whose hero is one of `people` of this trade.
    pub fn new(mut rng: ChaCha8Rng, words: Lists, trade: &'static str, people: &'static str) -> Writer {
        let hero = Person { name: choose(&mut rng, people) };
        let mut friend = hero;
        while friend.surname() == hero.surname() {
            let neighbours = TOPICS.choose(&mut rng).map_or(people, |topic| topic.people);
            friend = Person { name: choose(&mut rng, neighbours) };
        }
        Writer {
            rng,
            words,
            used: HashSet::new(),
            last: HashMap::new(),
            sentences: 0,
            hero,
            trade,
            friend,
            hero_known: false,
            friend_known: false,
            in_mind: false,
            in_sentence: false,
        }
    }

    /// One whole sentence.
    pub fn sentence(&mut self, template: &str) -> String {
        self.in_sentence = false;
        self.sentences += 1;
        let template = self.linked(template);
        let text = fill(&template, |slot| self.slot(slot));
        self.in_mind = self.in_sentence;
        finish(&text)
    }

    /// The template, now and then with an opening such as "Meanwhile". The first sentence, which names the hero, has none.
    fn linked(&mut self, template: &str) -> String {
        let starts = ["The ", "A ", "{"].iter().any(|start| template.starts_with(start));
        let simple = starts && !template.contains("{friend}");
        if self.hero_known && simple && self.chance(SCENE) {
            return format!("{}, {}", self.slot("scene"), uncapitalized(template));
        }
        if self.hero_known && simple && self.chance(20) {
            return format!("{}, {}", self.pick(LINKS), uncapitalized(template));
        }
        template.to_string()
    }

    /// Two sentences made into one.
    pub fn joined(&mut self, first: &str, second: &str) -> String {
        let join = if first.contains("while") || self.chance(80) { "and" } else { "while" };
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
                let known = std::mem::replace(&mut self.friend_known, true);
                if known { self.friend.formal() } else { self.friend.name.to_string() }
            }
            _ if slot.contains('|') => self.pick(slot),
            _ => self.topical(slot).or_else(|| Some(self.pick(find(TOWN, slot)?.1))).unwrap_or(format!("{{{slot}}}")),
        }
    }

    /// A choice from the writer's own list of this name, if it has one: now and then the same as in an earlier sentence.
    fn topical(&mut self, slot: &str) -> Option<String> {
        let (name, list) = find(self.words, slot)?;
        let earlier = match self.last.get(name) {
            Some((text, sentence)) if *sentence < self.sentences => Some(text.clone()),
            _ => None,
        };
        let text = match earlier {
            Some(text) if self.chance(AGAIN) => text,
            _ => self.pick(list),
        };
        self.last.insert(name, (text.clone(), self.sentences));
        Some(text)
    }

    /// A choice from a list that this document has not used yet, with its own slots filled.
    pub fn pick(&mut self, list: &str) -> String {
        let choices: Vec<&str> = list.split('|').collect();
        let choice = self.fresh(&choices);
        fill(choice, |slot| self.slot(slot))
    }

    /// One of the choices that this document has not used yet; any of them if it has used them all.
    pub fn fresh<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let fresh: Vec<&str> = choices.iter().copied().filter(|choice| !self.used.contains(*choice)).collect();
        let choices = if fresh.is_empty() { choices } else { &fresh };
        let choice = choices[self.rng.random_range(0..choices.len())];
        self.used.insert(choice.to_string());
        choice
    }

    /// True in `percent` of cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn hero_again(&mut self) -> String {
        let pronoun = self.in_sentence || self.in_mind && self.chance(45);
        let word = match (pronoun, self.hero.is_woman()) {
            (true, true) => "she".to_string(),
            (true, false) => "he".to_string(),
            _ if self.chance(70) => format!("the {}", self.trade),
            _ => self.hero.formal(),
        };
        self.mention(word)
    }

    fn mention(&mut self, word: String) -> String {
        (self.hero_known, self.in_sentence) = (true, true);
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
pub(super) fn uncapitalized(template: &str) -> String {
    let mut letters = template.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

pub(super) fn find(lists: Lists, slot: &str) -> Option<&'static (&'static str, &'static str)> {
    lists.iter().find(|(name, _)| *name == slot)
}

fn choose(rng: &mut ChaCha8Rng, list: &'static str) -> &'static str {
    let choices: Vec<&'static str> = list.split('|').collect();
    choices[rng.random_range(0..choices.len())]
}
