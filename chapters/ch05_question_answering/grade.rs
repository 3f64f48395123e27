//! Checks the reader's answer to one exercise of this chapter. The program `course` builds this one and calls it.

mod checks;
// A teacher's `course report --folder` puts the student's file there.
#[cfg_attr(graded, path = "../../target/graded/ch05_question_answering/exercises.rs")]
mod exercises;

use checks::{Answers, CHECKS, answers};

fn main() -> std::process::ExitCode {
    finetune::cli::main(|| finetune::course::grade(&CHECKS, answers!(exercises)))
}
