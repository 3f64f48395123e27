//! Layers: a layer knows which parameters are its own and in which order to call the tape's operations. It holds no
//! numbers, so one layer can be run by several threads at once.

mod attention;
mod encoder;
mod feed_forward;
mod init;
mod layer_norm;
mod linear;
pub mod tensors;

pub use attention::Attention;
pub use encoder::{Encoder, EncoderLayer, LayerNames, LayerShape};
pub use feed_forward::FeedForward;
pub use init::Init;
pub use layer_norm::LayerNorm;
pub use linear::Linear;
