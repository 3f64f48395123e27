//! The frozen encoder and the head: exercises 3.5 and 3.6.

use super::{Answers, softmax};
use finetune::autograd::{Buffers, DropoutKey, Gradients, Kind, Parameter, ParameterId, Parameters, Tape};
use finetune::course::{Checked, compare};
use finetune::models::{BertConfig, SequenceClassifier};
use finetune::nn::{Init, Linear};
use finetune::text::{Batch, Sequence};
use ndarray::{Array2, Axis};

pub fn freeze_lowest(answers: &Answers) -> Checked {
    for parts in [3, 1, 0, 17, 10_000] {
        freezes(answers, parts, 12, false)?; // 13 parts
    }
    for parts in [2, 3, 13] {
        freezes(answers, parts, 2, false)?;
    }
    freezes(answers, 3, 12, true)
}

/// Whether the lowest `parts` parts are frozen in the end, and nothing else. Parts are numbered from below: 0 is the embeddings,
/// 1 to `layers` are the layers; here the pooler, the classifier and another parameter of the head have the three numbers after
/// those.
fn freezes(answers: &Answers, parts: usize, layers: usize, reversed: bool) -> Checked {
    let mut parameters = Parameters::new();
    let config = BertConfig::new(20, 8, layers, 2, 16);
    SequenceClassifier::new(&mut Init::new(&mut parameters, 0, config.initializer_range), &config, 3);
    parameters.add("head.embeddings.weight", Kind::Matrix, Array2::zeros((3, 8)));
    if reversed {
        parameters.as_mut_slice().reverse();
    }
    parameters.freeze(|parameter| parameter.name.starts_with("classifier.")); // so that doing nothing is not enough
    (answers.freeze_lowest)(&mut parameters, parts);

    let (pooler, classifier, other) = (layers + 1, layers + 2, layers + 3);
    let part = |p: &Parameter| match p.name.strip_prefix("bert.encoder.layer.") {
        Some(rest) => rest.split('.').next().and_then(|layer| layer.parse().ok()).map_or(0, |layer: usize| layer + 1),
        None if p.name.starts_with("bert.pooler.") => pooler,
        None if p.name.starts_with("classifier.") => classifier,
        None if p.name.starts_with("head.") => other,
        None => 0,
    };
    let right = |part: usize| part < parts.min(pooler);
    let Some(wrong) = parameters.iter().find(|p| p.frozen != right(part(p))) else { return Ok(()) };

    let is = |rule: &dyn Fn(usize) -> bool| parameters.iter().all(|p| p.frozen == rule(part(p)));
    let mistakes = [
        (is(&|part| part == classifier), "Nothing has changed."),
        (
            parts > layers && is(&|_| true),
            "Everything is frozen. With more parts than there are, the encoder is frozen, and pooler and heads learn.",
        ),
        (is(&|_| true), "Everything is frozen: nothing can learn."),
        (is(&|_| false), "Nothing is frozen: this is full fine-tuning."),
        (is(&|part| !right(part)), "The wrong way round: what should stay learns, and what should learn stays."),
        (is(&|part| part < pooler), "The whole encoder is frozen. Only its lowest parts should be."),
        (
            is(&|part| part <= pooler),
            "All of BERT is frozen. Of its encoder only the lowest parts should be, and the pooler never.",
        ),
        (is(&|part| part <= parts), "One layer too many is frozen: the embeddings are a part, too, the lowest."),
        (is(&|part| part + 1 < parts), "One layer too few is frozen: layer.0 is part 1, and layer.1 is part 2."),
        (is(&|part| part > 0 && right(part)), "The embeddings still learn. They are the lowest part."),
        (is(&|part| part == 0 && right(part)), "The layers all learn. Their numbers are in their names."),
        (
            is(&|part| right(part) || parts > 2 && (11..=12).contains(&part)),
            "layer.10 and layer.11 are frozen with layer.1: their names begin alike. Compare the whole number.",
        ),
        (
            is(&|part| right(part) || part == pooler),
            "The pooler is frozen. Though its name begins with bert, it must learn.",
        ),
        (
            is(&|part| right(part) || part == classifier),
            "The classifier stays frozen. Say of every parameter what it is to be, not only of those that you freeze.",
        ),
        (
            is(&|part| right(part) || part == other),
            "A parameter of a head is frozen because embeddings occurs in its name. Those of part 0 begin with bert.embeddings.",
        ),
        (is(&|part| part < pooler && part + parts >= pooler), "The highest parts are frozen. The lowest are meant."),
    ];
    let halves = (0..=other).any(|group| {
        let mut states = parameters.iter().filter(|p| part(p) == group).map(|p| p.frozen);
        let first = states.next();
        states.any(|state| Some(state) != first)
    });
    let known = mistakes.iter().find(|(is, _)| *is).map(|(_, words)| *words);
    let message = known.or(halves.then_some("A part is frozen by halves.")).map(|words| format!("{words}\n"));
    Err(format!(
        "{}First difference: for the lowest {parts} parts of {}{}: {}.frozen is {}, expected {}.",
        message.unwrap_or_default(),
        layers + 1,
        if reversed { ", with the parameters in reverse order" } else { "" },
        wrong.name,
        wrong.frozen,
        !wrong.frozen
    ))
}

/// The numbers of a linear layer, in `f64`.
fn linear(x: &Array2<f64>, layer: &Linear, parameters: &Parameters) -> Array2<f64> {
    let [weight, bias] = [layer.weight, layer.bias].map(|id| parameters[id].value.mapv(f64::from));
    x.dot(&weight.t()) + bias
}

pub fn classify(answers: &Answers) -> Checked {
    let sequence = |length: usize| Sequence { ids: vec![2; length], token_types: vec![0; length], cut: 0 };
    let batch = Batch::from_sequences(&[sequence(3), sequence(2), sequence(4)]);
    let mut parameters = Parameters::new();
    let mut init = Init::new(&mut parameters, 3, 0.8);
    let hidden = init.matrix("hidden".into(), batch.tokens(), 4);
    let (pooler, classifier) = (Linear::new(&mut init, "pooler", 4, 4), Linear::new(&mut init, "classifier", 4, 3));
    for id in [pooler.bias, classifier.bias] {
        parameters[id].value.iter_mut().enumerate().for_each(|(i, b)| *b = 0.3 - 0.2 * i as f32);
    }

    let buffers = Buffers::new();
    let mut tape = Tape::evaluation(&parameters, &buffers);
    let x = tape.parameter(hidden);
    let logits = (answers.classify)(&mut tape, x, &batch, &pooler, &classifier, 0.5);
    let found = tape.value(logits).to_owned();

    let x = parameters[hidden].value.mapv(f64::from);
    let pool = |x: &Array2<f64>| linear(x, &pooler, &parameters).mapv(f64::tanh);
    let head = |x: &Array2<f64>| linear(&pool(x), &classifier, &parameters);
    let first = x.select(Axis(0), &[0, 3, 5]);
    let ranges = [0..3, 3..5, 5..9];
    let means =
        ranges.map(|range| x.select(Axis(0), &range.collect::<Vec<_>>()).mean_axis(Axis(0)).unwrap_or_default());
    let means = ndarray::stack(Axis(0), &means.each_ref().map(|mean| mean.view())).unwrap_or_default();
    let mistakes = [
        (head(&means), "The mean over each sequence's tokens is used. BERT's head reads the first token alone."),
        (head(&x.select(Axis(0), &[2, 4, 8])), "The last token of each sequence is used. [CLS] stands first."),
        (
            head(&x.select(Axis(0), &[0, 1, 2])),
            "The first rows of the batch are used. In a ragged batch, sequence s begins at its offset.",
        ),
        (head(&x.select(Axis(0), &[0, 0, 0])), "The same row is used for every sequence."),
        (head(&x), "Every token is classified. Only the first one of each sequence stands for the text."),
        (linear(&linear(&first, &pooler, &parameters), &classifier, &parameters), "tanh is missing after the pooler."),
        (linear(&first, &classifier, &parameters), "The pooler is missing."),
        (linear(&first.mapv(f64::tanh), &classifier, &parameters), "The pooler is missing: only tanh is applied."),
        (
            linear(&linear(&first.mapv(f64::tanh), &pooler, &parameters), &classifier, &parameters),
            "tanh is applied before the pooler's linear layer. It comes after it.",
        ),
        (pool(&first), "The classifier is missing: these are the pooled vectors."),
        (head(&first).mapv(f64::tanh), "tanh is applied to the logits as well. They may be any number."),
        (
            linear(&linear(&first, &pooler, &parameters), &classifier, &parameters).mapv(f64::tanh),
            "tanh is applied after the classifier. It belongs after the pooler.",
        ),
        (softmax(&head(&first), 1), "These are probabilities. Logits are wanted: the loss takes the softmax itself."),
    ];
    compare("logits", &found, &head(&first), 1e-4, &mistakes)?;
    dropout_is_where_it_belongs(answers, &parameters, hidden, &batch, (&pooler, &classifier), &found)?;
    dropout_is_after_tanh(answers, &parameters, hidden, &batch, &pooler)?;
    gradients_arrive(answers, &parameters, hidden, &batch, (&pooler, &classifier))
}

/// With dropout 1 − 10⁻⁶ all but nothing of the pooled vectors is left: the logits are the classifier's bias.
fn dropout_is_where_it_belongs(
    answers: &Answers,
    parameters: &Parameters,
    hidden: ParameterId,
    batch: &Batch,
    (pooler, classifier): (&Linear, &Linear),
    without: &Array2<f32>,
) -> Checked {
    let buffers = Buffers::new();
    let logits = |dropout: f32| {
        let mut tape = Tape::training(parameters, &buffers, DropoutKey { seed: 1, step: 0, shard: 0 });
        let x = tape.parameter(hidden);
        let logits = (answers.classify)(&mut tape, x, batch, pooler, classifier, dropout);
        tape.value(logits).to_owned()
    };
    let bias = parameters[classifier.bias].value.mapv(f64::from);
    let same = |row: ndarray::ArrayView1<f64>| ndarray::stack(Axis(0), &[row; 3]).unwrap_or_default();
    let pooled_bias = parameters[pooler.bias].value.mapv(|b| f64::from(b).tanh());
    let mistakes = [
        (
            without.mapv(f64::from),
            "In training nothing is dropped: dropout is missing, or gets the probability to keep a number.",
        ),
        (Array2::zeros((3, 3)), "Dropout is applied to the logits. It belongs before the classifier."),
        (
            same(linear(&pooled_bias, classifier, parameters).row(0)),
            "Dropout is applied before the pooler. It belongs after tanh.",
        ),
    ];
    compare("with a dropout of 0.999999: logits", &logits(0.999_999), &same(bias.row(0)), 1e-4, &mistakes)
}

/// With the identity as classifier the logits are what dropout leaves of the pooled vectors: each number is 0, or larger by
/// 1 / (1 − dropout).
fn dropout_is_after_tanh(
    answers: &Answers,
    parameters: &Parameters,
    hidden: ParameterId,
    batch: &Batch,
    pooler: &Linear,
) -> Checked {
    let mut parameters = parameters.clone();
    let identity = Linear::new(&mut Init::new(&mut parameters, 0, 0.0), "identity", 4, 4);
    parameters[identity.weight].value = Array2::eye(4);
    let buffers = Buffers::new();
    let mut tape = Tape::training(&parameters, &buffers, DropoutKey { seed: 1, step: 0, shard: 0 });
    let x = tape.parameter(hidden);
    let logits = (answers.classify)(&mut tape, x, batch, pooler, &identity, 0.25);
    let found = tape.value(logits).to_owned();
    let kept = found.iter().filter(|x| **x != 0.0).count();
    if kept < 4 {
        let reason = "Is its probability the one that is given?";
        return Err(format!("With a dropout of 0.25, {kept} of the 12 pooled numbers are left. {reason}"));
    }

    let first = parameters[hidden].value.select(Axis(0), &batch.first_tokens()).mapv(f64::from);
    let y = linear(&first, pooler, &parameters);
    let t = y.mapv(f64::tanh);
    let where_kept =
        |x: Array2<f64>| ndarray::Zip::from(&x).and(&found).map_collect(|x, &f| if f == 0.0 { 0.0 } else { *x });
    let mistakes = [
        (
            where_kept((&y / 0.75).mapv(f64::tanh)),
            "Dropout is applied between the pooler's linear layer and tanh. It belongs after tanh.",
        ),
        (where_kept(&t / 0.75 / 0.75), "Dropout is applied twice."),
        (where_kept((&y / 0.75).mapv(f64::tanh) / 0.75), "Dropout is applied twice. It belongs after tanh alone."),
    ];
    compare("with a dropout of 0.25: pooled", &found, &where_kept(&t / 0.75), 1e-4, &mistakes)
}

fn gradients_arrive(
    answers: &Answers,
    parameters: &Parameters,
    hidden: ParameterId,
    batch: &Batch,
    (pooler, classifier): (&Linear, &Linear),
) -> Checked {
    let buffers = Buffers::new();
    let mut tape = Tape::new(parameters, &buffers);
    let x = tape.parameter(hidden);
    let logits = (answers.classify)(&mut tape, x, batch, pooler, classifier, 0.0);
    let loss = tape.cross_entropy(logits, &[0, 1, 2], 3.0);
    let gradients = Gradients::new(parameters);
    tape.backward(loss, &gradients);
    let gradients = gradients.finish(&buffers);
    match parameters.iter().zip(&gradients).find(|(_, gradient)| gradient.is_none()) {
        None => Ok(()),
        Some((parameter, _)) => Err(format!(
            "The logits are right, but no gradient reaches {}: something was computed beside the tape.",
            parameter.name
        )),
    }
}
