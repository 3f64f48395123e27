//! Sentences whose names are marked: people, places, businesses, and plays.
//!
//! The names of the town are split in two halves, and so are the sentences around them and the everyday words that look
//! like names (a *crane*, the *frost*). Training sentences use the first half. Test sentences use the second half's shapes,
//! with names of both: half of them no training sentence has. The newspaper uses all names.

use super::Part;
use super::writer::{Writer, fill, finish};
use crate::data::{Tagged, TaggedSentence, rng};
use crate::text::bio::tags;
use crate::text::{Entity, words};
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

/// The types of names, as CoNLL and OntoNotes call them: people, places, businesses, and works such as plays.
pub(super) const TYPES: [&str; 4] = ["LOC", "ORG", "PER", "WORK"];

/// The names of a slot: those of the training half, and those held out for the test part.
type Names = (&'static str, [&'static str; 2]);

/// First names are women's in `her`, men's in `his`.
pub(super) const NAMES: &[Names] = &[
    (
        "her",
        [
            "Alice|Anna|Clara|Edith|Grace|Ivy|Judith|Leila|Martha|Mei|Nina|Olive|Rosa|Ruth",
            "Amina|Dora|Freda|Helen|Kate|Lucy|Mabel|Moira|Nora|Priya|Sylvia|Tess|Vera",
        ],
    ),
    (
        "his",
        [
            "Alan|Arthur|Colin|Edwin|Frank|Henry|Ivan|Jack|Leo|Ned|Oscar|Ralph|Samuel",
            "Barnaby|Dennis|George|Hector|Hugo|Kofi|Martin|Omar|Peter|Ravi|Silas|Stanley|Tom|Walter",
        ],
    ),
    (
        "surname",
        [
            "Abbot|Ashby|Birch|Brook|Cole|Doyle|Dunn|Frost|Gale|Hart|Hobbs|Kirk|Larkin|Lind|Lowe|Mercer|Nash|Norris|Patel|\
             Quill|Shaw|Tate",
            "Barlow|Crane|Drew|Finch|Hale|Ives|Jessop|Keane|Marsh|Moss|Ogden|Okafor|Pell|Penny|Rowe|Rudd|Thorne|Vance|Webb|\
             Weir|Wick|Yates",
        ],
    ),
    (
        "street",
        [
            "Mill Lane|Bridge Street|High Street|Church Lane|Station Road|Castle Street|Chapel Street|Canal Road|Green Lane|\
             King Street|Ferry Road|Abbey Road",
            "Orchard Row|Weir Street|Willow Walk|Water Street|Market Square|Fox Alley|Cooper Row|Sheep Street|Tower Street|\
             Glove Lane|Pump Court|Linden Avenue",
        ],
    ),
    (
        "village",
        [
            "Upper Fenwick|Coldham|Little Marden|Great Marden|Harrow Green|Eastwick|Oakridge",
            "Stoke Barton|Penley|Thornby|Wexcombe|Dunmere|Sallow Heath|Kingsford",
        ],
    ),
    (
        "inn",
        [
            "the [ORG Red Lion]|the [ORG Copper Kettle]|the [ORG Bluebell Tea Room]|the [ORG Station Buffet]|\
             the [ORG Corner House]|[ORG Larkin's Chop House]",
            "the [ORG Old Ferry Inn]|the [ORG Green Dragon]|the [ORG Millrace]|the [ORG Three Herons]|the [ORG Lamplighter]|\
             the [ORG Walnut Tree]",
        ],
    ),
    (
        "hotel",
        [
            "the [ORG Grand Hotel]|the [ORG White Hart]|[ORG Seaview House]|the [ORG Anchor]|the [ORG Swan]|[ORG Elm Lodge]",
            "the [ORG Temperance Hotel]|the [ORG Railway Hotel]|[ORG Weir Cottage]|the [ORG Pilgrim's Rest]|\
             the [ORG Harbour Hotel]",
        ],
    ),
    (
        "shop",
        [
            "[ORG Hobbs and Son]|[ORG Larkin's]|the [ORG Co-operative]|[ORG Norris Brothers]|the [ORG Old Curiosity]|\
             [ORG Tate and Sons]|[ORG Quick Repairs]",
            "the [ORG Penny Bazaar]|[ORG Vance's Corner]|[ORG Kirk and Daughters]|the [ORG Arcade]|[ORG Rudd and Partners]|\
             [ORG Jessop and Niece]|the [ORG Handy Company]|[ORG Moss and Moss]",
        ],
    ),
    (
        "show",
        [
            "The Smuggler's Bride|A Ghost at Supper|The Tin Crown|The Lost Umbrella|Queen of the Fair|Harvest Home",
            "Moonlight on the Weir|The Clockmaker|Seven Sisters|The Paper Duke|The Miller's Three Sons|Night Boat to Norway",
        ],
    ),
];

/// What is no name: many of these words are parts of names elsewhere. The lists of the two halves share nothing.
const EVERYDAY: &[Names] = &[
    (
        "thing",
        [
            "the bridge|the church|the station|the castle|the chapel|the canal|the old mill|the brook|the birch tree|the kettle|\
             the ferry",
            "the orchard|the weir|the tower|the pump|the market|the crane|the marsh|the willows|the duck pond|the railway|\
             the harbour",
        ],
    ),
    ("weather", ["the frost|a gale|the snow|the wind", "the fog|a storm|the flood|the rain"]),
    (
        "trade",
        [
            "baker|farmer|librarian|teacher|curator|organist|postmaster|magistrate",
            "angler|councillor|engineer|surgeon|beekeeper|florist|bus driver|station master",
        ],
    ),
    (
        "object",
        ["a lamp|a hat|a coat|a chair|an umbrella|a clock", "a kettle|a pair of boots|a desk|a mirror|a dress|a bench"],
    ),
];

/// The sentences of the training half. `{per}` is a full name, `{mr}` a title and a surname, `{first}` a first name.
const TRAIN: &[&str] = &[
    "{per} of {street} has sold {object}.",
    "On {day} {per} met {mr} near {thing}.",
    "{mr} and {mr} walked to {village} {when}.",
    "We ate at {inn} with {per}.",
    "{shop} in {street} is closed until {month}.",
    "{shop} mended {thing} for {mr}.",
    "{first} saw {show} at {hour}.",
    "The {trade} {per} comes from {village}.",
    "{thing} stands at the end of {street}.",
    "\"I have never laughed as much as in {show},\" said {per}.",
    "The {trade} was seen by {thing} {when}.",
    "{weather} kept everyone in the house {when}.",
    "{hotel} is the oldest house in {village}.",
    "{first} and {first} spent {number} nights at {hotel}.",
    "There is a letter from {mr} for {shop}.",
    "{number} children from {village} sang in {street}.",
    "The bus from {village} to {village} stops outside {inn}.",
    "{per} bought {object} at {shop}, and {per} paid {price} for it.",
    "{show} was cheered by {many} people from {village}.",
    "{first}, a {trade}, lives between {thing} and {thing}.",
    "The {kin} of {per} works for {shop}.",
    "{mr} has asked {first} to {show}.",
    "{thing} is {many} years old, says {per}.",
    "The {trade} took {object} to {thing}.",
];

/// The sentences of the test half.
const TEST: &[&str] = &[
    "A dog belonging to {per} ran all the way to {village}.",
    "{street} was full of people when {mr} gave a speech.",
    "Everyone knows {first}, who goes past {thing} every morning.",
    "The train brought {first} home to {village} before {hour}.",
    "Tickets for {show} were sold out, {mr} told us.",
    "{inn} has a new cook, whose name is {per}.",
    "At {shop} ask for {first} or for {mr}.",
    "A {trade} wanted {shop} to look at {thing}.",
    "{shop} sent {mr} a bill for {price}.",
    "Between {village} and {village} the road is under water.",
    "Nobody was hurt when {weather} came to {hotel}.",
    "Behind {thing} they found {object} and a {trade}.",
    "{weather} reached {village} before it reached {street}.",
    "A wedding party of {many} danced at {hotel} all night.",
    "It was {first} who wrote {show} for the school.",
    "After {show} the actors went over to {inn}.",
    "{weather} came down from the hills in {month}.",
    "Lost in {street}: {object}, which {per} can have back at {shop}.",
    "How often have you seen {show}, {first}?",
    "The mayor thanked {mr}, {mr} and {first}.",
    "My {kin} once lived at {hotel} and later above {shop}.",
    "{per}'s {kin} was born in {village}.",
    "We went round {thing} and through {street} to {thing}.",
    "Flowers for {mr} can be left at {inn}.",
];

/// `count` sentences with their names marked, all different.
pub(super) fn sentences(seed: u64, part: Part, count: usize) -> Tagged {
    let mut seen = HashSet::new();
    let mut sentences = Vec::new();
    for index in 0.. {
        if sentences.len() == count {
            break;
        }
        let text = Reporter::new(rng(seed, "names", index), part).sentence();
        if (part == Part::Test || super::belongs_to(&text) == part) && seen.insert(text.clone()) {
            sentences.push(marked(&text));
        }
    }
    Tagged { types: TYPES.map(String::from).to_vec(), sentences }
}

/// Somebody who writes one sentence.
struct Reporter {
    writer: Writer,
    held_out: bool,
}

impl Reporter {
    fn new(rng: ChaCha8Rng, part: Part) -> Self {
        let writer = Writer::new(rng, &[], "", "Nobody Else");
        Self { writer, held_out: part == Part::Test }
    }

    /// A sentence with its names in brackets: `[PER Nora Webb] lives in [LOC Mill Lane].`
    fn sentence(&mut self) -> String {
        let template = self.writer.fresh(if self.held_out { TEST } else { TRAIN });
        finish(&fill(template, |slot| self.slot(slot)))
    }

    fn slot(&mut self, slot: &str) -> String {
        match slot {
            "per" => {
                let (first, surname) = (self.first(), self.name("surname"));
                format!("[PER {first} {surname}]")
            }
            "mr" => {
                let title = if self.writer.chance(50) { "Mr" } else { "Mrs" };
                format!("{title} [PER {}]", self.name("surname"))
            }
            "first" => format!("[PER {}]", self.first()),
            "street" | "village" => format!("[LOC {}]", self.name(slot)),
            "show" => format!("[WORK {}]", self.name(slot)),
            "inn" | "hotel" | "shop" => self.name(slot),
            _ => match EVERYDAY.iter().find(|(name, _)| *name == slot) {
                Some((_, halves)) => self.writer.pick(halves[usize::from(self.held_out)]),
                None => self.writer.slot(slot),
            },
        }
    }

    fn first(&mut self) -> String {
        let slot = if self.writer.chance(50) { "her" } else { "his" };
        self.name(slot)
    }

    /// A name of the training half; for the test part, of either half.
    fn name(&mut self, slot: &str) -> String {
        let half = self.held_out && self.writer.chance(50);
        let names = NAMES.iter().find(|(name, _)| *name == slot).map_or("", |(_, halves)| halves[usize::from(half)]);
        self.writer.pick(names)
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

    /// The names of one half, without brackets and articles.
    fn half(held_out: bool) -> Vec<String> {
        let lists = NAMES.iter().flat_map(|(_, halves)| halves[usize::from(held_out)].split('|'));
        lists.map(|name| name.trim_start_matches("the ").trim_start_matches("[ORG ").replace(']', "")).collect()
    }

    /// The words of a text, in small letters and with blanks around them, so that `" weir "` finds only the whole word.
    fn spaced(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
        words.into_iter().fold(" ".to_string(), |text, word| text + &word.as_ref().to_lowercase() + " ")
    }

    fn spaced_name(name: &str) -> String {
        spaced(words(name).into_iter().map(|range| &name[range]))
    }

    #[test]
    fn no_training_sentence_has_a_name_of_the_other_half() {
        for (part, seed) in [(Part::Train, 0), (Part::Train, 5), (Part::Dev, 0)] {
            for sentence in sentences(seed, part, 1500).sentences {
                let text = spaced(&sentence.words);
                let hit = half(true).into_iter().find(|name| text.contains(&spaced_name(name)));
                assert_eq!(hit, None, "{part:?}: {text}");
            }
        }
    }

    #[test]
    fn about_half_of_the_names_in_the_test_part_are_new() {
        let set = |part| sentences(1, part, 1000).sentences;
        let names = |sentence: &TaggedSentence| -> Vec<String> {
            entities(&sentence.tags).into_iter().map(|entity| spaced(&sentence.words[entity.words])).collect()
        };
        let known: HashSet<String> = set(Part::Train).iter().flat_map(names).collect();
        let asked: Vec<String> = set(Part::Test).iter().flat_map(names).collect();
        let new = asked.iter().filter(|name| !known.contains(*name)).count() as f64 / asked.len() as f64;
        assert!((0.5..0.7).contains(&new), "{new}"); // a new pair of a known first name and surname is new, too
    }

    #[test]
    fn the_newspaper_has_every_name() {
        let mut text = String::new();
        for document in newspaper(0).take(4000) {
            for sentence in document.sentences {
                text += &spaced(words(&sentence).into_iter().map(|range| &sentence[range]));
            }
        }
        for name in half(false).into_iter().chain(half(true)) {
            let count = text.matches(&spaced_name(&name)).count();
            assert!(count >= 10, "{name}: {count}");
        }
    }

    #[test]
    fn shapes_and_everyday_words_are_not_shared() {
        assert!(TRAIN.iter().all(|shape| !TEST.contains(shape)));
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
