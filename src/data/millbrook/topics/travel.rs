//! Topics of roads, rails and water: how people and goods come and go.

use super::Topic;

pub(super) const TRAINS: Topic = Topic {
    trade: "station master",
    people: "Arthur Kirk|Helen Ogden|Dennis Ashby",
    words: &[
        ("train", "express|slow train|goods train|milk train|night mail|excursion train|shunting engine|railcar"),
        (
            "delay",
            "a frozen signal|a cow on the line|a landslip|a broken axle|a shortage of coal|fallen leaves on the rails",
        ),
        ("traveller", "passengers|commuters|porters|holidaymakers|soldiers on leave|season ticket holders"),
        ("station", "ticket office|waiting room|platform|footbridge|signal box|buffet|luggage rack|left luggage"),
    ],
    opening: &[
        "The {train} from {village} came in {many} minutes late {when}, the {trade} {name} admitted.",
        "{delay} held up the {train} {when}, and the {trade} {name} handed out tea.",
        "A new timetable begins in {month}, and the {trade} {name} has pasted it on the {station}.",
    ],
    middle: &[
        "{traveller} stamped their feet by the {station} and watched the clock.",
        "The guard blew his whistle, and the {train} pulled out with a jerk.",
        "{who} telephoned down the line about {delay}.",
        "{traveller} had to change carriages because of {delay}.",
        "A suitcase was left in the {station} with a parrot in it.",
        "The {train} thundered through the tunnel and over the points.",
        "\"Mind the doors,\" {who} cried as the {train} moved.",
        "Between the rails near the {station} grow poppies.",
        "{traveller} with return fares may go by the {train} instead.",
        "{who} waves a green flag from the {station} for the {train}.",
        "The locomotive took on water, and the fireman ate an egg fried on his shovel.",
    ],
    closing: &[
        "The last {train} leaves at {hour} and stops at every halt.",
        "{traveller} may claim back {price} at the {station}.",
        "By {hour} {delay} had been cleared.",
    ],
};

pub(super) const BUS: Topic = Topic {
    trade: "bus driver",
    people: "Colin Rudd|Rosa Hobbs|Ralph Okafor",
    words: &[
        ("bus", "double-decker|school bus|number nine bus|market day bus|last bus|minibus|trolley bus"),
        (
            "rider",
            "a woman with a goose|pupils with satchels|a man with a cello|shoppers with bulging bags|a stag party|nuns",
        ),
        ("fault", "the clutch burned out|the gearbox jammed|the wipers stuck|the exhaust fell off|the radiator boiled"),
        ("thing", "bell cord|back seat|top deck|running board|fare box|bus shelter|steering wheel"),
    ],
    opening: &[
        "The {bus} broke down in {street} {when} when {fault}, said the {trade} {name}.",
        "{name}, who has been a {trade} for {many} years, drove the {bus} for the last time {when}.",
        "A {bus} now runs from {street} to {village} every hour, with the {trade} {name} at the wheel.",
    ],
    middle: &[
        "{rider} got on at the depot and paid in coppers.",
        "On the hill {fault}, and {rider} climbed out to push.",
        "{who} knows every stop and waits for {rider}.",
        "The {bus} swayed round the corner with {rider} on the {thing}.",
        "A conductor punched the tickets and rang twice on the {thing}.",
        "{rider} fell asleep on the {thing} and woke at the terminus.",
        "\"Hold tight, please,\" {who} said, and {fault}.",
        "Overhead the {bus} scraped the branches of the limes.",
        "A mechanic lay beneath the {bus} because {fault}.",
        "{who} found an umbrella and a set of false teeth on the {thing}.",
        "The fare to {village} has gone up to {price}.",
    ],
    closing: &[
        "The {bus} was towed to the garage at {hour}.",
        "{rider} went on by foot and were given a lift.",
        "A {bus} will replace it until {day}.",
    ],
};

pub(super) const BRIDGE: Topic = Topic {
    trade: "engineer",
    people: "Judith Kirk|Omar Lind|Frank Thorne",
    words: &[
        ("part", "arch|girder|parapet|pier|pillar|keystone|handrail|footing|cable"),
        (
            "load",
            "an elephant from the circus|{many} sheep|a steam tractor|a removal van|a marching regiment|three coal wagons",
        ),
        ("fix", "rivets|mortar|steel plates|scaffolding|bolts|oak piles|iron clamps"),
        ("flaw", "rust|dry rot|a crack as wide as a thumb|ivy roots|loose masonry|subsidence"),
    ],
    opening: &[
        "The old bridge is closed to lorries since the {trade} {name} found {flaw} in the {part}.",
        "The {trade} {name} has drawn a footbridge with a single {part} to cross the water at {street}.",
        "The new bridge was tested {when} with {load}, and the {trade} {name} stood underneath.",
    ],
    middle: &[
        "Each {part} was tapped with a hammer to listen for {flaw}.",
        "A diver went down to the {part} and came up with a bicycle.",
        "{who} measured how far the {part} sank beneath {load}.",
        "Masons are setting the {part} in {fix}.",
        "The span is {many} yards long and rests on {fix}.",
        "When {load} went over, the {part} hummed like a wire.",
        "\"It will outlast us,\" {who} said, patting the {part}.",
        "Welders hang from the {part} in baskets and drive in {fix}.",
        "Floods had washed out the {part} and left {flaw}.",
        "{who} keeps a model of it, made from matches and {fix}, on {his} desk.",
        "The toll for {load} used to be {price}.",
    ],
    closing: &[
        "Until the {part} is renewed, {load} must go by the ford.",
        "The ribbon will be cut on {day}.",
        "{who} has ordered more {fix} from the foundry.",
    ],
};

pub(super) const HARBOUR: Topic = Topic {
    trade: "harbour master",
    people: "Martha Lowe|Peter Gale|Tess Norris",
    words: &[
        ("ship", "trawler|tug|schooner|lifeboat|coal barge|paddle steamer|lugger|yacht"),
        ("cargo", "herring|timber|salt|bananas|wine casks|cement|cockles|jute"),
        ("quay", "quay|slipway|breakwater|lighthouse|dock|mooring|customs shed|jetty"),
        ("seaman", "the skipper|the pilot|a deckhand|the mate|fishwives|the stoker|dockers"),
    ],
    opening: &[
        "A {ship} with {cargo} aboard ran aground near the {quay} {when}, the {trade} {name} reports.",
        "The {trade} {name} welcomed the {ship} home {when} after {many} days at sea.",
        "The {quay} is to be dredged in {month}, says the {trade} {name}.",
    ],
    middle: &[
        "{seaman} threw a rope to the {quay} and made fast.",
        "Crates of {cargo} swung ashore from the {ship}.",
        "{who} logs every {ship} by the light of the {quay}.",
        "Gulls screamed over the {cargo} on the deck.",
        "{seaman} coiled the nets and scrubbed the {ship} with brine.",
        "At low tide a {ship} lies on its keel in the ooze.",
        "\"She rolled like a barrel,\" {seaman} told {him} on the {quay}.",
        "The anchor of the {ship} had fouled a chain off the {quay}.",
        "{seaman} mended sails beside barrels of {cargo}.",
        "{who} hoisted a black ball on the {quay} to warn the {ship}.",
        "Lobster pots and {cargo} were auctioned on the {quay}.",
    ],
    closing: &[
        "The {ship} sails again on the morning tide.",
        "{seaman} spent the pay in the tavern by the {quay}.",
        "Dues for {cargo} are {price} a ton.",
    ],
};

pub(super) const BALLOON: Topic = Topic {
    trade: "balloonist",
    people: "Amina Gale|Jack Birch|Sylvia Lind",
    words: &[
        ("balloon", "basket|burner|envelope|gas bag|tether|parachute valve|wicker car"),
        (
            "landing",
            "a turnip field|the roof of a chapel|a poplar|the middle of a wedding|a bull's enclosure|a gravel pit",
        ),
        (
            "view",
            "chimneys like matchsticks|the whole valley|the curve of the horizon|tiny hayricks|a ribbon of railway",
        ),
        ("ballast", "sandbags|a flask of coffee|a compass|an altimeter|a map|a hamper"),
    ],
    opening: &[
        "The {trade} {name} rose from {place} {when} and came down in {landing}.",
        "{number} balloons drifted over {street} {when}, and the {trade} {name} was in the highest.",
        "The {trade} {name} offers rides in a balloon for {price}, with {view} thrown in.",
    ],
    middle: &[
        "Hot air roared from the {balloon} and lifted them off the turf.",
        "At {many} hundred feet they saw {view}.",
        "{who} threw out {ballast} to clear the treetops.",
        "The striped silk swelled until the {balloon} creaked.",
        "Below lay {view} and a dog that ran in circles.",
        "They floated without a sound past {view}.",
        "\"You never feel the breeze, because you are the breeze,\" {who} said.",
        "{who} pulled the cord on the {balloon} and aimed for {landing}.",
        "A helper hung on to the {balloon} and was dragged into {landing}.",
        "{ballast} fell overboard above {village}.",
        "The altitude record stands at {number} thousand feet.",
    ],
    closing: &[
        "The flight ended in {landing}, and the farmer brought plum brandy.",
        "The deflated silk was folded and put on a cart.",
        "{who} plans to cross the sea with {ballast} and a goose.",
    ],
};

pub(super) const CIRCUS: Topic = Topic {
    trade: "ringmaster",
    people: "Oscar Vance|Leila Doyle|Silas Keane",
    words: &[
        ("artist", "acrobats|jugglers|clowns|tightrope walkers|fire eaters|trapeze artists|sword swallowers|conjurors"),
        ("beast", "elephants|sea lions|camels|ponies with plumes|a tiger|performing poodles|a bear|zebras"),
        ("tent", "big top|caravan|ring|sawdust|tent pole|cage|high wire"),
        (
            "feat",
            "spun plates|balanced on a ball|vanished from a trunk|turned somersaults|jumped through hoops of paper",
        ),
    ],
    opening: &[
        "The circus of the {trade} {name} paraded along {street} {when} with {beast} and {artist}.",
        "Behind {place} the {trade} {name} is pitching a {tent} for {number} nights.",
        "{beast} escaped from the {tent} of the {trade} {name} {when} and grazed on the bowling green.",
    ],
    middle: &[
        "The {artist} {feat} while a drum rolled.",
        "{beast} trotted round the {tent} to a barrel organ.",
        "{who} cracked {his} whip, and {beast} knelt.",
        "Above the {tent} the {artist} swung without a net.",
        "The {artist} threw buckets of confetti over the {artist}.",
        "Hay for {beast} is fetched from {village} by the cartload.",
        "\"Ladies and gentlemen,\" {who} boomed, as the {artist} {feat}.",
        "One of the {artist} sprained a wrist and sells toffee apples.",
        "Behind the {tent} {beast} were washed with a broom.",
        "{who} twirls {his} moustache, which is glued on, and lives in a {tent}.",
        "A volunteer from {street} was sawn in half and then {feat}.",
    ],
    closing: &[
        "The {tent} comes down on {day}, and the wagons roll on.",
        "Children ran beside {beast} as far as the crossroads.",
        "Seats on the planks cost {price}.",
    ],
};
