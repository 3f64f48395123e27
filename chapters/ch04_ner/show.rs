//! Names in a text, for a terminal: coloured where the text stands, and listed below.

use finetune::tasks::{FoundName, Tagger};
use finetune::{Result, cli, say};
use std::io::{IsTerminal, stdout};

/// A sentence full of traps: two Cranes and a crane, a surname that is a place, a business that is a surname.
pub const EXAMPLE: &str = "Mrs Crane met Helen Weir by the crane in Pump Court, and they went to Vance's Corner.";

/// Blue, orange, green, magenta, cyan, red: one for each type, then from the start again.
const COLORS: [u8; 6] = [34, 33, 32, 35, 36, 31];

/// Prints the text, with its names in colour if this is a terminal that likes colours, and each name with its characters and
/// its type.
pub fn names(tagger: &Tagger, text: &str) -> Result<()> {
    let found = tagger.find(text)?;
    let colors = stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    say!("{}", if colors { colored(text, &found) } else { text.to_string() });
    let line = |name: &FoundName| {
        let kind = tagger.types()[name.kind].clone();
        vec![format!("{}..{}", name.characters.start, name.characters.end), kind, text[name.bytes.clone()].to_string()]
    };
    match found.is_empty() {
        true => say!("no name"),
        false => say!("\n{}", cli::table(&["characters", "type", "name"], &found.iter().map(line).collect::<Vec<_>>())),
    }
    Ok(())
}

/// The text with each name between the signs that switch its colour on and off.
fn colored(text: &str, found: &[FoundName]) -> String {
    let mut shown = String::new();
    let mut end = 0;
    for FoundName { kind, bytes, .. } in found {
        shown += &text[end..bytes.start];
        shown += &format!("\x1b[1;{}m{}\x1b[0m", COLORS[kind % COLORS.len()], &text[bytes.clone()]);
        end = bytes.end;
    }
    shown + &text[end..]
}
