//! Topics of health, learning and home.

use super::Topic;

pub(super) const HOSPITAL: Topic = Topic {
    trade: "doctor",
    people: "Priya Shaw|Samuel Hart|Anna Mercer",
    words: &[
        (
            "ill",
            "measles|a broken leg|pneumonia|mumps|a burst appendix|tonsillitis|concussion|whooping cough|gallstones",
        ),
        ("cure", "pills|a plaster cast|an injection|stitches|a bandage|drops|crutches|vaccine|ointment"),
        ("ward", "ward|operating theatre|maternity wing|surgery|clinic|X-ray room|ambulance"),
        ("nurse", "the matron|a student nurse|the surgeon|the midwife|the chemist|a specialist|the dentist"),
    ],
    opening: &[
        "{number} cases of {ill} were brought to the infirmary {when}, says the {trade} {name}.",
        "The {trade} {name} opened a {ward} for children {when}.",
        "The {trade} {name} warns of {ill}, which has spread from {village}.",
    ],
    middle: &[
        "{nurse} took temperatures and wrote them on a chart.",
        "A boy with {ill} was given {cure} and a comic.",
        "{who} listened to every chest with a stethoscope.",
        "In the {ward} {nurse} prepared {cure}.",
        "Twins were born in the {ward} at {hour}, weighing {number} pounds each.",
        "An old gentleman with {ill} will be discharged on {day}.",
        "\"Tongue out, and say ah,\" {who} told a girl with {ill}.",
        "Against {ill} {nurse} recommends {cure} and barley water.",
        "Blood donors lay in rows beside the {ward}.",
        "{who} set the bone, and {nurse} wrapped it in {cure}.",
        "Germs are killed with carbolic in every {ward}.",
    ],
    closing: &[
        "Visiting in the {ward} is from {hour}.",
        "The epidemic of {ill} seems to be over.",
        "{nurse} reminds parents that {cure} must be kept out of reach.",
    ],
};

pub(super) const SCHOOL: Topic = Topic {
    trade: "teacher",
    people: "Ruth Norris|Martin Okafor|Lucy Dunn",
    words: &[
        (
            "lesson",
            "arithmetic|spelling|geography|handwriting|long division|grammar|algebra|French verbs|history dates",
        ),
        ("desk", "blackboard|inkwell|slate|ruler|globe|exercise book|abacus|pencil box"),
        (
            "prank",
            "put a frog in a drawer|passed notes|threw paper darts|carved initials|hid the chalk|talked in assembly",
        ),
        (
            "treat",
            "an outing to the caves|a spelling bee|sports day|a nativity play|a half holiday|an egg and spoon race",
        ),
    ],
    opening: &[
        "Term began {when} in {street} with {many} new pupils in the class of the {trade} {name}.",
        "The {trade} {name} has won a prize for teaching {lesson} with beans.",
        "The class of the {trade} {name} came top in {lesson} {when}, ahead of {village}.",
    ],
    middle: &[
        "{lesson} comes before break, and {lesson} afterwards.",
        "Some boys {prank} and were kept in.",
        "{who} drew a triangle on the {desk} and asked for its angles.",
        "Homework in {lesson} is marked in red on {day}.",
        "A girl recited her tables without a glance at the {desk}.",
        "The infants, who {prank}, stood in the corner.",
        "\"Hands up, and one at a time,\" {who} said, tapping the {desk}.",
        "Parents were asked to pay for {treat} in the playground.",
        "Each child shares a {desk} and learns {lesson} by heart.",
        "{who} rang the handbell, and those who {prank} lined up last.",
        "The inspector examined them in {lesson} and peeped into a {desk}.",
    ],
    closing: &[
        "The summer holidays begin with {treat}.",
        "Certificates for {lesson} were given out at prize day.",
        "After the final bell {who} wiped the {desk} with a wet sponge.",
    ],
};

pub(super) const WEDDING: Topic = Topic {
    trade: "vicar",
    people: "Henry Webb|Martha Birch|Alan Frost",
    words: &[
        (
            "guest",
            "bridesmaids|the best man|the groom's mother|page boys|the bride's father|an uncle from {village}|the ushers",
        ),
        ("dress", "lace|a veil|a top hat|orange blossom|a satin train|gloves of kid|a buttonhole"),
        ("feast", "a three-tier cake|a toast in elderflower wine|speeches|a buffet of cold salmon|dancing|confetti"),
        (
            "hitch",
            "dropped the ring|trod on the veil|fainted|sneezed during the vows|arrived by milk float|wept for joy",
        ),
    ],
    opening: &[
        "{friend} was married {when} at the church in {street} by the {trade} {name}.",
        "The {trade} {name} held {number} weddings {when}, a record for the parish.",
        "The bride came in {dress}, and the {trade} {name} nearly forgot the names.",
    ],
    middle: &[
        "{guest} {hitch} in the aisle.",
        "Down the nave came {guest} in {dress}.",
        "{who} joined their hands and spoke of patience and socks.",
        "{guest} {hitch} as the couple said I will.",
        "The register was signed with a quill by {guest}.",
        "Outside waited {feast} and a carriage with two greys.",
        "\"You may kiss,\" {who} said, for {guest} had begun to cough.",
        "{guest} caught the posy, which was tied up in {dress}.",
        "There was {feast}, and {guest} made everyone blush.",
        "{who} was given a slice and {hitch}.",
        "For the reception the barn was hung with {dress} and bunting.",
    ],
    closing: &[
        "The honeymoon is to be spent on a barge.",
        "The newlyweds will live above the saddler in {street}.",
        "After {feast} {guest} {hitch}.",
    ],
};

pub(super) const VET: Topic = Topic {
    trade: "vet",
    people: "Hazel Lowe|Tom Gale|Vera Rudd",
    words: &[
        ("pet", "guinea pig|tortoise|budgerigar|goldfish|hamster|donkey|parrot|stick insect|ferret|pony"),
        ("ailment", "worms|a splinter|colic|mange|a swollen knee|moulting|a cracked beak|fleas|laminitis"),
        ("treatment", "a splint|a dose of oil|flea powder|a tiny blanket|eardrops|a tablet in cheese|a new horseshoe"),
        ("odd", "a swallowed thimble|half a candle|a marble|a wedding ring|a doll's shoe|a champagne cork"),
    ],
    opening: &[
        "A {pet} with {ailment} was carried into the practice of the {trade} {name} {when}.",
        "The {trade} {name} took {odd} out of a {pet} {when}.",
        "{name}, the {trade} in {street}, treats every {pet} free of charge on {day}.",
    ],
    middle: &[
        "In the waiting room sat a {pet} opposite a {pet}.",
        "A {pet} had {ailment} and was put on a diet of dandelions.",
        "{who} felt the belly of the {pet} and found {odd}.",
        "Against {ailment} there was {treatment}.",
        "The hooves of a {pet} were trimmed with a rasp.",
        "A {pet} with {ailment} kicked over the scales.",
        "\"It is only {ailment},\" {who} told the weeping owner of a {pet}.",
        "Under the X-ray lamp {odd} showed up in the gizzard.",
        "The {pet} bit through {treatment}.",
        "{who} keeps {odd} in a jar as a souvenir.",
        "Each {pet} is weighed in a sling and wormed twice a year.",
    ],
    closing: &[
        "The {pet} trotted home with {treatment}.",
        "A bill of {price} was sent for {treatment}.",
        "Tomorrow {who} must look at {ailment} in a {pet} at {village}.",
    ],
};

pub(super) const KNITTING: Topic = Topic {
    trade: "weaver",
    people: "Mabel Ogden|Ivan Quill|Dora Ives",
    words: &[
        ("garment", "mittens|jerseys|tea cosies|shawls|bobble hats|bedsocks|waistcoats|cardigans"),
        ("yarn", "lambswool|cotton|linen thread|silk|mohair|tweed|hemp|angora"),
        ("loom", "loom|spinning wheel|bobbin|shuttle|needle|thimble|sewing machine|crochet hook"),
        ("dye", "walnut husks|madder root|onion skins|woad|lichen|elderberries|turmeric"),
    ],
    opening: &[
        "The {trade} {name} has set up a {loom} in {street} and sells {garment} of {yarn}.",
        "{many} people knitted {garment} {when} under the eye of the {trade} {name}.",
        "A scarf {many} yards long was finished {when} by the pupils of the {trade} {name}.",
    ],
    middle: &[
        "The {yarn} is stained with {dye} in a copper vat.",
        "Purl and plain went the stitches, round and round the {garment}.",
        "{who} throws the {loom} from hand to hand without a glance.",
        "From {yarn} come {garment}, and from {yarn} come {garment}.",
        "A kitten had tangled the {yarn} about the {loom}.",
        "{dye} gives a rust red, and {dye} a deep violet.",
        "\"Count your rows,\" {who} told a boy who was knitting {garment}.",
        "The warp on the {loom} snapped at {hour}.",
        "Hems of {yarn} were tacked and ironed.",
        "{who} unpicked the {garment} of {his} {kin} to save the {yarn}.",
        "Patterns for {garment} are handed down in families like spoons.",
    ],
    closing: &[
        "The {garment} go to seamen in the Arctic.",
        "Skeins of {yarn} are sold at {price}.",
        "Next {day} the class learns to make {garment}.",
    ],
};

pub(super) const CAMP: Topic = Topic {
    trade: "scout leader",
    people: "Walter Penny|Kate Okafor|David Finch",
    words: &[
        ("kit", "rucksacks|sleeping bags|groundsheets|tin plates|compasses|pocket knives|hurricane lamps|billycans"),
        ("skill", "reef knots|semaphore|tracking|map reading|first aid|whittling|Morse code"),
        ("scare", "an adder|a hooting owl|a bullock in the night|a river of ants|a ghost story|a collapsed bivouac"),
        ("meal", "baked potatoes|porridge|sausages on sticks|cocoa|dampers|rabbit stew|beans"),
    ],
    opening: &[
        "{many} cubs and scouts camped near {village} {when} with {name}, their {trade}.",
        "The {trade} {name} marched the troop up to the moor {when} with {kit} on every back.",
        "The troop of the {trade} {name} earned {number} badges for {skill} {when}.",
    ],
    middle: &[
        "They cooked {meal} over embers and ate from {kit}.",
        "Pegs were hammered in, and {kit} spread beneath the canvas.",
        "{who} taught {skill} by the light of a lantern.",
        "At {hour} {scare} sent the youngest into their {kit}.",
        "The patrols practised {skill} and got lost in the bracken.",
        "Then came {meal}, with twigs in it.",
        "\"Be prepared,\" {who} said, and was surprised by {scare}.",
        "Firewood was chopped and a latrine dug.",
        "{skill} saved them when the mist came down on the ridge.",
        "{who} dried wet {kit} on a line between two birches.",
        "Round the campfire they sang rounds and feared {scare}.",
    ],
    closing: &[
        "They struck camp on {day} and left no trace.",
        "Blisters and {scare} were soon forgotten over {meal}.",
        "Parents met them at {place} and hardly knew them for dirt.",
    ],
};

pub(super) const MILL: Topic = Topic {
    trade: "factory manager",
    people: "Helen Barlow|Ralph Kirk|Rosa Nash",
    words: &[
        ("machine", "turbine|conveyor belt|steam hammer|lathe|furnace|dynamo|flywheel|boiler"),
        ("product", "bicycle bells|matches|nails|soap|boot polish|zips|light bulbs|wire"),
        ("worker", "fitters|apprentices|packers|the night shift|stokers|the trade union|toolmakers"),
        ("issue", "wages|overtime|earplugs|the canteen|holiday pay|safety guards|the pension fund"),
    ],
    opening: &[
        "The factory in {street} will make {product} from {month}, the {trade} {name} told the {worker}.",
        "{worker} laid down their tools {when} and asked the {trade} {name} about {issue}.",
        "A {machine} stopped {when}, and {name}, the {trade}, sent {many} workers home.",
    ],
    middle: &[
        "{number} thousand {product} leave the assembly line each day.",
        "{worker} oiled the {machine} and reset the fuse.",
        "{who} met the {worker} in the yard to talk about {issue}.",
        "Without {product} the order from abroad cannot be filled.",
        "{worker} held up placards about {issue}.",
        "Steel is melted in the {machine} and rolled for {product}.",
        "\"We can pay for {issue} or for a {machine},\" {who} said.",
        "A belt had slipped off the {machine}, spoiling {product}.",
        "{worker} clocked in and put on their overalls.",
        "{who} began on the shop floor, packing {product} for {price} a week.",
        "The hooter of the {machine} woke half the district.",
    ],
    closing: &[
        "{worker} and owners shook hands over {issue}.",
        "{product} are exported to {number} countries.",
        "A strike over {issue} was called off at {hour}.",
    ],
};
