//! How alike two sentences are, from the vectors of their words, without reading the sentences.

use ndarray::{Array1, Array2};

/// A sentence is the mean of its word pieces' vectors in a table of embeddings, and two sentences are as alike as the
/// cosine of their means. It knows that *tepid* is like *bland* if the table does; it knows nothing of order, so of who
/// did what to whom, and a "not" is one word among others.
#[derive(Clone, Debug)]
pub struct AveragedEmbeddings {
    /// One vector a word piece, `[vocabulary, hidden]`.
    pub table: Array2<f32>,
}

impl AveragedEmbeddings {
    /// The cosine of the means of two lists of token ids; 0 if one of them is empty.
    ///
    /// # Panics
    /// If the table has no row for an id.
    pub fn score(&self, a: &[u32], b: &[u32]) -> f64 {
        let [a, b] = [a, b].map(|ids| {
            // The cosine does not see the length of a vector, so a sum serves as well as a mean.
            ids.iter().fold(Array1::<f32>::zeros(self.table.ncols()), |sum, &id| sum + self.table.row(id as usize))
        });
        let lengths = (a.dot(&a) * b.dot(&b)).sqrt();
        if lengths > 0.0 { f64::from(a.dot(&b) / lengths) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn by_hand() {
        let words = AveragedEmbeddings { table: array![[1., 0.], [0., 1.], [3., 3.]] };
        assert!((words.score(&[0, 1], &[2]) - 1.0).abs() < 1e-6, "(1, 1) and (3, 3) point the same way");
        assert!((words.score(&[0], &[2, 2]) - 0.5f64.sqrt()).abs() < 1e-6);
        assert_eq!(words.score(&[0], &[1]), 0.0);
        assert_eq!(words.score(&[0, 1], &[1, 0]), words.score(&[0, 1], &[0, 1]));
        assert_eq!(words.score(&[], &[1]), 0.0);
    }
}
