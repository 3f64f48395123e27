//! What the chapters train: for each kind of training its batches, its loss, and how it is measured.

mod asked;
mod classification;
mod corpus;
mod fill;
mod fine_tuning;
mod pictures;
mod pretrain;
mod pretraining;
mod question_answering;
mod rows;
mod saved;
mod search;
mod similarity;
mod tagger;
mod tagging;

pub use asked::{AskedQuestion, PassagePieces, Window, WindowSize};
pub use classification::{ClassifiedShard, ClassifiedText, Classifier};
pub use corpus::{Corpus, PretrainingSettings};
pub use fill::Filler;
pub use fine_tuning::{FineTuned, FineTuningSettings, Outcome, Parts, Training, fine_tune, parts};
pub use pictures::{draw_learning, draw_loss, draw_rows};
pub use pretrain::{held_out_metrics, is_quick, model_folder, pretrain};
pub use pretraining::Pretraining;
pub use question_answering::{Answer, Answerer, Graded, LONGEST_ANSWER, NULL_THRESHOLD, WindowShard, best_span, score};
pub use rows::{PretrainedEncoder, RECIPES, Recipe, network_rows, row, training_label};
pub use saved::{Saved, save_fine_tuned, saved_labels};
pub use search::{Embedder, nearest};
pub use similarity::{ALIKE, COSINE_SCALE, EncodedPair, PairEncoder, PairLoss, PairShard};
pub use tagger::{FoundName, Tagger};
pub use tagging::{TaggedShard, TaggedText, decode, entity_metrics, tag_names};

use crate::autograd::Parameters;
use crate::models::{self, Bert, BertConfig, Pooler};
use crate::nn::Init;
use crate::text::Tokenizer;
use crate::{Error, Result};
use ndarray::ArrayView2;
use std::path::Path;

/// Looks at a pretrained encoder before hours are spent on it: all its tensors are there and fit, and so do its pooler, if
/// it has one, and its tokenizer. Whatever heads lie beside it do not matter: nobody takes them.
///
/// # Errors
/// Those of [`Bert::load`], [`Error::Tensor`] if the file lacks a tensor, and those of [`Tokenizer::load`].
pub fn load_encoder(folder: &Path) -> Result<(BertConfig, Tokenizer)> {
    let config = BertConfig::load(folder)?;
    let mut parameters = Parameters::new();
    let mut init = Init::new(&mut parameters, 0, config.initializer_range);
    Bert::new(&mut init, &config);
    Pooler::new(&mut init, &config);
    let report = models::load_pretrained(&mut parameters, folder)?;
    report.require(folder, "a whole encoder", |name| name.starts_with("bert.pooler."))?;
    let tokenizer = load_tokenizer(folder, &config)?;
    Ok((config, tokenizer))
}

/// Reads the tokenizer beside a model, and refuses one that has more tokens than the model has word vectors.
fn load_tokenizer(folder: &Path, config: &BertConfig) -> Result<Tokenizer> {
    let tokenizer = Tokenizer::load(folder)?;
    if tokenizer.vocabulary() > config.vocab_size {
        let found = format!("a tokenizer of {} tokens", tokenizer.vocabulary());
        let expected = format!("at most {}, the vocab_size of config.json", config.vocab_size);
        return Err(Error::format(folder, None, found, expected));
    }
    Ok(tokenizer)
}

/// The largest element of each row: the model's answer, from its logits.
fn argmax(logits: ArrayView2<'_, f32>) -> Vec<usize> {
    let best = |row: &[f32]| (0..row.len()).fold(0, |best, i| if row[i] > row[best] { i } else { best });
    logits.rows().into_iter().map(|row| best(&row.to_vec())).collect()
}

/// The softmax of each row: the model's answer as probabilities.
fn probabilities(logits: ArrayView2<'_, f32>) -> Vec<Vec<f32>> {
    let softmax = |mut row: Vec<f32>| {
        let columns = row.len();
        crate::kernels::softmax::softmax(&mut row, columns);
        row
    };
    logits.rows().into_iter().map(|row| softmax(row.to_vec())).collect()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    #[test]
    fn argmax_takes_the_first_of_equals() {
        assert_eq!(super::argmax(array![[0.0, 3.0, 3.0], [-1.0, -2.0, -3.0]].view()), [1, 0]);
    }

    #[test]
    fn probabilities_add_up_to_one() {
        let rows = super::probabilities(array![[0.0, 0.0], [1000.0, 0.0]].view());
        assert_eq!(rows, [[0.5, 0.5], [1.0, 0.0]]);
    }
}
