//! Logistic regression over the words of a text: the classic baseline of text classification.

use std::collections::HashMap;

/// How free the weights are: scikit-learn's `C`, the inverse of the L2 penalty. On a held-out fifth of SST-2's training
/// set the accuracy is 0.755, 0.780, 0.800 and 0.801 for 1, 3, 10 and 30: 10 is where it stops to matter.
const C: f64 = 10.0;

/// Every text is a vector of length 1 and a 1 for the bias, so the mean loss curves by at most (1 + 1) / 2 = 1 in any
/// direction (a softmax's own curvature is at most 1/2), and a step of 1 / 1 down the gradient cannot overshoot.
const LEARNING_RATE: f64 = 1.0;

/// Full-batch steps: on SST-2 enough to agree with the converged model but for a sentence or two of the 872.
const STEPS: usize = 1000;

/// Multi-class logistic regression on the set of lowercase words in a text.
///
/// A text is the vector `x` with a 1 for every vocabulary word in it, scaled to length 1. The model is `softmax(x W + b)`,
/// trained to minimise cross-entropy with an L2 penalty. Order and repetition are lost, and a word that training never
/// showed says nothing: this is what words alone give away.
#[derive(Debug, Clone)]
pub struct BagOfWords {
    vocabulary: HashMap<String, usize>,
    classes: usize,
    /// `[1 + words, classes]`, row by row. Row 0 is the bias, the weight of a "word" that every text contains.
    weights: Vec<f64>,
}

/// The non-zero entries of one text's vector: row of the weights, value.
type Sparse = Vec<(usize, f64)>;

impl BagOfWords {
    /// Fits the weights by full-batch gradient descent with Nesterov's (1983) momentum, starting from zero. The loss is
    /// convex: there is one best answer, no seed, and the same texts give the same model.
    ///
    /// # Panics
    /// If `texts` and `labels` differ in length.
    pub fn train<T: AsRef<str>>(texts: &[T], labels: &[usize]) -> Self {
        assert_eq!(texts.len(), labels.len(), "one label for every text");
        let classes = labels.iter().max().map_or(1, |label| label + 1);
        let mut vocabulary = HashMap::new();
        for word in texts.iter().flat_map(|text| words(text.as_ref())) {
            let next = 1 + vocabulary.len();
            vocabulary.entry(word).or_insert(next);
        }
        let weights = vec![0.0; (1 + vocabulary.len()) * classes];
        let mut model = BagOfWords { vocabulary, classes, weights };

        let vectors: Vec<Sparse> = texts.iter().map(|text| model.vector(text.as_ref())).collect();
        let mut before = model.weights.clone();
        for step in 0..STEPS {
            // Go on a little in the direction of the last step, and take the gradient there.
            let momentum = step as f64 / (step as f64 + 3.0);
            for (weight, before) in model.weights.iter_mut().zip(&mut before) {
                let ahead = *weight + momentum * (*weight - *before);
                *before = std::mem::replace(weight, ahead);
            }
            let gradient = model.gradient(&vectors, labels);
            for (weight, gradient) in model.weights.iter_mut().zip(gradient) {
                *weight -= LEARNING_RATE * gradient;
            }
        }
        model
    }

    /// The probability of every class.
    pub fn probabilities(&self, text: &str) -> Vec<f64> {
        self.forward(&self.vector(text))
    }

    /// The most probable class (the smaller one of equals).
    pub fn predict(&self, text: &str) -> usize {
        let probabilities = self.probabilities(text);
        (0..self.classes).rev().max_by(|&i, &j| probabilities[i].total_cmp(&probabilities[j])).unwrap_or(0)
    }

    /// The bias, and each known word of the text once.
    // ANCHOR: words
    fn vector(&self, text: &str) -> Sparse {
        let mut known: Vec<usize> = words(text).filter_map(|word| self.vocabulary.get(&word).copied()).collect();
        known.sort_unstable();
        known.dedup();
        let value = 1.0 / (known.len() as f64).sqrt();
        let mut vector = vec![(0, 1.0)];
        vector.extend(known.into_iter().map(|row| (row, value)));
        vector
    }
    // ANCHOR_END: words

    /// `softmax(x W)`, one probability a class.
    fn forward(&self, vector: &Sparse) -> Vec<f64> {
        let mut logits = vec![0.0; self.classes];
        for &(row, x) in vector {
            for (class, logit) in logits.iter_mut().enumerate() {
                *logit += x * self.weights[row * self.classes + class];
            }
        }
        let max = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let exp: Vec<f64> = logits.iter().map(|logit| (logit - max).exp()).collect();
        let sum: f64 = exp.iter().sum();
        exp.iter().map(|e| e / sum).collect()
    }

    /// The gradient of `mean cross-entropy + penalty / 2 · |W|²` by the weights.
    fn gradient(&self, vectors: &[Sparse], labels: &[usize]) -> Vec<f64> {
        let texts = vectors.len().max(1) as f64;
        // Of two classes in a softmax each carries half the weight of scikit-learn's one: twice the penalty is the same.
        let penalty = 2.0 / (C * texts);
        let mut gradient: Vec<f64> = self.weights.iter().map(|weight| penalty * weight).collect();
        for (vector, &label) in vectors.iter().zip(labels) {
            let mut error = self.forward(vector);
            error[label] -= 1.0; // probabilities - one_hot(label): the derivative by the logits
            for &(row, x) in vector {
                for (class, error) in error.iter().enumerate() {
                    gradient[row * self.classes + class] += x * error / texts;
                }
            }
        }
        gradient
    }
}

/// Lowercase words: runs of letters and digits, and every other visible character on its own.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    for c in text.chars().flat_map(char::to_lowercase) {
        let inside = c.is_alphanumeric() && words.last().is_some_and(|word| word.ends_with(char::is_alphanumeric));
        match words.last_mut() {
            Some(word) if inside => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    words.into_iter().filter(|word| !word.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lowercase_and_punctuation_stands_alone() {
        let found: Vec<String> = words("It's GOOD,  très bon!").collect();
        assert_eq!(found, ["it", "'", "s", "good", ",", "très", "bon", "!"]);
    }

    #[test]
    fn learns_what_a_word_says_and_ignores_unknown_ones() {
        let texts = ["the soup was good", "a good day", "the soup was bad", "a bad day", "the soup", "a day"];
        let model = BagOfWords::train(&texts, &[2, 2, 1, 1, 0, 0]);
        assert_eq!(model.predict("GOOD bread"), 2);
        assert_eq!(model.predict("bad bread"), 1);
        assert_eq!(model.predict("bread"), 0); // only the bias is left, and the three classes are equally frequent
        let sum: f64 = model.probabilities("good bread").iter().sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }

    #[test]
    fn gradient_is_the_slope_of_the_loss() {
        let texts = ["good day", "bad day", "good"];
        let labels = [1, 0, 1];
        let mut model = BagOfWords::train(&texts, &labels);
        model.weights.iter_mut().enumerate().for_each(|(i, weight)| *weight = (i as f64).sin());
        let vectors: Vec<Sparse> = texts.iter().map(|text| model.vector(text)).collect();
        let loss = |model: &BagOfWords| {
            let cross_entropy = |(x, &label): (&Sparse, &usize)| -model.forward(x)[label].ln() / 3.0;
            let squares: f64 = model.weights.iter().map(|weight| weight * weight).sum();
            vectors.iter().zip(&labels).map(cross_entropy).sum::<f64>() + squares / (C * 3.0)
        };
        let gradient = model.gradient(&vectors, &labels);
        for (i, gradient) in gradient.into_iter().enumerate() {
            let (mut above, mut below) = (model.clone(), model.clone());
            above.weights[i] += 1e-5;
            below.weights[i] -= 1e-5;
            let slope = (loss(&above) - loss(&below)) / 2e-5;
            assert!((gradient - slope).abs() < 1e-9, "weight {i}: {gradient} and {slope}");
        }
    }

    #[test]
    fn no_texts_is_no_panic() {
        assert_eq!(BagOfWords::train::<&str>(&[], &[]).predict("anything"), 0);
    }

    /// scikit-learn 1.9.1, same features (binary, unit length) and `LogisticRegression(C=10, solver="liblinear")`: 0.7924.
    #[test]
    fn agrees_with_scikit_learn_on_sst2() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/sst2");
        if !folder.exists() {
            println!("skipped: {} is not here", folder.display());
            return;
        }
        let read = |file: &str| -> (Vec<String>, Vec<usize>) {
            let lines = std::fs::read_to_string(folder.join(file)).unwrap();
            let example = |line: &str| {
                line.split_once('\t').map(|(text, label)| (text.to_string(), label.parse::<usize>().unwrap()))
            };
            lines.lines().skip(1).filter_map(example).unzip()
        };
        let ((texts, labels), (dev_texts, dev_labels)) = (read("train.tsv"), read("dev.tsv"));
        let model = BagOfWords::train(&texts, &labels);
        let predicted: Vec<usize> = dev_texts.iter().map(|text| model.predict(text)).collect();
        let accuracy = crate::metrics::accuracy(&predicted, &dev_labels);
        println!("dev accuracy {accuracy:.4}");
        assert!((accuracy - 0.7924).abs() < 0.005, "found {accuracy}");
    }
}
