//! The sentences of the passages that questions are asked about: who was where in the town, and what for. Training and test part
//! have sentences of their own.
//!
//! | slot | becomes | asked for by |
//! |---|---|---|
//! | `{who}` | somebody: "Nora Webb" | who |
//! | `{what}` | a thing: "the soup" | what |
//! | `{at}` `{where}` | a place, and what goes before it: "at" "the Red Lion" | where |
//! | `{when}` | a day | when |
//! | `{many}` | a number of people: "four" | how many |
//! | `{scene}` | in a question, what it is about: "at the table" | |
//!
//! No passage says that the Red Lion is an inn, or that one eats an omelette: the newspaper does, in its columns (`venues.rs`).

/// For each kind of the newspaper's venues, in their order: the list of its places, and what goes before one.
pub(super) const PLACES: [(&str, &str); 5] =
    [("inn", "at"), ("show", "in"), ("hotel", "at"), ("shop", "at"), ("firm", "with")];

// ANCHOR: sentences
/// Sentences of the passages: those of the training part, and of the test part.
pub(super) const TOLD: [&[&str]; 2] = [
    &[
        "On {when} {who} asked about {what} {at} {where}.",
        "{who} and {many} friends spoke of {what} {at} {where}.",
        "About {many} people waited for {what} {at} {where} on {when}.",
        "{who} came for {what} {at} {where} on {when}.",
    ],
    &[
        "Last {when} {who} took a look at {what} {at} {where}.",
        "With {many} others {who} thought of {what} {at} {where}.",
        "Some {many} visitors wrote about {what} {at} {where} last {when}.",
        "Last {when} one could see {who} with {what} {at} {where}.",
    ],
];

/// The questions, by the slot that answers them: those of the training part, and of the test part.
pub(super) const ASKED: [(&str, [&str; 2]); 5] = [
    ("who", ["{scene}, who was there?", "{scene}, who is in the news?"]),
    ("what", ["{scene}, what was there?", "{scene}, what is in the news?"]),
    ("where", ["{scene}, where was it?", "{scene}, where did it happen?"]),
    ("when", ["{scene}, when was it?", "{scene}, when did it happen?"]),
    ("many", ["{scene}, how many were there?", "{scene}, how many are in the news?"]),
];
// ANCHOR_END: sentences

/// First sentences.
pub(super) const OPENINGS: [&[&str]; 2] = [
    &["This is what we have heard.", "Here is the news of the week."],
    &["Our readers have told us this.", "The town was busy again."],
];

/// Last sentences.
pub(super) const CLOSINGS: [&[&str]; 2] =
    [&["There is more to come.", "The week is not over yet."], &["We shall hear more.", "So much for this week."]];
