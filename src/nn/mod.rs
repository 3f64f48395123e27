//! Layers.
pub mod tensors;
