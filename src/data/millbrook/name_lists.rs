//! The lists of the sentences whose names are marked: the names of the town, everyday words that look like names, and the
//! sentences around them, each in two halves. In names, brackets say what is marked and as what.

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
    // ANCHOR: places
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
    // ANCHOR_END: places
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
            "[ORG Hobbs and Son]|[ORG Larkin's]|the [ORG Co-operative]|[ORG Norris Brothers]|the [ORG Old Curiosity]",
            "the [ORG Penny Bazaar]|[ORG Vance's Corner]|[ORG Kirk and Daughters]|the [ORG Arcade]",
        ],
    ),
    (
        "firm",
        [
            "[ORG Tate and Sons]|[ORG Quick Repairs]|the [ORG Gale brothers]",
            "[ORG Rudd and Partners]|[ORG Jessop and Niece]|the [ORG Handy Company]|[ORG Moss and Moss]",
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
pub(super) const EVERYDAY: &[Names] = &[
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
        "job",
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

/// Sentences that draw on the lists above, those of the training half and those of the test half; the newspaper's own sentences
/// come to them. `{per}` is a full name, `{mr}` a title and a surname.
pub(super) const SHAPES: [&[&str]; 2] = [
    &[
        "{per} of {street} has sold {object}.",
        "On {day} {per} met {mr} near {thing}.",
        "{mr} and {mr} walked to {village} {when}.",
        "{shop} in {street} is closed until {month}.",
        "{firm} mended {thing} for {mr}.",
        "{per} saw {show} at {hour}.",
        "{thing} stands at the end of {street}.",
        "\"I have never laughed as much as in {show},\" said {per}.",
        "The {job} was seen by {thing} {when}.",
        "{weather} kept everyone in the house {when}.",
        "{hotel} is the oldest house in {village}.",
        "{per} and {per} had supper at {inn}.",
        "There is a letter from {mr} for {firm}.",
        "The bus from {village} to {village} stops outside {inn}.",
        "{per} bought {object} at {shop}, and {per} paid {price} for it.",
        "{show} was cheered by {many} people from {village}.",
        "{per}, a {job}, lives between {thing} and {thing}.",
        "The {kin} of {per} works for {shop}.",
        "{mr} has asked {per} to {show}.",
        "The {job} took {object} to {thing}.",
        "{inn} was full when {per} arrived.",
        "Have you been to {hotel} since {month}?",
        "{show} is too long for children, says {mr}.",
        "They are giving {show} again on {day}.",
        "Nobody knows what {mr} thought of {show}.",
        "{firm} and {firm} have both written to {per}.",
        "You can buy {object} at {shop} for {price}.",
        "Most people in {village} buy their boots at {shop}.",
        "From {hotel} one can see as far as {village}.",
        "A parcel for {per} was left at {hotel}.",
        "My {kin} and {per} went to {show} together.",
        "Was it {per} or {mr} who spoke first?",
        "The path from {street} to {thing} is closed.",
        "{per} lost {object} on the way from {inn} to {street}.",
        "After {number} days {weather} came to an end.",
        "In {street} there is a {job} called {per}.",
        "{show} has songs that every {job} can sing.",
        "Near {thing} there is a bench that {mr} gave to the town.",
        "A {job} from {village} slept at {inn}.",
        "Nobody from {firm} came to {village} {when}.",
    ],
    &[
        "A dog belonging to {per} ran all the way to {village}.",
        "{street} was full of people when {mr} gave a speech.",
        "Everyone knows {per}, who goes past {thing} every morning.",
        "The train brought {per} home to {village} before {hour}.",
        "Tickets for {show} were sold out, {mr} told us.",
        "{inn} has a new cook, whose name is {per}.",
        "At {shop} ask for {per} or for {mr}.",
        "A {job} wanted {firm} to look at {thing}.",
        "{firm} sent {mr} a bill for {price}.",
        "Between {village} and {village} the road is under water.",
        "Nobody was hurt when {weather} came to {hotel}.",
        "Behind {thing} they found {object} and a {job}.",
        "{weather} reached {village} before it reached {street}.",
        "{per} and the choir sang songs from {show}.",
        "After {show} the actors went over to {inn}.",
        "Lost in {street}: {object}, which {per} can have back at {shop}.",
        "The mayor thanked {mr}, {mr} and {per}.",
        "My {kin} once lived at {hotel} and later above {shop}.",
        "{per}'s {kin} was born in {village}.",
        "We went round {thing} and through {street} to {thing}.",
    ],
];
