//! Reverse-mode automatic differentiation with a *coarse* tape: some twenty large operations instead of hundreds of
//! small ones.
//!
//! A forward pass calls methods of [`Tape`]; each computes its result and records itself. [`Tape::backward`] then walks
//! the record from its end and asks every operation to pass its output's gradient on to its inputs (the chain rule).
//! Each operation is one file: forward and backward next to each other, the formula above each, and a
//! finite-difference check at the bottom. To add one, write such a file and name it here.

mod add;
mod attention;
mod buffers;
mod cross_entropy;
mod dot_rows;
mod dropout;
mod embedding;
mod gelu;
pub mod gradcheck;
mod gradients;
mod layer_norm;
mod linear;
mod max_rows;
mod mean_rows;
mod parameters;
mod row_loss;
mod rows;
mod scale;
mod span_cross_entropy;
mod tanh;
mod tape;
mod unit_rows;

pub use attention::{AttentionSpec, AttentionWeights};
pub use buffers::Buffers;
pub use embedding::Lookup;
pub use gradients::{Gradient, Gradients};
pub use parameters::{Kind, Parameter, ParameterId, Parameters};
pub use row_loss::sigmoid;
pub use tape::{Backward, DropoutKey, Operation, Tape, Var};
use tape::{slice, slice_mut};
