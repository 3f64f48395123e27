//! The checks of the exercises of chapter 2: what is right, and what typical mistakes would give instead.

use finetune::course::{Check, Checked, compare, row};
use finetune::data::rng;
use finetune::kernels::adamw::AdamW;
use finetune::objectives::MaskedTokens;
use finetune::objectives::nsp::{IS_NEXT, IS_RANDOM, SentencePair};
use finetune::text::{Sequence, SpecialTokens};
use ndarray::Array2;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

/// The answers to the exercises of this chapter.
#[derive(Clone, Copy)]
#[allow(clippy::type_complexity, reason = "the types are those of the functions in exercises.rs")]
pub struct Answers {
    pub perplexity: fn(&[f64]) -> f64,
    pub learning_rate: fn(usize, f64, usize, usize) -> f64,
    pub unigram_cross_entropy: fn(&[u32], &[u32], usize) -> f64,
    pub mask: fn(&[u32], &SpecialTokens, u32, &mut ChaCha8Rng) -> MaskedTokens,
    pub sentence_pair: fn(&[Vec<Vec<u32>>], usize, usize, SpecialTokens, usize, &mut ChaCha8Rng) -> SentencePair,
    pub adamw: fn(&mut [f32], &[f32], &mut [f32], &mut [f32], &AdamW),
}

pub const CHECKS: [Check<Answers>; 6] = [
    ("2.1", perplexity),
    ("2.2", learning_rate),
    ("2.3", unigram_cross_entropy),
    ("2.4", mask),
    ("2.5", sentence_pair),
    ("2.6", adamw),
];

/// One number as a matrix.
fn one(number: f64) -> Array2<f64> {
    row(&[number])
}

fn perplexity(answers: &Answers) -> Checked {
    for p in [vec![0.5, 0.25, 0.1, 0.8], vec![0.125; 3], vec![0.01; 2000]] {
        let n = p.len() as f64;
        let logs: Vec<f64> = p.iter().map(|p: &f64| p.ln()).collect();
        let loss = -logs.iter().sum::<f64>() / n;
        let mistakes = [
            (one((-loss).exp()), "The sign is wrong: perplexity is 1 for a perfect model, and larger for all others."),
            (one((loss * n).exp()), "You took the sum of the losses, not their mean."),
            (one(loss), "This is the mean loss. The exponential is missing."),
            (one(loss.exp2()), "The logarithms are natural ones, so the base of the power is e, not 2."),
            (
                one(p.iter().map(|p| 1.0 / p).sum::<f64>() / n),
                "This is the mean of 1/p. Take the mean of the losses first.",
            ),
            (one(n / p.iter().sum::<f64>()), "This is 1 over the mean probability. Take the mean of the losses first."),
        ];
        let shown = if p.len() > 4 { format!("{} times {}", p.len(), p[0]) } else { format!("{p:?}") };
        let name = format!("for the probabilities {shown}: perplexity");
        compare(&name, &one((answers.perplexity)(&logs)), &one(loss.exp()), 1e-9, &mistakes)?;
    }
    Ok(())
}

fn learning_rate(answers: &Answers) -> Checked {
    let (peak, warm, total) = (0.5, 4.0, 10.0);
    let rates = |rate: &dyn Fn(f64) -> f64| row(&(0..13).map(|step| rate(f64::from(step))).collect::<Vec<_>>());
    let up = |step: f64| peak * step / warm;
    let down = |step: f64| (peak * (total - step) / (total - warm)).max(0.0);
    let either = |step: f64, up: f64, down: f64| if step < warm { up } else { down };
    let at_once = "The rate is one step ahead: step 0 has rate 0.";
    let mistakes = [
        (rates(&|s| either(s, up(s + 1.0), down(s + 1.0))), at_once),
        (rates(&|s| either(s, up(s + 1.0), down(s))), at_once),
        (rates(&|s| either(s, peak, down(s))), "The warm-up is missing: the first steps already have the peak rate."),
        (rates(&|s| either(s, up(s), peak)), "The decay is missing: the rate stays at its peak."),
        (
            rates(&|s| either(s, up(s), (peak * (total - s) / total).max(0.0))),
            "The rate jumps at the end of the warm-up: the fall takes the steps after it, not all steps.",
        ),
        (
            rates(&|s| either(s, up(s), peak * (total - s) / (total - warm))),
            "The rate falls below 0 after the last step: training would climb the loss.",
        ),
        (
            rates(&|s| either(s, 0.0, down(s))),
            "The rate is 0 during the whole warm-up: a division of two whole numbers drops the fraction.",
        ),
        (
            rates(&|s| either(s, up(s), if s < total { peak * (1.0 - (s - warm) / total) } else { 0.0 })),
            "The rate jumps at the last step: the fall takes the steps after the warm-up, not all steps.",
        ),
    ];
    let found: Vec<f64> = (0..13).map(|step| (answers.learning_rate)(step, peak, 4, 10)).collect();
    let name = "peak 0.5, 4 warm-up steps of 10: rate";
    compare(name, &row(&found), &rates(&|s| either(s, up(s), down(s))), 1e-9, &mistakes)?;

    let found: Vec<f64> = (0..5).map(|step| (answers.learning_rate)(step, 1.0, 0, 4)).collect();
    let mistakes = [(row(&[f64::NAN, 0.75, 0.5, 0.25, 0.0]), "Without warm-up steps you divide 0 by 0.")];
    compare("peak 1, no warm-up, 4 steps: rate", &row(&found), &row(&[1.0, 0.75, 0.5, 0.25, 0.0]), 1e-9, &mistakes)
}

fn unigram_cross_entropy(answers: &Answers) -> Checked {
    let (train, held_out, vocabulary) = ([0, 0, 0, 1, 1, 2], [0, 0, 1, 3, 2], 5.0);
    let count = |list: &[u32], id: u32| list.iter().filter(|&&other| other == id).count() as f64;
    let mean = |p: &dyn Fn(u32) -> f64| -held_out.iter().map(|&id| p(id).ln()).sum::<f64>() / held_out.len() as f64;
    let n = train.len() as f64;
    let loss = mean(&|id| (count(&train, id) + 1.0) / (n + vocabulary));
    let mistakes = [
        (
            one(f64::INFINITY),
            "A token that train does not have gets probability 0, and costs infinitely much: the + 1 is missing.",
        ),
        (
            one(mean(&|id| (count(&train, id) + 1.0) / n)),
            "The probabilities of all tokens add up to more than 1: if every count is one higher, so is their total for every token.",
        ),
        (
            one(mean(&|id| (count(&train, id) + 1.0) / (n + 1.0))),
            "The total grows by 1 for *every* token of the vocabulary.",
        ),
        (
            one(mean(&|id| (count(&train, id) + 1.0) / (n + 3.0))),
            "The smoothing counts the kinds of tokens that train has. It must count the whole vocabulary.",
        ),
        (
            one(mean(&|id| (count(&held_out, id) + 1.0) / (held_out.len() as f64 + vocabulary))),
            "The tokens are counted in held_out: that is peeking at the answers. Count those of train.",
        ),
        (one(loss * 5.0), "This is the sum of the losses, not their mean."),
        (one(loss * 5.0 / n), "You divided by the number of training tokens. The mean is over held_out."),
        (one(-loss), "The sign is wrong: a loss is −ln p."),
        (one(loss / 2f64.ln()), "This is in bits. Nats take the natural logarithm."),
        (one(loss.exp()), "This is the perplexity. The exponential is too much."),
    ];
    let found = (answers.unigram_cross_entropy)(&train, &held_out, 5);
    let name = "train [0, 0, 0, 1, 1, 2], held out [0, 0, 1, 3, 2], vocabulary 5: loss";
    compare(name, &one(found), &one(loss), 1e-9, &mistakes)
}

/// As in the published BERT: special tokens are not the first ones.
const SPECIAL: SpecialTokens = SpecialTokens { pad: 0, unknown: 100, classify: 101, separate: 102, mask: 103 };

fn mask(answers: &Answers) -> Checked {
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

fn sentence_pair(answers: &Answers) -> Checked {
    const PAIRS: usize = 1200;
    // Each token says where it stands.
    let sentence = |d: u32, s: u32| (0..3).map(|t| 1000 * (d + 1) + 10 * s + t).collect::<Vec<u32>>();
    let documents: Vec<Vec<Vec<u32>>> = (0..4).map(|d| (0..4 + d).map(|s| sentence(d, s)).collect()).collect();
    let find = |text: &[u32]| {
        let places = (0..documents.len()).flat_map(|d| (0..documents[d].len()).map(move |s| (d, s)));
        places.into_iter().find(|&(d, s)| documents[d][s] == text)
    };
    let mut rng = rng(1, "exercises", 1);
    let (mut next, mut drawn) = (0, HashSet::new());
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
        let place = format!(
            "For document {document}, sentence {at}: label {}, and the pair is {:?}",
            pair.label,
            (find(&first), find(&second))
        );
        let wrong = |message: &str| Err(format!("{message}\n{place} as (document, sentence)."));
        if find(&first) != Some((document, at)) {
            return wrong("The first text is not the sentence that was asked for.");
        }
        let Some(found) = find(&second) else { return wrong("The second text is not a sentence of the documents.") };
        let follows = found == (document, at + 1);
        match pair.label {
            IS_NEXT if follows => next += 1,
            IS_RANDOM if found.0 != document => drop(drawn.insert((document, found))),
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
    for document in 0..4 {
        for other in (0..4).filter(|&other| other != document) {
            let reached = |s: &usize| drawn.contains(&(document, (other, *s)));
            let sentences = documents[other].len();
            let place = format!("for sentences of document {document}");
            match (0..sentences).filter(reached).count() {
                0 => {
                    return Err(format!(
                        "Document {other} is never drawn {place}. Every other document must have its chance."
                    ));
                }
                count if count < sentences => {
                    let missing = (0..sentences).find(|s| !reached(s)).unwrap_or(0);
                    return Err(format!(
                        "Sentence {missing} of document {other} is never drawn {place}. Every sentence must have its chance."
                    ));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// What there is to get wrong in a step of AdamW.
#[derive(Clone, Copy)]
struct Rule {
    scaled: bool,
    corrected: [bool; 2],
    /// The step that the correction believes to be in.
    step: fn(f64) -> f64,
    /// What enters the second mean.
    square: fn(f64) -> f64,
    /// From v̂ and ε to the divisor.
    divisor: fn(f64, f64) -> f64,
    /// The decay as part of the gradient, as in Adam with L2.
    coupled: bool,
    /// From η and λ to the share of θ that decays.
    decay: fn(f64, f64) -> f64,
    sign: f64,
}

const RIGHT: Rule = Rule {
    scaled: true,
    corrected: [true; 2],
    step: |t| t,
    square: |g| g * g,
    divisor: |v, epsilon| v.sqrt() + epsilon,
    coupled: false,
    decay: |rate, decay| rate * decay,
    sign: 1.0,
};

const SETTINGS: AdamW = AdamW {
    learning_rate: 0.1,
    beta1: 0.8,
    beta2: 0.9,
    epsilon: 0.05,
    weight_decay: 0.2,
    gradient_scale: 0.5,
    step: 0,
};

/// Value, first and second mean after the given gradients, one row a step.
fn adamw_steps(value: &[f32], gradients: &Array2<f32>, rule: Rule) -> [Array2<f64>; 3] {
    let AdamW { learning_rate, beta1, beta2, epsilon, weight_decay, gradient_scale, .. } = SETTINGS;
    let mut theta = row(value);
    let (mut m, mut v) = (Array2::zeros(theta.dim()), Array2::zeros(theta.dim()));
    for (index, gradient) in gradients.rows().into_iter().enumerate() {
        let t = (rule.step)(index as f64 + 1.0);
        let correct = |on: bool, beta: f64| if on { 1.0 - beta.powf(t) } else { 1.0 };
        let scale = if rule.scaled { gradient_scale } else { 1.0 };
        for (i, &g) in gradient.iter().enumerate() {
            let before: f64 = theta[[0, i]];
            let g = scale * f64::from(g) + if rule.coupled { weight_decay * before } else { 0.0 };
            m[[0, i]] = beta1 * m[[0, i]] + (1.0 - beta1) * g;
            v[[0, i]] = beta2 * v[[0, i]] + (1.0 - beta2) * (rule.square)(g);
            let m_hat = m[[0, i]] / correct(rule.corrected[0], beta1);
            let v_hat: f64 = v[[0, i]] / correct(rule.corrected[1], beta2);
            let decay = if rule.coupled { 0.0 } else { (rule.decay)(learning_rate, weight_decay) };
            theta[[0, i]] -= decay * before + rule.sign * learning_rate * m_hat / (rule.divisor)(v_hat, epsilon);
        }
    }
    [theta, m, v]
}

fn adamw(answers: &Answers) -> Checked {
    let start = [1.5, -2.0, 0.5, 3.0];
    let mut rng = rng(1, "exercises", 2);
    let gradients = Array2::from_shape_simple_fn((3, 4), || rng.random_range(-2.0f32..2.0));
    for steps in [1, 3] {
        let gradients = gradients.slice(ndarray::s![..steps, ..]).to_owned();
        let (mut value, mut first, mut second) = (start, [0.0; 4], [0.0; 4]);
        for (index, gradient) in gradients.rows().into_iter().enumerate() {
            let settings = AdamW { step: index as u32 + 1, ..SETTINGS };
            (answers.adamw)(&mut value, &gradient.to_vec(), &mut first, &mut second, &settings);
        }
        let with = |rule: Rule| adamw_steps(&start, &gradients, rule);
        let [theta, m, v] = with(RIGHT);
        let [_, unscaled_m, unscaled_v] = with(Rule { scaled: false, ..RIGHT });
        let [_, coupled_m, _] = with(Rule { coupled: true, ..RIGHT });
        let [_, _, plain_v] = with(Rule { square: |g| g, ..RIGHT });
        let [_, _, absolute_v] = with(Rule { square: f64::abs, ..RIGHT });
        let after = if steps == 1 { "after one step" } else { "after three steps" };
        let zeros = Array2::zeros((1, 4));
        let corrected = |mean: &Array2<f64>, beta: f64| mean / (1.0 - beta.powi(steps));

        let mistakes = [
            (zeros.clone(), "The running means are not written back to first and second."),
            (unscaled_m, "The gradient is not multiplied by gradient_scale."),
            (corrected(&m, 0.8), "The corrected mean is kept. first stays as it is; only θ sees the correction."),
            (
                coupled_m,
                "The decay is part of the gradient: that is Adam with L2, and the W in AdamW stands for taking it out.",
            ),
            (
                5.0 * &m,
                "The factor 1 − β₁ is missing: a running mean takes a share of the new, and leaves a share of the old.",
            ),
        ];
        compare(&format!("{after}: first"), &row(&first), &m, 1e-5, &mistakes)?;
        let mistakes = [
            (zeros, "The running means are not written back to first and second."),
            (unscaled_v, "The gradient is not multiplied by gradient_scale before it is squared."),
            (plain_v, "second is the mean of the gradients. It takes their squares."),
            (absolute_v, "second is the mean of the gradients' sizes. It takes their squares."),
            (corrected(&v, 0.9), "The corrected mean is kept. second stays as it is; only θ sees the correction."),
            (
                10.0 * &v,
                "The factor 1 − β₂ is missing: a running mean takes a share of the new, and leaves a share of the old.",
            ),
        ];
        compare(&format!("{after}: second"), &row(&second), &v, 1e-5, &mistakes)?;

        let wrong = |rule: Rule| with(rule).into_iter().next().unwrap_or_default();
        let mistakes = [
            (
                wrong(Rule { corrected: [false; 2], ..RIGHT }),
                "The bias correction is missing: the means begin at 0, and are too small at first.",
            ),
            (wrong(Rule { corrected: [true, false], ..RIGHT }), "v is not corrected: divide it by 1 − β₂ᵗ."),
            (wrong(Rule { corrected: [false, true], ..RIGHT }), "m is not corrected: divide it by 1 − β₁ᵗ."),
            (
                wrong(Rule { step: |_| 1.0, ..RIGHT }),
                "The correction forgets the power t: it must fade as the steps go on.",
            ),
            (
                wrong(Rule { divisor: |v, epsilon| (v + epsilon).sqrt(), ..RIGHT }),
                "ε is under the root. In Adam it is added to the root.",
            ),
            (wrong(Rule { divisor: |v, _| v.sqrt(), ..RIGHT }), "ε is missing."),
            (wrong(Rule { divisor: |v, epsilon| v + epsilon, ..RIGHT }), "The root of v̂ is missing."),
            (wrong(Rule { decay: |_, decay| decay, ..RIGHT }), "The decay is not multiplied by the learning rate."),
            (wrong(Rule { decay: |_, _| 0.0, ..RIGHT }), "The weight decay is missing."),
            (
                wrong(Rule { decay: |rate, decay| -rate * decay, ..RIGHT }),
                "The decay makes θ grow. It takes a share of θ away.",
            ),
            (wrong(Rule { sign: -1.0, ..RIGHT }), "The step goes up the gradient. It must go down."),
            (row(&start), "value has not changed."),
        ];
        compare(&format!("{after}: value"), &row(&value), &theta, 1e-5, &mistakes)?;
    }
    Ok(())
}
