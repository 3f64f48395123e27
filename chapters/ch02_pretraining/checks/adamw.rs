//! Is a step of AdamW right? If not, which of its parts is missing or misplaced?

use super::{Answers, OURS};
use finetune::course::{Checked, compare, row, trials};
use finetune::data::rng;
use finetune::kernels::adamw::AdamW;
use ndarray::Array2;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// What there is to get wrong in a step of AdamW.
#[derive(Clone, Copy)]
struct Rule {
    scaled: bool,
    betas: [f64; 2],
    corrected: [bool; 2],
    /// The corrected means are kept for the next step.
    kept: bool,
    /// The step that the correction believes to be in.
    step: fn(f64) -> f64,
    /// What enters the second mean.
    square: fn(f64) -> f64,
    /// From v̂, ε and 1 − β₂ᵗ to the divisor.
    divisor: fn(f64, f64, f64) -> f64,
    /// The decay as part of the gradient, as in Adam with L2.
    coupled: bool,
    /// From η and λ to the share of θ that decays.
    decay: fn(f64, f64) -> f64,
    /// The decay takes its share of θ after the step.
    decay_last: bool,
    sign: f64,
}

const RIGHT: Rule = Rule {
    scaled: true,
    betas: [SETTINGS.beta1, SETTINGS.beta2],
    corrected: [true; 2],
    kept: false,
    step: |t| t,
    square: |g| g * g,
    divisor: |v, epsilon, _| v.sqrt() + epsilon,
    coupled: false,
    decay: |rate, decay| rate * decay,
    decay_last: false,
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
    let AdamW { learning_rate, epsilon, weight_decay, gradient_scale, .. } = SETTINGS;
    let [beta1, beta2] = rule.betas;
    let mut theta = row(value);
    let (mut m, mut v) = (Array2::zeros(theta.dim()), Array2::zeros(theta.dim()));
    for (index, gradient) in gradients.rows().into_iter().enumerate() {
        let t = (rule.step)(index as f64 + 1.0);
        let correct = |on: bool, beta: f64| if on { 1.0 - beta.powf(t) } else { 1.0 };
        let corrections = [correct(rule.corrected[0], beta1), correct(rule.corrected[1], beta2)];
        let scale = if rule.scaled { gradient_scale } else { 1.0 };
        for (i, &g) in gradient.iter().enumerate() {
            let before: f64 = theta[[0, i]];
            let g = scale * f64::from(g) + if rule.coupled { weight_decay * before } else { 0.0 };
            m[[0, i]] = beta1 * m[[0, i]] + (1.0 - beta1) * g;
            v[[0, i]] = beta2 * v[[0, i]] + (1.0 - beta2) * (rule.square)(g);
            let (m_hat, v_hat) = (m[[0, i]] / corrections[0], v[[0, i]] / corrections[1]);
            if rule.kept {
                (m[[0, i]], v[[0, i]]) = (m_hat, v_hat);
            }
            let decay = if rule.coupled { 0.0 } else { (rule.decay)(learning_rate, weight_decay) };
            let step = rule.sign * learning_rate * m_hat / (rule.divisor)(v_hat, epsilon, corrections[1]);
            theta[[0, i]] -= decay * if rule.decay_last { before - step } else { before } + step;
        }
    }
    [theta, m, v]
}

pub fn adamw(answers: &Answers) -> Checked {
    let start = [1.5, -2.0, 0.5, 3.0];
    let mut rng = rng(1, "exercises", 2);
    let gradients = Array2::from_shape_simple_fn((3, 4), || rng.random_range(-2.0f32..2.0));
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
    let [_, kept_m, kept_v] = with(Rule { kept: true, ..RIGHT });
    let [_, swapped_m, _] = with(Rule { betas: [SETTINGS.beta2, SETTINGS.beta1], ..RIGHT });
    let zeros = Array2::zeros((1, 4));

    let mistakes = [
        (zeros.clone(), "The running means are not written back to first and second."),
        (unscaled_m, "The gradient is not multiplied by gradient_scale."),
        (swapped_m, "β₁ and β₂ have changed places: β₁ is that of first."),
        (kept_m, "The corrected mean is kept. first stays as it is; only θ sees the correction."),
        (
            coupled_m,
            "The decay is part of the gradient: that is Adam with L2, and the W in AdamW stands for taking it out.",
        ),
        (
            5.0 * &m,
            "The factor 1 − β₁ is missing: a running mean takes a share of the new, and leaves a share of the old.",
        ),
    ];
    compare("after three steps: first", &row(&first), &m, 1e-5, &mistakes)?;
    let mistakes = [
        (zeros, "The running means are not written back to first and second."),
        (unscaled_v, "The gradient is not multiplied by gradient_scale before it is squared."),
        (plain_v, "second is the mean of the gradients. It takes their squares."),
        (absolute_v, "second is the mean of the gradients' sizes. It takes their squares."),
        (kept_v, "The corrected mean is kept. second stays as it is; only θ sees the correction."),
        (
            10.0 * &v,
            "The factor 1 − β₂ is missing: a running mean takes a share of the new, and leaves a share of the old.",
        ),
    ];
    compare("after three steps: second", &row(&second), &v, 1e-5, &mistakes)?;

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
            wrong(Rule { divisor: |v, epsilon, _| (v + epsilon).sqrt(), ..RIGHT }),
            "ε is under the root. In Adam it is added to the root.",
        ),
        (
            wrong(Rule { divisor: |v, epsilon, correction| v.sqrt() + epsilon / correction.sqrt(), ..RIGHT }),
            "ε is added before the correction of v. It is added to √v̂.",
        ),
        (
            wrong(Rule { decay_last: true, ..RIGHT }),
            "The decay takes its share of the θ that has moved already. Both terms use the θ from before the step.",
        ),
        (wrong(Rule { divisor: |v, _, _| v.sqrt(), ..RIGHT }), "ε is missing."),
        (wrong(Rule { divisor: |v, epsilon, _| v + epsilon, ..RIGHT }), "The root of v̂ is missing."),
        (wrong(Rule { decay: |_, decay| decay, ..RIGHT }), "The decay is not multiplied by the learning rate."),
        (wrong(Rule { decay: |_, _| 0.0, ..RIGHT }), "The weight decay is missing."),
        (
            wrong(Rule { decay: |rate, decay| -rate * decay, ..RIGHT }),
            "The decay makes θ grow. It takes a share of θ away.",
        ),
        (wrong(Rule { sign: -1.0, ..RIGHT }), "The step goes up the gradient. It must go down."),
        (row(&start), "value has not changed."),
    ];
    compare("after three steps: value", &row(&value), &theta, 1e-5, &mistakes)?;
    trials("2.6", some_step, |(value, gradient, first, second, settings)| {
        let [found, expected] = [answers, &OURS].map(|answers| {
            let mut lists = [value, first, second].map(|list| list.clone());
            let [value, first, second] = &mut lists;
            (answers.adamw)(value, gradient, first, second, settings);
            lists.map(|list| row(&list))
        });
        for (name, (found, expected)) in ["value", "first", "second"].iter().zip(found.iter().zip(&expected)) {
            compare(name, found, expected, 1e-4, &[])?;
        }
        Ok(())
    })
}

/// Value, gradient, first and second of up to three numbers, and settings.
fn some_step(rng: &mut ChaCha8Rng) -> (Vec<f32>, Vec<f32>, Vec<f32>, Vec<f32>, AdamW) {
    let length = rng.random_range(1..4);
    let [value, gradient, first, root] =
        [(); 4].map(|()| (0..length).map(|_| f32::from(rng.random_range(-8..=8i8)) / 4.0).collect::<Vec<_>>());
    let mut one_of = |list: [f64; 2]| list[rng.random_range(0..2)];
    let settings = AdamW {
        learning_rate: one_of([0.1, 0.01]),
        beta1: one_of([0.5, 0.9]),
        beta2: one_of([0.8, 0.95]),
        epsilon: one_of([0.01, 0.1]),
        weight_decay: one_of([0.0, 0.3]),
        gradient_scale: one_of([1.0, 0.25]),
        step: one_of([1.0, 7.0]) as u32,
    };
    (value, gradient, first, root.iter().map(|x| x * x).collect(), settings)
}
