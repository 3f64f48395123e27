//! Topics of the table: who grows, catches, bakes and sells what the town eats.

use super::Topic;

pub(super) const BAKERY: Topic = Topic {
    trade: "baker",
    people: "Nora Webb|Tom Ashby|Ruth Pell",
    words: &[
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
        "Long before dawn {who} lights the oven and weighs out the {flour} and the {flour}.",
        "The dough is kneaded by hand for {many} minutes and left to rise under a cloth.",
        "{who} learned to plait pastry from {his} {kin}, who never once used a {tool}.",
        "The first {bread} are eaten by {eater} while the crust is still too hot to touch.",
        "At {hour} the window is filled with {cake}, dusted with icing sugar.",
        "\"You can hear when a crust is done,\" {who} said, tapping it with a {tool}.",
        "The apprentice burns his fingers on the oven door about {number} times a week.",
        "There are {cake} on Fridays, and {bread} with poppy seeds for {eater}.",
        "A dozen {cake} cost {price}, and the broken ones are given to {eater}.",
        "Crumbs are swept up at closing time and scattered for the sparrows.",
        "The wheat comes from a windmill near {village} and is ground on {day}.",
        "{who} will not say what goes into the {cake}, but there is {flour} on {his} sleeves.",
    ],
    closing: &[
        "What is left over at {hour} goes into a bread pudding with {flour}.",
        "Next week {who} will try {cake} with a glaze of honey.",
        "Orders for wedding cakes and {bread} are written on the slate by the till.",
        "By {hour} there was nothing on the shelves but a {tool} and a dusting of flour.",
    ],
};

pub(super) const MARKET: Topic = Topic {
    trade: "market trader",
    people: "Rosa Larkin|Ned Hobbs|Amina Drew",
    words: &[
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
        "There were heaps of {veg} and {veg} with the soil still on them.",
        "The {buyer} haggled over {ware} and paid in small change.",
        "{who} shouted the price of {veg} so loudly that the pigeons flew off.",
        "\"Three for the price of two,\" {who} called, and {number} hands went up.",
        "A pedlar from {village} laid out {ware} and {ware} on an oilcloth.",
        "Every {stall} pays a rent of {price} to the market inspector.",
        "The scales were checked with brass weights, and none of them cheated.",
        "By {hour} the {veg} had gone, and {who} was selling {ware} instead.",
        "A gust of wind tipped over a {stall} and sent {veg} rolling into the gutter.",
        "The {buyer} filled their string bags with {veg} and went home by the tram.",
        "{who} wraps everything in old newspaper, and counts the takings in a biscuit tin.",
    ],
    closing: &[
        "When the bell rang at {hour}, the last {veg} went for half price.",
        "The traders packed their {ware} into vans and hosed down the cobbles.",
        "{who} will be back next {day} with more {ware} and fewer {veg}.",
    ],
};

pub(super) const FARM: Topic = Topic {
    trade: "farmer",
    people: "Walter Moss|Martha Gale|Silas Rudd",
    words: &[
        ("animal", "heifers|lambs|piglets|calves|ewes|goats|geese|bullocks"),
        ("crop", "wheat|barley|oats|hay|clover|sugar beet|potatoes|maize"),
        ("gear", "tractor|plough|combine harvester|trailer|pitchfork|seed drill|milking machine|hay baler"),
        ("field", "meadow|top field|paddock|stubble|pasture|water meadow|barn|cattle shed"),
    ],
    opening: &[
        "{name}, who is a {trade} near {village}, brought in the last of the {crop} {when}.",
        "{number} {animal} were born in one night on the farm of {name}, a {trade} at {village}.",
        "The {trade} {name} has bought a new {gear}, the first in the valley.",
        "A gate left open {when} let {number} {animal} wander as far as {street}, said the {trade} {name}.",
    ],
    middle: &[
        "The {animal} were driven back to the {field} by a sheepdog called Flint.",
        "{who} milks {many} cows before breakfast and again at dusk.",
        "The {crop} stood waist high in the {field}, heavy with grain.",
        "A wheel came off the {gear} and had to be mended with rope.",
        "The {animal} are fed on {crop} and chopped turnip tops until the grass comes back.",
        "\"You do not own {animal}, they own you,\" {who} said, leaning on a {gear}.",
        "Rooks followed the {gear} up and down the furrows.",
        "The vet looked over the {animal} in the {field} and found them healthy.",
        "Bales of {crop} were stacked to the rafters of the {field}.",
        "{who} has farmed these acres since {his} {kin} gave up the herd.",
        "Manure was spread on the {field} {when}, as the whole parish could tell.",
    ],
    closing: &[
        "The wool and the {crop} will be sold at the autumn auction.",
        "Tomorrow the {field} will be ploughed and sown with {crop}.",
        "{who} pulled off {his} muddy boots and fell asleep beside the stove.",
    ],
};

pub(super) const ORCHARD: Topic = Topic {
    trade: "fruit grower",
    people: "Hazel Birch|Edwin Farrow|Joan Keane",
    words: &[
        ("fruit", "apples|pears|plums|cherries|damsons|quinces|medlars|greengages"),
        ("jar", "cider|chutney|jelly|vinegar|apple butter|plum brandy|cordial|fruit leather"),
        ("tree", "branches|boughs|trunks|saplings|grafts|blossom buds|roots"),
        ("picker", "pickers|students|pensioners|volunteers from the chapel|families with ladders|cub scouts"),
    ],
    opening: &[
        "The {fruit} are ripe {number} weeks early this year, reports {name}, a {trade} at {village}.",
        "{name}, the {trade} behind {street}, opened the orchard gates to {picker} {when}.",
        "A late frost has nipped the blossom, and the {trade} {name} fears for the {fruit}.",
    ],
    middle: &[
        "The {picker} filled {many} baskets with {fruit} before the dew had dried.",
        "Windfalls are pressed for {jar}, and the pulp is thrown to the hens.",
        "{who} prunes the {tree} in January and paints them with lime against canker.",
        "Some of the {tree} were planted by {his} {kin} more than a century ago.",
        "Wasps hung round the {fruit} that had split in the sun.",
        "A ladder slipped, but the {picker} landed in long grass and laughed.",
        "The press squeaked all afternoon, and {jar} ran golden into the barrels.",
        "\"Twist, never pull,\" {who} told the {picker}, showing how a stalk comes away.",
        "The {fruit} are wrapped in straw and stored in the loft for Christmas.",
        "{who} is grafting an old variety onto young {tree} to save it.",
        "Blackbirds and a hedgehog feasted on what fell among the nettles.",
    ],
    closing: &[
        "Bottles of {jar} will be on sale from {month}.",
        "The {tree} will now be left to sleep until spring.",
        "Anyone with a bucket may gather the last {fruit} on {day}.",
    ],
};

pub(super) const BEES: Topic = Topic {
    trade: "beekeeper",
    people: "Olive Crane|Hugo Lind|Vera Nash",
    words: &[
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
        "The buzzing could be heard on the far side of the hedge.",
        "Inside the {hive}, {insect} were dancing to show where the {bloom} grew.",
        "Honey from {bloom} is pale and sets as hard as candle wax.",
        "{who} was stung {number} times, and dabbed the bumps with vinegar.",
        "A puff from the {kit} makes {insect} drowsy and easy to handle.",
        "\"They know when thunder is coming,\" {who} said, lifting the lid off the {hive}.",
        "Mites had got into the {hive}, so {insect} were dusted with icing sugar.",
        "The colony will need {number} pounds of syrup to last until the snowdrops.",
        "Nectar and pollen are carried home by {insect} in tiny golden loads.",
        "The {hive} were scraped and the beeswax melted in a pan.",
    ],
    closing: &[
        "The honey will be spun out and bottled on {day}.",
        "By nightfall {insect} had moved into their new home.",
        "{who} hung up the {kit} and licked {his} thumb.",
    ],
};

pub(super) const FISHING: Topic = Topic {
    trade: "angler",
    people: "Peter Thorne|Ivy Dunn|Ralph Jessop",
    words: &[
        ("fish", "pike|perch|trout|tench|bream|carp|roach|eel|chub"),
        ("tackle", "rod|reel|landing net|float|hook|keep net|fishing line"),
        ("bait", "maggots|bread paste|worms|a feathered fly|cheese rind|sweetcorn"),
        ("water", "reeds|mill pool|weir stream|shallows|lily pads|backwater|gravel bank"),
    ],
    opening: &[
        "{name}, an {trade} from {street}, landed a {fish} of {number} pounds {when}.",
        "The {trade} {name} has won the rod and line cup with a {fish} as long as an arm.",
        "Nobody believed in the giant {fish} until the {trade} {name} hooked it {when}.",
    ],
    middle: &[
        "It took {bait} off the bottom beside the {water} just after {hour}.",
        "The {tackle} bent double, and the fight went on for {many} minutes.",
        "{who} waded into the {water} up to {his} waist and lost a boot.",
        "A heron watched from the {water} and did not stir.",
        "The rest of the club caught only a {fish} and an old umbrella.",
        "{who} swears by {bait}, kept warm in a tobacco tin.",
        "The scales of the {fish} shone like coins in the {tackle}.",
        "\"I felt it breathe,\" {who} said, unhooking it with wet hands.",
        "Rivals on the opposite bank had been casting {bait} since dawn.",
        "Every {fish} was weighed, measured and slipped back among the {water}.",
        "Small boys dangled {bait} from a stick and snagged a {tackle}.",
    ],
    closing: &[
        "A drawing of the {fish} will hang above the bar of the clubhouse.",
        "The season closes in {month}, when the {fish} go up to spawn.",
        "{who} has promised to bring a stronger {tackle} next time.",
    ],
};
