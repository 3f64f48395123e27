//! From tokens back to readable text.

use super::tokenizer::CONTINUATION;

/// What follows the apostrophe of `it's`, `don't` and their like.
const CONTRACTED: [&str; 7] = ["s", "t", "d", "m", "ll", "re", "ve"];

/// Joins tokens to text. Continuations are glued to their word; other tokens get a space before them, except where a
/// writer would put none: before a stop or a closing bracket, after an opening one, within `it's` and `well-known`, and
/// inside a pair of quotes.
pub(super) fn join<'a>(tokens: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut open_quotes: Vec<&str> = Vec::new();
    let mut space = false; // whether the next token gets a space before it
    let mut tokens = tokens.peekable();
    while let Some(token) = tokens.next() {
        if let Some(rest) = token.strip_prefix(CONTINUATION) {
            text.push_str(rest);
            space = true;
            continue;
        }
        let (before, after) = match token {
            "." | "," | "!" | "?" | ";" | ":" | ")" | "]" | "%" => (false, true),
            "(" | "[" | "$" => (true, false),
            "-" => (false, false),
            "'" if tokens.peek().is_some_and(|next| CONTRACTED.contains(next)) => (false, false),
            "\"" | "'" if open_quotes.last() == Some(&token) => {
                open_quotes.pop();
                (false, true)
            }
            "\"" | "'" => {
                open_quotes.push(token);
                (true, false)
            }
            _ => (true, true),
        };
        if space && before {
            text.push(' ');
        }
        text.push_str(token);
        space = after;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_as_a_writer_would_set_it() {
        let tokens =
            "the bak ##er ' s well - known bread ( rye ) sold out , he said : \" no more [MASK] ! \" and left .";
        let text = "the baker's well-known bread (rye) sold out, he said: \"no more [MASK]!\" and left.";
        assert_eq!(join(tokens.split(' ')), text);
        assert_eq!(join("##er is".split(' ')), "er is");
        assert_eq!(join("".split_whitespace()), "");
    }
}
