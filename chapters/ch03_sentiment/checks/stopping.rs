//! Early stopping: exercise 3.3.

use super::{Answers, OURS};
use finetune::course::{Checked, trials};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// What there is to get wrong in early stopping.
#[derive(Clone, Copy)]
struct Patience {
    /// How many more looks without progress are allowed.
    more: usize,
    ties_are_better: bool,
    against_the_last: bool,
    in_a_row: bool,
    keep_last: bool,
}

const RIGHT: Patience =
    Patience { more: 0, ties_are_better: false, against_the_last: false, in_a_row: true, keep_last: false };

impl Patience {
    fn stop(self, scores: &[f64], patience: usize) -> (usize, usize) {
        let (mut best, mut worse, mut looks) = (0, 0, scores.len());
        for look in 1..scores.len() {
            let beats = |other: f64| scores[look] > other || self.ties_are_better && scores[look] == other;
            if beats(scores[if self.against_the_last { look - 1 } else { best }]) {
                worse = if self.in_a_row { 0 } else { worse };
            } else {
                worse += 1;
            }
            best = if beats(scores[best]) { look } else { best };
            if worse == patience + self.more {
                looks = look + 1;
                break;
            }
        }
        (if self.keep_last { looks - 1 } else { best }, looks)
    }
}

pub fn early_stopping(answers: &Answers) -> Checked {
    let runs: [&[f64]; 5] = [
        &[0.5, 0.7, 0.6, 0.8, 0.75, 0.78, 0.9, 0.95],
        &[0.5, 0.7, 0.6, 0.7, 0.9, 0.9],
        &[0.9, 0.5, 0.6, 0.7, 0.4, 0.3, 0.2],
        &[0.1, 0.2, 0.3],
        &[0.4],
    ];
    let all = |rule: Patience| runs.map(|scores| rule.stop(scores, 2)).to_vec();
    let expected = all(RIGHT);
    let found = runs.map(|scores| (answers.early_stopping)(scores, 2)).to_vec();
    if found == expected {
        return further_runs(answers);
    }
    let best_of_all = |(scores, (_, looks)): (&&[f64], &(usize, usize))| {
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (scores.iter().position(|&score| score == most).unwrap_or(0), *looks)
    };
    let mistakes = [
        (
            all(Patience { more: 1, ..RIGHT }),
            "Training stops one look too late: it ends with the look that makes patience looks without progress.",
        ),
        (all(Patience { ties_are_better: true, ..RIGHT }), "An equal score is not a better one."),
        (
            all(Patience { against_the_last: true, ..RIGHT }),
            "Each look is compared with the one before. Compare it with the best so far.",
        ),
        (
            all(Patience { in_a_row: false, ..RIGHT }),
            "Looks without progress are counted over the whole training. Only those in a row count: progress starts anew.",
        ),
        (all(Patience { keep_last: true, ..RIGHT }), "The last look is kept. The weights of the best one are wanted."),
        (
            expected.iter().map(|(best, looks)| (*best, looks - 1)).collect(),
            "looks is the number of looks, one more than the index of the last.",
        ),
        (
            runs.iter().zip(&expected).map(best_of_all).collect(),
            "The best is sought among all scores. Those after the stop were never seen.",
        ),
        (all(Patience { more: 99, ..RIGHT }), "Training never stops early."),
        (
            expected.iter().map(|(best, _)| (*best, best + 2)).collect(),
            "looks is not best + patience: look 0 counts, too, and the scores may end before patience does.",
        ),
    ];
    let known = mistakes.iter().find(|(result, _)| *result == found).map(|(_, words)| format!("{words}\n"));
    let i = (0..runs.len()).find(|&i| found[i] != expected[i]).unwrap_or(0);
    let difference =
        format!("With patience 2, the scores {:?} give {:?}, expected {:?}.", runs[i], found[i], expected[i]);
    Err(known.unwrap_or_default() + &difference)
}

/// What the five runs above do not tell.
fn further_runs(answers: &Answers) -> Checked {
    let check = |scores: &[f64], patience: usize, words: &str| {
        let [found, expected] = [answers, &OURS].map(|answers| (answers.early_stopping)(scores, patience));
        if found == expected {
            return Ok(());
        }
        Err(format!("{words}With patience {patience}, the scores {scores:?} give {found:?}, expected {expected:?}."))
    };
    check(&[0.5, 0.4, 0.6], 1, "")?;
    let negative = "The first look is the best so far whatever its score; scores may be negative.\n";
    check(&[-0.9, -0.5, -0.6, -0.4], 2, negative)?;
    check(&[0.0, 0.001, 0.0015], 2, "A score that is only a little higher is a better one, too.\n")?;
    let input = |rng: &mut ChaCha8Rng| -> (Vec<f64>, usize) {
        let looks = rng.random_range(1..9);
        ((0..looks).map(|_| f64::from(rng.random_range(-4..=4i8)) / 4.0).collect(), rng.random_range(1..4))
    };
    trials("3.3", input, |(scores, patience)| check(scores, *patience, ""))
}
