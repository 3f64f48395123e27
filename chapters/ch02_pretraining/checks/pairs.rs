//! Sentence pairs: exercise 2.5. They are drawn at random, so the check counts.

use super::{Answers, SPECIAL};
use finetune::course::Checked;
use finetune::data::rng;
use finetune::objectives::nsp::{IS_NEXT, IS_RANDOM};
use finetune::text::Sequence;
use ndarray::Array2;
use std::collections::HashSet;

pub fn sentence_pair(answers: &Answers) -> Checked {
    const PAIRS: usize = 12_000;
    // Each token says where it stands. Each document is twice as long as the one before: 2, 4, 8, 16 sentences.
    let sentence = |d: u32, s: u32| (0..3).map(|t| 1000 * (d + 1) + 10 * s + t).collect::<Vec<u32>>();
    let documents: Vec<Vec<Vec<u32>>> = (0..4).map(|d| (0..2u32 << d).map(|s| sentence(d, s)).collect()).collect();
    let find = |text: &[u32]| {
        let places = (0..documents.len()).flat_map(|d| (0..documents[d].len()).map(move |s| (d, s)));
        places.into_iter().find(|&(d, s)| documents[d][s] == text)
    };
    let mut rng = rng(1, "exercises", 1);
    let (mut next, mut drawn) = (0, HashSet::new());
    let mut times = Array2::<usize>::zeros((4, 4)); // how often a sentence of each document was drawn for each
    for i in 0..PAIRS {
        let document = i % 4;
        let at = i / 4 % (documents[document].len() - 1);
        let pair = (answers.sentence_pair)(&documents, document, at, SPECIAL, 64, &mut rng);
        let halves = |segment: u32| -> Vec<u32> {
            let tokens = pair.sequence.ids.iter().zip(&pair.sequence.token_types);
            tokens.filter(|&(&id, &kind)| kind == segment && !SPECIAL.contains(id)).map(|(&id, _)| id).collect()
        };
        let (first, second) = (halves(0), halves(1));
        if pair.sequence != Sequence::pair(SPECIAL, &first, &second, 64) {
            return Err("The sequence is not [CLS] first [SEP] second [SEP] as Sequence::pair makes it.".into());
        }
        let place = |text: &[u32]| match find(text) {
            Some((d, s)) => format!("sentence {s} of document {d}"),
            None => format!("{text:?}"),
        };
        let label = if pair.label == IS_NEXT { "IS_NEXT" } else { "IS_RANDOM" };
        let found = format!("the first text is {}, the second {}", place(&first), place(&second));
        let wrong =
            |message: &str| Err(format!("{message}\nFor sentence {at} of document {document}: {label}, {found}."));
        if find(&first) != Some((document, at)) {
            return wrong("The first text is not the sentence that was asked for.");
        }
        let Some(found) = find(&second) else { return wrong("The second text is not a sentence of the documents.") };
        let follows = found == (document, at + 1);
        match pair.label {
            IS_NEXT if follows => next += 1,
            IS_RANDOM if found.0 != document => {
                times[[document, found.0]] += 1;
                drawn.insert((document, found));
            }
            IS_NEXT if found == (document, at) => {
                return wrong("The second text is the first one again: the next has the index after it.");
            }
            IS_RANDOM if follows => {
                return wrong(
                    "A true continuation is labelled as random. Either the labels are swapped, or the random sentence is drawn from the same document.",
                );
            }
            IS_NEXT if found.0 != document => {
                return wrong("A sentence of another document is labelled as next. IS_NEXT is 0, IS_RANDOM is 1.");
            }
            IS_RANDOM => {
                return wrong(
                    "The random sentence is of the same document. It must be of another: else it may even be the true one.",
                );
            }
            _ => return wrong("A pair labelled as next is not one."),
        }
    }
    let share = next as f64 / PAIRS as f64;
    // Five standard deviations.
    if (share - 0.5).abs() > 0.025 {
        let reason = if share > 0.99 {
            "Every pair is a true continuation, so there is nothing to learn."
        } else {
            "The coin is not fair."
        };
        return Err(format!("{reason}\n{:.0}% of {PAIRS} pairs are labelled as next, expected 50%.", 100.0 * share));
    }
    let others = (0..4).flat_map(|document| (0..4).map(move |other| (document, other))).filter(|(d, o)| d != o);
    for (document, other) in others.clone() {
        let reached = |s: &usize| drawn.contains(&(document, (other, *s)));
        let place = format!("for sentences of document {document}");
        if times[[document, other]] == 0 {
            return Err(format!("Document {other} is never drawn {place}. Every other document must have its chance."));
        }
        if let Some(missing) = (0..documents[other].len()).find(|s| !reached(s)) {
            return Err(format!(
                "Sentence {missing} of document {other} is never drawn {place}. Every sentence must have its chance."
            ));
        }
    }
    for (document, other) in others {
        let share = times[[document, other]] as f64 / times.row(document).sum() as f64;
        if share > 0.41 {
            // Far more than chance explains: each of the three others has about 500 of 1500.
            let by_length = times[[0, 3]] > times[[0, 1]] && times[[3, 2]] > times[[3, 0]];
            let reason = match by_length {
                true => {
                    "Long documents are drawn more often than short ones. Draw a document first, then one of its sentences."
                }
                false => "The other documents are not equally likely. What happens when this document itself is drawn?",
            };
            return Err(format!(
                "{reason}\nDocument {other} is drawn in {:.0}% of the cases for sentences of document {document}, expected 33%.",
                100.0 * share
            ));
        }
    }
    max_tokens_is_used(answers, &documents)
}

/// The same draws give the same pair, first with room for all of it, then with too little.
fn max_tokens_is_used(answers: &Answers, documents: &[Vec<Vec<u32>>]) -> Checked {
    let [whole, cut] = [64, 7].map(|max_tokens| {
        (answers.sentence_pair)(documents, 3, 5, SPECIAL, max_tokens, &mut rng(2, "exercises", 1)).sequence
    });
    // [CLS] and the first sentence's 3 tokens and [SEP], the second sentence's 3 tokens and [SEP]
    let expected = Sequence::pair(SPECIAL, &whole.ids[1..4], &whole.ids[5..8], 7);
    if cut == expected {
        return Ok(());
    }
    let reason =
        if cut == whole { "max_tokens is not used." } else { "The texts are not cut as Sequence::pair cuts them." };
    Err(format!("{reason}\nWith max_tokens 7 the sequence is {:?}, expected {:?}.", cut.ids, expected.ids))
}
