//! Masking: exercise 2.4. It draws at random, so the check counts: what it allows is five standard deviations or more.

use super::{Answers, SPECIAL};
use finetune::course::Checked;
use finetune::data::rng;
use finetune::objectives::MaskedTokens;
use finetune::text::SpecialTokens;
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

const VOCABULARY: u32 = 1000;

pub fn mask(answers: &Answers) -> Checked {
    let ids: Vec<u32> = (0..40_000).map(|i| if i % 20 == 0 { 101 } else { 200 + i % 700 }).collect();
    let call = |rng: &mut ChaCha8Rng| (answers.mask)(&ids, &SPECIAL, VOCABULARY, rng);
    let mut drawing = rng(1, "exercises", 0);
    let masked = call(&mut drawing);
    is_well_formed(&ids, &SPECIAL, &masked)?;
    has_the_shares(&ids, &masked)?;
    if masked != call(&mut rng(1, "exercises", 0)) {
        return Err("The same rng gave another result the second time: draw every random number from rng.".into());
    }
    chooses_everywhere(&ids, &masked.positions)?;
    if masked.positions == call(&mut drawing).positions {
        return Err("Two calls gave the same choice: draw from rng, do not make one of your own.".into());
    }
    chooses_a_varying_number(answers, &ids[..101])?;
    draws_from_the_whole_vocabulary(answers)?;
    let nothing = (answers.mask)(&[101, 102], &SPECIAL, VOCABULARY, &mut rng(2, "exercises", 0));
    if nothing.positions.is_empty() { Ok(()) } else { Err("Something was chosen among special tokens only.".into()) }
}

fn is_well_formed(ids: &[u32], special: &SpecialTokens, masked: &MaskedTokens) -> Checked {
    let MaskedTokens { ids: after, positions, labels } = masked;
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
    if positions.iter().any(|&p| special.contains(ids[p])) {
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
    if positions.is_empty() { wrong("No token is chosen.") } else { Ok(()) }
}

/// 15%, and of these 80, 10 and 10%.
fn has_the_shares(ids: &[u32], masked: &MaskedTokens) -> Checked {
    let MaskedTokens { ids: after, positions, .. } = masked;
    let share = |count: usize| count as f64 / positions.len().max(1) as f64;
    let count =
        |which: &dyn Fn(u32, u32) -> bool| share(positions.iter().filter(|&&p| which(ids[p], after[p])).count());
    let masked_share = count(&|_, now| now == SPECIAL.mask);
    let same = count(&|before, now| before == now);
    let random: Vec<u32> = positions.iter().filter(|&&p| after[p] != ids[p]).map(|&p| after[p]).collect();
    let random: Vec<u32> = random.into_iter().filter(|&id| id != SPECIAL.mask).collect();
    let ordinary = ids.iter().filter(|&&id| !SPECIAL.contains(id)).count();
    let chosen_share = positions.len() as f64 / ordinary as f64;
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
    } else if random.iter().any(|&id| SPECIAL.contains(id) || id >= VOCABULARY) {
        "Some tokens become a special token that is not [MASK], or one outside the vocabulary."
    } else if random.iter().collect::<HashSet<_>>().len() < 50 {
        "All randomly replaced tokens become the same few tokens: draw a new one each time, from the whole vocabulary."
    } else if random.iter().all(|id| ids.contains(id)) {
        "The random tokens all come from this text. They must come from the whole vocabulary."
    } else {
        ""
    };
    if reason.is_empty() { Ok(()) } else { Err(format!("{reason}\n{shares}")) }
}

/// Is every place as likely, whatever happens to its neighbours?
fn chooses_everywhere(ids: &[u32], positions: &[usize]) -> Checked {
    let chosen: HashSet<&usize> = positions.iter().collect();
    let ordinary: Vec<usize> = (0..ids.len()).filter(|&p| !SPECIAL.contains(ids[p])).collect();
    for (tenth, places) in ordinary.chunks(ordinary.len() / 10).enumerate() {
        let share = places.iter().filter(|place| chosen.contains(place)).count() as f64 / places.len() as f64;
        if (share - 0.15).abs() > 0.03 {
            return Err(format!(
                "Every token has the same chance, wherever it stands.\nIn tenth {} of a long text {:.1}% are chosen, expected 15%.",
                tenth + 1,
                100.0 * share
            ));
        }
    }
    let neighbours: Vec<&[usize]> = ordinary.windows(2).filter(|pair| pair[0] + 1 == pair[1]).collect();
    let both = neighbours.iter().filter(|pair| pair.iter().all(|place| chosen.contains(place))).count();
    let share = both as f64 / neighbours.len() as f64;
    if (share - 0.15 * 0.15).abs() < 0.006 {
        return Ok(());
    }
    let often = if share < 0.02 { "too rarely" } else { "too often" };
    Err(format!(
        "Two neighbours are chosen together {often}: each token is chosen with probability 15%, whatever happens to the others.\nOf all \
         pairs of neighbours {:.2}% are chosen together, expected 2.25%.",
        100.0 * share
    ))
}

fn chooses_a_varying_number(answers: &Answers, ids: &[u32]) -> Checked {
    let mut drawing = rng(3, "exercises", 0);
    let call = |_| (answers.mask)(ids, &SPECIAL, VOCABULARY, &mut drawing).positions.len();
    let counts: Vec<usize> = (0..30).map(call).collect();
    if counts.iter().collect::<HashSet<_>>().len() > 3 {
        return Ok(());
    }
    Err(format!(
        "Each token is chosen with probability 15%, whatever happens to the others, so their number varies.\nOf a text of {} tokens \
         30 calls choose {counts:?} tokens.",
        ids.len()
    ))
}

/// A vocabulary so small that every id must be drawn, and many draws are special.
fn draws_from_the_whole_vocabulary(answers: &Answers) -> Checked {
    let special = SpecialTokens { pad: 1, unknown: 3, classify: 5, separate: 7, mask: 9 };
    let ordinary = [0, 2, 4, 6, 8, 10, 11];
    let ids: Vec<u32> = (0..40_000).map(|i| ordinary[i % 7]).collect();
    let masked = (answers.mask)(&ids, &special, 12, &mut rng(4, "exercises", 0));
    let wrong = |message: &str| Err(format!("With a vocabulary of 12 and the special tokens 1, 3, 5, 7, 9: {message}"));
    is_well_formed(&ids, &special, &masked).or_else(|message| wrong(&message))?;
    let pairs = masked.positions.iter().map(|&p| (ids[p], masked.ids[p]));
    let random: Vec<u32> = pairs.filter(|&(id, now)| now != id && now != special.mask).map(|(_, now)| now).collect();
    if let Some(id) = random.iter().find(|id| !ordinary.contains(id)) {
        return wrong(&format!("a token becomes {id}, which is special or outside the vocabulary."));
    }
    if let Some(id) = ordinary.iter().find(|id| !random.contains(id)) {
        return wrong(&format!(
            "no token ever becomes {id}. Every token below vocabulary that is not special has its chance."
        ));
    }
    let share = random.len() as f64 / masked.positions.len() as f64;
    // One random token in seven is the one that was there.
    if share > 0.1 * 6.0 / 7.0 - 0.019 {
        return Ok(());
    }
    wrong(&format!(
        "{:.1}% of the chosen tokens become another one, expected 8.6%. If the draw is special, draw again until it is not.",
        100.0 * share
    ))
}
