//! Is a step of AdamW right? If not, which of its parts is missing or misplaced?

use super::Answers;
use finetune::course::{Checked, compare, row};
use finetune::data::rng;
use finetune::kernels::adamw::AdamW;
use ndarray::Array2;
use rand::Rng;

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

pub fn adamw(answers: &Answers) -> Checked {
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
