//! Topics of weather, water, gardens and animals.

use super::Topic;

pub(super) const WEATHER: Topic = Topic {
    trade: "weather forecaster",
    people: "Clara Frost|Leo Gale|Mabel Drew",
    words: &[
        ("sky", "drizzle|hail|sleet|thunder|lightning|fog|snow flurries|a rainbow|heavy cloud"),
        ("wind", "a northerly breeze|a gale|a sea mist|a heat wave|a cold front|an east wind|a ridge of high pressure"),
        ("meter", "barometer|thermometer|rain gauge|weather vane|wind sock"),
        (
            "effect",
            "washing blew off the lines|chimney pots fell|ponds froze over|umbrellas turned inside out|milk curdled",
        ),
    ],
    opening: &[
        "{wind} will bring {sky} by {day}, the {trade} {name} said {when}.",
        "The {meter} on the church tower has not stood so low since {month}, says the {trade} {name}.",
        "{name}, the {trade}, was right again: {wind} came, and {effect}.",
    ],
    middle: &[
        "{sky} is expected on high ground, with {sky} in the valley later.",
        "Temperatures will drop to {number} degrees, and colder still in hollows.",
        "{who} reads the {meter} at {hour} and enters the figure in a ledger.",
        "During the night there was {sky}, and {effect}.",
        "{wind} is on its way from the Atlantic, followed by {sky}.",
        "\"When the gulls come inland, look out for {sky},\" {who} said.",
        "On {street} {effect} in the worst of the squalls.",
        "The sun broke through about {hour}, only to vanish behind {sky}.",
        "{number} inches of rain fell in an hour, according to the {meter}.",
        "The outlook is unsettled, and frost may form on windscreens.",
        "Farther south it stayed mild, though {effect} at {village}.",
    ],
    closing: &[
        "The forecast for the weekend is showers and {sky}.",
        "{who} tapped the {meter} and advised a raincoat.",
        "By {day} {wind} should clear the air.",
    ],
};

pub(super) const FLOOD: Topic = Topic {
    trade: "lock keeper",
    people: "Barnaby Marsh|Helen Weir|Ivan Brook",
    words: &[
        ("flooded", "cellars|water meadows|towpaths|gardens|henhouses|the bowling green|the ground floors|the ford"),
        ("barrier", "sandbags|flood gates|planks|the sluice|an earth bank|pumps|the dyke"),
        (
            "adrift",
            "a rowing boat|a garden bench|a piano stool|a drowned tree|an empty barrel|a kitchen door|a rabbit hutch",
        ),
        ("river", "river|current|torrent|brown water|rising stream|tide"),
    ],
    opening: &[
        "The {river} burst its banks {when} below the lock of the {trade} {name}.",
        "After {number} days of rain the {trade} {name} opened {barrier} {when}.",
        "The {trade} {name} has measured the {river} at {number} feet above its usual level.",
    ],
    middle: &[
        "It swept over {flooded} and carried off {adrift}.",
        "Volunteers filled {barrier} until long past midnight.",
        "{adrift} came spinning down the {river} and lodged under an arch.",
        "Families were taken from their bedrooms in a punt.",
        "{who} paddled round the {flooded} with a lantern to look for stragglers.",
        "The {river} lapped at the third step of the chapel and then stood still.",
        "At {hour} {barrier} gave way with a roar.",
        "Mud lay ankle deep in {flooded} and smelled of ditches.",
        "\"I have never seen {adrift} go by so fast,\" {who} said.",
        "Swans swam where the {flooded} had been.",
        "Engineers say that {barrier} must be raised before winter.",
    ],
    closing: &[
        "The {river} has begun to fall by an inch an hour.",
        "Carpets and mattresses now hang out to dry along the railings.",
        "{who} chalked the high water mark on the wall of {his} hut.",
    ],
};

pub(super) const FLOWERS: Topic = Topic {
    trade: "gardener",
    people: "Mei Rowe|Silas Finch|Judith Larkin",
    words: &[
        ("flower", "dahlias|sweet peas|roses|tulips|lilies|chrysanthemums|hollyhocks|begonias|irises|foxgloves"),
        ("giant", "pumpkin|marrow|sunflower|onion|cauliflower|gooseberry|leek"),
        ("pest", "slugs|greenfly|mildew|moles|earwigs|black spot|caterpillars"),
        ("care", "compost|bone meal|soap suds|rain water|cold tea|horse manure"),
    ],
    opening: &[
        "The flower show opened {when} with {flower} by the {trade} {name} at the centre of the marquee.",
        "{name}, a {trade} in {street}, took the rosette for {flower} {when}.",
        "{number} judges sniffed at the {flower} of the {trade} {name} {when} and wrote nothing down.",
    ],
    middle: &[
        "The {flower} stood in jam jars, graded by petal and stem.",
        "Second in its class was a {giant} so big that it came on a sledge.",
        "{who} feeds {his} {flower} on {care} and talks to them.",
        "A {giant} was disqualified because a coin was found inside it.",
        "The {flower} had suffered from {pest}, yet every bud was open.",
        "\"It is all in the {care},\" {who} told the ladies of the bouquet table.",
        "Seedlings and bulbs were swapped beneath the tea tent.",
        "The greenhouse was raided by {pest} {number} nights before.",
        "Some growers drown {pest} in saucers of beer.",
        "{who} pinned on the rosette upside down and blushed like one of {his} {flower}.",
        "Children had made gardens on dinner plates from moss and {flower}.",
    ],
    closing: &[
        "The {giant} will be carved up for soup.",
        "Afterwards the {flower} were sent to the wards of the infirmary.",
        "{who} is already digging in {care} for next summer.",
    ],
};

pub(super) const CAT: Topic = Topic {
    trade: "cat owner",
    people: "Dora Wick|Alan Norris|Priya Hart",
    words: &[
        ("cat", "tabby|ginger tom|tortoiseshell|Siamese|white kitten|one-eyed tomcat|long-haired mouser"),
        ("spot", "coal bunker|pigeon loft|linen basket|church organ|bread van|hollow elm|drainpipe|laundry chute"),
        ("mark", "a torn ear|a white bib|a kink in the tail|a bell on the collar|odd eyes|a black paw"),
        ("lure", "sardines|a saucer of cream|catnip|chopped liver|a toy mouse|kippers"),
    ],
    opening: &[
        "A {cat} with {mark} is missing from {street} since {day}, and the {trade} {name} is out looking.",
        "{name}, the {trade} whose {cat} disappeared {when}, has pinned notices to {many} trees.",
        "Has anyone seen a {cat} with {mark}? The {trade} {name} of {street} asks readers to check their sheds.",
    ],
    middle: &[
        "It was last seen on a windowsill at {hour}, washing its whiskers.",
        "{who} put out {lure} and left the scullery door ajar.",
        "Miaowing was heard from a {spot}, but it was only somebody's {cat}.",
        "A boy found tufts of fur beside the {spot}.",
        "The animal answers to Biscuit, and it scratches when stroked under the chin.",
        "\"It never misses {lure},\" {who} said, rattling the bowl.",
        "The {spot} was searched by torchlight, and out jumped a {cat} with {mark}.",
        "{who} has bought a basket with a latch, and {lure} for the homecoming.",
        "Purring came from inside the {spot}, as loud as a sewing machine.",
        "Dogs had chased it up to the {spot}, where it clung with its claws.",
        "Whoever finds the runaway is promised {price} and {lure}.",
    ],
    closing: &[
        "It came down at last, yawned, and asked for {lure}.",
        "The wanderer had {number} kittens in a {spot}, all with {mark}.",
        "Tonight the {cat} sleeps on the hearthrug again.",
    ],
};

pub(super) const DOGS: Topic = Topic {
    trade: "dog breeder",
    people: "Kate Mercer|Oscar Lowe|Freda Pell",
    words: &[
        ("dog", "terrier|spaniel|poodle|whippet|bulldog|collie|dachshund|greyhound|retriever|beagle"),
        ("trick", "rolled over|fetched a slipper|jumped through a hoop|begged on its hind legs|crawled along a tunnel"),
        ("flaw", "barked at the loudspeaker|bit the judge|chewed its lead|ate the rosette|chased its own tail"),
        ("prize", "Best in Show|the obedience class|the waggiest tail|the puppy class|the agility trial"),
    ],
    opening: &[
        "A {dog} trained by the {trade} {name} won {prize} at the dog show {when}.",
        "{many} dogs and their owners met at {place} {when}, where the {trade} {name} judged {prize}.",
        "The {trade} {name} came to the show from {village} with a {dog} and a bag of biscuits.",
    ],
    middle: &[
        "The {dog} {trick} and waited for a pat.",
        "Next into the ring came a {dog}, which {flaw}.",
        "{who} brushed the coat of {his} {dog} until it gleamed like satin.",
        "A {dog} slipped its collar and {flaw}.",
        "Tails wagged, and one {dog} howled through the anthem.",
        "\"Sit,\" {who} said, and even a spectator obeyed.",
        "The judge felt the paws and teeth of every {dog}.",
        "For {prize} each puppy had to walk to heel past a string of sausages.",
        "A {dog} called Button {trick} and then {flaw}.",
        "{who} keeps {number} kennels behind {street} and walks them all before dawn.",
        "The oldest entry, a {dog} of fifteen, {trick} for a bone.",
    ],
    closing: &[
        "The cup for {prize} went to a {dog} on three legs.",
        "Every {dog} got a biscuit, and muzzles were wiped.",
        "{who} went home with a {dog} asleep across {his} lap.",
    ],
};

pub(super) const BIRDS: Topic = Topic {
    trade: "warden",
    people: "Ruth Crane|Luke Finch|Nina Rudd",
    words: &[
        ("bird", "lapwings|barn owls|kingfishers|swallows|skylarks|wild geese|nightingales|herons|woodpeckers|curlews"),
        ("habitat", "marsh|reed bed|alder wood|heath|nature reserve|sandy cliff|old quarry"),
        ("sight", "binoculars|telescopes|notebooks|cameras on tripods|field guides|nets and rings"),
        ("deed", "circled overhead|fed their chicks|called from the rushes|roosted in the ivy|dived for minnows"),
    ],
    opening: &[
        "{number} pairs of {bird} are nesting on the {habitat} this spring, the {trade} {name} reports.",
        "The {trade} {name} led {many} birdwatchers across the {habitat} {when} in search of {bird}.",
        "For the first time in {many} years {bird} have come back to the {habitat}, said the {trade} {name}.",
    ],
    middle: &[
        "They crouched behind a hide with {sight} while {bird} {deed}.",
        "A fox had crept along the {habitat} and taken some eggs.",
        "{who} whistled, and {bird} answered from the {habitat}.",
        "The {bird} fly in from Africa and weigh no more than a coin.",
        "{sight} were pointed at {bird}, which {deed}.",
        "The nests are woven of twigs, feathers and spider silk.",
        "\"Count the wing beats,\" {who} whispered, passing round the {sight}.",
        "Beyond the {habitat} {bird} {deed} at dusk.",
        "A fledgling with a hurt wing is living in a shoebox and eats mealworms.",
        "{who} put up {number} nesting boxes among the oaks.",
        "Hikers are begged to keep to the path while {bird} hatch.",
    ],
    closing: &[
        "At sunset the flock rose from the {habitat} and wheeled away.",
        "The census of {bird} goes on until {month}.",
        "{who} closed the hide and wiped the dew off the {sight}.",
    ],
};
