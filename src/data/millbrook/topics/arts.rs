//! Topics of the stage, the page and the gallery. Opinions about them are for the critics' columns, not for these.

use super::Topic;

pub(super) const BAND: Topic = Topic {
    trade: "bandmaster",
    people: "George Doyle|Anna Lind|Kofi Hale",
    words: &[
        ("brass", "trombones|cornets|tubas|bugles|flutes|clarinets|saxophones|kettledrums|cymbals"),
        ("tune", "a polka|a march|a waltz|a hymn|a tango|a medley of sea songs|an overture|a fanfare"),
        ("trouble", "a valve stuck|a page of the score blew away|a drumstick snapped|a string broke|a reed split"),
        ("crowd", "deckchairs|the promenade|the balcony|picnic rugs|the front row|the bandstand steps"),
    ],
    opening: &[
        "The brass band under the {trade} {name} played {tune} at {place} {when}.",
        "{name}, the {trade}, raised the baton {when} for the first open-air concert of the year.",
        "{number} new {brass} were unpacked {when}, to the joy of the {trade} {name}.",
    ],
    middle: &[
        "The {brass} began {tune}, and toes tapped along {crowd}.",
        "In the middle of {tune} {trouble}, but the beat went on.",
        "{who} conducts from memory with {his} eyes shut.",
        "A soloist of eleven stood on a box to play {tune}.",
        "Between the {brass} and the {brass} sat a boy with a triangle.",
        "They rehearse on {day} above the stables, where {tune} upsets the horses.",
        "\"Softer, {brass},\" {who} hissed from the rostrum.",
        "After the interval came {tune}, arranged for {brass}.",
        "Listeners on {crowd} hummed the chorus.",
        "{who} hurried to the rescue when {trouble}.",
        "The {brass} were lent by a regiment, and smell of polish.",
    ],
    closing: &[
        "The encore was {tune}, with the {brass} standing.",
        "They packed up the {brass} and music stands as it grew dark.",
        "A further concert with {tune} follows in {month}.",
    ],
};

pub(super) const CHOIR: Topic = Topic {
    trade: "organist",
    people: "Edith Hart|Martin Tate|Tess Abbot",
    words: &[
        ("voice", "sopranos|tenors|basses|altos|choirboys|trebles"),
        ("music", "carols|psalms|an anthem|a requiem|a cantata|plainsong|harvest hymns|a madrigal"),
        ("part", "descant|top line|Amen|second verse|refrain|opening chord"),
        ("ailment", "sore throats|hiccups|hay fever|coughs|nerves"),
    ],
    opening: &[
        "The {trade} {name} is looking for {voice}, since {number} of them have moved to {village}.",
        "The church choir will sing {music} on {day}, says the {trade} {name}.",
        "{many} singers crowded into the choir stalls {when} to practise {music} with the {trade} {name}.",
    ],
    middle: &[
        "The {voice} took the {part} from the vestry to the altar.",
        "Half of the {voice} had {ailment} and only moved their lips.",
        "{who} gave the note on a tuning fork and counted them in.",
        "They learned {music} in Latin, one line at a time.",
        "The {part} is meant to echo under the vault.",
        "Wind leaked from an organ pipe all through {music}.",
        "\"Breathe from your boots,\" {who} tells the {voice}.",
        "The {voice} drink honey in hot water against {ailment}.",
        "When the {voice} reached the {part}, a candle went out.",
        "{who} transposed {music} down to suit the {voice}.",
        "Surplices were starched and hymn books glued for the festival.",
    ],
    closing: &[
        "The evening ended with {music} and a blessing.",
        "Newcomers who can hold the {part} are asked to audition.",
        "The {voice} filed out, still humming the {part}.",
    ],
};

pub(super) const THEATRE: Topic = Topic {
    trade: "stage manager",
    people: "Leila Mercer|Jack Vance|Olive Keane",
    words: &[
        ("scenery", "backdrop|trapdoor|painted forest|revolving castle|cardboard moon|curtain|balcony of plywood"),
        (
            "role",
            "the villain|the ghost|the princess|the fool|the pirate king|the wicked uncle|the back half of the horse",
        ),
        ("costume", "wigs|velvet cloaks|false beards|crinolines|masks|greasepaint|pointed shoes"),
        ("play", "a pantomime|a tragedy in verse|a murder mystery|a farce|a fairy tale|an operetta"),
    ],
    opening: &[
        "The dramatic society is rehearsing {play} at {place}, with {name} as {trade}.",
        "The {trade} {name} needs {number} actors for {play} by {day}.",
        "{role} in {play} fell ill {when}, and the {trade} {name} stepped in.",
    ],
    middle: &[
        "{role} forgot the lines and was prompted from behind the {scenery}.",
        "A carpenter is building a {scenery}, though the hinges squeak.",
        "The {costume} were sewn by volunteers out of bed sheets.",
        "{who} waves a torch when it is time to lower the {scenery}.",
        "{role} has a duel with {role} in the third act.",
        "Thunder is made backstage with a sheet of tin.",
        "\"Everyone off the {scenery},\" {who} called at the dress rehearsal.",
        "Moths had eaten the {costume}, so {role} appeared in an overcoat.",
        "The understudy knows both {role} and {role} by heart.",
        "{who} found {role} asleep among the {costume}.",
        "The spotlight is worked by a schoolboy on a stepladder.",
    ],
    closing: &[
        "The first night is on {day}, and programmes cost {price}.",
        "The {costume} go back into the trunk until {month}.",
        "{who} brought down the {scenery} to the rustle of toffee papers.",
    ],
};

pub(super) const MUSEUM: Topic = Topic {
    trade: "curator",
    people: "Samuel Okafor|Vera Quill|Edwin Abbot",
    words: &[
        (
            "relic",
            "a Roman coin|a bronze axe|a mammoth tooth|a knight's spur|an Egyptian mummy|a flint arrowhead|a clay lamp",
        ),
        ("age", "the Bronze Age|Roman times|the Middle Ages|the ice age|the reign of Queen Anne|the Viking raids"),
        ("case", "glass case|plinth|cabinet|vault|display|showcase"),
        ("expert", "archaeologists|a professor from {village}|historians|students of fossils|collectors of antiques"),
    ],
    opening: &[
        "{relic} dug up near {village} went on show at the museum {when}, said the {trade} {name}.",
        "The {trade} {name} opened an exhibition about {age} {when}.",
        "A forgotten {case} in the museum turned out to hold {relic}, the {trade} {name} revealed {when}.",
    ],
    middle: &[
        "{expert} date it to {age}, give or take a century.",
        "Beside {relic} in the {case} lies {relic}.",
        "{who} lifted it from the {case} with tweezers and cotton gloves.",
        "The skeleton in the {case} was once a chieftain in {age}.",
        "A ploughman had used {relic} as a doorstop.",
        "{expert} peered at {relic} through a magnifying glass.",
        "\"Do not lean on the {case},\" {who} begged a party from {village}.",
        "The label says {age}, but {expert} have their doubts.",
        "Excavation went on in a pit by the weir, where {relic} came to light.",
        "{who} catalogues the treasures from {age} on little white cards.",
        "Restoring {relic} took {number} months and a toothbrush.",
    ],
    closing: &[
        "Admission to the ancient rooms is {price}.",
        "The {case} is now wired to an alarm.",
        "Lectures about {age} are held on {day}.",
    ],
};

pub(super) const LIBRARY: Topic = Topic {
    trade: "librarian",
    people: "Alice Shaw|Dennis Quill|Mabel Norris",
    words: &[
        (
            "book",
            "novels|atlases|encyclopedias|poems|cookery books|detective stories|picture books|biographies|fairy tales",
        ),
        (
            "reader",
            "a retired judge|twins of six|night nurses|a sailor on leave|students before an exam|a poet with a cold",
        ),
        ("shelf", "bottom shelf|catalogue|reading room|lending desk|bookcase|index drawer"),
        ("find", "a pressed leaf|a train ticket|a slice of bacon|a banknote|a shopping list|a lock of hair"),
    ],
    opening: &[
        "The library in {street} lent {many} {book} {when}, the {trade} {name} has counted.",
        "A volume of {book} came back {when} after {many} years, to the surprise of the {trade} {name}.",
        "The {trade} {name} drove the first library van out to {village} {when}.",
    ],
    middle: &[
        "{reader} borrowed {book} and asked for more by the same author.",
        "Between the pages was {find}, used as a bookmark.",
        "{who} mends torn spines with glue at the {shelf}.",
        "The {book} have been moved from the {shelf} to make room for {book}.",
        "Fines for overdue {book} are {price} a week.",
        "{reader} sat whispering by the {shelf} until the lamps were lit.",
        "\"Silence is our best furniture,\" {who} said.",
        "{reader} returned {book} with {find} in chapter nine.",
        "The ink stamp on the {shelf} shows the date in violet.",
        "{who} reads {book} aloud to toddlers on {day}.",
        "Paperback {book} are sold off from a trolley in the porch.",
    ],
    closing: &[
        "{find} can be claimed at the {shelf}.",
        "New members need only a signature to take out {book}.",
        "At {hour} {who} turned the last {reader} out into the dark.",
    ],
};

pub(super) const PAINTING: Topic = Topic {
    trade: "painter",
    people: "Sylvia Marsh|Hugo Drew|Amina Birch",
    words: &[
        (
            "picture",
            "watercolours|portraits|still lifes|sketches|etchings|landscapes in oils|charcoal studies|miniatures",
        ),
        ("colour", "crimson|ochre|indigo|scarlet|cobalt blue|emerald|chrome yellow|umber"),
        (
            "subject",
            "a bowl of lemons|a sleeping model|a pair of hands|cows in moonlight|a bridge in fog|three empty chairs",
        ),
        ("tool", "easel|palette|canvas|brush|frame|smock"),
    ],
    opening: &[
        "{name}, a {trade} with a studio in {street}, is showing {picture} in the gallery from {day}.",
        "The {trade} {name} has given the town {number} {picture} of {subject}.",
        "The art class of the {trade} {name} hung {picture} along the corridor {when}.",
    ],
    middle: &[
        "The largest of the {picture} shows {subject} against {colour}.",
        "{who} squeezed {colour} from the tube and scraped it on with a knife.",
        "A gentleman bought {picture} after gazing at {subject} for an hour.",
        "{subject} was done in {colour} and {colour}, on the back of a door.",
        "{who} works beside the north window with {his} {tool} at arm's length.",
        "Turpentine had dripped from the {tool} onto the parquet.",
        "\"Shadows are never black, they are {colour},\" {who} explained.",
        "Pupils drew {subject} and smudged it with their thumbs.",
        "Under the varnish of {picture} an expert discovered {subject}.",
        "Gilt was rubbed on each {tool} before the {picture} were hung.",
        "{who} destroyed {number} {picture} and began afresh in {colour}.",
    ],
    closing: &[
        "The {picture} may be viewed until {month}.",
        "{subject} was sold for {price} and a sack of coal.",
        "{who} rinsed the {colour} out of {his} brushes and hung up the {tool}.",
    ],
};
