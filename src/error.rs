//! What can go wrong, as values. Every message names the file, the line or tensor, what was found and what was expected.

use std::io;
use std::path::{Path, PathBuf};

/// The result of anything in this library that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong in this library.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused to read or write a file.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was attempted, as a verb: "read", "write", "create".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The reason the system gave.
        source: io::Error,
    },
    /// A file's content is not in the format it should be in.
    #[error("{}{}: found {found}, expected {expected}", path.display(), line.map(|n| format!(", line {n}")).unwrap_or_default())]
    Format {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1, where the format has lines.
        line: Option<usize>,
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: String,
    },
    /// A tensor in a model file does not fit the model.
    #[error("{}: tensor {name}: found {found}, expected {expected}", path.display())]
    Tensor {
        /// The model file.
        path: PathBuf,
        /// The tensor's name in the file.
        name: String,
        /// What the file holds.
        found: String,
        /// What the model needs.
        expected: String,
    },
    /// A checkpoint cannot be resumed from.
    #[error("{}: cannot resume: {reason}", path.display())]
    Checkpoint {
        /// The checkpoint file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The loss or the gradient left the finite numbers.
    #[error(
        "{what} is {value} at step {step}, with learning rate {learning_rate:.3e}: training has diverged. \
         Try a lower --learning-rate, and look for NaN or huge values in the data or the loaded weights"
    )]
    Diverged {
        /// "the loss" or "the gradient norm".
        what: &'static str,
        /// Its value.
        value: f64,
        /// The optimizer step, counted from 1.
        step: usize,
        /// The learning rate of that step.
        learning_rate: f64,
    },
    /// Ctrl-C: the state is saved, and the message says how to go on.
    #[error("stopped by Ctrl-C at step {step}; everything is saved: the same command with --resume goes on from there")]
    Interrupted {
        /// The last finished step.
        step: usize,
    },
    /// A setting that cannot work, or a call that makes no sense. Exit code 2.
    #[error("{0}")]
    Usage(String),
    /// The tokenizer refused a text or a vocabulary.
    #[error("tokenizer: {0}")]
    Tokenizer(String),
    /// What was asked for by name is not here, and could not be fetched from the Hugging Face hub.
    #[error("{name}: {reason}")]
    Hub {
        /// The name: `google/bert_uncased_L-2_H-128_A-2`.
        name: String,
        /// Why not, and what to do.
        reason: String,
    },
    /// A picture could not be drawn.
    #[error("cannot draw {}: {reason}", path.display())]
    Plot {
        /// The PNG file.
        path: PathBuf,
        /// What the drawing library said.
        reason: String,
    },
}

impl Error {
    /// Attaches a path and an action to an [`io::Error`]; made for `map_err`.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_path_buf();
        move |source| Error::Io { action, path, source }
    }

    /// A file whose content is not what it should be.
    pub fn format(path: &Path, line: Option<usize>, found: impl Into<String>, expected: impl Into<String>) -> Error {
        Error::Format { path: path.to_path_buf(), line, found: found.into(), expected: expected.into() }
    }
}
