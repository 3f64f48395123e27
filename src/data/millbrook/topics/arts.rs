//! Topics of the stage, the page and the gallery. Opinions about them are for the critics' columns, not for these.

use super::Topic;

pub(super) const BAND: Topic = Topic {
    trade: "bandmaster",
    people: "George Doyle|Anna Lind|Kofi Hale",
    words: &[
        ("scene", "at the concert"),
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
        "In the middle of {tune} {trouble}, but {the beat went on|nobody stopped|the drummer saved them}.",
        "{who} conducts from memory with {his} {eyes shut|left hand|whole body}.",
        "A soloist of {eleven|nine|seventy} stood on {a box|tiptoe|a beer crate} to play {tune}.",
        "Between the {brass} and the {brass} sat a {boy|curate|widow} with a {triangle|tambourine|gong}.",
        "They rehearse on {day} above the {stables|dairy|fire station}, where {tune} upsets the {horses|cows|firemen}.",
        "\"Softer, {brass},\" {who} {hissed|called|begged} from the rostrum.",
        "After the interval came {tune}, arranged for {brass}.",
        "Listeners on {crowd} {hummed|clapped|whistled} the {chorus|tune}.",
        "{who} hurried to the rescue when {trouble}.",
        "The {brass} were lent by {a regiment|a school|the miners}, and smell of {polish|camphor|gin}.",
    ],
    closing: &[
        "The encore was {tune}, with the {brass} standing.",
        "They packed up the {brass} and music stands as {it grew dark|the bats came out|the gates closed}.",
        "A further concert with {tune} follows in {month}.",
    ],
};

pub(super) const CHOIR: Topic = Topic {
    trade: "organist",
    people: "Edith Hart|Martin Tate|Tess Abbot",
    words: &[
        ("scene", "in the choir"),
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
        "The {voice} took the {part} {from the vestry to the altar|at a walking pace|without the organ}.",
        "Half of the {voice} had {ailment} and only {moved their lips|hummed|turned the pages}.",
        "{who} gave the note on a {tuning fork|pitch pipe|wine glass} and {counted|beckoned|nodded} them in.",
        "They learned {music} in Latin, one {line|word|bar} at a time.",
        "The {part} is meant to {echo|soar|hang|linger} under the {vault|dome|rafters}.",
        "{wind|dust|a faint whistle} leaked from an organ pipe all through {music}.",
        "\"Breathe from your {boots|belt|knees},\" {who} tells the {voice}.",
        "The {voice} drink {honey in hot water|blackcurrant tea|salt water} against {ailment}.",
        "When the {voice} reached the {part}, {a candle went out|a baby wailed|the sexton sneezed|a bat swooped}.",
        "{who} transposed {music} down to suit the {voice}.",
        "Surplices were {starched|ironed|let down} and hymn books {glued|counted} for the {festival|harvest|bishop}.",
    ],
    closing: &[
        "The evening ended with {music} and {a blessing|a collection|the bells}.",
        "Newcomers who can hold the {part} are asked to {audition|come forward|knock}.",
        "The {voice} filed out, still humming the {part}.",
    ],
};

pub(super) const THEATRE: Topic = Topic {
    trade: "stage manager",
    people: "Leila Mercer|Jack Vance|Olive Keane",
    words: &[
        ("scene", "behind the stage"),
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
        "{role} forgot the lines and was {prompted|hissed at|rescued} from behind the {scenery}.",
        "A {carpenter|blacksmith|baker's boy} is {building|mending|hanging} a {scenery}, though the {hinges|ropes|pulleys} squeak.",
        "The {costume} were {sewn|cut|stitched} by {volunteers|aunts|the understudies} out of {bed sheets|curtains|flour sacks}.",
        "{who} waves a {torch|hat|ladle} when it is time to lower the {scenery}.",
        "{role} has a duel with {role} in the {third|fourth|final} act.",
        "{thunder|a storm|cannon fire} is made backstage with {a sheet of tin|a bass drum|peas in a tray|a wind machine}.",
        "\"Everyone off the {scenery},\" {who} {called|roared|pleaded} at the dress rehearsal.",
        "Moths had eaten the {costume}, so {role} appeared in {an overcoat|a kilt|a dressing gown}.",
        "The understudy knows both {role} and {role} by heart.",
        "{who} found {role} asleep among the {costume}.",
        "The {spotlight|dimmer|snow} is worked by a {schoolboy|plumber|retired major} on a {stepladder|scaffold|hatstand}.",
    ],
    closing: &[
        "The first night is on {day}, and programmes cost {price}.",
        "The {costume} go back into the trunk until {month}.",
        "{who} brought down the {scenery} to the rustle of {toffee papers|programmes|rain on the roof}.",
    ],
};

pub(super) const MUSEUM: Topic = Topic {
    trade: "curator",
    people: "Samuel Okafor|Vera Quill|Edwin Abbot",
    words: &[
        ("scene", "at the museum"),
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
        "{expert} date it to {age}, give or take a {century|decade|reign}.",
        "Beside {relic} in the {case} lies {relic}.",
        "{who} lifted it from the {case} with {tweezers|sugar tongs|a spatula} and {cotton gloves|held breath|tissue}.",
        "The skeleton in the {case} was once a {chieftain|priest|farmhand} in {age}.",
        "A ploughman had used {relic} as a {doorstop|paperweight|nutcracker}.",
        "{expert} peered at {relic} through a magnifying glass.",
        "\"Do not {lean|breathe|knock} on the {case},\" {who} begged a party from {village}.",
        "The label says {age}, but {expert} {have their doubts|shake their heads|say otherwise}.",
        "Excavation went on in a {pit|trench} by the {weir|gasworks|abbey}, where {relic} came to light.",
        "{who} catalogues the treasures from {age} on {little white cards|the backs of envelopes|ruled paper}.",
        "Restoring {relic} took {number} months and a {toothbrush|pot of glue|scalpel}.",
    ],
    closing: &[
        "Admission to the ancient rooms is {price}.",
        "The {case} is now {wired to an alarm|locked at night|guarded}.",
        "Lectures about {age} are held on {day}.",
    ],
};

pub(super) const LIBRARY: Topic = Topic {
    trade: "librarian",
    people: "Alice Shaw|Dennis Quill|Mabel Norris",
    words: &[
        ("scene", "in the library"),
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
        "{reader} borrowed {book} and asked for {more by the same author|the large print|a sequel}.",
        "Between {the|two|yellowed} pages {was|lay} {find}, used as a {bookmark|marker}.",
        "{who} mends torn {spines|covers|maps} with {glue|linen tape|paste} beside the {shelf}.",
        "The {book} have been moved from the {shelf} to make room for {book}.",
        "Fines for overdue {book} are {price} a week.",
        "{reader} sat whispering by the {shelf} until {the lamps were lit|the cleaner came|closing time}.",
        "\"{Silence|Patience|Good light} is our best {furniture|customer|guide},\" {who} {said}.",
        "{reader} returned {book} with {find} in chapter {nine|two|twenty}.",
        "The ink stamp on the {shelf} shows the date in {violet|black|red}.",
        "{who} reads {book} aloud to toddlers on {day}.",
        "Paperback {book} are {sold off|given away} from a {trolley|pram|box} in the {porch|hall}.",
    ],
    closing: &[
        "{find} can be claimed beside the {shelf}.",
        "New members need only a signature to take out {book}.",
        "At {hour} {who} turned the last {reader} out into the {dark|rain|snow}.",
    ],
};
