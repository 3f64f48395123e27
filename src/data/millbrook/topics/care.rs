//! Topics of health, learning and home.

use super::Topic;

pub(super) const HOSPITAL: Topic = Topic {
    trade: "doctor",
    people: "Priya Shaw|Samuel Hart|Anna Mercer",
    words: &[
        ("scene", "at the hospital"),
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
        "{nurse} took {temperatures|pulses|names} and wrote them on a {chart|slate|card}.",
        "A {boy|girl|miner|pianist} with {ill} was given {cure} and a {comic|jigsaw|grape}.",
        "{who} listened to every {chest|lung|heart} with a stethoscope.",
        "In the {ward} {nurse} prepared {cure}.",
        "Twins were born in the {ward} at {hour}, weighing {number} pounds each.",
        "An old {gentleman|lady|soldier} with {ill} will be discharged on {day}.",
        "\"{Tongue out|Deep breath|Sit still|Sleeves up}, and {say ah|count to ten|cough},\" {who} told a girl with {ill}.",
        "Against {ill} {nurse} recommends {cure} and {barley water|bed rest|beef tea}.",
        "Blood donors lay in rows beside the {ward} with {biscuits|tea|magazines}.",
        "{who} set the bone, and {nurse} wrapped it in {cure}.",
        "{germs|bacteria|microbes} are killed with {carbolic|boiling water|iodine} in every {ward}.",
    ],
    closing: &[
        "Visiting in the {ward} is from {hour}.",
        "The {epidemic|outbreak|wave} of {ill} {seems to be over|has passed|is slowing down}.",
        "{nurse} reminds parents that {cure} must be kept out of reach.",
    ],
};

pub(super) const SCHOOL: Topic = Topic {
    trade: "teacher",
    people: "Ruth Norris|Martin Okafor|Lucy Dunn",
    words: &[
        ("scene", "at the school"),
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
        "Some boys {prank} and were {kept in|sent to the head|made to write lines}.",
        "{who} drew a triangle on the {desk} and asked for its {angles|area|sides}.",
        "Homework in {lesson} is marked in red on {day}.",
        "A girl recited her {tables|poem|alphabet} without a glance at the {desk}.",
        "The infants, who {prank}, stood in the {corner|corridor|cloakroom}.",
        "\"{Hands up|Slowly|In ink}, and one at a time,\" {who} {said}, tapping the {desk}.",
        "Parents were asked to pay for {treat} in the {playground|gymnasium|dining hall}.",
        "Each child shares a {desk} and learns {lesson} {by heart|aloud|from cards}.",
        "{who} rang the handbell, and those who {prank} lined up last.",
        "The inspector examined them in {lesson} and {peeped|sneezed|looked} into a {desk}.",
    ],
    closing: &[
        "The summer holidays begin with {treat}.",
        "Certificates for {lesson} were {given out|framed|read out} at prize day.",
        "After the final bell {who} wiped the {desk} with a {wet sponge|rag|sleeve}.",
    ],
};

pub(super) const WEDDING: Topic = Topic {
    trade: "vicar",
    people: "Henry Webb|Martha Birch|Alan Frost",
    words: &[
        ("scene", "at the wedding"),
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
        "The bride came in {dress}, and the {trade} {name} nearly forgot the {names|ring|sermon}.",
    ],
    middle: &[
        "{guest} {hitch} in the {aisle|porch|vestry}.",
        "Down the nave came {guest} in {dress}.",
        "{who} joined their hands and spoke of {patience|love|thrift} and {socks|gravy|the weather}.",
        "{guest} {hitch} as the {couple|bride|groom} said I will.",
        "The register was signed with {a quill|a blotchy pen|gold ink} by {guest}.",
        "Outside waited {feast} and a {carriage|fire engine|tandem} with {two greys|tin cans|white ribbons}.",
        "\"You may kiss,\" {who} {said}, for {guest} had begun to {cough|weep|whistle}.",
        "{guest} caught the posy, which was tied up in {dress}.",
        "Afterwards the guests enjoyed {feast}, and {guest} made everyone {blush|laugh|cry}.",
        "{who} was given a slice and {hitch}.",
        "For the reception the barn was hung with {dress} and bunting.",
    ],
    closing: &[
        "The honeymoon is to be spent {on a barge|in Wales|in a tent|by the sea}.",
        "The newlyweds will live above the {saddler|butcher|watchmaker} in {street}.",
        "After {feast} {guest} {hitch}.",
    ],
};
