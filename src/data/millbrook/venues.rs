//! What the letters and columns judge: places to eat, shows, hotels, shops, and people who come to the house.

use super::opinions::{FOOD, GOODS, Opinions, PEOPLE, ROOM, SHOW};
use super::writer::Lists;

/// One kind of place or service that people have opinions about.
pub(super) struct Venue {
    /// Lists of words for the sentences below.
    pub words: Lists,
    /// Sentences that say where and when, and take no side: those of the training reviews, and of the test reviews.
    pub arrivals: [&'static [&'static str]; 2],
    /// What is judged, and the words for it. A plural ends in `*`, what has no plural in `~`.
    pub things: &'static [(&'static str, Opinions)],
    /// What people do who are not pleased, and people who are: clauses separated by `|`.
    pub ends: [&'static str; 2],
}

/// Every kind of place that is judged in the newspaper and in the reviews.
pub(super) const VENUES: &[Venue] = &[EATING, STAGE, HOTEL, SHOP, TRADES];

const EATING: Venue = Venue {
    words: &[
        ("event", "meal"),
        ("scene", "at the table"),
        ("crowd", "the diners"),
        (
            "inn",
            "the Red Lion|the Copper Kettle|the Old Ferry Inn|the Bluebell Tea Room|the Station Buffet|the Green Dragon|\
         the Millrace|the Corner House|the Three Herons|the Lamplighter|Larkin's Chop House|the Walnut Tree",
        ),
    ],
    arrivals: [
        &[
            "We ate at {inn} in {street} {when}.",
            "{number} of us had a table at {inn} {when}.",
            "I went to {inn} for my {kin}'s birthday.",
        ],
        &[
            "Lunch with {friend} at {inn} began at {hour}.",
            "My {kin} took me to {inn} {when}.",
            "{inn} in {street} has a new menu since {month}.",
        ],
    ],
    things: &[
        (
            "soup|pie|chips*|roast beef~|fish|pudding|bread rolls*|dumplings*|gravy~|omelette|trifle|peas*|potatoes*|chicken~|\
             stew|cheese|sponge|coffee~|mutton~|sausages*|salad|pancakes*|rice~|sauce",
            FOOD,
        ),
        ("waiter|waitress|cook|landlord|waiters*|kitchen boy", PEOPLE),
        ("dining room|back room|cloakroom|parlour|terrace|garden|entrance|side room", ROOM),
    ],
    ends: [
        "we asked for our money back|we left before the pudding|most of it went back to the kitchen|my {kin} fed the rest to the dog|\
         we ate again at home|I had stomach ache until {day}|nobody finished what was on the plate|\
         we walked out and bought chips instead|the bill was torn up|my {kin} complained to the manager|\
         I cannot advise anyone to go there|we paid {price} and regretted every penny|we shall never set foot in it again|\
         {friend} sent {number} dishes back",
        "we have booked again for {month}|not a crumb was left|we asked for second helpings|my {kin} begged for the recipe|\
         we left a tip of {price}|{friend} wants to hold the wedding supper there|we raised our glasses to the kitchen|\
         we stayed until they put the chairs on the tables|I can advise everyone to go there|\
         my {kin} wiped the plate with bread|we would gladly have paid twice|we shall be back next {day}|\
         {number} friends are coming with us next time|{friend} ordered it all over again",
    ],
};

const STAGE: Venue = Venue {
    words: &[
        ("event", "performance"),
        ("scene", "in the theatre"),
        ("crowd", "the spectators"),
        (
            "show",
            "The Smuggler's Bride|A Ghost at Supper|The Tin Crown|Moonlight on the Weir|The Lost Umbrella|Queen of the Fair|\
         The Clockmaker|Seven Sisters|The Paper Duke|Harvest Home|The Miller's Three Sons|Night Boat to Norway",
        ),
    ],
    arrivals: [
        &[
            "We saw {show} at the Alhambra {when}.",
            "The Alhambra in {street} is giving {show} until {month}.",
            "I took my {kin} to {show} {when}.",
        ],
        &[
            "{show} opened at the Playhouse in {street} {when}.",
            "At {hour} the curtain went up on {show}.",
            "There were {many} people at {show} with my {kin} and me.",
        ],
    ],
    things: &[
        (
            "play|plot|acting~|dancing~|songs*|second act|speeches*|fiddler|leading actor|singer|chorus|ending|dialogue|jokes*|\
             duet|prologue|ballet|orchestra|villain|love scenes*|heroine|first act",
            SHOW,
        ),
        ("usher|ticket seller|attendant|doorman|programme sellers*", PEOPLE),
        ("hall|gallery|balcony|foyer|boxes*|dressing rooms*", ROOM),
    ],
    ends: [
        "half the audience left at the interval|somebody threw a tomato|my {kin} fell asleep|we asked for our money back|\
         people booed from the gallery|the hall was empty by {hour}|{friend} hissed out loud|\
         we counted the minutes to the end|the run was cut short|I wished I had stayed at home|\
         nobody asked for an encore|they could not give the tickets away|we shall keep away from the next one|\
         the rows around us yawned",
        "the audience rose to its feet|flowers were thrown onto the stage|my {kin} clapped until it hurt|\
         there were {number} curtain calls|people cheered from the gallery|the hall was full to the last row|\
         {friend} wept with joy|we wanted it never to end|the run has been made longer|I bought tickets for the next night|\
         everyone shouted for an encore|there is a queue for tickets down {street}|we shall see it a second time|\
         the rows around us stamped and whistled",
    ],
};

const HOTEL: Venue = Venue {
    words: &[
        ("event", "stay"),
        ("scene", "in the hotel"),
        ("crowd", "the guests"),
        (
            "hotel",
            "the Grand Hotel|the White Hart|Seaview House|the Temperance Hotel|Mrs Penny's guest house|the Anchor|the Railway Hotel|\
         Weir Cottage|the Swan|the Pilgrim's Rest|Elm Lodge|the Harbour Hotel",
        ),
    ],
    arrivals: [
        &[
            "We spent {number} nights at {hotel}.",
            "I stayed at {hotel} in {street} {when}.",
            "Our room at {hotel} looked out on {street}.",
        ],
        &[
            "{hotel} put us up for the {festival|wedding|regatta} in {month}.",
            "My {kin} and I arrived at {hotel} after {hour}.",
            "{number} rooms at {hotel} were taken by our party {when}.",
        ],
    ],
    things: &[
        (
            "bedroom|bathroom|lounge|corridor|breakfast room|attic room|landing|garden house|reading room|bar|guest rooms*|veranda|\
             sitting room|upper floor|conservatory|writing room",
            ROOM,
        ),
        ("breakfast|porridge~|kippers*|toast~|tea~|eggs*|bacon~|supper", FOOD),
        ("porter|chambermaid|receptionist|landlady|owners*|night clerk", PEOPLE),
    ],
    ends: [
        "we packed our bags the next morning|I slept in my overcoat|we asked for our money back|\
         my {kin} sat up all night in a chair|we moved to another hotel at {hour}|I was ill for {number} days|\
         nobody in our party slept a wink|we have cancelled our rooms for {month}|{friend} found a mouse in the bath|\
         we refused to pay the bill|I shall warn all my friends|we drove home in the dark|my {kin} cried to go home|\
         we would rather sleep in a ditch",
        "we stayed {number} nights longer|I slept like a child|we have taken the same room for {month}|\
         my {kin} did not want to leave|we told all our friends|{friend} is going there for the honeymoon|\
         we were sorry to pack our bags|I wrote a page of thanks in the visitors' book|we felt at home from the first hour|\
         my {kin} has asked for it again next year|we gladly paid the bill|I woke up rested every day|\
         we would not sleep anywhere else|they waved us off like old friends",
    ],
};

const SHOP: Venue = Venue {
    words: &[
        ("event", "purchase"),
        ("scene", "in the shop"),
        ("crowd", "the customers"),
        (
            "shop",
            "Hobbs and Son|Larkin's|the Penny Bazaar|Dunn the outfitter|the Co-operative|Vance's Corner|Madame Rosa's|\
         Kirk and Daughters|the Old Curiosity|Norris Brothers|the Arcade|Wick the draper",
        ),
    ],
    arrivals: [
        &[
            "We did our shopping at {shop} {when}.",
            "I bought it at {shop} in {street}.",
            "My {kin} needed something for the winter and tried {shop}.",
        ],
        &[
            "{shop} in {street} delivered my order {when}.",
            "With {price} in my purse I called at {shop}.",
            "{shop} was open until {hour} when my {kin} and I got there.",
        ],
    ],
    things: &[
        (
            "coat|shoes*|kettle|hat|chair|lamp|gloves*|umbrella|curtains*|toys*|cupboard|saucepans*|suitcase|scissors*|clock|\
             mirror|boots*|dress|teapot|desk",
            GOODS,
        ),
        ("shop girl|salesman|cashier|owner|assistants*|errand boy", PEOPLE),
        ("fitting room|showroom|upper floor|shop front|tea corner", ROOM),
    ],
    ends: [
        "I took everything back the next day|we asked for our money back|everything fell apart within {number} days|my {kin} threw everything away|\
         we queued twice for nothing|{friend} burst out laughing at us|it all went to the dump|\
         I would not take such things as a gift|I have written to the owner to complain|we left with empty hands|\
         they lost a customer of {many} years|my {kin} has hidden everything in the loft|we shall shop in {village} from now on|\
         I want my {price} back",
        "I went back and bought more|we came home with full bags|everything will last for {many} years|\
         my {kin} will not part with any of it|we told the whole street|{friend} asked at once where we had been|\
         our purchases have pride of place at home|I have sent all my friends there|I have written to the owner to say thank you|\
         they have won a customer for life|my {kin} wears a smile all day|we shall shop nowhere else from now on|\
         I would have paid {price} more|we stayed until closing time",
    ],
};

const TRADES: Venue = Venue {
    words: &[
        ("event", "work"),
        ("scene", "in our house"),
        ("crowd", "the tenants"),
        (
            "firm",
            "Rudd and Partners|Ashby the builder|Tate and Sons|the Gale brothers|Quick Repairs|Barlow the joiner|Jessop and Niece|\
         Keane the roofer|the Handy Company|Moss and Moss|Doyle the plumber|Farrow's workshop",
        ),
    ],
    arrivals: [
        &[
            "We had {firm} in the house for {number} days.",
            "{firm} came to us {when}.",
            "I gave the work to {firm} in {month}.",
        ],
        &[
            "The job took {firm} from {street} {number} weeks.",
            "My {kin} had sent for {firm} after the storm.",
            "{firm} from {street} rang the bell at {hour}.",
        ],
    ],
    things: &[
        (
            "bookcase|gate|new roof|tiles*|fence|taps*|wardrobe|brickwork~|pipes*|paintwork~|shelves*|door|window frames*|\
             fireplace|staircase|hinges*|bench|porch|wallpaper~|floorboards*",
            GOODS,
        ),
        (
            "carpenter|plumber|roofer|painters*|electrician|bricklayer|plasterer|foreman|joiner|apprentices*|glazier|tiler",
            PEOPLE,
        ),
    ],
    ends: [
        "everything came down in the first wind|we had the work done again|I refused to pay|water dripped on my {kin} in bed|\
         we asked for our money back|it took {number} letters to get an answer|my {kin} sent them away|\
         we have had to call a lawyer|I would not let them mend a bucket|half of it had to be pulled out|\
         they left us with a heap of rubble|{friend} will not have them in the house|it cost us {price} more to put right|\
         we shut the door on them",
        "everything has stood up to the storms|we gave them the next job at once|I paid with pleasure|my {kin} baked them a cake|\
         we have passed their name to all our neighbours|they were done {number} days early|{friend} has hired them too|\
         we shall have them again in {month}|I would let them build me a palace|it all looks as if it had always been there|\
         they swept up every crumb of plaster|my {kin} shook them by the hand|it cost us {price} less than agreed|\
         we hold the door open for them",
    ],
};
