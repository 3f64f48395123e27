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
pub use sentence::{POOLING, Pooling, SentenceEncoder};

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
    tensors::load(parameters.as_mut_slice(), &folder.join("model.safetensors"), "bert.")
}

/// The same of the encoder and its pooler alone. A head keeps its values, whatever heads the file has: that one of them has
/// the same name or even shape does not make it a head for the same task.
///
/// # Errors
/// Those of [`load_tensors`].
pub fn load_pretrained(parameters: &mut Parameters, folder: &Path) -> Result<LoadReport> {
    let encoder = parameters.as_mut_slice().iter_mut().filter(|p| p.name.starts_with("bert."));
    tensors::load(encoder, &folder.join("model.safetensors"), "bert.")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Init;

    fn classifier(seed: u64, labels: usize) -> Parameters {
        let mut parameters = Parameters::new();
        let config = BertConfig::new(20, 4, 1, 1, 8);
        SequenceClassifier::new(&mut Init::new(&mut parameters, seed, 0.02), &config, labels);
        parameters
    }

    /// With the same number of labels and with another; with `bert.` before the encoder's names and without.
    #[test]
    fn a_head_in_the_file_is_left_there() {
        let folder = tempfile::tempdir().unwrap();
        for (labels, prefix) in [(2, "bert."), (3, "bert."), (2, ""), (3, "")] {
            let mut trained = classifier(0, 2);
            for parameter in trained.as_mut_slice() {
                parameter.value.fill(7.0);
                parameter.name = parameter.name.replace("bert.", prefix);
            }
            tensors::save(&trained, &folder.path().join("model.safetensors")).unwrap();
            let (before, mut after) = (classifier(1, labels), classifier(1, labels));
            let report = load_pretrained(&mut after, folder.path()).unwrap();
            assert_eq!(report.missing, [""; 0]);
            assert_eq!(report.unused, ["classifier.bias", "classifier.weight"]);
            for (before, after) in before.iter().zip(after.iter()) {
                match after.name.starts_with("classifier.") {
                    true => assert_eq!(after.value, before.value, "{} keeps its start", after.name),
                    false => assert!(after.value.iter().all(|&number| number == 7.0), "{} is loaded", after.name),
                }
            }
        }
    }
}
