//! Topics of the town hall and the street: how Millbrook is run, repaired and kept in order.

use super::Topic;

pub(super) const COUNCIL: Topic = Topic {
    trade: "councillor",
    people: "Arthur Barlow|Sylvia Ogden|Ravi Patel",
    words: &[
        ("scene", "in the council chamber"),
        ("plan", "a new car park|street lamps|a public washhouse|a skating rink|more benches|a bandstand|allotments"),
        ("money", "budget|rates|tax|grant|reserve|loan"),
        ("member", "the mayor|the town clerk|the treasurer|the opposition|the deputy mayor|the planning committee"),
        ("paper", "motion|report|petition|proposal|amendment|minutes"),
    ],
    opening: &[
        "The council voted {when} to pay for {plan}, after a speech by {trade} {name}.",
        "{trade} {name} has asked the council to think again about {plan}.",
        "A {paper} signed by {many} householders was handed to {trade} {name} {when}.",
    ],
    middle: &[
        "{member} argued that the {money} would not stretch to {plan}.",
        "The {paper} was read {aloud twice|line by line|in silence}, and {number} members abstained.",
        "{who} {banged the table|rose|coughed} and demanded a vote by {show of hands|secret ballot|roll call}.",
        "Under the scheme the {money} would rise by {price} for each household.",
        "{member} warned that {plan} might need {permission|a grant|a survey} from the county.",
        "\"We were elected to {decide|listen|spend wisely|lead},\" {who} told the {chamber|assembly|clerks}, \"not to {adjourn|quarrel|doze}.\"",
        "The {paper} was referred to a working party, which meets in {month}.",
        "From the public gallery {someone|a widow|a farmhand} {called|shouted|pleaded} for {plan} instead.",
        "{member} seconded the {paper}, and it was carried by {number} votes.",
        "Auditors had looked at the {money} and found a {sum|gap|receipt} nobody could {explain|remember|trace}.",
        "{who} has served the ward for {number} years and {never missed|often begun|seldom lost} a debate.",
    ],
    closing: &[
        "The next session will deal with {plan} and the annual {money}.",
        "{member} closed the meeting at {hour} with a {tap|bang} of the gavel.",
        "A public hearing about {plan} will follow before the {election|holidays|harvest}.",
    ],
};

pub(super) const ROADS: Topic = Topic {
    trade: "road foreman",
    people: "Frank Hale|Dennis Kirk|Moira Tate",
    words: &[
        ("scene", "at the road works"),
        ("machine", "steamroller|digger|dumper truck|pneumatic drill|tar boiler|cement mixer|crane"),
        ("stuff", "asphalt|gravel|tar|kerb stones|paving slabs|sand|concrete|cobbles"),
        ("hole", "potholes|trenches|cracks in the surface|sunken drains|leaking pipes|ruts"),
        ("sign", "diversion signs|red lanterns|barriers|orange cones|traffic lights|a stop board"),
    ],
    opening: &[
        "{street} will be closed to traffic for {number} weeks, the {trade} {name} announced {when}.",
        "Workmen under the {trade} {name} began filling the {hole} in {street} {when}.",
        "Drivers queued as far as {street} {when} while {name}, the {trade}, mended the {hole}.",
    ],
    middle: &[
        "A {machine} arrived on a lorry and {broke up|flattened|tore out} the {old|loose} {stuff}.",
        "The men shovelled {stuff} and {stuff} into the {hole} and {raked|rolled|tamped} it {level|flat}.",
        "{who} put up {sign} at both ends of the {carriageway|bend|terrace}.",
        "Cyclists were told to dismount and push past the {machine}.",
        "Under the {stuff} the gang found {a stretch of tramline|a well|a cobbled yard} and a {horseshoe|clay pipe|cannonball|milestone}.",
        "\"Every {winter|frost|lorry|bus} digs them deeper,\" {who} {said} of the {hole}.",
        "Lorries were sent round by {street}, where a {van|coach|hay wagon} got stuck {under a balcony|in an archway|on the kerb}.",
        "The {machine} ran out of diesel, and work stopped until {hour}.",
        "New {stuff} steamed on the roadway, and the kerb was {painted|lined|marked} {white|yellow}.",
        "Somebody stole the {sign} in the night, and a {milk float|hearse|motorcycle|taxi} drove into the {hole}.",
        "{who} {drinks|stirs|spills} {his} tea from a {tin mug|flask|jar} on the step of the {machine}.",
    ],
    closing: &[
        "The detour stays in force until the {stuff} has hardened.",
        "Motorists can use the junction again from {day}.",
        "After that the {machine} moves on to the {hole} in {street}.",
    ],
};

pub(super) const COURT: Topic = Topic {
    trade: "magistrate",
    people: "Judith Thorne|Henry Abbot|Edith Vance",
    words: &[
        ("scene", "in the courtroom"),
        ("loot", "a bicycle|a silver teapot|a crate of lemonade|a garden gnome|a ladder|a wheelbarrow|a brass lamp"),
        (
            "crime",
            "theft|trespass|dangerous driving|forgery|a breach of the peace|smuggling tobacco|keeping a goat in a flat",
        ),
        (
            "party",
            "the accused|the defendant|the witness|the solicitor|the constable|the prosecutor|the usher of the court",
        ),
        ("penalty", "a fine of {price}|{number} days of sweeping leaves|a stern warning|probation|a written apology"),
    ],
    opening: &[
        "A man from {village} stood before the {trade} {name} {when}, charged with {crime}.",
        "The {trade} {name} heard a case of {crime} {when} that had the whole courtroom leaning forward.",
        "Who took {loot} from {street}? The {trade} {name} had to decide {when}.",
    ],
    middle: &[
        "{party} admitted carrying off {loot} but denied {crime}.",
        "Fingerprints had been found on {loot}, hidden in {a coal cellar|a pram|a rain butt|a hayloft}.",
        "{party} swore on oath to have been at home with {a toothache|a sick parrot|gout|a houseful of guests}.",
        "{who} asked {party} to {speak up|stand up|take off the hat} and to stop {chewing|humming|sobbing}.",
        "The evidence, which was {loot}, stood on {a table|a chair|the floor} with a {label|red ticket|tag} tied to it.",
        "{party} told how the thief had jumped {over the wall|off a tram|through a window} into {a rain barrel|a rose bush|the arms of a curate|a dung heap}.",
        "\"This is a {bench|court|place of law}, not a {stage|tavern|fairground},\" {who} told {party}.",
        "It was not the first offence, for there had been {crime} in {month}.",
        "A lawyer from {village} called the whole charge of {crime} a misunderstanding.",
        "The jury withdrew and came back after {many} minutes.",
        "{who} looked over {his} spectacles for a {long while|full minute} before {passing sentence|speaking|writing a word}.",
    ],
    closing: &[
        "The verdict was guilty, and the sentence {penalty}.",
        "In the end {party} was let off with {penalty}.",
        "The case was dismissed, and the owner took {loot} home.",
    ],
};

pub(super) const POST: Topic = Topic {
    trade: "postmaster",
    people: "Samuel Quill|George Penny|Colin Ives",
    words: &[
        ("scene", "at the post office"),
        ("mail", "letters|parcels|postcards|telegrams|packets|registered envelopes|love letters|magazines"),
        ("stamp", "stamps|postmarks|sealing wax|postage|airmail labels|rubber stamps"),
        (
            "address",
            "the wrong house|a lighthouse|an aunt in Canada|Father Christmas|a sailor at sea|the Queen of Denmark",
        ),
        ("bag", "mail sack|pigeonhole|letter box|sorting tray|satchel|pillar box"),
    ],
    opening: &[
        "A postcard sent in 1951 reached {street} {when}, and the {trade} {name} delivered it in person.",
        "The post office in {street} has a new counter, and the {trade} {name} has a new {bag}.",
        "{name}, the {trade}, sorted {many} {mail} {when}, twice as many as usual.",
    ],
    middle: &[
        "Some of the {mail} were addressed to {address} and had no {stamp}.",
        "A {blackbird|wren|robin|tit} had nested in the {bag} outside the {chemist|barber|tailor|grocer}.",
        "{who} can read any handwriting, even on {mail} that have been {out in the rain|chewed by dogs|at sea|under a sofa}.",
        "The {mail} from abroad are franked and dropped into the {bag} by the door.",
        "One of the {mail} had travelled by way of {Norway|Peru|Malta|Siberia} to reach {address}.",
        "\"Nothing is ever {lost|missing|gone}, only late,\" {who} {said}, {wetting|squeezing} a {sponge|thumb} for the {stamp}.",
        "{many} {mail} go out on the first van, and the rest {by bicycle|on foot|by noon}.",
        "Children write to {address} in December, and {who} answers {every one|them in verse|with a riddle}.",
        "A parcel that {ticked|hummed|leaked|rattled} was put in a {bucket|bath|shed}, but it held {an alarm clock|a music box|a metronome|a tin toy|a jar of jam}.",
        "Pensions are paid out on {day}, and {string|tape|twine|brown paper} is sold by the {yard|ounce|roll}.",
        "The price of {stamp} goes up to {price} in {month}.",
    ],
    closing: &[
        "The last collection from the {bag} is at {hour}.",
        "As for the {mail} to {address}, they were returned to sender.",
        "{who} locked the {bag} and {pulled down the blind|blew out the lamp|wound the clock|fed the goldfish}.",
    ],
};

pub(super) const FIRE: Topic = Topic {
    trade: "fire chief",
    people: "Hector Rowe|Freda Cole|Stanley Yates",
    words: &[
        ("scene", "at the fire"),
        ("building", "a hay barn|a chip shop|a timber yard|a garden shed|an attic|a garage|a paint store|a laundry"),
        ("cause", "a spark from a chimney|a forgotten iron|a candle|an electric heater|a cigarette|a pan of hot fat"),
        ("engine", "fire engine|hose|pump|turntable ladder|hydrant|siren|helmet"),
        ("smoke", "smoke|flames|sparks|ash|steam|embers|soot"),
    ],
    opening: &[
        "Fire broke out in {building} in {street} {when}, and the {trade} {name} was there in {number} minutes.",
        "The {trade} {name} believes that {cause} set light to {building} {when}.",
        "The brigade was called out {number} times {when}, said the {trade} {name}.",
    ],
    middle: &[
        "Neighbours saw {smoke} pouring from the {roof|cellar|upper windows} and {dialled|rang|raised} the alarm.",
        "The crew ran out a {engine} and soaked {building} next door.",
        "{who} went in {on hands and knees|with an axe|roped to a colleague} under the {smoke}.",
        "{a budgerigar|a grandfather|a lodger|a tortoise} and {number} {kittens|rabbits|children|canaries} were rescued through a {skylight|coal hole|back window}.",
        "The {engine} froze, so a chain of buckets was formed from the {canal|pond|brewery|horse trough}.",
        "\"{Two|Five|Ten} more minutes and the {beams|stairs|gas main|rafters} would have gone,\" {who} {said}, wiping {smoke} off {his} face.",
        "{blazing|burning|charred} {rafters|beams|tiles} crashed down in a {shower|cloud} of {smoke}.",
        "It had begun with {cause}, close to {a heap of rags|the paraffin|some straw|old paper}.",
        "An old {man|judge|colonel} was carried {down|past} the {engine} in his {pyjamas|slippers|bath towel}.",
        "Firemen damped down the ruins until {hour} and rolled up the {engine}.",
        "{nobody|no fireman|not even the cook} was hurt, though {who} had {his} {eyebrows|hair|sleeves} {singed|scorched}.",
    ],
    closing: &[
        "Only {smoke} and a {bent bedstead|cast-iron stove|melted clock|birdcage} {remained|were left}.",
        "{who} asks every household to beware of {cause}.",
        "The {engine} was scrubbed and back in the station by {hour}.",
    ],
};
