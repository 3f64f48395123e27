//! Scores of predicted names: a name counts when all its words and its type are right, and not at all otherwise.

use std::collections::HashMap;

use super::{ClassScores, Confusion, ratio};
use crate::text::Entity;

/// How many names were found, and how many of them are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Names that are among the predicted and among the gold ones: the same words, the same type.
    pub correct: usize,
    /// Predicted names.
    pub predicted: usize,
    /// Gold names.
    pub gold: usize,
}

impl Counts {
    /// Precision `correct / predicted`, recall `correct / gold`, and F1, their harmonic mean.
    pub fn scores(&self) -> ClassScores {
        let [correct, predicted, gold] = [self.correct, self.predicted, self.gold].map(|count| count as f64);
        ClassScores {
            precision: ratio(correct, predicted),
            recall: ratio(correct, gold),
            f1: ratio(2.0 * correct, predicted + gold),
        }
    }
}

/// Entity-level scores, as CoNLL-2003 and its scorer have them.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EntityScores {
    /// The counts of each type.
    pub types: Vec<Counts>,
    /// `[types + 1, types + 1]`: names whose words are right, by gold type and predicted type. The last row holds predicted
    /// names where no gold name has just these words; the last column, gold names that were missed.
    pub confusion: Confusion,
}

impl EntityScores {
    /// Compares the names of each sentence.
    ///
    /// # Panics
    /// If there are not as many predicted sentences as gold ones, or a type is not below `types`.
    // ANCHOR: entity_scores
    pub fn new(predicted: &[Vec<Entity>], gold: &[Vec<Entity>], types: usize) -> Self {
        assert_eq!(predicted.len(), gold.len(), "as many predicted sentences as gold ones");
        let mut confusion = Confusion::new(&[], &[], types + 1);
        for (predicted, gold) in predicted.iter().zip(gold) {
            let mut found: HashMap<_, _> = predicted.iter().map(|entity| (&entity.words, entity.kind)).collect();
            for entity in gold {
                let kind = found.remove(&entity.words).unwrap_or(types);
                confusion.counts[[entity.kind, kind]] += 1;
            }
            for kind in found.into_values() {
                confusion.counts[[types, kind]] += 1;
            }
        }
        let counts = |kind| Counts {
            correct: confusion.counts[[kind, kind]],
            predicted: confusion.counts.column(kind).sum(),
            gold: confusion.counts.row(kind).sum(),
        };
        Self { types: (0..types).map(counts).collect(), confusion }
    }
    // ANCHOR_END: entity_scores

    /// The counts over all types together: "micro" scores, in which every name counts the same.
    pub fn all(&self) -> Counts {
        let sum = |count: fn(&Counts) -> usize| self.types.iter().map(count).sum();
        Counts { correct: sum(|c| c.correct), predicted: sum(|c| c.predicted), gold: sum(|c| c.gold) }
    }
}

/// The share of certain `gold` names that were found, such as those that the training part lacks.
///
/// # Panics
/// If there are not as many predicted sentences as gold ones.
pub fn recall_of(predicted: &[Vec<Entity>], gold: &[Vec<Entity>]) -> f64 {
    assert_eq!(predicted.len(), gold.len(), "as many predicted sentences as gold ones");
    let found = |(predicted, gold): (&Vec<Entity>, &Vec<Entity>)| gold.iter().filter(|g| predicted.contains(g)).count();
    let hits: usize = predicted.iter().zip(gold).map(found).sum();
    ratio(hits as f64, gold.iter().map(Vec::len).sum::<usize>() as f64)
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;
    use crate::text::Tag;
    use crate::text::bio::{entities, strict_entities};
    use ndarray::array;

    fn entity(start: usize, end: usize, kind: usize) -> Entity {
        Entity { words: start..end, kind }
    }

    #[test]
    fn half_a_name_is_no_name() {
        // Gold: three names. Predicted: one right, one too short, one of the wrong type, one where nothing is.
        let gold = vec![vec![entity(0, 2, 0), entity(3, 5, 1)], vec![entity(0, 1, 1)]];
        let predicted = vec![vec![entity(0, 2, 0), entity(3, 4, 1), entity(6, 7, 0)], vec![entity(0, 1, 0)]];
        let scores = EntityScores::new(&predicted, &gold, 2);
        assert_eq!(scores.confusion.counts, array![[1, 0, 0], [1, 0, 1], [1, 1, 0]]);
        assert_eq!(scores.types[0], Counts { correct: 1, predicted: 3, gold: 1 });
        assert_eq!(scores.types[1], Counts { correct: 0, predicted: 1, gold: 2 });
        assert_eq!(scores.all(), Counts { correct: 1, predicted: 4, gold: 3 });
        let micro = scores.all().scores();
        assert_close(micro.precision, 1.0 / 4.0);
        assert_close(micro.recall, 1.0 / 3.0);
        assert_close(micro.f1, 2.0 / 7.0);
        assert_close(recall_of(&predicted, &[vec![entity(0, 2, 0), entity(3, 5, 1)], vec![]]), 0.5);
    }

    #[test]
    fn without_names_all_scores_are_zero() {
        let scores = EntityScores::new(&[vec![]], &[vec![]], 1).all().scores();
        assert_eq!((scores.precision, scores.recall, scores.f1), (0.0, 0.0, 0.0));
    }

    #[test]
    #[should_panic(expected = "as many predicted sentences")]
    fn sentences_must_match() {
        EntityScores::new(&[], &[vec![]], 1);
    }

    type Reader = fn(&[Tag]) -> Vec<Entity>;

    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        gold: Vec<Vec<String>>,
        predicted: Vec<Vec<String>>,
        lenient: Expected,
        strict: Expected,
    }

    #[derive(serde::Deserialize)]
    struct Expected {
        micro: [f64; 3],
        types: std::collections::BTreeMap<String, ([f64; 3], usize)>,
    }

    /// `tests/fixtures/make_seqeval.py` made the cases: valid tags, invalid ones, and random ones.
    #[test]
    fn agrees_with_seqeval() {
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../tests/fixtures/seqeval.json")).unwrap();
        let types = ["LOC", "ORG", "PER"];
        let read = |tag: &String| match tag.split_once('-') {
            None => Tag::Outside,
            Some((place, kind)) => {
                let kind = types.iter().position(|known| *known == kind).unwrap();
                if place == "B" { Tag::Begin(kind) } else { Tag::Inside(kind) }
            }
        };
        assert!(cases.len() >= 40);
        for case in cases {
            let modes = [(entities as Reader, &case.lenient), (strict_entities, &case.strict)];
            for (read_entities, expected) in modes {
                let all = |sentences: &[Vec<String>]| -> Vec<Vec<Entity>> {
                    sentences.iter().map(|tags| read_entities(&tags.iter().map(read).collect::<Vec<_>>())).collect()
                };
                let scores = EntityScores::new(&all(&case.predicted), &all(&case.gold), types.len());
                let close = |found: ClassScores, expected: [f64; 3]| {
                    let found = [found.precision, found.recall, found.f1];
                    let same = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12);
                    assert!(same, "{}: found {found:?}, expected {expected:?}", case.name);
                };
                close(scores.all().scores(), expected.micro);
                for (kind, counts) in types.iter().zip(&scores.types) {
                    let (values, support) = expected.types.get(*kind).copied().unwrap_or_default();
                    assert_eq!(counts.gold, support, "{}: {kind}", case.name);
                    close(counts.scores(), values);
                }
            }
        }
    }
}
