//! The tape.
mod parameters;
pub use parameters::*;
