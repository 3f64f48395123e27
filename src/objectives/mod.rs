//! What an encoder is asked to guess while it reads raw text: token ids in, token ids and labels out. No network here.
//!
//! [`Mlm`] hides tokens, [`nsp::pairs`] pairs sentences, and [`baselines`] says how far one gets without a network.

pub mod baselines;
mod mlm;
pub mod nsp;

pub use mlm::{MaskedTokens, Mlm};
