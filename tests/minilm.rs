//! A published sentence encoder, run here, agrees with people about which sentences mean the same as well as it does where
//! it was made. This needs `all-MiniLM-L6-v2` in the folder that the environment variable `MINILM_DIR` names, and the
//! development part of the STS benchmark in `../shared/data/stsb/dev.tsv`; otherwise a line says that it was skipped.

use std::path::Path;

use finetune::metrics::{pearson, spearman};
use finetune::models::Bert;
use finetune::text::{Batch, Sequence, Tokenizer};
use finetune::train::Shards;
use ndarray::Array1;

/// What `transformers` gives for the same weights and sentences.
const PEARSON: f64 = 0.8696;
const SPEARMAN: f64 = 0.8672;
const TOLERANCE: f64 = 0.0005;

#[test]
fn a_published_encoder_knows_which_sentences_are_alike() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/stsb/dev.tsv");
    let model = std::env::var_os("MINILM_DIR").filter(|folder| !folder.is_empty());
    let (Some(model), true) = (model, data.exists()) else {
        println!("skipped: needs MINILM_DIR and {}", data.display());
        return;
    };
    let text = std::fs::read_to_string(&data).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let gold: Vec<f64> = lines.iter().map(|line| line[2].parse().unwrap()).collect();
    let sentences: Vec<&str> = lines.iter().flat_map(|line| [line[0], line[1]]).collect();

    let vectors = encode(Path::new(&model), &sentences);
    let cosine = |pair: &[Array1<f32>]| {
        let [a, b] = [&pair[0], &pair[1]];
        f64::from(a.dot(b) / (a.dot(a) * b.dot(b)).sqrt())
    };
    let found: Vec<f64> = vectors.chunks(2).map(cosine).collect();
    let (pearson, spearman) = (pearson(&found, &gold), spearman(&found, &gold));
    println!("{} pairs: Pearson {pearson:.4}, Spearman {spearman:.4}", gold.len());
    assert!((pearson - PEARSON).abs() <= TOLERANCE, "Pearson {pearson}, expected {PEARSON}");
    assert!((spearman - SPEARMAN).abs() <= TOLERANCE, "Spearman {spearman}, expected {SPEARMAN}");
}

/// One vector a sentence: the mean of its tokens' hidden states.
fn encode(model: &Path, sentences: &[&str]) -> Vec<Array1<f32>> {
    let (config, parameters, bert, report) = Bert::load(model).unwrap();
    assert_eq!(report.missing, [""; 0], "a whole encoder");
    let tokenizer = Tokenizer::load(model).unwrap();
    let encode = |text: &&str| tokenizer.encode(text, config.max_position_embeddings).unwrap();
    let sequences: Vec<Sequence> = sentences.iter().map(encode).collect();
    let batches: Vec<Batch> = sequences.chunks(32).map(Batch::from_sequences).collect();
    let means = Shards::new().evaluate(&parameters, &batches, |tape, batch| {
        let hidden = bert.forward(tape, batch); // [tokens, hidden]
        let means = tape.mean_rows(hidden, &batch.offsets); // [sentences, hidden]
        tape.value(means).to_owned()
    });
    means.iter().flat_map(|means| means.rows().into_iter().map(|row| row.to_owned()).collect::<Vec<_>>()).collect()
}
