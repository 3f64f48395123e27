//! Training: what happens around a model's forward and backward pass.

mod checkpoint;
pub mod interrupt;
mod optimizer;
mod progress;
mod record;
mod schedule;
mod shards;

pub use checkpoint::*;
pub use optimizer::*;
pub use progress::*;
pub use record::*;
pub use schedule::*;
pub use shards::*;
