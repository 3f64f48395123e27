//! Checks the reader's answer to one exercise of this chapter. The program `course` builds this one and calls it.

mod checks;
// A teacher's `course report --folder` puts the student's file there.
#[cfg_attr(graded, path = "../../target/graded/ch03_sentiment/exercises.rs")]
mod exercises;

use checks::{Answers, CHECKS};

fn main() -> std::process::ExitCode {
    let answers = Answers {
        most_confused: exercises::most_confused,
        macro_f1: exercises::macro_f1,
        early_stopping: exercises::early_stopping,
        cross_entropy_gradient: exercises::cross_entropy_gradient,
        freeze_encoder: exercises::freeze_encoder,
        classify: exercises::classify,
    };
    finetune::cli::main(|| finetune::course::grade(&CHECKS, answers))
}
