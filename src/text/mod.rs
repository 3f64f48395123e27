//! Text in, token ids out.
//!
//! A `Tokenizer` cuts text into pieces of words and numbers them; a [`Sequence`] is one text (or a pair of texts) with
//! the special tokens around it; a [`Batch`] is many sequences laid end to end, which is what a model reads.

mod batch;
mod sequence;

pub use batch::Batch;
pub use sequence::{Sequence, SpecialTokens};
