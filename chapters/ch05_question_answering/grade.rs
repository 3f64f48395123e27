//! Checks the reader's answer to one exercise of this chapter. The program `course` builds this one and calls it.

mod checks;
// A teacher's `course report --folder` puts the student's file there.
#[cfg_attr(graded, path = "../../target/graded/ch05_question_answering/exercises.rs")]
mod exercises;
mod solutions;

use cap::Cap;
use checks::{Answers, CHECKS, answers};
use std::alloc::System;

/// A loop that fills a list and never ends must not fill the reader's computer: beyond 1 GB the program is ended.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, 1 << 30);

fn main() -> std::process::ExitCode {
    finetune::cli::main(|| finetune::course::grade(&CHECKS, answers!(exercises)))
}
