//! The learning rate of every step.

/// Linear warm-up, then linear decay to 0, the schedule BERT was trained with:
///
/// ```text
/// peak          /\
///             /    ' .
///           /          ' .
/// 0       /                ' .
///         0  warm_up_steps     total_steps
/// ```
///
/// Warm-up is there because Adam's first steps are the size of the learning rate whatever the gradient is (see
/// [`AdamW`](super::AdamW)): at full size they would wreck pretrained weights before the moments mean anything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// The highest learning rate, reached at step `warm_up_steps`.
    pub peak: f64,
    /// How many steps the rise takes; BERT fine-tuning uses a tenth of all.
    pub warm_up_steps: usize,
    /// The step at which the rate has come down to 0.
    pub total_steps: usize,
}

impl Schedule {
    /// The learning rate of a step, counted from 0: the same numbers as `get_linear_schedule_with_warmup` of
    /// `transformers`. So the first step of a warm-up has rate 0, and the last step of a run a rate just above 0.
    // ANCHOR: at
    pub fn at(&self, step: usize) -> f64 {
        let share = if step < self.warm_up_steps {
            step as f64 / self.warm_up_steps as f64
        } else {
            let decay_steps = self.total_steps.saturating_sub(self.warm_up_steps).max(1);
            self.total_steps.saturating_sub(step) as f64 / decay_steps as f64
        };
        self.peak * share
    }
    // ANCHOR_END: at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_rates(schedule: Schedule, expected: &[f64]) {
        for (step, expected) in expected.iter().enumerate() {
            let rate = schedule.at(step);
            assert!((rate - expected).abs() <= 1e-15, "step {step}: {rate}, expected {expected}");
        }
    }

    #[test]
    fn agrees_with_transformers() {
        // get_linear_schedule_with_warmup(AdamW(lr=2e-5), 3, 10), transformers 5.23
        let (up, down) = ([0.0, 6.666666666666667e-06, 1.3333333333333333e-05, 2e-05], 2.857142857142857e-06);
        let decay: Vec<f64> = [6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0, 0.0].iter().map(|left| left * down).collect();
        assert_rates(Schedule { peak: 2e-5, warm_up_steps: 3, total_steps: 10 }, &[&up[..], &decay].concat());
    }

    #[test]
    fn works_without_warm_up_and_without_decay() {
        assert_rates(Schedule { peak: 1.0, warm_up_steps: 0, total_steps: 4 }, &[1.0, 0.75, 0.5, 0.25, 0.0, 0.0]);
        assert_rates(Schedule { peak: 1.0, warm_up_steps: 2, total_steps: 2 }, &[0.0, 0.5, 0.0, 0.0]);
        assert_rates(Schedule { peak: 1.0, warm_up_steps: 0, total_steps: 0 }, &[0.0, 0.0]);
    }
}
