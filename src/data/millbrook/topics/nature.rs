//! Topics of weather, water, gardens and animals.

use super::Topic;

pub(super) const WEATHER: Topic = Topic {
    trade: "weather forecaster",
    people: "Clara Frost|Leo Gale|Mabel Drew",
    words: &[
        ("scene", "at the weather station"),
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
        "{sky} is expected on {high ground|the coast|the hills}, with {sky} in the valley {later|by dusk|overnight}.",
        "Temperatures will drop to {number} degrees, and {colder still|lower} in {hollows|the woods|the fens}.",
        "{who} reads the {meter} at {hour} and {enters|pencils|copies} the figure in a {ledger|notebook|school atlas}.",
        "During the night there was {sky}, and {effect}.",
        "{wind} is on its way from the Atlantic, followed by {sky}.",
        "\"When the gulls come inland, look out for {sky},\" {who} {said}.",
        "On {street} {effect} in the worst of the squalls.",
        "The sun broke through about {hour}, only to vanish behind {sky}.",
        "{number} inches of rain fell in an hour, according to the {meter}.",
        "The outlook is {unsettled|mixed|changeable}, and {frost|ice|rime} may form on {windscreens|puddles|the rails}.",
        "Farther south it stayed mild, though {effect} at {village}.",
    ],
    closing: &[
        "The forecast for the weekend is showers and {sky}.",
        "{who} tapped the {meter} and advised {a raincoat|galoshes|two scarves|an early start}.",
        "By {day} {wind} should clear the air.",
    ],
};

pub(super) const FLOOD: Topic = Topic {
    trade: "lock keeper",
    people: "Barnaby Marsh|Helen Weir|Ivan Brook",
    words: &[
        ("scene", "down by the lock"),
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
        "Volunteers filled {barrier} until {long past midnight|their hands bled|cock crow|the lamps gave out}.",
        "{adrift} came spinning down the {river} and lodged {under an arch|against a willow|in a fence}.",
        "{families|pensioners|lodgers|twelve nuns} were taken from their {bedrooms|attics|roofs} in {a punt|a tin bath|a hay cart|rubber boats}.",
        "{who} paddled round the {flooded} with {a lantern|a whistle|a boathook} to look for {stragglers|cattle|the postman}.",
        "The {river} lapped at the {third|fourth|second|top} step of the {chapel|bank|bakery|school} and then {stood still|sank back}.",
        "At {hour} {barrier} gave way with a {roar|groan|crack|sigh}.",
        "Mud lay {ankle deep|knee deep|in ridges} in {flooded} and smelled of {ditches|drains|old leaves}.",
        "\"I have never seen {adrift} go by so fast,\" {who} {said}.",
        "{swans|ducks|carp|otters} {swam|drifted|splashed} where the {flooded} had been.",
        "Engineers say that {barrier} must be {raised|rebuilt|doubled} before {winter|spring|the next storm}.",
    ],
    closing: &[
        "The {river} has begun to {fall|drop|sink} by {an inch|two inches|a foot} an hour.",
        "{carpets|curtains|hymn books} and {mattresses|photographs|armchairs} now {hang out|lie} to dry along the {railings|pavement|hedges}.",
        "{who} chalked the high water mark on the {wall|door} of {his} hut, {a foot above|a thumb below|level with} the {last|old} one.",
    ],
};

pub(super) const FLOWERS: Topic = Topic {
    trade: "gardener",
    people: "Mei Rowe|Silas Finch|Judith Larkin",
    words: &[
        ("scene", "at the flower show"),
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
        "The {flower} stood in {jam jars|milk bottles|silver vases}, graded by {petal|size|scent} and {stem|shade|leaf}.",
        "Second in its class was a {giant} so big that it came on a {sledge|pram|trolley|door}.",
        "{who} feeds {his} {flower} on {care} and {talks|sings|reads aloud} to them.",
        "A {giant} was disqualified because {a coin|a stone|lead shot|a nail} was found inside it.",
        "The {flower} had suffered from {pest}, yet every {bud|bloom|petal} was {open|whole|in place}.",
        "\"It is all in the {care},\" {who} told the {ladies of the bouquet table|allotment men|queue for tea|vicar}.",
        "{seedlings|cuttings|runners} and {bulbs|tubers|corms} were {swapped|sold|labelled} {beneath|behind} the tea tent.",
        "The greenhouse was raided by {pest} {number} nights before.",
        "Some growers {drown|trap|tempt} {pest} in {saucers|jugs|pots} of {beer|cider|salt water}.",
        "{who} pinned on the rosette upside down and blushed like one of {his} {flower}.",
        "Children had made gardens on {dinner plates|tea trays|roof slates} from {moss|pebbles|twigs} and {flower}.",
    ],
    closing: &[
        "The {giant} will be {carved up|boiled down|pickled} for {soup|the school|the hungry}.",
        "Afterwards the {flower} were sent to the {wards of the infirmary|old people's home|chapel}.",
        "{who} is already digging in {care} for next summer.",
    ],
};

pub(super) const CAT: Topic = Topic {
    trade: "cat owner",
    people: "Dora Wick|Alan Norris|Priya Hart",
    words: &[
        ("scene", "in the search for the cat"),
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
        "It was last seen on a windowsill at {hour}, {washing its whiskers|watching a moth|asleep on a hat}.",
        "{who} put out {lure} and left the {scullery door|skylight|pantry window|coal hatch} ajar.",
        "Miaowing was heard from a {spot}, but it was only somebody's {cat}.",
        "A boy found {tufts of fur|paw prints|a fishbone} beside the {spot}.",
        "The animal answers to {Biscuit|Duchess|Pickle|Socks}, and it {scratches|sneezes|swoons|bites} when stroked {under the chin|on the back|by children}.",
        "\"It never misses {lure},\" {who} {said}, {rattling|filling|sniffing} the bowl.",
        "The {spot} was searched by torchlight, and out jumped a {cat} with {mark}.",
        "{who} has bought a {basket with a latch|cushion|scratching post|longer lead}, and {lure} for the homecoming.",
        "Purring came from inside the {spot}, as loud as a {sewing machine|mowing machine|kettle on the boil}.",
        "Dogs had chased it up to the {spot}, where it {clung with its claws|spat|arched its back|hissed}.",
        "Whoever finds the runaway is promised {price} and {lure}.",
    ],
    closing: &[
        "It came {down|home} at last, {yawned|stretched|limped in}, and asked for {lure}.",
        "The wanderer had {number} kittens in a {spot}, all with {mark}.",
        "Tonight the {cat} sleeps on the {hearthrug|ironing|piano|best eiderdown} again.",
    ],
};

pub(super) const DOGS: Topic = Topic {
    trade: "dog breeder",
    people: "Kate Mercer|Oscar Lowe|Freda Pell",
    words: &[
        ("scene", "at the dog show"),
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
        "The {dog} {trick} and waited for {a pat|applause|a biscuit}.",
        "Next into the ring came a {dog}, which {flaw}.",
        "{who} brushed the coat of {his} {dog} until it gleamed like {satin|brass|a conker}.",
        "A {dog} slipped its collar and {flaw}.",
        "Tails wagged, and {one|a stray} {dog} howled through the {anthem|speeches|raffle}.",
        "\"Sit,\" {who} {said}, and even {a spectator|the mayor|the vicar|a steward} obeyed.",
        "The judge felt the {paws|ribs|ears} and {teeth|hocks|tail} of every {dog}.",
        "For {prize} each puppy had to walk to heel past {a string of sausages|a stuffed fox|a rolling ball|a plate of tripe}.",
        "A {dog} called Button {trick} and then {flaw}.",
        "{who} keeps {number} kennels behind {street} and walks them all before dawn.",
        "The oldest entry, a {dog} of fifteen, {trick} for a bone.",
    ],
    closing: &[
        "The cup for {prize} went to a {dog} from {village} with three legs.",
        "Every {dog} got {a biscuit|a bone|a pat}, and {muzzles|paws|rugs} were wiped.",
        "{who} went home with a {dog} asleep across {his} lap.",
    ],
};
