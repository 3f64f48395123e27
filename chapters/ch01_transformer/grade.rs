//! Checks the reader's answer to one exercise of this chapter. The program `course` builds this one and calls it.

mod checks;
// A teacher's `course report --folder` puts the student's file there.
#[cfg_attr(graded, path = "../../target/graded/ch01_transformer/exercises.rs")]
mod exercises;

use checks::{Answers, CHECKS};

fn main() -> std::process::ExitCode {
    let answers = Answers {
        softmax: exercises::softmax,
        lay_end_to_end: exercises::lay_end_to_end,
        layer_norm: exercises::layer_norm,
        attention: exercises::attention,
        numerical_gradient: exercises::numerical_gradient,
        linear_backward: exercises::linear_backward,
        layer_norm_backward: exercises::layer_norm_backward,
    };
    finetune::cli::main(|| finetune::course::grade(&CHECKS, answers))
}
