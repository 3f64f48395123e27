//! Published architectures under their published tensor names, so that a model trained here loads in Hugging Face
//! `transformers`, and a published one loads here.

mod bert;
mod config;
mod heads;
mod sentence;

pub use crate::nn::tensors::LoadReport;
pub use bert::{Bert, Pooler};
pub use config::BertConfig;
pub use heads::{PretrainingModel, QuestionAnswerer, SequenceClassifier, TokenClassifier};
pub use sentence::{Pooling, SentenceEncoder};

use crate::Result;
use crate::autograd::Parameters;
use crate::nn::tensors;
use std::path::Path;

/// Fills a BERT from `model.safetensors` in `folder`; names fit with or without `bert.` before them. The report says which
/// parameters the file lacks (a new head, say; they keep their values) and which of its tensors were not used.
///
/// # Errors
/// If the file is missing or damaged, or a tensor has another shape than the model's.
pub fn load_tensors(parameters: &mut Parameters, folder: &Path) -> Result<LoadReport> {
    tensors::load(parameters, &folder.join("model.safetensors"), "bert.")
}

/// Writes `config.json` and `model.safetensors` into `folder`, as `transformers` reads them. `architecture` is the class
/// that loads the model there, such as `BertForPreTraining`.
///
/// # Errors
/// If a file cannot be written.
pub fn save(folder: &Path, config: &BertConfig, architecture: &str, parameters: &Parameters) -> Result<()> {
    crate::files::create_folder(folder)?;
    let mut config = BertConfig { architectures: vec![architecture.into()], ..config.clone() };
    for key in ["dtype", "torch_dtype"] {
        config.other.remove(key); // that of the file it was read from; ours has 32 bits
    }
    config.save(folder)?;
    tensors::save(parameters, &folder.join("model.safetensors"))
}
