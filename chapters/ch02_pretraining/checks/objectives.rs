//! Are the two pretraining objectives made as they should be? Both draw at random, so the checks count.

use super::Answers;
use finetune::course::Checked;
use finetune::data::rng;
use finetune::objectives::MaskedTokens;
use finetune::objectives::nsp::{IS_NEXT, IS_RANDOM};
use finetune::text::{Sequence, SpecialTokens};
use ndarray::Array2;
use std::collections::HashSet;

/// As in the published BERT: special tokens are not the first ones.
const SPECIAL: SpecialTokens = SpecialTokens { pad: 0, unknown: 100, classify: 101, separate: 102, mask: 103 };

pub fn mask(answers: &Answers) -> Checked {
    let ids: Vec<u32> = (0..40_000).map(|i| if i % 20 == 0 { 101 } else { 200 + i % 700 }).collect();
    let (ordinary, vocabulary) = (38_000.0, 1000);
    let call = || (answers.mask)(&ids, &SPECIAL, vocabulary, &mut rng(1, "exercises", 0));
    let masked = call();
    let MaskedTokens { ids: after, positions, labels } = &masked;
    let wrong = |message: &str| Err(message.to_string());
    if after.len() != ids.len() {
        return Err(format!(
            "ids has {} elements after masking, expected {}: no token is removed.",
            after.len(),
            ids.len()
        ));
    }
    if positions.len() != labels.len() {
        return Err(format!(
            "There are {} positions and {} labels: one label for each position.",
            positions.len(),
            labels.len()
        ));
    }
    if !positions.windows(2).all(|pair| pair[0] < pair[1]) || positions.iter().any(|&p| p >= ids.len()) {
        return wrong("The positions must rise, each once, and lie within ids.");
    }
    if positions.len() == ids.len() {
        return wrong("Every token is to be guessed. Only the chosen ones belong into positions.");
    }
    if positions.iter().any(|&p| SPECIAL.contains(ids[p])) {
        return wrong("Special tokens such as [CLS] are chosen too. There is nothing to guess about them.");
    }
    if let Some(k) = (0..labels.len()).find(|&k| labels[k] != ids[positions[k]] as usize) {
        let place = format!("labels[{k}] is {}, expected {}", labels[k], ids[positions[k]]);
        let copied = labels.iter().zip(positions).all(|(&label, &p)| label == after[p] as usize);
        let reason = if copied { "The labels are taken after masking. " } else { "" };
        return Err(format!("{reason}A label is the token that stood there before. First difference: {place}."));
    }
    let chosen: HashSet<usize> = positions.iter().copied().collect();
    let strays: Vec<usize> = (0..ids.len()).filter(|p| after[*p] != ids[*p] && !chosen.contains(p)).collect();
    if let Some(&p) = strays.first() {
        return Err(format!("ids[{p}] has changed from {} to {}, but {p} is not in positions.", ids[p], after[p]));
    }

    let share = |count: usize| count as f64 / positions.len().max(1) as f64;
    let count =
        |which: &dyn Fn(u32, u32) -> bool| share(positions.iter().filter(|&&p| which(ids[p], after[p])).count());
    let masked_share = count(&|_, now| now == SPECIAL.mask);
    let same = count(&|before, now| before == now);
    let random: Vec<u32> = positions.iter().filter(|&&p| after[p] != ids[p]).map(|&p| after[p]).collect();
    let random: Vec<u32> = random.into_iter().filter(|&id| id != SPECIAL.mask).collect();
    let chosen_share = positions.len() as f64 / ordinary;
    let shares = format!(
        "Of {} ordinary tokens {:.1}% are chosen (expected 15%); of these {:.1}% become [MASK] (80%), {:.1}% another token (10%), \
         {:.1}% stay (10%).",
        ordinary,
        100.0 * chosen_share,
        100.0 * masked_share,
        100.0 * share(random.len()),
        100.0 * same
    );
    let near = |found: f64, expected: f64, by: f64| (found - expected).abs() < by;
    let reason = if near(chosen_share, 0.15, 0.01) && masked_share > 0.99 {
        "Every chosen token becomes [MASK]: the model would learn that only [MASK] is ever to be guessed."
    } else if near(chosen_share, 0.135, 0.008) && same < 0.01 {
        "The chosen tokens that stay as they are are missing from positions: they are to be guessed too."
    } else if chosen_share > 0.99 {
        "Every ordinary token is chosen."
    } else if random.is_empty() {
        "No chosen token becomes another one. Are both limits compared with the same draw, one after the other?"
    } else if same < 0.01 {
        "No chosen token stays as it is."
    } else if !near(chosen_share, 0.15, 0.01) {
        "Not 15% are chosen."
    } else if near(share(random.len()), 0.02, 0.01) {
        "One draw must decide among the three. A second draw, made only if the first fails, has 10% of what is left."
    } else if !near(masked_share, 0.8, 0.03) || !near(share(random.len()), 0.1, 0.02) {
        "The three shares are not right."
    } else if random.iter().any(|&id| SPECIAL.contains(id) || id >= vocabulary) {
        "Some tokens become a special token that is not [MASK], or one outside the vocabulary."
    } else if random.iter().collect::<HashSet<_>>().len() < 50 {
        "All randomly replaced tokens become the same few tokens: draw a new one each time, from the whole vocabulary."
    } else if random.iter().all(|id| ids.contains(id)) {
        "The random tokens all come from this text. They must come from the whole vocabulary."
    } else {
        ""
    };
    if !reason.is_empty() {
        return Err(format!("{reason}\n{shares}"));
    }
    if masked != call() {
        return wrong("The same rng gave another result the second time: draw every random number from rng.");
    }
    let nothing = (answers.mask)(&[101, 102], &SPECIAL, vocabulary, &mut rng(2, "exercises", 0));
    if nothing.positions.is_empty() { Ok(()) } else { wrong("Something was chosen among special tokens only.") }
}

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
    if (share - 0.5).abs() > 0.08 {
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
    Ok(())
}
