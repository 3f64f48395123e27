//! Topics of the town hall and the street: how Millbrook is run, repaired and kept in order.

use super::Topic;

pub(super) const COUNCIL: Topic = Topic {
    trade: "councillor",
    people: "Arthur Barlow|Sylvia Ogden|Ravi Patel",
    words: &[
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
        "The {paper} was read aloud twice, and {number} members abstained.",
        "{who} banged the table and demanded a vote by show of hands.",
        "Under the scheme the {money} would rise by {price} for each household.",
        "{member} warned that {plan} might need permission from the county.",
        "\"We were elected to decide,\" {who} told the chamber, \"not to adjourn.\"",
        "The {paper} was referred to a working party, which meets in {month}.",
        "From the public gallery someone called for {plan} instead.",
        "{member} seconded the {paper}, and it was carried by {number} votes.",
        "Auditors had looked at the {money} and found a sum nobody could explain.",
        "{who} has served the ward for {number} years and never missed a debate.",
    ],
    closing: &[
        "The next session will deal with {plan} and the annual {money}.",
        "{member} closed the meeting at {hour} with a tap of the gavel.",
        "A public hearing about {plan} will follow before the election.",
    ],
};

pub(super) const ROADS: Topic = Topic {
    trade: "road foreman",
    people: "Frank Hale|Dennis Kirk|Moira Tate",
    words: &[
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
        "A {machine} arrived on a lorry and broke up the old {stuff}.",
        "The men shovelled {stuff} and {stuff} into the {hole} and raked it level.",
        "{who} put up {sign} at both ends of the carriageway.",
        "Cyclists were told to dismount and push past the {machine}.",
        "Under the {stuff} the gang found a stretch of tramline and a horseshoe.",
        "\"Every winter digs them deeper,\" {who} said of the {hole}.",
        "Lorries were sent round by {street}, where a van got stuck under a balcony.",
        "The {machine} ran out of diesel, and work stopped until {hour}.",
        "New {stuff} steamed on the roadway, and the kerb was painted white.",
        "Somebody stole the {sign} in the night, and a milk float drove into the {hole}.",
        "{who} drinks {his} tea from a tin mug on the step of the {machine}.",
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
        "Fingerprints had been found on {loot}, hidden in a coal cellar.",
        "{party} swore on oath to have been at home with a toothache.",
        "{who} asked {party} to speak up and to stop chewing.",
        "The evidence, which was {loot}, stood on a table with a label tied to it.",
        "{party} told how the thief had jumped over the wall into a rain barrel.",
        "\"This is a bench, not a stage,\" {who} told {party}.",
        "It was not the first offence, for there had been {crime} in {month}.",
        "A lawyer from {village} called the whole charge of {crime} a misunderstanding.",
        "The jury withdrew and came back after {many} minutes.",
        "{who} looked over {his} spectacles for a long while before passing sentence.",
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
        "A blackbird had nested in the {bag} outside the chemist.",
        "{who} can read any handwriting, even on {mail} that have been out in the rain.",
        "The {mail} from abroad are franked and dropped into the {bag} by the door.",
        "One of the {mail} had travelled by way of Norway to reach {address}.",
        "\"Nothing is ever lost, only late,\" {who} said, wetting a sponge for the {stamp}.",
        "{many} {mail} go out on the first van, and the rest by bicycle.",
        "Children write to {address} in December, and {who} answers every one.",
        "A parcel that ticked was put in a bucket, but it held an alarm clock.",
        "Pensions are paid out on {day}, and string is sold by the yard.",
        "The price of {stamp} goes up to {price} in {month}.",
    ],
    closing: &[
        "The last collection from the {bag} is at {hour}.",
        "As for the {mail} to {address}, they were returned to sender.",
        "{who} locked the {bag} and pulled down the blind.",
    ],
};

pub(super) const FIRE: Topic = Topic {
    trade: "fire chief",
    people: "Hector Rowe|Freda Cole|Stanley Yates",
    words: &[
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
        "Neighbours saw {smoke} pouring from the roof and dialled the alarm.",
        "The crew ran out a {engine} and soaked {building} next door.",
        "{who} went in on hands and knees under the {smoke}.",
        "A budgerigar and {number} kittens were rescued through a skylight.",
        "The {engine} froze, so a chain of buckets was formed from the canal.",
        "\"Two more minutes and the beams would have gone,\" {who} said, wiping {smoke} off {his} face.",
        "Blazing rafters crashed down in a shower of {smoke}.",
        "It had begun with {cause}, close to a heap of rags.",
        "An old man was carried down the {engine} in his pyjamas.",
        "Firemen damped down the ruins until {hour} and rolled up the {engine}.",
        "Nobody was hurt, though {who} had {his} eyebrows singed.",
    ],
    closing: &[
        "Only {smoke} and a bent bedstead remained.",
        "{who} asks every household to beware of {cause}.",
        "The {engine} was scrubbed and back in the station by {hour}.",
    ],
};

pub(super) const POLICE: Topic = Topic {
    trade: "police sergeant",
    people: "Ellen Shaw|Victor Cole|Grace Okafor",
    words: &[
        (
            "goods",
            "a gold watch|a fur coat|a stamp collection|a trombone|a crate of oranges|a violin case|a pearl necklace",
        ),
        ("clue", "a muddy footprint|a torn glove|a railway ticket|a cigar butt|a dropped key|a broken padlock"),
        ("rogue", "burglar|pickpocket|intruder|suspect|prowler|masked man"),
        ("way", "through a cellar window|over the rooftops|down a drainpipe|by the back stairs|across the allotments"),
    ],
    opening: &[
        "The {trade} {name} is looking for a {rogue} who took {goods} from {street} {when}.",
        "Police under the {trade} {name} arrested a {rogue} {when} with {goods} under his arm.",
        "{goods} vanished from a locked room in {street} {when}, and the {trade} {name} has one clue.",
    ],
    middle: &[
        "The {rogue} got in {way} and left {clue} on the carpet.",
        "Detectives dusted the sill for prints and found {clue}.",
        "{who} measured {clue} with a ruler and wrote it in {his} notebook.",
        "A whistle was blown, and two constables gave chase {way}.",
        "{friend} saw a {rogue} with {goods} climb {way} about {hour}.",
        "\"He has done this before,\" {who} said, holding up {clue}.",
        "The {rogue} is about six feet tall, with a {ginger|grey|forked} beard and {a squint|a gold tooth|a scar}.",
        "Also missing are {goods} and a jar of sixpences.",
        "A tracker dog followed the scent as far as {street}.",
        "{who} has asked pawnbrokers to watch for {goods}.",
        "Handcuffs were produced, and the {rogue} went along without a struggle.",
    ],
    closing: &[
        "A reward of {price} is offered for {goods}.",
        "The {rogue} spent the night in the cells.",
        "Anyone who finds {clue} should telephone the station.",
    ],
};
