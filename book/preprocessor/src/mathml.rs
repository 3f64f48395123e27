//! What MathML needs to look like TeX in a browser: browsers follow a table of operators and the boxes of letters, and know
//! nothing of TeX's exceptions.

/// The MathML of a formula, spaced as TeX would.
pub fn tidy(mathml: &str) -> String {
    let mathml = mathml
        .replace("<mo>/</mo>", "<mo lspace=\"0\" rspace=\"0\">/</mo>") // a/b, not a / b
        .replace("stretchy=\"false\">|</mo>", "stretchy=\"false\" lspace=\"0\" rspace=\"0\">|</mo>"); // |a|, not | a |
    lean(&subscripts(&words(&mathml)))
}

/// An upright word comes as one element a letter. As one element it is read aloud as a word.
fn words(mathml: &str) -> String {
    const UPRIGHT: &str = "<mi mathvariant=\"normal\">";
    let mut parts = mathml.split(UPRIGHT);
    let mut text = parts.next().unwrap_or_default().to_string();
    let mut within_word = false;
    for part in parts {
        if within_word {
            text.truncate(text.len() - "</mi>".len());
        } else {
            text += UPRIGHT;
        }
        text += part;
        within_word = part.ends_with("</mi>") && part.matches('<').count() == 1;
    }
    text
}

/// A subscript stands below what it belongs to: lower at *q* than at *k*, since *q* reaches down itself. TeX has all at one
/// height, and so has a browser if the letter claims no depth.
fn subscripts(mathml: &str) -> String {
    const REACH_DOWN: &str = "gjpqyfβγζημξρφχψ";
    let mut text = String::new();
    let mut rest = mathml;
    while let Some(start) = rest.find("<msub").and_then(|at| Some(at + rest[at..].find('>')? + 1)) {
        let (before, after) = rest.split_at(start);
        let (base, letters) = letters_at_start(after);
        text += before;
        text += &match letters.contains(|c| REACH_DOWN.contains(c)) {
            true => format!("<mpadded depth=\"0\">{base}</mpadded>"),
            false => base.to_string(),
        };
        rest = &after[base.len()..];
    }
    text + rest
}

/// `<mi>q</mi>` or `<mrow><mi>word</mi></mrow>` at the start of this, and the letters in it; nothing if it starts otherwise.
fn letters_at_start(mathml: &str) -> (&str, &str) {
    const END: &str = "</mi>";
    let in_row = mathml.strip_prefix("<mrow>");
    let Some(end) = in_row.unwrap_or(mathml).starts_with("<mi").then(|| mathml.find(END)).flatten() else {
        return ("", "");
    };
    let letters = mathml[..end].rsplit('>').next().unwrap_or_default();
    let end = end + END.len();
    match (in_row, mathml[end..].starts_with("</mrow>")) {
        (None, _) => (&mathml[..end], letters),
        (Some(_), true) => (&mathml[..end + "</mrow>".len()], letters),
        (Some(_), false) => ("", ""), // more than letters
    }
}

/// The upper end of *V* leans over what comes next. TeX leaves room for it before an operator and before the text. (A comma is
/// low enough to stand below.)
fn lean(mathml: &str) -> String {
    const LEANING: [&str; 11] = ["F", "K", "N", "P", "T", "U", "V", "W", "X", "Y", "f"];
    const TAKES_TWO: [&str; 4] = ["<msup>", "<msub>", "<msubsup>", "<mfrac>"]; // a space would be their second
    let mut text = mathml.to_string();
    for letter in LEANING {
        let element = format!("<mi>{letter}</mi>");
        let places: Vec<usize> = text.match_indices(&element).map(|(at, _)| at).collect();
        for at in places.into_iter().rev() {
            let end = at + element.len();
            let rest = &text[end..];
            let needs_room = rest.starts_with("</math>") || rest.starts_with("<mo") && !rest.starts_with("<mo>,");
            if needs_room && !TAKES_TWO.iter().any(|tag| text[..at].ends_with(tag)) {
                text.insert_str(end, "<mspace width=\"0.13em\"/>");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_a_word_are_joined_and_others_are_not() {
        let upright = |letters: &str| -> String {
            letters.chars().map(|c| format!("<mi mathvariant=\"normal\">{c}</mi>")).collect()
        };
        let text = format!("<mi>x</mi><mrow>{}</mrow><mi>y</mi>{}", upright("exp"), upright("Φ"));
        let expected =
            "<mi>x</mi><mrow><mi mathvariant=\"normal\">exp</mi></mrow><mi>y</mi><mi mathvariant=\"normal\">Φ</mi>";
        assert_eq!(words(&text), expected);
    }

    #[test]
    fn only_bases_that_reach_down_lose_their_depth() {
        let q = "<msub><mi>q</mi><mn>1</mn></msub>";
        assert_eq!(subscripts(q), "<msub><mpadded depth=\"0\"><mi>q</mi></mpadded><mn>1</mn></msub>");
        let beta = subscripts("<msubsup><mi>β</mi><mn>1</mn><mi>t</mi></msubsup>");
        assert_eq!(beta, "<msubsup><mpadded depth=\"0\"><mi>β</mi></mpadded><mn>1</mn><mi>t</mi></msubsup>");
        let word = "<mrow><mi mathvariant=\"normal\">type</mi></mrow>";
        let with_word = subscripts(&format!("<msub>{word}<mi>t</mi></msub>"));
        assert_eq!(with_word, format!("<msub><mpadded depth=\"0\">{word}</mpadded><mi>t</mi></msub>"));
        for same in ["<msub><mi>k</mi><mi>q</mi></msub>", "<msup><mi>q</mi><mn>2</mn></msup>", "<mi>q</mi>"] {
            assert_eq!(subscripts(same), same);
        }
    }

    #[test]
    fn a_leaning_letter_gets_room_where_it_may() {
        assert_eq!(lean("<mi>V</mi></math>"), "<mi>V</mi><mspace width=\"0.13em\"/></math>");
        assert_eq!(lean("<mi>P</mi><mo>=</mo>"), "<mi>P</mi><mspace width=\"0.13em\"/><mo>=</mo>");
        for same in
            ["<mi>x</mi></math>", "<mi>K</mi><mo>,</mo>", "<msup><mi>W</mi><mo>′</mo></msup>", "<mi>V</mi><mi>x</mi>"]
        {
            assert_eq!(lean(same), same);
        }
    }
}
