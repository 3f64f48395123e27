//! From tokens back to readable text.

use super::tokenizer::CONTINUATION;

/// Joins tokens to text. Continuations are glued to their word; other tokens get a space before them, except where a
/// writer would put none: before a stop or a closing bracket, after an opening one, within `it's` and `well-known`, and
/// inside a pair of double quotes.
pub(super) fn join<'a>(tokens: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut quote_is_open = false;
    let mut glue_next = true; // no space before the first token
    for token in tokens {
        if let Some(rest) = token.strip_prefix(CONTINUATION) {
            text.push_str(rest);
            glue_next = false;
            continue;
        }
        let closes_quote = token == "\"" && quote_is_open;
        let glued = matches!(token, "." | "," | "!" | "?" | ";" | ":" | ")" | "]" | "'" | "-" | "%") || closes_quote;
        if !glued && !glue_next {
            text.push(' ');
        }
        text.push_str(token);
        glue_next = matches!(token, "(" | "[" | "'" | "-" | "$") || (token == "\"" && !closes_quote);
        if token == "\"" {
            quote_is_open = !quote_is_open;
        }
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
