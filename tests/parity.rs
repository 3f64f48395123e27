//! Our BERT against the published one: the same weights and the same batch give the numbers that `transformers` computes
//! (`tests/fixtures/make_bert.py`), from the first hidden state to the gradient of every tensor.

mod support;

use ndarray::array;
use support::{Comparison, TOLERANCE, json, relative_error, tensors};

/// The comparison that the other tests rest on must be able to fail.
#[test]
fn the_comparison_sees_an_error() {
    let expected = array![[1.0, -200.0], [1e-9, 0.5]];
    let within = |actual: ndarray::Array2<f32>| {
        let mut comparison = Comparison::default();
        comparison.add("x", actual.view(), expected.view());
        comparison.worst <= TOLERANCE
    };
    assert!(within(expected.clone()));
    assert!(within(array![[1.0, -200.01], [1e-6, 0.5]]));
    assert!(!within(array![[1.0, -200.03], [1e-9, 0.5]]), "one number off by 1.5e-4 of itself");
    assert!(!within(array![[1.0, -200.0], [1e-9, 0.5003]]), "off by 1.5e-4 of the floor, 2");
    assert!(!within(array![[1.0, -200.0], [f32::NAN, 0.5]]), "NaN");
    assert!(relative_error(f32::INFINITY, 1.0, 1.0) > TOLERANCE);
}

/// The fixtures themselves: every tensor of the model has a gradient of its shape, and the batch fits the logits.
#[test]
fn the_fixtures_fit_together() {
    for (folder, logits) in [("bert_pretraining", "mlm_logits"), ("bert_classifier", "logits")] {
        let (model, expected) =
            (tensors(&format!("{folder}/model.safetensors")), tensors(&format!("{folder}/expected.safetensors")));
        for (name, value) in &model {
            assert_eq!(expected[&format!("gradient.{name}")].dim(), value.dim(), "{name}");
        }
        let batch: support::LabelledBatch = json(&format!("{folder}/batch.json"));
        let labels = batch.mlm_labels.len() + batch.labels.len();
        assert_eq!(expected[logits].nrows(), labels);
        assert_eq!(batch.batch().positions[..8], [0, 1, 2, 3, 4, 5, 6, 0]);
    }
}
