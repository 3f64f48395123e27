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

/// Every topic of the newspaper.
pub(super) const TOPICS: &[Topic] = &[
    food::BAKERY,
    food::MARKET,
    food::FARM,
    food::BEES,
    food::FISHING,
    town::COUNCIL,
    town::ROADS,
    town::COURT,
    town::POST,
    town::FIRE,
    nature::WEATHER,
    nature::FLOOD,
    nature::FLOWERS,
    nature::CAT,
    nature::DOGS,
    arts::BAND,
    arts::CHOIR,
    arts::THEATRE,
    arts::MUSEUM,
    arts::LIBRARY,
    sport::FOOTBALL,
    sport::SWIMMING,
    sport::CHESS,
    travel::TRAINS,
    travel::BUS,
    travel::BRIDGE,
    travel::HARBOUR,
    travel::CIRCUS,
    care::HOSPITAL,
    care::SCHOOL,
    care::WEDDING,
];
