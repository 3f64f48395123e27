//! The lists that every article may draw on: people, places, days and numbers, and sentences that fit any topic.

use super::writer::Lists;

/// The women's first names; every other first name in the town is a man's.
pub(super) const WOMEN: &str = "Alice|Amina|Anna|Clara|Dora|Edith|Ellen|Freda|Grace|Hazel|Helen|Ivy|Joan|Judith|Kate|\
    Leila|Lucy|Mabel|Martha|Mei|Moira|Nina|Nora|Olive|Priya|Rosa|Ruth|Sylvia|Tess|Vera";

/// Slots known everywhere. A choice may itself hold slots.
pub(super) const TOWN: Lists = &[
    (
        "street",
        "Mill Lane|Bridge Street|High Street|Church Lane|Station Road|Orchard Row|Weir Street|Castle Street|Chapel Street|\
         Willow Walk|Water Street|Canal Road|Green Lane|Market Square|King Street|Fox Alley|Cooper Row|Sheep Street|\
         Ferry Road|Abbey Road|Tower Street|Glove Lane|Pump Court|Linden Avenue",
    ),
    (
        "village",
        "Upper Fenwick|Coldham|Little Marden|Stoke Barton|Harrow Green|Eastwick|Penley|Oakridge|Thornby|Wexcombe|Dunmere|\
         Great Marden|Sallow Heath|Kingsford",
    ),
    (
        "place",
        "the town hall|the old mill|the clock tower|the duck pond|the village green|the war memorial|the corn exchange|\
         the church hall|the weir|the recreation ground|the cattle market|the castle ruins",
    ),
    ("day", "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
    ("month", "January|February|March|April|May|June|July|August|September|October|November|December"),
    (
        "when",
        "on {day}|on {day} morning|on {day} evening|on {day} afternoon|last {day}|early on {day}|late on {day}|this week|\
         at the weekend|yesterday",
    ),
    (
        "hour",
        "five o'clock|six o'clock|seven o'clock|eight o'clock|nine o'clock|ten o'clock|noon|half past two|midday|half past four",
    ),
    ("number", "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"),
    ("many", "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"),
    ("price", "one pound|two pounds|five pounds|ten pounds|fifty pence|ninety pence|a shilling|half a crown"),
    ("said", "said|told {friend}|told our reporter|said on {day}|used to tell {friend}|says"),
    ("kin", "mother|father|brother|sister|uncle|aunt|grandmother|grandfather|cousin|daughter|son|nephew|niece"),
];

/// Openings that any sentence can have.
pub(super) const LINKS: &str = "According to {friend}|In the words of {friend}|As {friend} tells it|As {friend} saw it|\
    To the surprise of {friend}|To the delight of {friend}|If {friend} is right|As far as {friend} knows|As usual|Meanwhile|\
    In the meantime|As is the custom in {village}|As everyone in {street} knows|As any child in {street} can tell you|\
    As nobody in {village} would believe";

/// Sentences that fit into any article: they carry names and days, and say nothing of the topic.
pub(super) const ANYWHERE: &[&str] = &[
    "It was the talk of {street} by {day}.",
    "{friend} of {street} wrote to this newspaper about it {when}.",
    "About {many} people had come over from {village} to see it.",
    "{friend}, who lives in {street}, had heard of it from a {kin} in {village}.",
    "\"I have not known anything like it since {month},\" {friend} said.",
    "Nothing of the sort had happened in {village} for {many} years.",
    "{friend} and {number} friends walked over from {street} to help.",
    "The news reached {village} by {hour}.",
    "{friend} remembers how it {used to be|was} done {when the town was smaller|before the war|fifty years ago|in the days of the trams}.",
    "The mayor looked in at {hour} and stayed for {many} minutes.",
    "\"My {kin} would never have believed it,\" {friend} told our reporter.",
    "{friend} took {number} photographs of it for our office in {street}.",
    "{friend} had been waiting near {place} since {hour}.",
    "In {village} they do it another way, says {friend}.",
];
