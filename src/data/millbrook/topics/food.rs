//! Topics of the table: who grows, catches, bakes and sells what the town eats.

use super::Topic;

pub(super) const BAKERY: Topic = Topic {
    trade: "baker",
    people: "Nora Webb|Tom Ashby|Ruth Pell",
    words: &[
        ("scene", "at the bakery"),
        ("bread", "rye loaves|white rolls|currant buns|oat scones|barley bread|seed cakes|plaited loaves|crusty cobs"),
        ("cake", "ginger biscuits|jam tarts|almond cakes|custard slices|cinnamon whirls|doughnuts|treacle flapjacks"),
        ("flour", "flour|yeast|butter|sugar|rye meal|raisins|treacle|caraway seed"),
        ("tool", "rolling pin|mixing bowl|baking tray|pastry brush|dough hook|bread knife|wire rack|icing bag"),
        (
            "eater",
            "the night porters|the milkman|the school children|the market traders|the bell ringers|the road sweepers",
        ),
    ],
    opening: &[
        "{name}, the {trade} in {street}, has sold out of {bread} every morning since {day}.",
        "A second bakery opened {when} in {street}, and {name} is the {trade} there.",
        "The smell of {bread} drifted down {street} {when} as the {trade} {name} threw open the shutters.",
        "It takes {number} sacks of {flour} to feed Millbrook for a week, says the {trade} {name}.",
    ],
    middle: &[
        "{long before|an hour before|well before} dawn {who} lights the oven and weighs out the {flour} and the {flour}.",
        "The dough is kneaded by hand for {many} minutes and left to rise {under a cloth|beside the chimney|in a copper|on the sill}.",
        "{who} learned to plait pastry from {his} {kin}, who never once used a {tool}.",
        "The first {bread} are eaten by {eater} while the crust is {still too hot to touch|still crackling|hardly set}.",
        "At {hour} the window is {filled|piled high|decked} with {cake}, dusted with {icing sugar|cocoa|ground nuts}.",
        "\"You can {hear|smell|tell by the sound} when a crust is done,\" {who} {said}, tapping it with a {tool}.",
        "The apprentice burns {his|a thumb or} fingers on the {oven door|hot trays|bread peel} about {number} times a {week|month}.",
        "There are {cake} on {day}, and {bread} with {poppy|sesame|fennel} seeds for {eater}.",
        "A dozen {cake} cost {price}, and the broken ones are given to {eater}.",
        "Crumbs are swept up at {closing time|nightfall|the end of the shift} and scattered for the {sparrows|ducks|starlings|hens next door}.",
        "The {wheat|grain|spelt} comes from a {windmill|watermill|granary} near {village} and is {ground|milled|sifted} on {day}.",
        "{who} will not say what goes into the {cake}, but there is {flour} on {his} sleeves.",
    ],
    closing: &[
        "What is left over at {hour} goes into a {bread pudding|trifle|dumpling} with {flour}.",
        "Next week {who} will try {cake} with a glaze of {honey|apricot|egg white|lemon}.",
        "Orders for wedding cakes and {bread} are {written|chalked|noted} on the slate by the {till|door|scales}.",
        "By {hour} there was nothing on the shelves but a {tool} and a dusting of flour.",
    ],
};

pub(super) const MARKET: Topic = Topic {
    trade: "market trader",
    people: "Rosa Larkin|Ned Hobbs|Amina Drew",
    words: &[
        ("scene", "at the market"),
        ("veg", "carrots|leeks|turnips|beetroot|cabbages|parsnips|onions|radishes|marrows|spinach"),
        ("ware", "baskets|ribbons|candles|second-hand boots|tin kettles|buttons|wool blankets|clay pots|umbrellas"),
        ("stall", "stall|barrow|trestle table|striped awning|handcart|apple crate"),
        ("buyer", "bargain hunters|early shoppers|housewives|tourists|collectors|young couples"),
    ],
    opening: &[
        "{many} stalls filled the square {when} for the largest street market of the year, says {trade} {name}.",
        "{name}, a {trade} from {village}, sold {veg} {when} from a {stall} with a broken wheel.",
        "Rain could not keep the {buyer} away from the stalls {when}, said the {trade} {name}.",
        "The {month} market moved to {street}, where the {trade} {name} had put up a {stall} before sunrise.",
    ],
    middle: &[
        "There were {heaps|mounds|boxes} of {veg} and {veg} with the {soil|dew|roots} still on them.",
        "The {buyer} haggled over {ware} and paid in {small change|coppers|crumpled notes|foreign coins}.",
        "{who} shouted the price of {veg} so loudly that {the pigeons flew off|a horse shied|a baby woke|the church bell was drowned}.",
        "\"Three for the price of two,\" {who} called, and {number} hands went up.",
        "A pedlar from {village} laid out {ware} and {ware} on {an oilcloth|a rug|the cobbles|a tailboard}.",
        "Every {stall} pays a rent of {price} to the {market inspector|town clerk|beadle}.",
        "The scales were checked with {brass|iron|lead} weights, and {none of them|only one of them|hardly any} cheated.",
        "By {hour} the {veg} had gone, and {who} was selling {ware} instead.",
        "{a gust of wind|a runaway pony|a delivery boy} tipped over a {stall} and sent {veg} rolling into the {gutter|fountain|crowd}.",
        "The {buyer} filled their string bags with {veg} and went home by {the tram|taxi|the towpath|cart}.",
        "{who} wraps everything in {old newspaper|brown paper|sacking}, and counts the takings in a {biscuit tin|cigar box|felt hat}.",
    ],
    closing: &[
        "When the bell rang at {hour}, the last {veg} went for half price.",
        "The traders packed their {ware} into {vans|trunks|sidecars} and {hosed down|swept|scrubbed} the cobbles.",
        "{who} will be back next {day} with more {ware} and fewer {veg}.",
    ],
};

pub(super) const FARM: Topic = Topic {
    trade: "farmer",
    people: "Walter Moss|Martha Gale|Silas Rudd",
    words: &[
        ("scene", "on the farm"),
        ("animal", "heifers|lambs|piglets|calves|ewes|goats|geese|bullocks"),
        ("crop", "wheat|barley|oats|hay|clover|sugar beet|potatoes|maize"),
        ("gear", "tractor|plough|combine harvester|trailer|pitchfork|seed drill|milking machine|hay baler"),
        ("field", "meadow|top field|paddock|stubble|pasture|water meadow|barn|cattle shed"),
    ],
    opening: &[
        "{name}, who is a {trade} near {village}, brought in the last of the {crop} {when}.",
        "{number} {animal} were born in one night on the farm of {name}, a {trade} at {village}.",
        "The {trade} {name} has bought a new {gear}, the {first|largest|reddest|noisiest} in the {valley|county|parish}.",
        "A gate left open {when} let {number} {animal} wander as far as {street}, said the {trade} {name}.",
    ],
    middle: &[
        "The {animal} were driven back to the {field} by a sheepdog called {Flint|Moss|Jess|Nell}.",
        "{who} milks {many} cows {before breakfast|at first light|by hand} and again at {dusk|sundown|tea time}.",
        "The {crop} stood waist high in the {field}, heavy with grain.",
        "{a wheel|a blade|the hitch|a bolt} came off the {gear} and had to be {mended|tied on|fixed} with {rope|wire|twine}.",
        "The {animal} are fed on {crop} and chopped turnip tops until the {grass|rye|vetch} comes {back|up|through}.",
        "\"You do not own {animal}, they own you,\" {who} {said}, leaning on a {gear}.",
        "{rooks|gulls|jackdaws|crows} followed the {gear} {up and down|along|across} the furrows.",
        "The {vet|drover|dealer} looked over the {animal} in the {field} and found them {healthy|underfed|in good flesh}.",
        "Bales of {crop} were {stacked|heaped|pitched} {to the rafters|beside the gate|along the wall} of the {field}.",
        "{who} has farmed these acres since {his} {kin} gave up the {herd|sea|army}.",
        "{manure|lime|slurry} was spread on the {field} {when}, as the whole {parish|valley|street} could tell.",
    ],
    closing: &[
        "The wool and the {crop} will be sold at the autumn auction.",
        "Tomorrow the {field} will be ploughed and sown with {crop}.",
        "{who} pulled off {his} muddy boots and fell asleep {beside the stove|over a seed catalogue|in the straw}.",
    ],
};

pub(super) const BEES: Topic = Topic {
    trade: "beekeeper",
    people: "Olive Crane|Hugo Lind|Vera Nash",
    words: &[
        ("scene", "beside the hives"),
        ("hive", "hives|skeps|combs|frames|wax cells|brood boxes"),
        ("bloom", "lime blossom|heather|thyme|white clover|borage|willow catkins|bramble flowers|lavender"),
        ("insect", "drones|workers|the queen|nurse bees|scouts|a cloud of bees"),
        ("kit", "veil|smoker|pair of gauntlets|goose feather|hive tool|straw hat"),
    ],
    opening: &[
        "A swarm settled on a lamp post in {street} {when}, and the {trade} {name} was sent for.",
        "{name}, a {trade} in {street}, has taken {many} jars of honey this summer.",
        "The {trade} {name} moved {number} {hive} up to the moor {when}, where the {bloom} is out.",
    ],
    middle: &[
        "{who} put on a {kit} and brushed {insect} gently into a box.",
        "The {buzzing|humming|droning} could be heard on the far side of the {hedge|street|wall|pond}.",
        "Inside the {hive}, {insect} were dancing to show where the {bloom} grew.",
        "Honey from {bloom} is {pale|dark|greenish} and {sets as hard as|smells of|keeps like} candle wax.",
        "{who} was stung {number} times, and dabbed the bumps with {vinegar|an onion|dock leaves|spirit}.",
        "A puff from the {kit} makes {insect} {drowsy|calm|sleepy} and easy to {handle|move|count}.",
        "\"They know when {thunder|winter|a stranger} is coming,\" {who} {said}, lifting the lid off the {hive}.",
        "Mites had got into the {hive}, so {insect} were dusted with icing sugar.",
        "The colony will need {number} {pounds|pints|pans} of syrup to last until the {snowdrops|crocuses|first warm day}.",
        "Nectar and pollen are carried home by {insect} in {tiny|powdery yellow|orange} {loads|bundles|balls}.",
        "The {hive} were scraped and the beeswax {melted|strained|moulded} in a {pan|jug|bucket}.",
    ],
    closing: &[
        "The honey will be spun out and bottled on {day}.",
        "By nightfall {insect} had moved into their new {home|quarters|box}.",
        "{who} hung up the {kit} and licked {his} {thumb|spoon|fingers|lips}.",
    ],
};

pub(super) const FISHING: Topic = Topic {
    trade: "angler",
    people: "Peter Thorne|Ivy Dunn|Ralph Jessop",
    words: &[
        ("scene", "on the riverbank"),
        ("fish", "pike|perch|trout|tench|bream|carp|roach|eel|chub"),
        ("tackle", "rod|reel|landing net|float|hook|keep net|fishing line"),
        ("bait", "maggots|bread paste|worms|a feathered fly|cheese rind|sweetcorn"),
        ("water", "reeds|mill pool|weir stream|shallows|lily pads|backwater|gravel bank"),
    ],
    opening: &[
        "{name}, an {trade} from {street}, landed a {fish} of {number} pounds {when}.",
        "The {trade} {name} has won the rod and line cup with a {fish} as long as {an arm|a walking stick|a cricket bat}.",
        "Nobody believed in the giant {fish} until the {trade} {name} hooked it {when}.",
    ],
    middle: &[
        "It took {bait} off the bottom beside the {water} just after {hour}.",
        "The {tackle} bent double, and the {fight|struggle|tug} went on for {many} minutes.",
        "{who} waded into the {water} up to {his} waist and lost a {boot|watch|sandwich|hat}.",
        "A {heron|kingfisher|moorhen|water rat} watched from the {water} and did not {stir|blink|budge}.",
        "The rest of the club caught only a {fish} and {an old umbrella|a boot|a bucket|half a bicycle}.",
        "{who} swears by {bait}, kept {warm|alive|dark} in a {tobacco tin|jam jar|matchbox|sock}.",
        "The scales of the {fish} shone like {coins|lamps|armour|glass} in the {tackle}.",
        "\"I {felt|heard|saw} it breathe,\" {who} {said}, unhooking it with {wet hands|pliers|care|a sigh}.",
        "Rivals on the opposite bank had been casting {bait} since {dawn|midnight|the day before|breakfast}.",
        "Every {fish} was weighed, measured and slipped back among the {water}.",
        "Small boys dangled {bait} from a {stick|bridge|pier} and {snagged|stole|tangled} a {tackle}.",
    ],
    closing: &[
        "A drawing of the {fish} will hang above the {bar|door|stove} of the clubhouse.",
        "The season closes in {month}, when the {fish} go up to spawn.",
        "{who} has promised to bring a stronger {tackle} next time.",
    ],
};
