//! Checks the reader's answer to one exercise of this chapter. The program `course` builds this one and calls it.

mod checks;
// A teacher's `course report --folder` puts the student's file there.
#[cfg_attr(graded, path = "../../target/graded/ch02_pretraining/exercises.rs")]
mod exercises;

use checks::{Answers, CHECKS};

fn main() -> std::process::ExitCode {
    let answers = Answers {
        perplexity: exercises::perplexity,
        learning_rate: exercises::learning_rate,
        unigram_cross_entropy: exercises::unigram_cross_entropy,
        mask: exercises::mask,
        sentence_pair: exercises::sentence_pair,
        adamw: exercises::adamw,
    };
    finetune::cli::main(|| finetune::course::grade(&CHECKS, answers))
}
