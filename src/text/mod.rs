//! Text in, token ids out.
//!
//! A [`Tokenizer`] cuts text into pieces of words and numbers them; a [`Sequence`] is one text (or a pair of texts) with
//! the special tokens around it; a [`Batch`] is many sequences laid end to end, which is what a model reads; [`pack`]
//! says which sequences go together into a batch, and [`split`] cuts a batch into shards for the threads.

mod batch;
pub mod bio;
mod decode;
mod packing;
mod sequence;
mod tokenizer;
mod train;
mod windows;
mod words;

pub use batch::Batch;
pub use bio::{Entity, Tag};
pub use packing::{pack, split};
pub(crate) use sequence::longest_first;
pub use sequence::{Sequence, SpecialTokens};
pub use tokenizer::{CONTINUATION, SPECIAL_NAMES, Tokenizer};
pub use windows::windows;
pub use words::words;
