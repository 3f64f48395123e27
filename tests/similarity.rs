//! Pairs of sentences: the two encoders compute what PyTorch and `transformers` compute (`tests/fixtures/make_sentence.py`), and
//! searching keeps its vectors.

mod support;

use finetune::autograd::{Buffers, Gradients, Parameters, Tape};
use finetune::models::{BertConfig, Pooling, SentenceEncoder, load_tensors};
use finetune::nn::Init;
use finetune::tasks::{Embedder, EncodedPair, FineTuned, PairEncoder, PairLoss};
use finetune::text::{Batch, Sequence};
use serde_json::Value;
use std::fs;
use std::path::Path;
use support::{Comparison, Tensors, fixture, json, tensors};

/// The four sequences of the fixture, and their scores.
fn sequences() -> (Vec<Sequence>, Vec<f32>) {
    let batch: Value = json("bert_sentence/batch.json");
    let list = |name: &str| -> Vec<u32> { serde_json::from_value(batch[name].clone()).unwrap() };
    let (ids, types, offsets) = (list("ids"), list("token_types"), list("offsets"));
    let sequence = |bounds: &[u32]| {
        let range = bounds[0] as usize..bounds[1] as usize;
        Sequence { ids: ids[range.clone()].to_vec(), token_types: types[range].to_vec(), cut: 0 }
    };
    (offsets.windows(2).map(sequence).collect(), serde_json::from_value(batch["scores"].clone()).unwrap())
}

/// The loss of the pairs and every gradient, against those that the fixture has under `kind`.
fn compare(kind: &str, build: impl Fn(&mut Init<'_>, &BertConfig) -> PairEncoder, pairs: &[EncodedPair]) {
    let folder = fixture("bert_sentence");
    let expected: Tensors = tensors("bert_sentence/expected.safetensors");
    let config = BertConfig::load(&folder).unwrap();
    let (mut parameters, buffers) = (Parameters::new(), Buffers::new());
    let model = build(&mut Init::new(&mut parameters, 0, 0.02), &config);
    assert_eq!(load_tensors(&mut parameters, &folder).unwrap().missing, [""; 0]);

    let all: Vec<&EncodedPair> = pairs.iter().collect();
    let shard = model.shard(&all, &all);
    let mut tape = Tape::new(&parameters, &buffers);
    let mut comparison = Comparison::default();
    let (numbers, loss) = model.forward(&mut tape, &shard);
    if kind == "cross" {
        comparison.add("logits", tape.value(numbers), expected["logits"].view());
    }
    comparison.add("loss", tape.value(loss), expected[&format!("{kind}_loss")].view());
    let gradients = Gradients::new(&parameters);
    tape.backward(loss, &gradients);
    let gradients = gradients.finish(&buffers);
    for (parameter, gradient) in parameters.iter().zip(&gradients) {
        let gradient = gradient.as_ref().unwrap_or_else(|| panic!("{} has no gradient", parameter.name));
        let name = format!("{kind}.{}", parameter.name);
        comparison.add(&name, gradient.to_dense(parameter.value.dim()).view(), expected[&name].view());
    }
    comparison.finish();
}

#[test]
fn a_cross_encoder_computes_what_transformers_computes() {
    let (sequences, scores) = sequences();
    let pair = |(sequence, score)| EncodedPair { sequences: vec![sequence], score };
    let pairs: Vec<EncodedPair> = sequences.into_iter().zip(scores).map(pair).collect();
    compare("cross", PairEncoder::cross, &pairs);
}

#[test]
fn a_bi_encoder_computes_what_pytorch_computes() {
    let (s, scores) = sequences();
    let pair = |i: usize, score| EncodedPair { sequences: vec![s[i].clone(), s[i + 2].clone()], score };
    let graded = [pair(0, scores[0]), pair(1, scores[1])];
    for (kind, pooling) in [("mean", Pooling::Mean), ("cls", Pooling::Cls), ("max", Pooling::Max)] {
        compare(kind, |init, config| PairEncoder::bi(init, config, pooling, PairLoss::Regression), &graded);
    }
    let alike = [pair(0, 1.0), pair(1, 1.0)];
    compare("contrastive", |init, config| PairEncoder::bi(init, config, Pooling::Mean, PairLoss::Contrastive), &alike);
}

#[test]
fn a_sentence_has_the_same_vector_in_any_batch() {
    let folder = fixture("bert_sentence");
    let config = BertConfig::load(&folder).unwrap();
    let expected: Tensors = tensors("bert_sentence/expected.safetensors");
    for (name, pooling) in [("mean", Pooling::Mean), ("cls", Pooling::Cls), ("max", Pooling::Max)] {
        let (mut parameters, buffers) = (Parameters::new(), Buffers::new());
        let model = SentenceEncoder::new(&mut Init::new(&mut parameters, 0, 0.02), &config, pooling);
        load_tensors(&mut parameters, &folder).unwrap();
        let mut comparison = Comparison::default();
        for (i, sequence) in sequences().0.iter().enumerate() {
            let mut tape = Tape::evaluation(&parameters, &buffers);
            let vector = model.forward(&mut tape, &Batch::from_sequences([sequence]));
            comparison.add(name, tape.value(vector), expected[name].slice(ndarray::s![i..i + 1, ..]));
        }
        comparison.finish();
    }
}

/// Vectors are computed once; another text, another model or a damaged file means anew.
#[test]
fn vectors_are_kept_and_found_again() {
    let (folder, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for name in ["config.json", "model.safetensors"] {
        fs::copy(fixture("bert_sentence").join(name), folder.path().join(name)).unwrap();
    }
    let words: Vec<String> = (0..35).map(|i| format!("w{i}")).collect();
    let names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map(String::from);
    fs::write(folder.path().join("vocab.txt"), [&names[..], &words].concat().join("\n")).unwrap();

    let texts: Vec<String> = words.chunks(3).map(|words| words.join(" ")).collect();
    let embed_as = |pooling, texts: &[String]| {
        Embedder::load(folder.path(), pooling).unwrap().embed_cached(texts, cache.path()).unwrap()
    };
    let embed = |texts: &[String]| embed_as(None, texts);
    let files = |path: &Path| fs::read_dir(path).unwrap().count();
    let (first, file, reused) = embed(&texts);
    assert_eq!((first.dim(), reused, files(cache.path())), ((12, 16), false, 1));
    assert!(first.rows().into_iter().all(|row| (row.dot(&row) - 1.0).abs() < 1e-5));
    assert_eq!(embed(&texts), (first.clone(), file.clone(), true));

    let (other, _, reused) = embed(&texts[1..]);
    assert!(!reused && files(cache.path()) == 2);
    assert_eq!(other, first.slice(ndarray::s![1.., ..]));

    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 9]).unwrap();
    assert_eq!(embed(&texts), (first.clone(), file.clone(), false), "a damaged file is made anew");
    fs::create_dir(folder.path().join("1_Pooling")).unwrap();
    fs::write(folder.path().join("1_Pooling/config.json"), r#"{"pooling_mode_cls_token": true}"#).unwrap();
    let (cls, _, reused) = embed(&texts);
    assert!(!reused && cls != first, "a published model says how it pools");
    let config = fs::read_to_string(folder.path().join("config.json")).unwrap();
    fs::write(folder.path().join("config.json"), config.replacen('{', "{\"pooling\": \"max\",", 1)).unwrap();
    let (max, _, reused) = embed(&texts);
    assert!(!reused && max != first, "another pooling is another model");
    assert_eq!(embed_as(Some(Pooling::Mean), &texts).0, first, "what is asked for comes before what the files say");
    assert_eq!(embed(&[]).0.dim(), (0, 16));
}
