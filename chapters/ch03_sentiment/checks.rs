//! The checks of the exercises of chapter 3: what is right, and what typical mistakes would give instead.

use finetune::autograd::{Buffers, DropoutKey, Gradients, Parameter, ParameterId, Parameters, Tape, Var};
use finetune::course::{Check, Checked, compare, row};
use finetune::data::rng;
use finetune::metrics::Confusion;
use finetune::models::{BertConfig, SequenceClassifier};
use finetune::nn::{Init, Linear};
use finetune::text::{Batch, Sequence};
use ndarray::{Array2, ArrayView2, Axis, array};
use rand::Rng;

/// The answers to the exercises of this chapter.
#[derive(Clone, Copy)]
#[allow(clippy::type_complexity, reason = "the types are those of the functions in exercises.rs")]
pub struct Answers {
    pub most_confused: fn(&Confusion) -> Option<(usize, usize)>,
    pub macro_f1: fn(&Confusion) -> f64,
    pub early_stopping: fn(&[f64], usize) -> (usize, usize),
    pub cross_entropy_gradient: fn(ArrayView2<f32>, &[u32], f32) -> Array2<f32>,
    pub freeze_encoder: fn(&mut Parameters),
    pub classify: fn(&mut Tape<'_>, Var, &Batch, &Linear, &Linear, f32) -> Var,
}

/// The answers that are in a module: `answers!(exercises)`, or `answers!(solutions)`.
macro_rules! answers {
    ($module:ident) => {
        Answers {
            most_confused: $module::most_confused,
            macro_f1: $module::macro_f1,
            early_stopping: $module::early_stopping,
            cross_entropy_gradient: $module::cross_entropy_gradient,
            freeze_encoder: $module::freeze_encoder,
            classify: $module::classify,
        }
    };
}
pub(crate) use answers;

pub const CHECKS: [Check<Answers>; 6] = [
    ("3.1", most_confused),
    ("3.2", macro_f1),
    ("3.3", early_stopping),
    ("3.4", cross_entropy_gradient),
    ("3.5", freeze_encoder),
    ("3.6", classify),
];

fn most_confused(answers: &Answers) -> Checked {
    let check =
        |counts: Array2<usize>, expected: Option<(usize, usize)>, mistakes: &[(Option<(usize, usize)>, &str)]| {
            let found = (answers.most_confused)(&Confusion { counts: counts.clone() });
            if found == expected {
                return Ok(());
            }
            let known = mistakes.iter().find(|(result, _)| *result == found).map(|(_, words)| format!("{words}\n"));
            Err(format!(
                "{}For the counts\n{counts}\nthe answer is {found:?}, expected {expected:?}.",
                known.unwrap_or_default()
            ))
        };
    let mistakes = [
        (Some((0, 0)), "The diagonal counts what is right. It must be left out."),
        (Some((0, 1)), "Gold and predicted are the wrong way round: the row is the gold class."),
        (Some((2, 1)), "You compared the shares of each row. The question is for the largest count."),
        (Some((2, 0)), "This is the rarest mistake. The question is for the most frequent one."),
    ];
    check(array![[50, 3, 2], [9, 20, 1], [0, 4, 6]], Some((1, 0)), &mistakes)?;
    let mistakes = [(Some((1, 0)), "Of equal counts the first is asked for, and this is a later one.")];
    check(array![[5, 2], [2, 5]], Some((0, 1)), &mistakes)?;
    let none = "There is no mistake in this matrix: a count of 0 is no confusion.";
    check(array![[3, 0], [0, 4]], None, &[(Some((0, 1)), none), (Some((1, 0)), none), (Some((0, 0)), none)])?;
    check(array![[1, 0, 7], [0, 1, 0], [0, 0, 1]], Some((0, 2)), &[])
}

fn macro_f1(answers: &Answers) -> Checked {
    // The last class does not occur; of the third nothing is predicted.
    let counts = array![[30, 2, 0, 0], [6, 8, 0, 0], [3, 1, 0, 0], [0, 0, 0, 0]];
    let numbers = counts.mapv(|count| count as f64);
    let hits = numbers.diag().to_owned();
    let (gold, predicted) = (numbers.sum_axis(Axis(1)), numbers.sum_axis(Axis(0)));
    let ratio = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
    let f1: Vec<f64> = (0..4).map(|c| ratio(2.0 * hits[c], gold[c] + predicted[c])).collect();
    let precision: Vec<f64> = (0..4).map(|c| ratio(hits[c], predicted[c])).collect();
    let recall: Vec<f64> = (0..4).map(|c| ratio(hits[c], gold[c])).collect();
    let sum = |scores: &[f64]| scores.iter().sum::<f64>();
    let expected = sum(&f1) / 3.0;
    let (p, r) = (sum(&precision) / 3.0, sum(&recall) / 3.0);
    let weighted = (0..4).map(|c| f1[c] * gold[c]).sum::<f64>() / numbers.sum();
    let mistakes = [
        (sum(&f1) / 4.0, "The class that does not occur at all is counted, with F1 0. Leave it out of the mean."),
        (
            sum(&f1) / 2.0,
            "The class that is never predicted is left out. It occurs among the gold labels: its F1 is 0, and counts.",
        ),
        (f64::NAN, "A class with neither gold labels nor predictions makes 0 / 0. Leave it out."),
        (
            hits.sum() / numbers.sum(),
            "This is the accuracy (or micro F1): frequent classes count more. Take F1 class by class, then the mean.",
        ),
        (weighted, "The classes are weighted by their size. In *macro* F1 all count the same."),
        (
            2.0 * p * r / (p + r),
            "You took the means of precision and recall first. Take F1 of each class first, then the mean.",
        ),
        (p, "This is the mean precision. False negatives are missing."),
        (r, "This is the mean recall. False positives are missing."),
        (sum(&f1), "This is the sum over the classes, not their mean."),
        (expected / 2.0, "Half of what it should be: TP counts twice in F1."),
    ]
    .map(|(result, words)| (row(&[result]), words));
    let found = (answers.macro_f1)(&Confusion { counts: counts.clone() });
    compare(&format!("for the counts\n{counts}\nmacro F1"), &row(&[found]), &row(&[expected]), 1e-9, &mistakes)?;
    let nothing = (answers.macro_f1)(&Confusion { counts: Array2::zeros((2, 2)) });
    let mistakes = [(row(&[f64::NAN]), "Without any class there is no mean: the answer is 0.")];
    compare("for a matrix of zeros: macro F1", &row(&[nothing]), &row(&[0.0]), 1e-9, &mistakes)
}

/// What there is to get wrong in early stopping.
#[derive(Clone, Copy)]
struct Patience {
    /// How many more looks without progress are allowed.
    more: usize,
    ties_are_better: bool,
    against_the_last: bool,
    in_a_row: bool,
    keep_last: bool,
}

const RIGHT: Patience =
    Patience { more: 0, ties_are_better: false, against_the_last: false, in_a_row: true, keep_last: false };

impl Patience {
    fn stop(self, scores: &[f64], patience: usize) -> (usize, usize) {
        let (mut best, mut worse, mut looks) = (0, 0, scores.len());
        for look in 1..scores.len() {
            let beats = |other: f64| scores[look] > other || self.ties_are_better && scores[look] == other;
            if beats(scores[if self.against_the_last { look - 1 } else { best }]) {
                worse = if self.in_a_row { 0 } else { worse };
            } else {
                worse += 1;
            }
            best = if beats(scores[best]) { look } else { best };
            if worse == patience + self.more {
                looks = look + 1;
                break;
            }
        }
        (if self.keep_last { looks - 1 } else { best }, looks)
    }
}

fn early_stopping(answers: &Answers) -> Checked {
    let runs: [&[f64]; 5] = [
        &[0.5, 0.7, 0.6, 0.8, 0.75, 0.78, 0.9, 0.95],
        &[0.5, 0.7, 0.6, 0.7, 0.9, 0.9],
        &[0.9, 0.5, 0.6, 0.7, 0.4, 0.3, 0.2],
        &[0.1, 0.2, 0.3],
        &[0.4],
    ];
    let all = |rule: Patience| runs.map(|scores| rule.stop(scores, 2)).to_vec();
    let expected = all(RIGHT);
    let found = runs.map(|scores| (answers.early_stopping)(scores, 2)).to_vec();
    if found == expected {
        let (found, expected) = ((answers.early_stopping)(&[0.5, 0.4, 0.6], 1), RIGHT.stop(&[0.5, 0.4, 0.6], 1));
        let message = format!("With patience 1, the scores [0.5, 0.4, 0.6] give {found:?}, expected {expected:?}.");
        return if found == expected { Ok(()) } else { Err(message) };
    }
    let mistakes = [
        (
            all(Patience { more: 1, ..RIGHT }),
            "Training stops one look too late: it ends with the look that makes patience looks without progress.",
        ),
        (all(Patience { ties_are_better: true, ..RIGHT }), "An equal score is not a better one."),
        (
            all(Patience { against_the_last: true, ..RIGHT }),
            "Each look is compared with the one before. Compare it with the best so far.",
        ),
        (
            all(Patience { in_a_row: false, ..RIGHT }),
            "Looks without progress are counted over the whole training. Only those in a row count: progress starts anew.",
        ),
        (all(Patience { keep_last: true, ..RIGHT }), "The last look is kept. The weights of the best one are wanted."),
        (
            expected.iter().map(|(best, looks)| (*best, looks - 1)).collect(),
            "looks is the number of looks, one more than the index of the last.",
        ),
        (all(Patience { more: 99, ..RIGHT }), "Training never stops early."),
    ];
    let known = mistakes.iter().find(|(result, _)| *result == found).map(|(_, words)| format!("{words}\n"));
    let i = (0..runs.len()).find(|&i| found[i] != expected[i]).unwrap_or(0);
    let difference =
        format!("With patience 2, the scores {:?} give {:?}, expected {:?}.", runs[i], found[i], expected[i]);
    Err(known.unwrap_or_default() + &difference)
}

/// Softmax along an axis, in `f64`.
fn softmax(x: &Array2<f64>, axis: usize) -> Array2<f64> {
    let max = x.map_axis(Axis(axis), |lane| lane.fold(f64::NEG_INFINITY, |max, &x| max.max(x))).insert_axis(Axis(axis));
    let e = (x - &max).mapv(f64::exp);
    let sums = e.sum_axis(Axis(axis)).insert_axis(Axis(axis));
    e / sums
}

fn cross_entropy_gradient(answers: &Answers) -> Checked {
    let mut rng = rng(1, "exercises", 0);
    let logits = Array2::from_shape_simple_fn((4, 3), || rng.random_range(-2.0f32..2.0));
    let (labels, normalizer) = ([2, 0, 1, 2], 10.0);
    let labelled = Array2::from_shape_fn((4, 3), |(r, c)| f64::from(labels[r] as usize == c));
    let x = logits.mapv(f64::from);
    let p = softmax(&x, 1);
    let expected = (&p - &labelled) / normalizer;
    let mistakes = [
        (&p / normalizer, "The label is not taken off: at the label the gradient is p − 1."),
        (-&expected, "The sign is wrong: a higher logit at the label makes the loss smaller."),
        (&p - &labelled, "It is not divided by normalizer."),
        (
            (&p - &labelled) / 4.0,
            "It is divided by the number of rows. The normalizer is given: it may count the rows of other shards too.",
        ),
        ((&p - &labelled) / 3.0, "It is divided by the number of classes. The normalizer is given."),
        (&expected / 4.0, "It is divided by the number of rows as well. normalizer alone does that."),
        ((&p - 1.0) / normalizer, "1 is taken off from every class. Only the label's is lowered."),
        (
            -&labelled / &p / normalizer,
            "This is the gradient with respect to p. The softmax must be passed through as well.",
        ),
        (
            (softmax(&x, 0) - &labelled) / normalizer,
            "The softmax is over the rows of the batch. The probabilities of one text's classes add up to 1.",
        ),
        ((&x - &labelled) / normalizer, "The softmax is missing: these are the logits."),
    ];
    let found = (answers.cross_entropy_gradient)(logits.view(), &labels, normalizer as f32);
    compare("gradient", &found, &expected, 1e-5, &mistakes)?;
    let found = (answers.cross_entropy_gradient)(array![[1000.0, 1000.0, -1000.0]].view(), &[1], 1.0);
    let mistakes =
        [(array![[f64::NAN, f64::NAN, 0.0]], "Large logits overflow: the softmax needs the care of exercise 1.1.")];
    compare("for the logits [1000, 1000, -1000]: gradient", &found, &array![[0.5, -0.5, 0.0]], 1e-5, &mistakes)
}

fn freeze_encoder(answers: &Answers) -> Checked {
    let mut parameters = Parameters::new();
    let config = BertConfig::new(20, 8, 2, 2, 16);
    SequenceClassifier::new(&mut Init::new(&mut parameters, 0, config.initializer_range), &config, 3);
    parameters.freeze(|parameter| parameter.name.starts_with("classifier.")); // so that doing nothing is not enough
    (answers.freeze_encoder)(&mut parameters);
    let frozen = |part: &str| {
        let all: Vec<bool> = parameters.iter().filter(|p| p.name.starts_with(part)).map(|p| p.frozen).collect();
        if all.iter().all(|&frozen| frozen) { Some(true) } else { all.iter().all(|&frozen| !frozen).then_some(false) }
    };
    let parts = ["bert.embeddings.", "bert.encoder.", "bert.pooler.", "classifier."].map(frozen);
    let (yes, no) = (Some(true), Some(false));
    let message = match parts {
        [Some(true), Some(true), Some(false), Some(false)] => return Ok(()),
        [e, l, p, c] if [e, l, p, c] == [no, no, no, yes] => "Nothing has changed.",
        [e, l, p, c] if [e, l, p, c] == [yes; 4] => "Everything is frozen: nothing can learn.",
        [e, l, p, c] if [e, l, p, c] == [no; 4] => "Nothing is frozen: this is full fine-tuning.",
        [e, l, p, c] if [e, l, p, c] == [no, no, yes, yes] => {
            "The wrong way round: the encoder learns, and the head is frozen."
        }
        [_, _, Some(true), Some(false)] => {
            "The pooler is frozen too. Though its name begins with bert, it reads the first token and must learn."
        }
        [_, _, _, Some(true)] => {
            "The classifier stays frozen. Say of every parameter what it is to be, not only of those that you freeze."
        }
        [Some(false), _, _, _] => "The embeddings still learn. They are part of the encoder.",
        [_, Some(false), _, _] => "The layers of the encoder still learn.",
        _ => "A part is frozen by halves.",
    };
    let wrong = |p: &Parameter| {
        p.frozen != (p.name.starts_with("bert.e")) // embeddings and encoder
    };
    let place = parameters
        .iter()
        .find(|p| wrong(p))
        .map(|p| format!("{}.frozen is {}, expected {}.", p.name, p.frozen, !p.frozen));
    Err(format!("{message}\nFirst difference: {}", place.unwrap_or_default()))
}

/// The numbers of a linear layer, in `f64`.
fn linear(x: &Array2<f64>, layer: &Linear, parameters: &Parameters) -> Array2<f64> {
    let [weight, bias] = [layer.weight, layer.bias].map(|id| parameters[id].value.mapv(f64::from));
    x.dot(&weight.t()) + bias
}

fn classify(answers: &Answers) -> Checked {
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
        (without.mapv(f64::from), "In training nothing is dropped: dropout is missing."),
        (Array2::zeros((3, 3)), "Dropout is applied to the logits. It belongs before the classifier."),
        (
            same(linear(&pooled_bias, classifier, parameters).row(0)),
            "Dropout is applied before the pooler. It belongs after tanh.",
        ),
    ];
    compare("with a dropout of 0.999999: logits", &logits(0.999_999), &same(bias.row(0)), 1e-4, &mistakes)
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
    let mut gradients = Gradients::new(parameters);
    tape.backward(loss, &mut gradients);
    let gradients = Gradients::sum(vec![gradients], parameters, &buffers);
    match parameters.iter().zip(&gradients).find(|(_, gradient)| gradient.is_none()) {
        None => Ok(()),
        Some((parameter, _)) => Err(format!(
            "The logits are right, but no gradient reaches {}: something was computed beside the tape.",
            parameter.name
        )),
    }
}
