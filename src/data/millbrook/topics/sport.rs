//! Topics of games and matches.

use super::Topic;

pub(super) const FOOTBALL: Topic = Topic {
    trade: "football coach",
    people: "Ned Doyle|Moira Rowe|Kofi Nash",
    words: &[
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
        "A {kick} by the {player} went over the bar and into the duck pond.",
        "{who} shouted from the touchline until {event}.",
        "The {player} was sent off for a foul on the {player}.",
        "After the break a {kick} struck the post, and {event}.",
        "The {player} limped off with a twisted ankle and an orange.",
        "\"Football is mostly running,\" {who} told the {player}.",
        "It stood at {score} when the referee lost a button and {event}.",
        "The {player} put a {kick} straight into the net.",
        "{who} has made the {player} practise every {kick} against a barn wall.",
        "Supporters waved scarves, and a drummer kept time behind the goal.",
    ],
    closing: &[
        "The league table puts United {number} points above relegation.",
        "The return match is on {day}, without the {player}.",
        "In the cup final the {player} will wear the number nine shirt.",
    ],
};

pub(super) const SWIMMING: Topic = Topic {
    trade: "swimming teacher",
    people: "Nina Lowe|Ivan Dunn|Grace Yates",
    words: &[
        ("stroke", "breaststroke|backstroke|butterfly|front crawl|dog paddle|sidestroke"),
        ("pool", "diving board|deep end|shallow end|changing cabin|paddling pool|lanes|poolside"),
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
        "Someone bellyflopped off the {pool} and lost {gear}.",
        "{who} times every lap of {stroke} with a stopwatch.",
        "The {swimmer} splashed about with {gear} in the {pool}.",
        "Chlorine stings the eyes, so {gear} are lent out for {price}.",
        "In the {stroke} a girl of nine overtook the {swimmer}.",
        "\"Kick from the hip, and blow bubbles,\" {who} called from the {pool}.",
        "The {swimmer} held their breath and dived for rubber bricks.",
        "By the {pool} the tiles were wet, and {who} skidded with an armful of {gear}.",
        "Medals for {stroke} and {stroke} dangled from wet necks.",
        "The boiler heats the water to {many} degrees by {hour}.",
    ],
    closing: &[
        "Lessons in {stroke} start again on {day}.",
        "The {swimmer} dried their hair and queued for cocoa.",
        "Lost {gear} are kept in a bin by the {pool}.",
    ],
};

pub(super) const CHESS: Topic = Topic {
    trade: "chess champion",
    people: "Ravi Lind|Clara Vance|Stanley Hart",
    words: &[
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
        "A {piece} was trapped in the corner beside the {piece}.",
        "{who} stared at the {room} and twisted {his} wedding ring.",
        "{thinker} pressed the button of the {room} and {move}.",
        "It was a Sicilian defence, with a {piece} on the open file.",
        "\"The threat is stronger than the {piece},\" {who} murmured.",
        "{thinker} had overlooked a fork and {move} with a sigh.",
        "The endgame came down to a {piece} against a {piece}.",
        "Spectators wrote each move on the {room} and were told to hush.",
        "{who} learned the gambit from {his} {kin} on a {pocket|walnut|folding} {room}.",
        "With seconds left {thinker} {move}, and it was stalemate.",
    ],
    closing: &[
        "It ended in checkmate by the {piece} at {hour}.",
        "The rematch will be played by letter, one move a week.",
        "{thinker} shook hands across the {room}.",
    ],
};

pub(super) const CRICKET: Topic = Topic {
    trade: "cricket captain",
    people: "Luke Hobbs|Ellen Barlow|Omar Ashby",
    words: &[
        ("fielder", "wicketkeeper|bowler|batsman|slip fielder|night watchman|opener|all-rounder|twelfth man"),
        ("shot", "cover drive|sweep|hook shot|late cut|square cut|straight bat|googly|yorker"),
        ("spoil", "bad light|a swarm of midges|a broken stump|a lost ball|a cow on the outfield|heavy dew"),
        ("runs", "forty runs|a hundred and twelve runs|sixty-three runs|a duck|ninety-nine runs|seven runs"),
    ],
    opening: &[
        "Put in to bat {when}, the side of the {trade} {name} made {runs}.",
        "{spoil} stopped play {when}, to the dismay of the {trade} {name}.",
        "The {trade} {name} lost the toss and then {number} wickets before lunch {when}.",
    ],
    middle: &[
        "The {fielder} was caught off a {shot} for {runs}.",
        "A {shot} cleared the boundary and smashed a pane in the pavilion.",
        "{who} rubbed the ball on {his} flannels and set the field for a {shot}.",
        "After {spoil} the umpires called for tea and cucumber sandwiches.",
        "The {fielder} appealed, and up went the finger.",
        "Every {shot} was clapped from beneath the elms.",
        "\"Watch for the {shot},\" {who} warned the {fielder}.",
        "The {fielder} bowled {number} overs from the chapel end.",
        "With {runs} on the board the {fielder} was stumped.",
        "{who} padded up again after {spoil}.",
        "The innings closed on {runs}, and the roller was brought out.",
    ],
    closing: &[
        "The visitors from {village} needed {runs} in the last over.",
        "The averages are headed by the {fielder}.",
        "Bails were drawn at {hour} because of {spoil}.",
    ],
};

pub(super) const CYCLING: Topic = Topic {
    trade: "bicycle mender",
    people: "Hector Pell|Lucy Moss|Victor Tate",
    words: &[
        ("part", "chain|saddle|handlebars|pedals|spokes|inner tube|gear lever|front fork|mudguard"),
        (
            "rider",
            "a schoolmaster of sixty|the yellow jersey|twin sisters on a tandem|a postwoman|the youngest racer|a one-legged veteran",
        ),
        ("mishap", "a puncture|cramp|a loose goose|a wrong turning|a collision with a hay cart|a crash into a hedge"),
        (
            "route",
            "the hairpin bend|the long climb|the level crossing|the finishing line|the last descent|the feeding station",
        ),
    ],
    opening: &[
        "{many} racers pedalled off from {place} {when}, after the {trade} {name} had checked every brake.",
        "The hill race from {village} was won by {rider} {when}, on a frame built by the {trade} {name}.",
        "{name}, a {trade} in {street}, mended {many} punctures during the race {when}.",
    ],
    middle: &[
        "At {route} {rider} broke away from the pack.",
        "{rider} had {mishap} and carried on with bent {part}.",
        "{who} rode behind the bunch with a pump and a spare {part}.",
        "The leaders freewheeled down to {route}, crouching over their {part}.",
        "{mishap} near {route} cost {rider} {number} minutes.",
        "Rain made the tyres slide on the setts.",
        "\"Oil it, do not pray over it,\" {who} said of a rusty {part}.",
        "{rider} squirted water over {rider} from a bottle.",
        "Spectators ran alongside up to {route}, pushing where they could.",
        "{who} trued a wheel and tightened the {part} in the ditch.",
        "A broken {part} was tied up with a bootlace after {mishap}.",
    ],
    closing: &[
        "In the sprint {rider} won by the width of a tyre.",
        "{rider} got the sheepskin for last place.",
        "Cycles without a lamp may not enter next {month}.",
    ],
};

pub(super) const ROWING: Topic = Topic {
    trade: "boat builder",
    people: "Barnaby Lowe|Ivy Mercer|Edwin Wick",
    words: &[
        ("boat", "skiff|dinghy|canoe|punt|racing eight|coracle|barge"),
        ("oar", "oars|sculls|paddles|rowlocks|rudders|planks|ribs"),
        ("crew", "the ladies' four|the cox|the veterans' crew|the college eight|a pair from {village}|the bank clerks"),
        (
            "slip",
            "caught a crab|hit a buoy|sprang a leak|steered into the willows|sank to the gunwales|lost the stroke",
        ),
    ],
    opening: &[
        "A {boat} by the {trade} {name} won the regatta {when} by half a length.",
        "{name}, a {trade} on the towpath, launched a {boat} of oak and larch {when}.",
        "{crew} {slip} at the regatta {when}, in a {boat} lent by the {trade} {name}.",
    ],
    middle: &[
        "The starting gun cracked, and {crew} dug in their {oar}.",
        "At the bend {crew} {slip}.",
        "{who} steams the {oar} until they bend like willow.",
        "{crew} overtook {crew} below the poplars.",
        "The hull of the {boat} was caulked with pitch and varnished.",
        "A {boat} capsized, and {crew} swam ashore laughing.",
        "\"Wood wants to float,\" {who} likes to say, planing the {oar}.",
        "From the umpire's {boat} came the cry to give way.",
        "{who} counted the rate as {crew} passed at thirty strokes.",
        "Blisters were bathed, and the {oar} laid on the grass.",
        "The {boat} was christened with ginger beer.",
    ],
    closing: &[
        "The silver oar goes to {crew} for a year.",
        "{who} is at work on a {boat} with copper rivets.",
        "Coloured lamps were hung on every {boat} after sunset.",
    ],
};
