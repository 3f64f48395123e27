//! Checks the reader's answer to one exercise of this chapter. The program `course` builds this one and calls it.

mod checks;
// A teacher's `course report --folder` puts the student's file there.
#[cfg_attr(graded, path = "../../target/graded/ch06_similarity/exercises.rs")]
mod exercises;
mod solutions;

use checks::{Answers, CHECKS, answers};
use finetune::course::{LimitedMemory, grade, limited_memory};

#[global_allocator]
static MEMORY: LimitedMemory = limited_memory();

fn main() -> std::process::ExitCode {
    finetune::cli::main(|| grade(&CHECKS, answers!(exercises)))
}
