//! Ours against the published: the same input gives the numbers that `transformers` and PyTorch compute. The fixtures
//! come from `tests/fixtures/make_bert.py`.

mod support;

use finetune::autograd::{Buffers, Gradient, Gradients, Kind, Parameters, Tape};
use finetune::models::{
    Bert, BertConfig, LoadReport, PretrainingModel, QuestionAnswerer, SequenceClassifier, TokenClassifier, load_tensors,
};
use finetune::nn::Init;
use finetune::text::Tokenizer;
use finetune::train::{AdamW, Schedule};
use half::{bf16, f16};
use ndarray::{Array2, Axis, array, concatenate};
use serde::Deserialize;
use support::{Comparison, LabelledBatch, TOLERANCE, Tensors, fixture, json, relative_error, tensors};

/// The comparison that the other tests rest on must be able to fail.
#[test]
fn the_comparison_sees_an_error() {
    let expected = array![[1.0, -200.0], [1e-9, 0.5]];
    let within = |actual: Array2<f32>| {
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

/// The fixtures themselves: every tensor of a model has a gradient of its shape, and the labels fit the logits.
#[test]
fn the_fixtures_fit_together() {
    for (folder, logits) in [("bert_pretraining", "mlm_logits"), ("bert_classifier", "logits")] {
        let model = tensors(&format!("{folder}/model.safetensors"));
        let expected = tensors(&format!("{folder}/expected.safetensors"));
        for (name, value) in &model {
            assert_eq!(expected[&format!("gradient.{name}")].dim(), value.dim(), "{name}");
        }
        let labelled: LabelledBatch = json(&format!("{folder}/batch.json"));
        assert_eq!(expected[logits].nrows(), labelled.mlm_labels.len() + labelled.labels.len());
        assert_eq!(labelled.batch().positions[..8], [0, 1, 2, 3, 4, 5, 6, 0]);
    }
}

/// Every tensor of `model.safetensors` has a gradient in `expected`; ours must be the same tensors with the same numbers.
fn compare_gradients(parameters: &Parameters, gradients: Gradients, expected: &Tensors, buffers: &Buffers) {
    let mut comparison = Comparison::default();
    let gradients = gradients.finish(buffers);
    for (parameter, gradient) in parameters.iter().zip(&gradients) {
        let gradient = gradient.as_ref().map(|found| found.to_dense(parameter.value.dim()));
        let gradient = gradient.as_ref().unwrap_or_else(|| panic!("{} has no gradient", parameter.name));
        let name = format!("gradient.{}", parameter.name);
        comparison.add(&name, gradient.view(), expected[&name].view());
    }
    assert_eq!(parameters.len(), expected.keys().filter(|name| name.starts_with("gradient.")).count());
    comparison.finish();
}

#[test]
fn pretraining_computes_what_transformers_computes() {
    let folder = fixture("bert_pretraining");
    let labelled: LabelledBatch = json("bert_pretraining/batch.json");
    let expected = tensors("bert_pretraining/expected.safetensors");
    let batch = labelled.batch();

    let config = BertConfig::load(&folder).unwrap();
    let (mut parameters, buffers) = (Parameters::new(), Buffers::new());
    let model = PretrainingModel::new(&mut Init::new(&mut parameters, 0, 0.02), &config);
    assert_eq!(load_tensors(&mut parameters, &folder).unwrap(), LoadReport::default());

    let mut tape = Tape::new(&parameters, &buffers);
    tape.record_attention();
    let hidden = model.bert.forward(&mut tape, &batch);
    let pooled = model.pooler.forward(&mut tape, hidden, &batch);
    let mlm_logits = model.word_logits(&mut tape, hidden, &labelled.masked_positions);
    let nsp_logits = model.next_sentence_logits(&mut tape, hidden, &batch);
    let mlm_loss = tape.cross_entropy(mlm_logits, &labelled.mlm_labels, labelled.mlm_labels.len() as f32);
    let nsp_loss = tape.cross_entropy(nsp_logits, &labelled.nsp_labels, labelled.nsp_labels.len() as f32);
    let loss = tape.add(mlm_loss, nsp_loss);

    let mut comparison = Comparison::default();
    for (name, var) in [
        ("hidden_states", hidden),
        ("pooled", pooled),
        ("mlm_logits", mlm_logits),
        ("nsp_logits", nsp_logits),
        ("mlm_loss", mlm_loss),
        ("nsp_loss", nsp_loss),
        ("loss", loss),
    ] {
        comparison.add(name, tape.value(var), expected[name].view());
    }
    let heads: Vec<_> = tape.attention_weights()[0][0].iter().map(|weights| weights.view()).collect(); // layer 0, sequence 0
    comparison.add("attention", concatenate(Axis(0), &heads).unwrap().view(), expected["attention"].view());
    comparison.finish();

    let gradients = Gradients::new(&parameters);
    tape.backward(loss, &gradients);
    compare_gradients(&parameters, gradients, &expected, &buffers);
}

#[test]
fn classification_computes_what_transformers_computes() {
    let folder = fixture("bert_classifier");
    let labelled: LabelledBatch = json("bert_classifier/batch.json");
    let expected = tensors("bert_classifier/expected.safetensors");

    let config = BertConfig::load(&folder).unwrap();
    assert_eq!(config.layer_norm_eps, 0.01, "not the usual one");
    let (mut parameters, buffers) = (Parameters::new(), Buffers::new());
    let model = SequenceClassifier::new(&mut Init::new(&mut parameters, 0, 0.02), &config, 3);
    assert_eq!(load_tensors(&mut parameters, &folder).unwrap(), LoadReport::default());

    let mut tape = Tape::new(&parameters, &buffers);
    let logits = model.forward(&mut tape, &labelled.batch());
    let loss = tape.cross_entropy(logits, &labelled.labels, labelled.labels.len() as f32);
    let mut comparison = Comparison::default();
    comparison.add("logits", tape.value(logits), expected["logits"].view());
    comparison.add("loss", tape.value(loss), expected["loss"].view());
    comparison.finish();

    let gradients = Gradients::new(&parameters);
    tape.backward(loss, &gradients);
    compare_gradients(&parameters, gradients, &expected, &buffers);
}

/// What a published encoder has besides, for those who want it.
const POOLER: [&str; 2] = ["bert.pooler.dense.bias", "bert.pooler.dense.weight"];

#[test]
fn tagging_computes_what_transformers_computes() {
    let folder = fixture("bert_tagger");
    let labelled: LabelledBatch = json("bert_tagger/batch.json");
    let expected = tensors("bert_tagger/expected.safetensors");

    let config = BertConfig::load(&folder).unwrap();
    let (mut parameters, buffers) = (Parameters::new(), Buffers::new());
    let types = ["LOC", "PER"].map(String::from);
    let model = TokenClassifier::new(&mut Init::new(&mut parameters, 0, 0.02), &config, &types);
    assert_eq!(load_tensors(&mut parameters, &folder).unwrap(), LoadReport::default());

    let mut tape = Tape::new(&parameters, &buffers);
    let logits = model.forward(&mut tape, &labelled.batch(), &labelled.masked_positions);
    let loss = tape.cross_entropy(logits, &labelled.labels, labelled.labels.len() as f32);
    let mut comparison = Comparison::default();
    comparison.add("logits", tape.value(logits), expected["logits"].view());
    comparison.add("loss", tape.value(loss), expected["loss"].view());
    comparison.finish();

    let gradients = Gradients::new(&parameters);
    tape.backward(loss, &gradients);
    compare_gradients(&parameters, gradients, &expected, &buffers);
}

#[test]
fn question_answering_computes_what_transformers_computes() {
    let folder = fixture("bert_question_answering");
    let labelled: LabelledBatch = json("bert_question_answering/batch.json");
    let expected = tensors("bert_question_answering/expected.safetensors");

    let config = BertConfig::load(&folder).unwrap();
    let (mut parameters, buffers) = (Parameters::new(), Buffers::new());
    let model = QuestionAnswerer::new(&mut Init::new(&mut parameters, 0, 0.02), &config, None);
    assert_eq!(load_tensors(&mut parameters, &folder).unwrap(), LoadReport::default());

    let batch = labelled.batch();
    let mut tape = Tape::new(&parameters, &buffers);
    let logits = model.forward(&mut tape, &batch);
    let loss = tape.span_cross_entropy(logits, &batch.offsets, &labelled.spans, 2.0 * batch.sequences() as f32);
    let mut comparison = Comparison::default();
    comparison.add("logits", tape.value(logits), expected["logits"].view());
    comparison.add("loss", tape.value(loss), expected["loss"].view());
    comparison.finish();

    let gradients = Gradients::new(&parameters);
    tape.backward(loss, &gradients);
    compare_gradients(&parameters, gradients, &expected, &buffers);
}

#[test]
fn half_precision_files_without_the_prefix_are_read() {
    let original = tensors("bert_pretraining/model.safetensors");
    let round_f16 = |x: f32| f16::from_f32(x).to_f32();
    let round_bf16 = |x: f32| bf16::from_f32(x).to_f32();
    for (name, round) in [("bert_f16", round_f16 as fn(f32) -> f32), ("bert_bf16", round_bf16)] {
        let (_, parameters, _, report) = Bert::load(&fixture(name)).unwrap();
        let unused = POOLER.map(|name| name.replace("bert.", "")).to_vec();
        assert_eq!(report, LoadReport { missing: vec![], unused }, "{name}");
        for parameter in parameters.iter() {
            assert_eq!(parameter.value, original[&parameter.name].mapv(round), "{name}: {}", parameter.name);
        }
    }
}

#[test]
fn an_encoder_leaves_the_heads_of_a_file_and_a_head_starts_anew() {
    let heads = [
        POOLER[0],
        POOLER[1],
        "cls.predictions.bias",
        "cls.predictions.transform.LayerNorm.bias",
        "cls.predictions.transform.LayerNorm.weight",
        "cls.predictions.transform.dense.bias",
        "cls.predictions.transform.dense.weight",
        "cls.seq_relationship.bias",
        "cls.seq_relationship.weight",
    ];
    let (config, _, _, report) = Bert::load(&fixture("bert_pretraining")).unwrap();
    assert_eq!(report, LoadReport { missing: vec![], unused: heads.map(String::from).to_vec() });

    let mut parameters = Parameters::new();
    SequenceClassifier::new(&mut Init::new(&mut parameters, 0, 0.02), &config, 3);
    let report = load_tensors(&mut parameters, &fixture("bert_f16")).unwrap();
    assert_eq!(report.missing, ["classifier.weight", "classifier.bias"]);
}

#[test]
fn texts_are_cut_into_the_same_pieces() {
    #[derive(Deserialize)]
    struct Case {
        text: String,
        pair: Option<String>,
        ids: Vec<u32>,
        token_types: Vec<u32>,
        tokens: Vec<String>,
    }

    let tokenizer = Tokenizer::load(&fixture("wordpiece")).unwrap();
    for Case { text, pair, ids, token_types, tokens } in json::<Vec<Case>>("wordpiece/expected.json") {
        let sequence = match &pair {
            None => tokenizer.encode(&text, 512),
            Some(pair) => tokenizer.encode_pair(&text, pair, 512),
        };
        let sequence = sequence.unwrap();
        let pieces: Vec<&str> = sequence.ids.iter().map(|&id| tokenizer.token(id)).collect();
        assert_eq!(pieces, tokens, "{text:?} {pair:?}");
        assert_eq!((sequence.ids, sequence.token_types, sequence.cut), (ids, token_types, 0), "{text:?} {pair:?}");
    }
}

#[test]
fn adamw_takes_the_same_steps() {
    #[derive(Deserialize)]
    struct Settings {
        learning_rate: f64,
        weight_decay: f64,
        max_norm: f64,
        warmup_steps: usize,
        total_steps: usize,
    }
    #[derive(Deserialize)]
    struct State {
        weight: Vec<[f32; 3]>,
        bias: [f32; 3],
    }
    #[derive(Deserialize)]
    struct Step {
        weight_gradient: Vec<[f32; 3]>,
        bias_gradient: [f32; 3],
        gradient_norm: f64,
        learning_rate: f64,
        #[serde(flatten)]
        after: State,
    }
    #[derive(Deserialize)]
    struct Run {
        settings: Settings,
        start: State,
        steps: Vec<Step>,
    }

    let Run { settings, start, steps } = json("adamw.json");
    let mut parameters = Parameters::new();
    let weight = parameters.add("weight", Kind::Matrix, start.weight.into());
    let bias = parameters.add("bias", Kind::Vector, vec![start.bias].into());
    let mut optimizer = AdamW::default();
    optimizer.weight_decay = settings.weight_decay;
    let schedule = Schedule {
        peak: settings.learning_rate,
        warm_up_steps: settings.warmup_steps,
        total_steps: settings.total_steps,
    };
    assert_eq!(steps.len(), settings.total_steps);
    for (i, step) in steps.into_iter().enumerate() {
        let rate = schedule.at(i);
        assert!((rate - step.learning_rate).abs() < 1e-15, "step {i}: {rate}");
        let gradients =
            [step.weight_gradient.into(), vec![step.bias_gradient].into()].map(|g| Some(Gradient::Dense(g)));
        let norm = optimizer.update(&mut parameters, &gradients, rate, Some(settings.max_norm)).unwrap();
        assert!((norm / step.gradient_norm - 1.0).abs() < 1e-6, "step {i}: {norm}");

        let mut comparison = Comparison::default();
        comparison.add("weight", parameters[weight].value.view(), Array2::from(step.after.weight).view());
        comparison.add("bias", parameters[bias].value.view(), Array2::from(vec![step.after.bias]).view());
        comparison.finish();
    }
}
