//! AdamW (Loshchilov & Hutter 2019, *Decoupled Weight Decay Regularization*).

use super::vectorized;

/// The settings of one step.
#[derive(Clone, Copy, Debug)]
pub struct AdamW {
    /// η, already scheduled.
    pub learning_rate: f64,
    /// β₁, how much of the first moment stays; usually 0.9.
    pub beta1: f64,
    /// β₂, how much of the second moment stays; usually 0.999.
    pub beta2: f64,
    /// ε, keeps the division finite; usually 1e-8 (BERT: 1e-6).
    pub epsilon: f64,
    /// λ, decay of the weights; usually 0.01, and 0 for biases and norms.
    pub weight_decay: f64,
    /// The gradient is multiplied by this first: the factor of gradient clipping, or 1.
    pub gradient_scale: f64,
    /// t, counted from 1.
    pub step: u32,
}

/// One step, in one pass over the parameter's `value`, its `gradient` and its two moments, all of one length:
///
/// - m ← β₁ m + (1 − β₁) g, the mean of the gradients
/// - v ← β₂ v + (1 − β₂) g², the mean of their squares
/// - m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ): the means begin at 0, which this corrects
/// - θ ← θ − η λ θ − η m̂ / (√v̂ + ε): the decay is not part of the gradient, hence *decoupled*
// ANCHOR: adamw
pub fn adamw(value: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32], settings: &AdamW) {
    assert_eq!(value.len(), gradient.len());
    assert_eq!(value.len(), first.len());
    assert_eq!(value.len(), second.len());
    let &AdamW { learning_rate, beta1, beta2, epsilon, weight_decay, gradient_scale, step } = settings;
    let correction = |beta: f64| 1.0 - beta.powf(f64::from(step));
    // The constants of the loop are computed in f64: 1 − β₂ would keep only five digits in f32.
    let (scale, epsilon) = (gradient_scale as f32, epsilon as f32);
    let (stay1, enter1) = (beta1 as f32, (1.0 - beta1) as f32);
    let (stay2, enter2) = (beta2 as f32, (1.0 - beta2) as f32);
    let rate = (learning_rate / correction(beta1)) as f32;
    let root = (1.0 / correction(beta2).sqrt()) as f32; // √v̂ = √v · root
    let decay = (1.0 - learning_rate * weight_decay) as f32;
    vectorized(
        #[inline(always)]
        || {
            for (((value, &g), m), v) in value.iter_mut().zip(gradient).zip(first).zip(second) {
                let g = g * scale;
                *m = stay1 * *m + enter1 * g;
                *v = stay2 * *v + enter2 * (g * g);
                *value = *value * decay - rate * *m / (v.sqrt() * root + epsilon);
            }
        },
    );
}
// ANCHOR_END: adamw

/// The same step where the gradient and both means are 0, to the bit: θ ← θ − η λ θ is all that is left of it.
pub fn decay(value: &mut [f32], settings: &AdamW) {
    let decay = (1.0 - settings.learning_rate * settings.weight_decay) as f32;
    super::vector::scale(value, decay);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SIZES, assert_close, doubles, noise};
    use super::*;

    const SETTINGS: AdamW = AdamW {
        learning_rate: 0.01,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weight_decay: 0.1,
        gradient_scale: 0.5,
        step: 1,
    };

    #[test]
    // ANCHOR: by_hand
    fn one_step_worked_by_hand() {
        // g = 0.5 · 4 = 2. m = 0.2, v = 0.004; corrected, m̂ = 2 and v̂ = 4, so that m̂ / √v̂ = 1 whatever g is:
        // the first step is the learning rate, and the decay takes 0.01 · 0.1 · 3 on top.
        let (mut value, mut first, mut second) = ([3.0], [0.0], [0.0]);
        adamw(&mut value, &[4.0], &mut first, &mut second, &SETTINGS);
        assert_close(&value, &[3.0 - 0.003 - 0.01], 1e-7);
        assert_close(&first, &[0.2], 1e-7);
        assert_close(&second, &[0.004], 1e-8);
    }
    // ANCHOR_END: by_hand

    #[test]
    fn several_steps_agree_with_f64() {
        for size in SIZES {
            let mut value = noise(size, 1);
            let (mut first, mut second) = (vec![0.0; size], vec![0.0; size]);
            let (mut value64, mut m, mut v) = (doubles(&value), vec![0.0; size], vec![0.0; size]);
            for step in 1..=20 {
                let gradient = noise(size, 100 + u64::from(step));
                adamw(&mut value, &gradient, &mut first, &mut second, &AdamW { step, ..SETTINGS });
                for i in 0..size {
                    let g = 0.5 * f64::from(gradient[i]);
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    let m_hat = m[i] / (1.0 - 0.9f64.powi(step as i32));
                    let v_hat: f64 = v[i] / (1.0 - 0.999f64.powi(step as i32));
                    value64[i] -= 0.01 * 0.1 * value64[i] + 0.01 * m_hat / (v_hat.sqrt() + 1e-8);
                }
            }
            assert_close(&value, &value64, 2e-6);
            assert_close(&first, &m, 1e-6);
            assert_close(&second, &v, 1e-6);
        }
    }

    #[test]
    fn without_gradient_only_the_decay_acts() {
        let (mut value, mut first, mut second) = ([2.0], [0.0], [0.0]);
        adamw(&mut value, &[0.0], &mut first, &mut second, &SETTINGS);
        assert_close(&value, &[2.0 * 0.999], 1e-7);
        let [mut once, mut again] = [noise(37, 1), noise(37, 1)];
        adamw(&mut once, &[0.0; 37], &mut [0.0; 37], &mut [0.0; 37], &SETTINGS);
        decay(&mut again, &SETTINGS);
        assert_eq!(once, again);
        adamw(&mut [], &[], &mut [], &mut [], &SETTINGS);
    }
}
