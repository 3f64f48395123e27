//! Topics of games and matches.

use super::Topic;

pub(super) const FOOTBALL: Topic = Topic {
    trade: "football coach",
    people: "Ned Doyle|Moira Rowe|Kofi Nash",
    words: &[
        ("scene", "at the football ground"),
        ("player", "goalkeeper|striker|left back|winger|captain of the eleven|substitute|centre forward|defender"),
        ("kick", "penalty|corner|free kick|header|long pass|volley|tackle"),
        (
            "event",
            "the whistle blew|the crossbar shook|the ball burst|the linesman raised his flag|the fans invaded the pitch",
        ),
        ("score", "three to two|two all|one to nil|four to one|nil all|five to three"),
    ],
    opening: &[
        "Millbrook United beat {village} by {score} {when}, and {name}, the {trade}, sang in the bath.",
        "The {trade} {name} blamed the mud after the eleven drew {score} at {village} {when}.",
        "With {number} minutes to play {event}, and the {trade} {name} threw down {his} cap.",
    ],
    middle: &[
        "The {player} scored from a {kick} just before half-time.",
        "A {kick} by the {player} went over the bar and into the {duck pond|car park|brass band}.",
        "{who} shouted from the touchline until {event}.",
        "The {player} was sent off for a foul on the {player}.",
        "After the break a {kick} struck the post, and {event}.",
        "The {player} limped off with a {twisted ankle|bloody nose|sprained toe} and {an orange|a sponge|a cup of tea}.",
        "\"Football is mostly {running|waiting|thinking},\" {who} told the {player}.",
        "It stood at {score} when the referee lost a button and {event}.",
        "The {player} put a {kick} straight {into the net|at the keeper's boots|between the posts}.",
        "{who} has made the {player} practise every {kick} against {a barn wall|the chapel|a hay bale}.",
        "Supporters waved {scarves|rattles|flags}, and {a drummer|a bugler|somebody's uncle} kept time {behind the goal|on the terrace|up a tree}.",
    ],
    closing: &[
        "The league table puts United {number} points above relegation.",
        "The return match is on {day}, without the {player}.",
        "In the cup final the {player} will wear the number {nine|ten|seven|four} shirt.",
    ],
};

pub(super) const SWIMMING: Topic = Topic {
    trade: "swimming teacher",
    people: "Nina Lowe|Ivan Dunn|Grace Yates",
    words: &[
        ("scene", "at the baths"),
        ("stroke", "breaststroke|backstroke|butterfly|front crawl|dog paddle|sidestroke"),
        ("pool", "deep end|shallow end|paddling pool|plunge pool|fast lane|slow lane"),
        ("gear", "goggles|armbands|bathing caps|flippers|cork floats|towels"),
        ("swimmer", "beginners|divers|lifeguards|grandmothers|the relay team|water polo players|schoolgirls"),
    ],
    opening: &[
        "{many} {swimmer} lined up at the baths {when} for the gala of the {trade} {name}.",
        "The {trade} {name} has taught {number} hundred children the {stroke}.",
        "The baths in {street} reopened {when}, and the {trade} {name} was the first in.",
    ],
    middle: &[
        "The {swimmer} did {many} lengths of {stroke} without a rest.",
        "Someone bellyflopped into the {pool} and {lost|burst|swallowed water through} {gear}.",
        "{who} times every lap of {stroke} with a {stopwatch|kitchen timer|whistle}.",
        "The {swimmer} splashed about with {gear} in the {pool}.",
        "{chlorine|salt} stings the {eyes|nose}, so {gear} are lent out for {price}.",
        "In the {stroke} a {girl|boy} of {nine|seven|twelve} overtook the {swimmer}.",
        "\"{Kick from the hip|Chin down|Long arms}, and {blow bubbles|breathe|glide},\" {who} called from the {pool}.",
        "The {swimmer} held their breath and dived for {rubber bricks|pennies|hoops}.",
        "By the {pool} the tiles were wet, and {who} skidded with an armful of {gear}.",
        "Medals for {stroke} and {stroke} dangled {from wet necks|on ribbons}.",
        "The boiler heats the water to {many} degrees by {hour}.",
    ],
    closing: &[
        "Lessons in {stroke} start again on {day}.",
        "The {swimmer} dried their hair and queued for {cocoa|buns|the tram}.",
        "Lost {gear} are kept in a {bin|locker|net} by the {pool}.",
    ],
};

pub(super) const CHESS: Topic = Topic {
    trade: "chess champion",
    people: "Ravi Lind|Clara Vance|Stanley Hart",
    words: &[
        ("scene", "at the chess tournament"),
        ("piece", "bishop|knight|rook|pawn|queen's pawn|white king|black queen"),
        ("move", "castled|sacrificed a {piece}|offered a draw|resigned|took a {piece}|gave check|promoted a {piece}"),
        ("thinker", "his opponent|a boy of ten|the grandmaster|a retired dentist|the challenger|the favourite"),
        ("room", "clock|board|score sheet|tournament table|scoreboard"),
    ],
    opening: &[
        "The {trade} {name} played {many} games at once in the reading room {when}.",
        "After {number} hours of silence the {trade} {name} {move} and won the tournament {when}.",
        "{thinker} {move} against the {trade} {name} {when}, and nobody in the hall breathed.",
    ],
    middle: &[
        "On move {many} {thinker} {move}.",
        "A {piece} was {trapped|lost|pinned} in the {corner|centre} beside the {piece}.",
        "{who} stared at the {room} and twisted {his} wedding ring.",
        "{thinker} pressed the button of the {room} and {move}.",
        "It was a {Sicilian defence|French defence|king's gambit}, with a {piece} on the {open file|long diagonal|back rank}.",
        "\"The {threat|plan|square} is {stronger|worth more} than the {piece},\" {who} murmured.",
        "{thinker} had overlooked a fork and {move} with a {sigh|shrug|groan}.",
        "The endgame came down to a {piece} against a {piece}.",
        "{spectators|schoolboys|two clerks} wrote {each|every second} move on the {room} and were {told to hush|sent out|given peppermints}.",
        "{who} learned the gambit from {his} {kin} on a {pocket|walnut|folding} {room}.",
        "With {seconds|a minute|no time} left {thinker} {move}, and it was stalemate.",
    ],
    closing: &[
        "It ended in checkmate by the {piece} at {hour}.",
        "The rematch will be played by {letter|telegram|postcard}, one move a {week|day|month}.",
        "{thinker} shook hands across the {room}.",
    ],
};
