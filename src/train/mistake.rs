//! Mistakes to be made on purpose: the book shows what each one does to a curve.

use clap::ValueEnum;
use serde::Serialize;

/// What `--break` does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Mistake {
    /// Begin at the full learning rate
    NoWarmUp,
    /// Hold every prediction against its neighbour's label
    ShiftedLabels,
    /// Take the loss at every token, not only where one is hidden (chapter 2)
    EveryToken,
}

impl Mistake {
    /// The share of the steps in which the learning rate rises: a tenth, as in BERT's fine-tuning, or none.
    pub fn warm_up(mistake: Option<Self>) -> f64 {
        if mistake == Some(Self::NoWarmUp) { 0.0 } else { 0.1 }
    }

    /// Moves every label one place on, if that is the mistake.
    pub fn shift(mistake: Option<Self>, labels: &mut [u32]) {
        if mistake == Some(Self::ShiftedLabels) && !labels.is_empty() {
            labels.rotate_left(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_mistake_that_was_asked_for_is_made() {
        let mut labels = [1, 2, 3];
        for other in [None, Some(Mistake::NoWarmUp), Some(Mistake::EveryToken)] {
            Mistake::shift(other, &mut labels);
            assert_eq!(labels, [1, 2, 3]);
        }
        Mistake::shift(Some(Mistake::ShiftedLabels), &mut labels);
        assert_eq!(labels, [2, 3, 1]);
        Mistake::shift(Some(Mistake::ShiftedLabels), &mut []);
        let warm_up = [None, Some(Mistake::ShiftedLabels), Some(Mistake::NoWarmUp)].map(Mistake::warm_up);
        assert_eq!(warm_up, [0.1, 0.1, 0.0]);
    }
}
