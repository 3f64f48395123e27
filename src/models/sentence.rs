//! Sentences as vectors: the encoder, and a way to make one vector of a sentence's many.

use super::{Bert, BertConfig};
use crate::autograd::{Tape, Var};
use crate::files::read_json;
use crate::nn::Init;
use crate::text::Batch;
use crate::{Error, Result};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// How the setting for the pooling is called in `config.json`. BERT's own settings have none.
pub const POOLING: &str = "pooling";

/// How the vectors of a sentence's tokens become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// Their mean
    #[default]
    Mean,
    /// That of the first token, `[CLS]`, alone
    Cls,
    /// The largest value in each column
    Max,
}

impl Pooling {
    /// How to pool with the model in `folder`: as asked, or else as its files say, or else by the mean.
    ///
    /// # Errors
    /// Those of [`Pooling::of_model`].
    pub fn choose(asked: Option<Self>, folder: &Path) -> Result<Self> {
        match asked {
            Some(pooling) => Ok(pooling),
            None => Ok(Self::of_model(folder)?.unwrap_or_default()),
        }
    }

    /// How the model in `folder` pools: what its settings say under [`POOLING`], or else `1_Pooling/config.json`, which the library
    /// `sentence-transformers` writes. None: they do not say it.
    ///
    /// # Errors
    /// If there is no model, or it pools in another way than these.
    pub fn of_model(folder: &Path) -> Result<Option<Self>> {
        let wrong = |path: &Path, found: String| Error::format(path, None, found, "mean, cls or max, one of them");
        let config = BertConfig::load(folder)?;
        if let Some(name) = config.other.get(POOLING) {
            let pooling = serde_json::from_value(name.clone());
            return pooling.map(Some).map_err(|_| wrong(&folder.join("config.json"), format!("{POOLING} {name}")));
        }
        let path = folder.join("1_Pooling/config.json");
        if !path.exists() {
            return Ok(None);
        }
        let settings: BTreeMap<String, Value> = read_json(&path, "the settings of a pooling")?;
        let on = settings.iter().filter(|&(name, value)| name.starts_with("pooling_mode_") && *value == true);
        let modes: Vec<&str> = on.map(|(name, _)| name.as_str()).collect();
        match modes[..] {
            ["pooling_mode_mean_tokens"] => Ok(Some(Self::Mean)),
            ["pooling_mode_cls_token"] => Ok(Some(Self::Cls)),
            ["pooling_mode_max_tokens"] => Ok(Some(Self::Max)),
            [] => Err(wrong(&path, "no pooling_mode that is true".into())),
            _ => Err(wrong(&path, modes.join(" and "))),
        }
    }
}

/// One vector a sentence, of length 1 (Reimers and Gurevych, 2019). It has no parameters but the encoder's.
#[derive(Clone, Debug)]
pub struct SentenceEncoder {
    /// The encoder.
    pub bert: Bert,
    /// What is done with its output.
    pub pooling: Pooling,
}

impl SentenceEncoder {
    /// Adds an encoder to a model, with a random start.
    pub fn new(init: &mut Init<'_>, config: &BertConfig, pooling: Pooling) -> Self {
        Self { bert: Bert::new(init, config), pooling }
    }

    /// The vectors `[sentences, hidden]`. The dot product of two of them is the cosine of the angle between them.
    // ANCHOR: forward
    pub fn forward(&self, tape: &mut Tape<'_>, batch: &Batch) -> Var {
        let hidden = self.bert.forward(tape, batch); // [tokens, hidden]
        let pooled = match self.pooling {
            Pooling::Mean => tape.mean_rows(hidden, &batch.offsets),
            Pooling::Cls => tape.rows(hidden, &batch.first_tokens()),
            Pooling::Max => tape.max_rows(hidden, &batch.offsets),
        }; // [sentences, hidden]
        tape.unit_rows(pooled)
    }
    // ANCHOR_END: forward
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_model_says_how_it_pools() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = BertConfig::new(9, 8, 1, 2, 8);
        config.save(folder.path()).unwrap();
        let of_model = || Pooling::of_model(folder.path()).map_err(|error| error.to_string());
        assert_eq!(of_model(), Ok(None));

        let path = folder.path().join("1_Pooling/config.json");
        fs::create_dir(folder.path().join("1_Pooling")).unwrap();
        let published = |modes: [bool; 4]| {
            let [cls, mean, max, last] = modes;
            let settings = serde_json::json!({
                "word_embedding_dimension": 8, "pooling_mode_cls_token": cls, "pooling_mode_mean_tokens": mean,
                "pooling_mode_max_tokens": max, "pooling_mode_lasttoken": last, "include_prompt": true
            });
            fs::write(&path, settings.to_string()).unwrap();
            of_model()
        };
        assert_eq!(published([true, false, false, false]), Ok(Some(Pooling::Cls)));
        assert_eq!(published([false, true, false, false]), Ok(Some(Pooling::Mean)));
        assert_eq!(published([false, false, true, false]), Ok(Some(Pooling::Max)));
        for (modes, found) in [
            ([false, false, false, true], "pooling_mode_lasttoken"),
            ([true, true, false, false], "pooling_mode_cls_token and pooling_mode_mean_tokens"),
            ([false; 4], "no pooling_mode that is true"),
        ] {
            let message = published(modes).unwrap_err();
            assert!(message.contains(&format!("1_Pooling/config.json: found {found}, expected mean")), "{message}");
        }
        fs::write(&path, "{").unwrap();
        assert!(of_model().unwrap_err().contains("1_Pooling/config.json"));

        for (name, expected) in [("max", Ok(Some(Pooling::Max))), ("sum", Err(()))] {
            config.other.insert(POOLING.into(), name.into());
            config.save(folder.path()).unwrap();
            let found = of_model();
            assert!(found.is_ok() || found.as_ref().is_err_and(|m| m.contains("config.json: found pooling \"sum\"")));
            assert_eq!(found.map_err(drop), expected, "our own setting comes first");
        }
    }
}
