//! LaTeX to MathML, which a browser draws without any script.

use crate::mathml;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, ParserError, Storage, push_mathml};

/// A formula as HTML that stands in Markdown, and is left alone there.
///
/// # Errors
/// The formula, and why it does not parse.
pub fn to_markdown(latex: &str, display: bool) -> Result<String, String> {
    let refuse = |reason: String| format!("the formula `{}`: {reason}", latex.trim());
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(latex, &storage)
        .collect::<Result<_, ParserError>>()
        .map_err(|error| refuse(one_line(&error.to_string())))?;
    if events.is_empty() {
        return Err(refuse("it is empty".into()));
    }
    let mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode: mode, ..RenderConfig::default() };
    let mut mathml = String::new();
    push_mathml(&mut mathml, events.into_iter().map(Ok::<_, ParserError>), config)
        .map_err(|error| refuse(error.to_string()))?;
    let html = harmless(&mathml::tidy(&mathml));
    // A span that can be scrolled: `math` itself cannot, and a phone is narrow.
    Ok(if display { format!("<span class=\"display-math\">{html}</span>") } else { html })
}

/// Markdown reads the text between the tags: whatever could mean something to it is written as a number.
fn harmless(mathml: &str) -> String {
    let mut html = String::new();
    let mut in_tag = false;
    for c in mathml.chars() {
        match c {
            '<' | '>' => {
                in_tag = c == '<';
                html.push(c);
            }
            '\n' => html.push(' '),
            '*' | '_' | '`' | '[' | ']' | '\\' | '|' | '~' | '\'' | '"' | '-' | '.' | '!' | '$' | '{' | '}' | ':'
                if !in_tag =>
            {
                html += &format!("&#{};", u32::from(c));
            }
            _ => html.push(c),
        }
    }
    html
}

/// What an error says, without the picture of the place that it draws below.
fn one_line(text: &str) -> String {
    let words = text.split('╭').next().unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml() {
        let fraction = to_markdown(r"\frac{a}{\sqrt{d_k}}", false).unwrap();
        for expected in ["<math", "<mfrac>", "<msqrt>", "<msub>"] {
            assert!(fraction.contains(expected), "{fraction}");
        }
        let product = to_markdown("a * b'_1", true).unwrap();
        assert!(product.starts_with("<span class=\"display-math\"><math display=\"block\">"), "{product}");
        assert!(!product.contains(">*<") && !product.contains('\n'), "{product}");
    }

    #[test]
    fn what_does_not_parse_is_quoted() {
        for wrong in [r"\frac{a}", r"\nosuchcommand", r"\left( a", "{a", ""] {
            let message = to_markdown(wrong, false).unwrap_err();
            assert!(message.contains(&format!("the formula `{wrong}`")), "{message}");
        }
    }
}
