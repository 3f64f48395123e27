//! Early stopping: exercise 3.3.

use super::Answers;
use finetune::course::Checked;

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
        let (found, expected) = ((answers.early_stopping)(&[0.5, 0.4, 0.6], 1), RIGHT.stop(&[0.5, 0.4, 0.6], 1));
        let message = format!("With patience 1, the scores [0.5, 0.4, 0.6] give {found:?}, expected {expected:?}.");
        return if found == expected { Ok(()) } else { Err(message) };
    }
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
