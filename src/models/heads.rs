//! What is put on top of an encoder: two heads for pretraining, one to classify texts, one to classify words.

use super::{Bert, BertConfig, Pooler};
use crate::autograd::{ParameterId, Tape, Var};
use crate::nn::{Init, LayerNorm, Linear};
use crate::text::{Batch, Tag};

/// BERT with its two pretraining heads: masked words and next sentence.
#[derive(Clone, Debug)]
pub struct PretrainingModel {
    /// The encoder.
    pub bert: Bert,
    /// Makes one vector of each text.
    pub pooler: Pooler,
    transform: Linear,
    norm: LayerNorm,
    word_bias: ParameterId,
    next_sentence: Linear,
}

impl PretrainingModel {
    /// Adds encoder and heads to a model, with a random start.
    pub fn new(init: &mut Init<'_>, config: &BertConfig) -> Self {
        let hidden = config.hidden_size;
        Self {
            bert: Bert::new(init, config),
            pooler: Pooler::new(init, config),
            transform: Linear::new(init, "cls.predictions.transform.dense", hidden, hidden),
            norm: LayerNorm::new(init, "cls.predictions.transform.LayerNorm", hidden, config.layer_norm_eps),
            word_bias: init.zeros("cls.predictions.bias".into(), config.vocab_size),
            next_sentence: Linear::new(init, "cls.seq_relationship", hidden, 2),
        }
    }

    /// Which word stands at each of `positions`? Logits `[positions, vocabulary]`, from the hidden states there. The
    /// scores are products with the word vectors of the embedding table itself (tied weights, Press and Wolf, 2017).
    // ANCHOR: word_logits
    pub fn word_logits(&self, tape: &mut Tape<'_>, hidden: Var, positions: &[usize]) -> Var {
        let x = tape.rows(hidden, positions); // [positions, hidden]
        let x = self.transform.forward(tape, x);
        let x = tape.gelu(x);
        let x = self.norm.forward(tape, x, None);
        let words = tape.parameter(self.bert.words); // [vocabulary, hidden]
        let bias = tape.parameter(self.word_bias);
        tape.linear(x, words, Some(bias)) // [positions, vocabulary]
    }
    // ANCHOR_END: word_logits

    /// Does the second segment follow the first? Logits `[sequences, 2]`: 0 is "yes, it is next", 1 is "no, it is random".
    // ANCHOR: next_sentence_logits
    pub fn next_sentence_logits(&self, tape: &mut Tape<'_>, hidden: Var, batch: &Batch) -> Var {
        let pooled = self.pooler.forward(tape, hidden, batch); // [sequences, hidden]
        self.next_sentence.forward(tape, pooled)
    }
    // ANCHOR_END: next_sentence_logits
}

/// The encoder, and one linear layer on top of its pooled first token. That is all fine-tuning adds.
#[derive(Clone, Debug)]
pub struct SequenceClassifier {
    /// The encoder.
    pub bert: Bert,
    /// How many labels there are.
    pub labels: usize,
    /// Makes one vector of each text.
    pub pooler: Pooler,
    dropout: f32,
    classifier: Linear,
}

// ANCHOR: classifier
impl SequenceClassifier {
    /// Adds encoder and classifier to a model, with a random start.
    pub fn new(init: &mut Init<'_>, config: &BertConfig, labels: usize) -> Self {
        Self {
            bert: Bert::new(init, config),
            labels,
            pooler: Pooler::new(init, config),
            dropout: config.hidden_dropout_prob,
            classifier: Linear::new(init, "classifier", config.hidden_size, labels),
        }
    }

    /// Logits `[sequences, labels]`.
    pub fn forward(&self, tape: &mut Tape<'_>, batch: &Batch) -> Var {
        let hidden = self.bert.forward(tape, batch); // [tokens, hidden]
        let pooled = self.pooler.forward(tape, hidden, batch); // [sequences, hidden]
        let pooled = tape.dropout(pooled, self.dropout);
        self.classifier.forward(tape, pooled) // [sequences, labels]
    }
}
// ANCHOR_END: classifier

/// The encoder, and one linear layer on top of each token that is asked for.
#[derive(Clone, Debug)]
pub struct TokenClassifier {
    /// The encoder.
    pub bert: Bert,
    /// The types of names; the labels are their BIO tags.
    pub types: Vec<String>,
    dropout: f32,
    classifier: Linear,
}

// ANCHOR: token_classifier
impl TokenClassifier {
    /// Adds encoder and classifier to a model, with a random start.
    pub fn new(init: &mut Init<'_>, config: &BertConfig, types: &[String]) -> Self {
        let tags = Tag::count(types.len());
        Self {
            bert: Bert::new(init, config),
            types: types.to_vec(),
            dropout: config.hidden_dropout_prob,
            classifier: Linear::new(init, "classifier", config.hidden_size, tags),
        }
    }

    /// Logits `[positions, tags]`: for each token of the batch at one of `positions`, a score of each tag.
    pub fn forward(&self, tape: &mut Tape<'_>, batch: &Batch, positions: &[usize]) -> Var {
        let hidden = self.bert.forward(tape, batch); // [tokens, hidden]
        let asked = tape.rows(hidden, positions); // [positions, hidden]
        let asked = tape.dropout(asked, self.dropout);
        self.classifier.forward(tape, asked) // [positions, tags]
    }
}
// ANCHOR_END: token_classifier

/// The encoder, and one linear layer that gives each token two scores: that the answer starts here, and that it ends here.
#[derive(Clone, Debug)]
pub struct QuestionAnswerer {
    /// The encoder.
    pub bert: Bert,
    /// By how much the score of no answer must be above that of the best span, for none to be given; `None`: always answer.
    pub null_threshold: Option<f64>,
    outputs: Linear,
}

// ANCHOR: question_answerer
impl QuestionAnswerer {
    /// Adds encoder and head to a model, with a random start.
    pub fn new(init: &mut Init<'_>, config: &BertConfig, null_threshold: Option<f64>) -> Self {
        let bert = Bert::new(init, config);
        Self { bert, null_threshold, outputs: Linear::new(init, "qa_outputs", config.hidden_size, 2) }
    }

    /// Logits `[tokens, 2]`: start and end.
    pub fn forward(&self, tape: &mut Tape<'_>, batch: &Batch) -> Var {
        let hidden = self.bert.forward(tape, batch); // [tokens, hidden]
        self.outputs.forward(tape, hidden) // [tokens, 2]
    }
}
// ANCHOR_END: question_answerer
