//! Reads the fixtures that `tests/fixtures/make_bert.py` made, and compares numbers with them.

#![allow(dead_code)] // every test file compiles this module for itself, and uses a part of it

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use finetune::text::Batch;
use ndarray::{Array2, ArrayView2};
use safetensors::{Dtype, SafeTensors};
use serde::de::DeserializeOwned;

/// The path of a fixture, such as `bert_classifier/config.json`.
pub fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)
}

/// A JSON fixture as the type that it holds.
pub fn json<T: DeserializeOwned>(path: &str) -> T {
    let text = fs::read_to_string(fixture(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// `batch.json` of a model: the ragged input, and whichever labels the model is trained on.
#[derive(serde::Deserialize)]
pub struct LabelledBatch {
    ids: Vec<u32>,
    token_types: Vec<u32>,
    offsets: Vec<usize>,
    /// The rows whose word is to be guessed, and the words; or the rows that have a label.
    #[serde(default)]
    pub masked_positions: Vec<usize>,
    #[serde(default)]
    pub mlm_labels: Vec<u32>,
    /// 0: the second part of the sequence follows the first; 1: it is from elsewhere.
    #[serde(default)]
    pub nsp_labels: Vec<u32>,
    /// The class of every sequence, or of every row that has one.
    #[serde(default)]
    pub labels: Vec<u32>,
    /// The first and the last token of every sequence's answer.
    #[serde(default)]
    pub spans: Vec<[u32; 2]>,
}

impl LabelledBatch {
    /// The input as the models take it.
    pub fn batch(&self) -> Batch {
        let positions = self.offsets.windows(2).flat_map(|pair| 0..(pair[1] - pair[0]) as u32).collect();
        let (ids, token_types, offsets) = (self.ids.clone(), self.token_types.clone(), self.offsets.clone());
        Batch { ids, token_types, positions, offsets }
    }
}

/// Tensors by name.
pub type Tensors = BTreeMap<String, Array2<f32>>;

/// The `f32` tensors of a file, by name, as in our `Parameters`: a vector has one row. A tensor of three dimensions has
/// its first two in one: attention weights `[heads, n, n]` are `[heads * n, n]` here.
pub fn tensors(path: &str) -> Tensors {
    let bytes = fs::read(fixture(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let file = SafeTensors::deserialize(&bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    let matrix = |(name, tensor): (String, safetensors::tensor::TensorView)| {
        assert_eq!(tensor.dtype(), Dtype::F32, "{path}: {name}");
        let numbers =
            tensor.data().chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect();
        let columns = *tensor.shape().last().expect("the fixtures have no scalar");
        let rows = tensor.shape().iter().product::<usize>() / columns;
        (name, Array2::from_shape_vec((rows, columns), numbers).unwrap())
    };
    file.tensors().into_iter().map(matrix).collect()
}

/// The most that a number may differ from the fixture, as defined in [`relative_error`].
pub const TOLERANCE: f32 = 1e-4;

/// `|actual - expected| / max(|expected|, floor)`, where the floor is a hundredth of the largest number of the expected
/// tensor, and at least 0.001.
///
/// Without the floor, a number that is almost 0 beside its neighbours would have to be right to more digits than `f32`
/// has. The gradient of a key's bias is exactly 0, since softmax does not see what is added to all scores of a row.
pub fn relative_error(actual: f32, expected: f32, largest: f32) -> f32 {
    let error = (actual - expected).abs() / expected.abs().max(0.01 * largest).max(1e-3);
    if error.is_nan() { f32::INFINITY } else { error }
}

/// Collects pairs of tensors, and says at the end where they differ most.
#[derive(Default)]
pub struct Comparison {
    tensors: usize,
    /// The largest relative error so far.
    pub worst: f32,
    place: String,
}

impl Comparison {
    /// Adds a tensor. Fails at once if the shapes differ.
    pub fn add(&mut self, name: &str, actual: ArrayView2<f32>, expected: ArrayView2<f32>) {
        assert_eq!(actual.dim(), expected.dim(), "the shape of {name}");
        let largest = expected.iter().fold(0.0, |largest: f32, x| largest.max(x.abs()));
        self.tensors += 1;
        for ((index, &a), &e) in actual.indexed_iter().zip(expected) {
            let error = relative_error(a, e, largest);
            if error > self.worst || self.place.is_empty() {
                self.worst = error;
                self.place = format!("{name}[{}, {}] is {a:e}, expected {e:e}", index.0, index.1);
            }
        }
    }

    /// Fails if any number of any tensor is off by more than [`TOLERANCE`], and prints the worst in any case.
    pub fn finish(self) {
        let Comparison { tensors, worst, place } = self;
        assert!(tensors > 0, "nothing was compared");
        println!("{tensors} tensors, worst relative error {worst:.1e}: {place}");
        assert!(worst <= TOLERANCE, "relative error {worst:.1e}: {place}");
    }
}
