//! Scores of predicted classes.

use ndarray::Array2;

use super::ratio;

/// The share of predictions that equal the gold label: `correct / all`.
///
/// # Panics
/// If the slices differ in length.
pub fn accuracy(predicted: &[usize], gold: &[usize]) -> f64 {
    assert_eq!(predicted.len(), gold.len(), "as many predictions as gold labels");
    let correct = predicted.iter().zip(gold).filter(|(p, g)| p == g).count();
    ratio(correct as f64, gold.len() as f64)
}

/// The confusion matrix: how often each gold class was predicted as each class.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Confusion {
    /// `[classes, classes]`: row = gold class, column = predicted class.
    pub counts: Array2<usize>,
}

/// Precision, recall and F1 of one class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassScores {
    /// `TP / (TP + FP)`: of what was predicted as this class, the share that is.
    pub precision: f64,
    /// `TP / (TP + FN)`: of what is this class, the share that was found.
    pub recall: f64,
    /// `2 P R / (P + R) = 2 TP / (2 TP + FP + FN)`: the harmonic mean of the two.
    pub f1: f64,
}

impl Confusion {
    /// Counts every pair of gold and predicted class. The matrix has `classes` rows and columns, or more if a label asks
    /// for more.
    ///
    /// # Panics
    /// If the slices differ in length.
    // ANCHOR: confusion
    pub fn new(predicted: &[usize], gold: &[usize], classes: usize) -> Self {
        assert_eq!(predicted.len(), gold.len(), "as many predictions as gold labels");
        let classes = predicted.iter().chain(gold).fold(classes, |n, &label| n.max(label + 1));
        let mut counts = Array2::zeros((classes, classes));
        for (&p, &g) in predicted.iter().zip(gold) {
            counts[[g, p]] += 1;
        }
        Confusion { counts }
    }
    // ANCHOR_END: confusion

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.counts.nrows()
    }

    /// The share on the diagonal.
    pub fn accuracy(&self) -> f64 {
        ratio(self.counts.diag().sum() as f64, self.counts.sum() as f64)
    }

    /// Precision, recall and F1 of every class, in class order.
    pub fn scores(&self) -> Vec<ClassScores> {
        let class_scores = |class: usize| {
            let hits = self.counts[[class, class]] as f64;
            let predicted = self.counts.column(class).sum() as f64;
            let gold = self.counts.row(class).sum() as f64;
            ClassScores {
                precision: ratio(hits, predicted),
                recall: ratio(hits, gold),
                f1: ratio(2.0 * hits, predicted + gold),
            }
        };
        (0..self.classes()).map(class_scores).collect()
    }

    /// The plain mean of the classes' F1: every class counts the same, however rare.
    ///
    /// A class that occurs neither in the gold labels nor in the predictions is left out, as in scikit-learn.
    // ANCHOR: macro_f1
    pub fn macro_f1(&self) -> f64 {
        let occurs = |class: &usize| self.counts.row(*class).sum() + self.counts.column(*class).sum() > 0;
        let present = (0..self.classes()).filter(occurs).count();
        let total: f64 = self.scores().iter().map(|scores| scores.f1).sum();
        ratio(total, present as f64)
    }
    // ANCHOR_END: macro_f1
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;
    use ndarray::array;

    const GOLD: [usize; 10] = [0, 0, 0, 1, 1, 2, 2, 2, 2, 1];
    const PREDICTED: [usize; 10] = [0, 0, 1, 1, 0, 2, 2, 2, 1, 1];

    #[test]
    fn accuracy_counts_hits() {
        assert_eq!(accuracy(&[1, 0, 1, 1], &[1, 1, 1, 0]), 0.5);
        assert_close(accuracy(&PREDICTED, &GOLD), 0.7);
        assert_eq!(accuracy(&[], &[]), 0.0);
    }

    #[test]
    fn rows_are_gold_and_columns_predicted() {
        // Two gold 1 called 0, one gold 0 called 1: not symmetric, so a transposed matrix would fail.
        let confusion = Confusion::new(&[0, 1, 0, 0], &[0, 0, 1, 1], 2);
        assert_eq!(confusion.counts, array![[1, 1], [2, 0]]);
    }

    #[test]
    fn agrees_with_scikit_learn() {
        // scikit-learn 1.9.1: confusion_matrix, precision_recall_fscore_support, f1_score(average="macro").
        let confusion = Confusion::new(&PREDICTED, &GOLD, 3);
        assert_eq!(confusion.counts, array![[2, 1, 0], [1, 2, 0], [0, 1, 3]]);
        let expected =
            [(2. / 3., 2. / 3., 2. / 3.), (0.5, 2. / 3., 0.5714285714285714), (1.0, 0.75, 0.8571428571428571)];
        for (scores, (precision, recall, f1)) in confusion.scores().iter().zip(expected) {
            assert_close(scores.precision, precision);
            assert_close(scores.recall, recall);
            assert_close(scores.f1, f1);
        }
        assert_close(confusion.accuracy(), 0.7);
        assert_close(confusion.macro_f1(), 0.6984126984126985);
    }

    #[test]
    fn a_class_nobody_predicts_scores_zero_and_an_absent_one_is_left_out() {
        // Class 1 exists and is never predicted: F1 0. Class 2 does not occur at all. Class 0: P 1/2, R 1, F1 2/3.
        let confusion = Confusion::new(&[0, 0], &[0, 1], 3);
        assert_eq!(confusion.scores()[1], ClassScores { precision: 0.0, recall: 0.0, f1: 0.0 });
        assert_close(confusion.macro_f1(), 1.0 / 3.0);
    }

    #[test]
    fn nothing_to_score_is_zero() {
        let confusion = Confusion::new(&[], &[], 0);
        assert_eq!((confusion.classes(), confusion.accuracy(), confusion.macro_f1()), (0, 0.0, 0.0));
    }
}
