//! Topics of roads, rails and water: how people and goods come and go.

use super::Topic;

pub(super) const TRAINS: Topic = Topic {
    trade: "station master",
    people: "Arthur Kirk|Helen Ogden|Dennis Ashby",
    words: &[
        ("scene", "at the railway station"),
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
        "{traveller} stamped their feet by the {station} and {watched the clock|played cards|sang|shared a pork pie}.",
        "The guard {blew his whistle|slammed the doors|waved his lamp}, and the {train} pulled out with a {jerk|hiss|clank}.",
        "{who} telephoned down the line about {delay}.",
        "{traveller} had to change carriages because of {delay}.",
        "A {suitcase|hatbox|trunk} was left in the {station} with {a parrot|a wig|forty eggs|a live eel} in it.",
        "The {train} thundered through the {tunnel|cutting|junction} and over the {points|viaduct|sleepers}.",
        "\"Mind the doors,\" {who} cried as the {train} moved.",
        "Between the rails near the {station} grow {poppies|thistles|ox-eye daisies|brambles}.",
        "{traveller} with return fares may go by the {train} instead.",
        "{who} waves a green flag from the {station} for the {train}.",
        "The {locomotive|engine} took on {water|coal|sand}, and the {fireman|driver|cleaner} ate {an egg|bacon|a kipper} fried on his shovel.",
    ],
    closing: &[
        "The last {train} leaves at {hour} and stops at {every halt|the cattle market|request}.",
        "{traveller} may claim back {price} at the {station}.",
        "By {hour} {delay} had been cleared.",
    ],
};

pub(super) const BUS: Topic = Topic {
    trade: "bus driver",
    people: "Colin Rudd|Rosa Hobbs|Ralph Okafor",
    words: &[
        ("scene", "on the bus"),
        ("bus", "double-decker|school bus|number nine bus|market day bus|last bus|minibus|trolley bus"),
        (
            "rider",
            "a woman with a goose|pupils with satchels|a man with a cello|shoppers with bulging bags|a stag party|nuns",
        ),
        ("fault", "the clutch burned out|the gearbox jammed|the wipers stuck|the exhaust fell off|the radiator boiled"),
        ("thing", "bell cord|back seat|top deck|running board|fare box|bus shelter"),
    ],
    opening: &[
        "The {bus} broke down in {street} {when} when {fault}, said the {trade} {name}.",
        "{name}, who has been a {trade} for {many} years, drove the {bus} for the last time {when}.",
        "A {bus} now runs from {street} to {village} every hour, with the {trade} {name} at the wheel.",
    ],
    middle: &[
        "{rider} got on at the {depot|brewery|gasworks} and paid in {coppers|farthings|eggs}.",
        "On the hill {fault}, and {rider} climbed out to {push|walk|watch}.",
        "{who} knows every stop and waits for {rider}.",
        "The {bus} {swayed|lurched|crept} round the {corner|roundabout|pump} with {rider} on the {thing}.",
        "A conductor punched the {tickets|passes} and rang {twice|once} on the {thing}.",
        "{rider} fell asleep on the {thing} and woke at the {terminus|depot|seaside}.",
        "\"Hold tight, please,\" {who} {said}, and {fault}.",
        "Overhead the {bus} scraped the {branches of the limes|bunting|telephone wires}.",
        "A mechanic lay beneath the {bus} because {fault}.",
        "{who} found {an umbrella|a trumpet|a ham} and {a set of false teeth|a pair of skates|a love letter} on the {thing}.",
        "The fare to {village} has gone up to {price}.",
    ],
    closing: &[
        "The {bus} was towed to the garage at {hour}.",
        "{rider} went on {by foot|in the rain} and got {a lift|blankets|directions}.",
        "A {bus} will replace it until {day}.",
    ],
};

pub(super) const BRIDGE: Topic = Topic {
    trade: "engineer",
    people: "Judith Kirk|Omar Lind|Frank Thorne",
    words: &[
        ("scene", "at the bridge"),
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
        "Each {part} was tapped with a {hammer|spanner|walking stick} to listen for {flaw}.",
        "A diver went down to the {part} and came up with {a bicycle|a sword|a kettle|a pike}.",
        "{who} measured how far the {part} sank beneath {load}.",
        "Masons are setting the {part} in {fix}.",
        "The span is {many} yards long and {rests on|hangs from|is held by} {fix}.",
        "When {load} went over, the {part} {hummed|shook|sang} like a {wire|harp|bow}.",
        "\"It will outlast {us|the river|the council|my pension},\" {who} {said}, patting the {part}.",
        "Welders hang from the {part} in {baskets|harnesses|cradles} and drive in {fix}.",
        "{floods|ice|barges} had washed out the {part} and left {flaw}.",
        "{who} keeps a model of it, made from {matches|corks|spaghetti} and {fix}, on {his} desk.",
        "The toll for {load} used to be {price}.",
    ],
    closing: &[
        "Until the {part} is renewed, {load} must go by the ford.",
        "The ribbon will be cut on {day} by {the mayor|a schoolgirl|the oldest citizen}.",
        "{who} has ordered more {fix} from the {foundry|quarry|shipyard}.",
    ],
};

pub(super) const HARBOUR: Topic = Topic {
    trade: "harbour master",
    people: "Martha Lowe|Peter Gale|Tess Norris",
    words: &[
        ("scene", "in the harbour"),
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
        "{seaman} threw a rope to the {quay} and {made fast|missed|shouted for help}.",
        "Crates of {cargo} swung ashore from the {ship}.",
        "{who} logs every {ship} by the light of {the moon|a ship's lamp|the beacon}, in {pencil|red ink|a fat green book}.",
        "Gulls screamed over the {cargo} on the {deck|hatch|tarpaulin}.",
        "{seaman} coiled the nets and scrubbed the {ship} with {brine|sand|lye}.",
        "At low tide a {ship} lies on its {keel|side} in the {ooze|mud|weed}.",
        "\"She {rolled|pitched|sank} like a {barrel|stone|drunken duck},\" {seaman} told {him} on the {quay}.",
        "The anchor of the {ship} had fouled a chain off the {quay}.",
        "{seaman} mended sails beside barrels of {cargo}.",
        "{who} hoisted a {black ball|red cone|storm flag} on the {quay} to warn the {ship}.",
        "Lobster pots and {cargo} were auctioned on the {quay}.",
    ],
    closing: &[
        "The {ship} sails again on the {morning|evening|next spring} tide.",
        "{seaman} spent the {pay|advance|prize money} in the tavern by the {quay}.",
        "Dues for {cargo} are {price} a ton.",
    ],
};

pub(super) const CIRCUS: Topic = Topic {
    trade: "ringmaster",
    people: "Oscar Vance|Leila Doyle|Silas Keane",
    words: &[
        ("scene", "at the circus"),
        ("artist", "acrobats|jugglers|clowns|tightrope walkers|fire eaters|trapeze artists|sword swallowers|conjurors"),
        ("beast", "elephants|sea lions|camels|ponies with plumes|tigers|performing poodles|bears|zebras"),
        ("tent", "big top|caravan|ring|sawdust|tent pole|cage|high wire"),
        (
            "feat",
            "spun plates|balanced on a ball|vanished from a trunk|turned somersaults|jumped through hoops of paper",
        ),
    ],
    opening: &[
        "The circus of the {trade} {name} paraded along {street} {when} with {beast} and {artist}.",
        "Behind {place} the {trade} {name} is pitching the big top for {number} nights.",
        "{beast} escaped from the {tent} of the {trade} {name} {when} and grazed on the bowling green.",
    ],
    middle: &[
        "The {artist} {feat} while {a drum rolled|the lights dimmed|the children shrieked}.",
        "{beast} trotted round the {tent} to a {barrel organ|march|trumpet}.",
        "{who} cracked {his} whip, and {beast} knelt.",
        "Above the {tent} the {artist} swung without a {net|rope|care}.",
        "The {artist} threw {buckets|handfuls|hats} of {confetti|feathers|foam} over the {artist}.",
        "Hay for {beast} is fetched from {village} by the {cartload|sack|bale}.",
        "\"Ladies and gentlemen,\" {who} boomed, as the {artist} {feat}.",
        "One of the {artist} sprained {a wrist|an ankle|a thumb} and sells {toffee apples|balloons|programmes}.",
        "Behind the {tent} {beast} were {washed|brushed|soaped} with a {broom|mop|garden hose}.",
        "{who} twirls {his} moustache, which is glued on, and lives in a {tent}.",
        "A volunteer from {street} was sawn in half and then {feat}.",
    ],
    closing: &[
        "The {tent} comes down on {day}, and the wagons roll on.",
        "Children ran beside {beast} as far as the {crossroads|tollgate|ford}.",
        "Seats on the planks cost {price}.",
    ],
};
