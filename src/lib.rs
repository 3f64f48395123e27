//! *Fine-Tuning from Scratch*: how transformers are pretrained and fine-tuned, shown by building one on [`ndarray`]
//! and training it on the reader's own CPU.
//!
//! Read from top to bottom, the modules build on each other:
//!
//! | module | what it is |
//! |---|---|
//! | [`kernels`] | loops over slices of `f32`: matrix product, softmax, norm, GELU, attention. One thread each. |
//! | [`autograd`] | the tape: some twenty operations, each with its backward pass and its gradient check |
//! | [`nn`] | layers: linear, embedding, layer norm, attention, feed-forward, encoder |
//! | [`models`] | published architectures under their published tensor names |
//! | [`text`], [`objectives`], [`data`], [`metrics`], [`plot`] | everything that knows no network |
//! | [`baselines`] | what each task's transformer must beat |
//! | [`train`] | shards, AdamW, schedule, checkpoint, run record, progress |
//! | [`records`] | the runs whose numbers the book quotes, and how a reader's run compares with them |
//! | [`tasks`] | what the chapters train: batches, loss and measurement of each kind of training |
//! | [`hub`] | published models and data by name |
//! | [`cli`] | what the chapters' programs share on the command line |
//! | [`course`] | what the checks of the exercises share |
//!
//! [`ndarray`]: https://docs.rs/ndarray

#![deny(missing_docs)]

pub mod autograd;
pub mod baselines;
pub mod cli;
pub mod course;
pub mod data;
pub mod error;
pub mod files;
pub mod hub;
pub mod kernels;
pub mod metrics;
pub mod models;
pub mod nn;
pub mod objectives;
pub mod plot;
pub mod records;
pub mod tasks;
pub mod text;
pub mod train;

pub use error::{Error, Result};
