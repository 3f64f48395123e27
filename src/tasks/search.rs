//! Search by meaning: every sentence is a vector, and so is the question; the nearest sentences are the answer.

use super::Saved;
use crate::Result;
use crate::autograd::{Kind, Parameters};
use crate::models::{Pooling, SentenceEncoder};
use crate::nn::tensors;
use crate::text::Batch;
use crate::train::Shards;
use crate::{Error, files::create_folder};
use crc32fast::Hasher;
use ndarray::{Array2, ArrayView1, Axis, concatenate};
use std::fs;
use std::path::{Path, PathBuf};

/// How many sentences are encoded together.
const BATCH: usize = 32;

/// A sentence encoder from a folder, ready to be used.
#[derive(Debug)]
pub struct Embedder {
    saved: Saved<SentenceEncoder>,
    folder: PathBuf,
}

impl Embedder {
    /// Loads the bi-encoder in `folder`, or any published BERT. How it pools, [`Pooling::choose`] says.
    ///
    /// # Errors
    /// If there is none, or its files ask for a pooling that is not known here.
    pub fn load(folder: &Path, pooling: Option<Pooling>) -> Result<Self> {
        let pooling = Pooling::choose(pooling, folder)?;
        let saved = Saved::load(folder, |init, config| SentenceEncoder::new(init, config, pooling))?;
        Ok(Self { saved, folder: folder.to_path_buf() })
    }

    /// One vector of length 1 for each text, `[texts, hidden]`.
    ///
    /// # Errors
    /// If the tokenizer refuses a text.
    // ANCHOR: embed
    pub fn embed(&self, texts: &[impl AsRef<str>]) -> Result<Array2<f32>> {
        let Saved { model, parameters, tokenizer, config } = &self.saved;
        let encode = |text| tokenizer.encode(text, config.max_position_embeddings);
        let sequences = texts.iter().map(|text| encode(text.as_ref())).collect::<Result<Vec<_>>>()?;
        let batches: Vec<Batch> = sequences.chunks(BATCH).map(Batch::from_sequences).collect();
        let vectors = Shards::new().evaluate(parameters, &batches, |tape, batch| {
            let vectors = model.forward(tape, batch);
            tape.value(vectors).to_owned()
        });
        let views: Vec<_> = vectors.iter().map(|vectors| vectors.view()).collect();
        Ok(concatenate(Axis(0), &views).unwrap_or_else(|_| Array2::zeros((0, config.hidden_size)))) // no texts, no rows
    }
    // ANCHOR_END: embed

    /// The vectors of the texts, from a file in `cache` if this model has embedded these texts before, else computed and
    /// written there. Also returns that file, and whether it was there.
    ///
    /// # Errors
    /// If the file cannot be written. One that cannot be read is made anew.
    pub fn embed_cached(&self, texts: &[String], cache: &Path) -> Result<(Array2<f32>, PathBuf, bool)> {
        let file = cache.join(format!("embeddings-{:08x}.safetensors", self.checksum(texts)?));
        let mut tensors = Parameters::new();
        let id = tensors.add("embeddings", Kind::Matrix, Array2::zeros((texts.len(), self.saved.config.hidden_size)));
        let found =
            file.exists() && tensors::load(tensors.as_mut_slice(), &file, "").is_ok_and(|r| r.missing.is_empty());
        if !found {
            tensors[id].value = self.embed(texts)?;
            create_folder(cache)?;
            tensors::save(&tensors, &file)?;
        }
        Ok((std::mem::take(&mut tensors[id].value), file, found))
    }

    /// Of everything that the vectors depend on: the model's files, its pooling and the texts.
    fn checksum(&self, texts: &[String]) -> Result<u32> {
        let mut hasher = Hasher::new();
        hasher.update(format!("{:?}", self.saved.model.pooling).as_bytes());
        for name in ["config.json", "model.safetensors", "tokenizer.json", "vocab.txt", "tokenizer_config.json"] {
            let path = self.folder.join(name);
            if path.exists() {
                hasher.update(&fs::read(&path).map_err(Error::io("read", &path))?);
            }
        }
        for text in texts {
            hasher.update(text.as_bytes());
            hasher.update(b"\n"); // so that "ab", "c" is not "a", "bc"
        }
        Ok(hasher.finalize())
    }
}

/// The `count` rows of `vectors [texts, hidden]` that are nearest to `query`, with their cosines, the nearest first; of equally
/// near ones the first. All vectors have length 1.
// ANCHOR: nearest
pub fn nearest(query: ArrayView1<'_, f32>, vectors: &Array2<f32>, count: usize) -> Vec<(usize, f32)> {
    let mut found: Vec<(usize, f32)> = vectors.dot(&query).into_iter().enumerate().collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found.truncate(count);
    found
}
// ANCHOR_END: nearest

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn nearest_first_and_of_equals_the_first() {
        let vectors = array![[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.0, 1.0]];
        let found = nearest(array![0.0, 1.0].view(), &vectors, 3);
        assert_eq!(found, [(1, 1.0), (3, 1.0), (2, 0.8)]);
        assert_eq!(nearest(array![1.0, 0.0].view(), &vectors, 9).len(), 4);
    }
}
