//! The transformer encoder, as in the original paper and in BERT: the norm comes *after* each residual connection.

use super::{Attention, FeedForward, Init, LayerNorm};
use crate::autograd::{Tape, Var};

/// What the tensors of a layer are called, after the layer's own prefix. Architectures differ in little else.
#[derive(Clone, Copy, Debug)]
pub struct LayerNames {
    /// The projections of self-attention: query, key, value, output.
    pub attention: [&'static str; 4],
    /// The norm after attention.
    pub attention_norm: &'static str,
    /// The two layers of the feed-forward network.
    pub feed_forward: [&'static str; 2],
    /// The norm after the feed-forward network.
    pub output_norm: &'static str,
}

/// The sizes of a layer.
#[derive(Clone, Copy, Debug)]
pub struct LayerShape {
    /// The length of a token's vector.
    pub hidden: usize,
    /// The number of attention heads.
    pub heads: usize,
    /// The inner width of the feed-forward network.
    pub intermediate: usize,
    /// Dropout after attention and after the feed-forward network.
    pub dropout: f32,
    /// Dropout on the attention weights.
    pub attention_dropout: f32,
    /// The ε of the layer norms.
    pub epsilon: f32,
}

/// One encoder layer: tokens look at each other, then each thinks for itself.
#[derive(Clone, Copy, Debug)]
pub struct EncoderLayer {
    attention: Attention,
    attention_norm: LayerNorm,
    feed_forward: FeedForward,
    output_norm: LayerNorm,
    dropout: f32,
}

impl EncoderLayer {
    /// A layer whose tensors are called `prefix.` and then as `names` says.
    pub fn new(init: &mut Init<'_>, prefix: &str, names: &LayerNames, shape: &LayerShape) -> Self {
        let name = |suffix: &str| format!("{prefix}.{suffix}");
        let LayerShape { hidden, heads, intermediate, dropout, attention_dropout, epsilon } = *shape;
        Self {
            attention: Attention::new(init, names.attention.map(name), hidden, heads, attention_dropout),
            attention_norm: LayerNorm::new(init, &name(names.attention_norm), hidden, epsilon),
            feed_forward: FeedForward::new(init, names.feed_forward.map(name), hidden, intermediate),
            output_norm: LayerNorm::new(init, &name(names.output_norm), hidden, epsilon),
            dropout,
        }
    }

    /// `x [tokens, hidden]`, same shape out; `offsets` says where each sequence begins.
    // ANCHOR: layer
    pub fn forward(&self, tape: &mut Tape<'_>, x: Var, offsets: &[usize]) -> Var {
        let attended = self.attention.forward(tape, x, offsets);
        let attended = tape.dropout(attended, self.dropout);
        let x = self.attention_norm.forward(tape, attended, Some(x));

        let thought = self.feed_forward.forward(tape, x);
        let thought = tape.dropout(thought, self.dropout);
        self.output_norm.forward(tape, thought, Some(x))
    }
    // ANCHOR_END: layer
}

/// A stack of layers.
#[derive(Clone, Debug)]
pub struct Encoder {
    layers: Vec<EncoderLayer>,
}

impl Encoder {
    /// `layers` layers, called `prefix.0`, `prefix.1`, …
    pub fn new(init: &mut Init<'_>, prefix: &str, layers: usize, names: &LayerNames, shape: &LayerShape) -> Self {
        let layers = (0..layers).map(|i| EncoderLayer::new(init, &format!("{prefix}.{i}"), names, shape));
        Self { layers: layers.collect() }
    }

    /// `x [tokens, hidden]`, same shape out.
    pub fn forward(&self, tape: &mut Tape<'_>, mut x: Var, offsets: &[usize]) -> Var {
        let mark = tape.mark();
        for layer in &self.layers {
            x = layer.forward(tape, x, offsets);
            tape.release_since(mark, x);
        }
        x
    }
}
