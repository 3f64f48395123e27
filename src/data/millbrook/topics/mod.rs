//! What the newspaper reports on. A topic is a few lists of words and the sentences that draw on them; to add a word,
//! add it to a list; to add a topic, write one more constant and name it in [`TOPICS`].

mod arts;
mod care;
mod food;
mod nature;
mod sport;
mod town;
mod travel;

use super::writer::Lists;

/// One subject of the newspaper, with words of its own.
///
/// Sentences are templates (see [`Writer`](super::writer::Writer)). Each article has one person of the trade as its
/// hero, introduced in the opening as `{trade} {name}` and later called `{who}`: by trade, by surname or by pronoun.
pub(super) struct Topic {
    /// What the hero does, as in "the baker".
    pub trade: &'static str,
    /// The people of this trade, separated by `|`.
    pub people: &'static str,
    /// Lists of words: the slot's name, and its choices separated by `|`. `scene` says where it all happens.
    pub words: Lists,
    /// First sentences.
    pub opening: &'static [&'static str],
    /// Sentences in between. Any selection makes sense as long as it keeps their order.
    pub middle: &'static [&'static str],
    /// Last sentences.
    pub closing: &'static [&'static str],
}

/// Every topic of the newspaper, the most frequent first.
pub(super) const TOPICS: &[Topic] = &[
    sport::FOOTBALL,
    food::BAKERY,
    nature::WEATHER,
    town::FIRE,
    care::SCHOOL,
    travel::TRAINS,
    town::COUNCIL,
    arts::CHOIR,
    nature::FLOWERS,
    food::FARM,
    town::COURT,
    arts::LIBRARY,
    care::HOSPITAL,
    nature::FLOOD,
    food::MARKET,
    travel::HARBOUR,
    arts::THEATRE,
    town::POST,
    sport::SWIMMING,
    nature::DOGS,
    food::FISHING,
    town::ROADS,
    arts::MUSEUM,
    care::WEDDING,
    travel::BUS,
    food::BEES,
    arts::BAND,
    sport::CHESS,
    travel::BRIDGE,
    nature::CAT,
    travel::CIRCUS,
];
