//! Training: what happens around a model's forward and backward pass.

mod checkpoint;
mod fit;
pub mod interrupt;
mod mistake;
mod optimizer;
mod progress;
mod record;
mod run;
mod schedule;
mod shards;

pub use checkpoint::*;
pub use fit::*;
pub use mistake::*;
pub use optimizer::*;
pub use progress::*;
pub use record::*;
pub use run::*;
pub use schedule::*;
pub use shards::*;
