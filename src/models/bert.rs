//! BERT (Devlin et al., 2019): embeddings, a stack of encoder layers, and a pooler for
//! those who want one vector a text.

use super::BertConfig;
use crate::Result;
use crate::autograd::{Lookup, ParameterId, Parameters, Tape, Var};
use crate::nn::tensors::LoadReport;
use crate::nn::{Encoder, Init, LayerNames, LayerNorm, LayerShape, Linear};
use crate::text::Batch;
use std::path::Path;

/// What BERT calls the tensors of a layer.
const LAYER: LayerNames = LayerNames {
    attention: ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"],
    attention_norm: "attention.output.LayerNorm",
    feed_forward: ["intermediate.dense", "output.dense"],
    output_norm: "output.LayerNorm",
};

/// The encoder: token ids in, one vector a token out.
#[derive(Clone, Debug)]
pub struct Bert {
    /// The table of word vectors `[vocabulary, hidden]`; the masked-word head uses it again, the other way round.
    pub words: ParameterId,
    positions: ParameterId,
    token_types: ParameterId,
    norm: LayerNorm,
    encoder: Encoder,
    dropout: f32,
}

impl Bert {
    /// Adds an encoder to a model, with a random start.
    pub fn new(init: &mut Init<'_>, config: &BertConfig) -> Self {
        let hidden = config.hidden_size;
        let mut table =
            |name: &str, rows| init.matrix(format!("bert.embeddings.{name}_embeddings.weight"), rows, hidden);
        let words = table("word", config.vocab_size);
        let positions = table("position", config.max_position_embeddings);
        let token_types = table("token_type", config.type_vocab_size);
        let shape = LayerShape {
            hidden,
            heads: config.num_attention_heads,
            intermediate: config.intermediate_size,
            dropout: config.hidden_dropout_prob,
            attention_dropout: config.attention_probs_dropout_prob,
            epsilon: config.layer_norm_eps,
        };
        Self {
            words,
            positions,
            token_types,
            norm: LayerNorm::new(init, "bert.embeddings.LayerNorm", hidden, config.layer_norm_eps),
            encoder: Encoder::new(init, "bert.encoder.layer", config.num_hidden_layers, &LAYER, &shape),
            dropout: config.hidden_dropout_prob,
        }
    }

    /// Reads a published encoder: `config.json` and `model.safetensors` in `folder`. The report names the tensors that the
    /// file lacks (they keep a random start) and those it has that an encoder does not use.
    ///
    /// # Errors
    /// If a file is missing, is not a BERT's, or a tensor has another shape than the settings say.
    pub fn load(folder: &Path) -> Result<(BertConfig, Parameters, Bert, LoadReport)> {
        let config = BertConfig::load(folder)?;
        let mut parameters = Parameters::new();
        let bert = Bert::new(&mut Init::new(&mut parameters, 0, config.initializer_range), &config);
        let report = super::load_tensors(&mut parameters, folder)?;
        Ok((config, parameters, bert, report))
    }

    /// The hidden states of a batch: `[tokens, hidden]`.
    // ANCHOR: forward
    pub fn forward(&self, tape: &mut Tape<'_>, batch: &Batch) -> Var {
        let [words, positions, types] = [self.words, self.positions, self.token_types].map(|id| tape.parameter(id));
        let x = tape.embedding(&[
            Lookup { table: words, ids: &batch.ids },
            Lookup { table: positions, ids: &batch.positions },
            Lookup { table: types, ids: &batch.token_types },
        ]);
        let x = self.norm.forward(tape, x, None);
        let x = tape.dropout(x, self.dropout);
        self.encoder.forward(tape, x, &batch.offsets)
    }
    // ANCHOR_END: forward
}

/// Makes one vector of a text, from its first token: `tanh` of a linear layer. A model of its own, because not every task
/// wants it: whoever labels each token has no use for one vector.
#[derive(Clone, Copy, Debug)]
pub struct Pooler(pub Linear);

impl Pooler {
    /// Adds a pooler to a model, with a random start. Published encoders keep it among their own tensors.
    pub fn new(init: &mut Init<'_>, config: &BertConfig) -> Self {
        Self(Linear::new(init, "bert.pooler.dense", config.hidden_size, config.hidden_size))
    }

    /// One vector a sequence, `[sequences, hidden]`, from the `hidden` states of a batch.
    // ANCHOR: pool
    pub fn forward(&self, tape: &mut Tape<'_>, hidden: Var, batch: &Batch) -> Var {
        let first = tape.rows(hidden, &batch.first_tokens());
        let pooled = self.0.forward(tape, first);
        tape.tanh(pooled)
    }
    // ANCHOR_END: pool
}
