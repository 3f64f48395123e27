//! What we save, Hugging Face `transformers` loads, and it computes the same numbers. This needs a Python with `torch` and
//! `transformers`, named by the environment variable `TRANSFORMERS_PYTHON`; without one the folders are written, and a
//! line says that they were not looked at.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use finetune::autograd::{Buffers, Parameters, Tape, Var};
use finetune::models::{BertConfig, PretrainingModel, SequenceClassifier, TokenClassifier, save};
use finetune::nn::Init;
use finetune::text::{Batch, Sequence, Tokenizer};
use serde_json::json;
use support::fixture;

/// Moves every number, most of all the biases (0) and gains (1), so that a tensor in the wrong place is seen.
fn disturb(parameters: &mut Parameters) {
    let numbers = parameters.as_mut_slice().iter_mut().flat_map(|p| &mut p.value);
    numbers.enumerate().for_each(|(i, x)| *x += 0.2 * (0.7 * i as f32).sin());
}

/// A folder for one saved model, and the texts to compare on. Two of them are pairs.
struct Case {
    folder: PathBuf,
    tokenizer: Tokenizer,
    texts: Vec<serde_json::Value>,
    sequences: Vec<Sequence>,
}

impl Case {
    fn new(name: &str) -> Case {
        Case::with(name, Tokenizer::load(&fixture("wordpiece")).unwrap())
    }

    fn with(name: &str, tokenizer: Tokenizer) -> Case {
        let single = ["The baker sold [MASK] bread.", "[MASK]", "Café 中文 don't [MASK]!"];
        let pairs = [["the [MASK] walked", "A new york cafe?"], ["[MASK]", "fresh bread"]];
        let sequences = single
            .map(|text| tokenizer.encode(text, 32).unwrap())
            .into_iter()
            .chain(pairs.map(|[a, b]| tokenizer.encode_pair(a, b, 32).unwrap()))
            .collect();
        let texts = single.map(|text| json!(text)).into_iter().chain(pairs.map(|pair| json!(pair))).collect();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        Case { folder, tokenizer, texts, sequences }
    }

    fn config(&self) -> BertConfig {
        BertConfig::new(self.tokenizer.vocabulary(), 16, 2, 2, 32)
    }

    /// Saves the model, and beside it what it computes. `forward` gives the values whose rows, one a sequence and side by
    /// side, are what `tests/transformers_roundtrip.py` compares for this `architecture`.
    fn check(
        &self,
        architecture: &str,
        config: &BertConfig,
        parameters: &Parameters,
        forward: impl Fn(&mut Tape<'_>, &Batch) -> Vec<Var>,
    ) {
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(parameters, &buffers);
        let values = forward(&mut tape, &Batch::from_sequences(&self.sequences));
        let row = |i: usize| values.iter().flat_map(|&v| tape.value(v).row(i).to_vec()).collect::<Vec<f32>>();
        let logits: Vec<Vec<f32>> = (0..self.sequences.len()).map(row).collect();
        let ids: Vec<&[u32]> = self.sequences.iter().map(|sequence| &sequence.ids[..]).collect();

        save(&self.folder, config, architecture, parameters).unwrap();
        self.tokenizer.save(&self.folder, config.max_position_embeddings).unwrap();
        let expected = self.folder.join("expected.json");
        std::fs::write(&expected, json!({"texts": self.texts, "ids": ids, "logits": logits}).to_string()).unwrap();

        let Some(python) = std::env::var_os("TRANSFORMERS_PYTHON") else {
            println!("skipped: TRANSFORMERS_PYTHON is not set, so nothing loads {}", self.folder.display());
            return;
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transformers_roundtrip.py");
        let output =
            Command::new(python).arg(script).arg(&self.folder).arg("--expected").arg(expected).output().unwrap();
        println!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "transformers disagrees: see above");
    }

    /// The row of every sequence's first `[MASK]`.
    fn masks(&self, batch: &Batch) -> Vec<usize> {
        let mask = self.tokenizer.special().mask;
        let first = |i: usize| batch.range(i).find(|&row| batch.ids[row] == mask).unwrap();
        (0..batch.sequences()).map(first).collect()
    }
}

#[test]
fn a_pretrained_model() {
    let case = Case::new("pretraining");
    let (config, mut parameters) = (case.config(), Parameters::new());
    let model = PretrainingModel::new(&mut Init::new(&mut parameters, 2, 0.2), &config);
    disturb(&mut parameters);
    case.check("BertForPreTraining", &config, &parameters, |tape, batch| {
        let hidden = model.bert.forward(tape, batch);
        vec![model.word_logits(tape, hidden, &case.masks(batch)), model.next_sentence_logits(tape, hidden, batch)]
    });
}

#[test]
fn a_classifier() {
    let case = Case::new("classifier");
    let (mut config, mut parameters) = (case.config(), Parameters::new());
    config.other.insert("id2label".into(), json!({"0": "bad", "1": "so-so", "2": "good"}));
    let model = SequenceClassifier::new(&mut Init::new(&mut parameters, 3, 0.2), &config, 3);
    disturb(&mut parameters);
    case.check("BertForSequenceClassification", &config, &parameters, |tape, batch| vec![model.forward(tape, batch)]);
}

/// The settings beside its vocabulary keep case and accents, and these are what `transformers` must hear of.
#[test]
fn a_cased_tokenizer() {
    let published = tempfile::tempdir().unwrap();
    let list = std::fs::read_to_string(fixture("wordpiece").join("vocab.txt")).unwrap();
    std::fs::write(published.path().join("vocab.txt"), list + "The\nA\nCafé\n").unwrap();
    std::fs::write(published.path().join("tokenizer_config.json"), r#"{"do_lower_case": false}"#).unwrap();
    let case = Case::with("cased", Tokenizer::load(published.path()).unwrap());
    assert!(case.sequences[0].ids.contains(&case.tokenizer.id("The").unwrap()));
    let (config, mut parameters) = (case.config(), Parameters::new());
    let model = SequenceClassifier::new(&mut Init::new(&mut parameters, 5, 0.2), &config, 2);
    disturb(&mut parameters);
    case.check("BertForSequenceClassification", &config, &parameters, |tape, batch| vec![model.forward(tape, batch)]);
}

#[test]
fn a_tagger() {
    let case = Case::new("tagger");
    let (mut config, mut parameters) = (case.config(), Parameters::new());
    config.other.insert("id2label".into(), json!({"0": "O", "1": "B-PER", "2": "I-PER"}));
    let model = TokenClassifier::new(&mut Init::new(&mut parameters, 4, 0.2), &config, &["PER".to_string()]);
    disturb(&mut parameters);
    case.check("BertForTokenClassification", &config, &parameters, |tape, batch| {
        vec![model.forward(tape, batch, &case.masks(batch))]
    });
}
