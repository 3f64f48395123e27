//! The chapters that have exercises.

use finetune::course::{Exercise, source};
use finetune::{Error, Result};
use std::path::PathBuf;

#[path = "../ch01_transformer/hints.rs"]
mod ch01;
#[path = "../ch02_pretraining/hints.rs"]
mod ch02;
#[path = "../ch03_sentiment/hints.rs"]
mod ch03;
#[path = "../ch04_ner/hints.rs"]
mod ch04;
#[path = "../ch05_question_answering/hints.rs"]
mod ch05;
#[path = "../ch06_similarity/hints.rs"]
mod ch06;

/// The folder of the project: `cargo run` says where that is now. Where it was when this program was built may be another copy,
/// with the same `target`.
pub fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// A chapter's exercises.
pub struct Chapter {
    pub number: usize,
    pub title: &'static str,
    /// Its folder in `chapters`.
    pub folder: &'static str,
    /// The program that checks the reader's answers.
    pub grader: &'static str,
    pub exercises: &'static [Exercise],
    /// The text of its `solutions.rs`.
    pub solutions: &'static str,
}

/// All chapters, in order.
pub static CHAPTERS: [Chapter; 6] = [
    Chapter {
        number: 1,
        title: "the transformer",
        folder: "ch01_transformer",
        grader: "ch01_exercises",
        exercises: &ch01::EXERCISES,
        solutions: include_str!("../ch01_transformer/solutions.rs"),
    },
    Chapter {
        number: 2,
        title: "pretraining",
        folder: "ch02_pretraining",
        grader: "ch02_exercises",
        exercises: &ch02::EXERCISES,
        solutions: include_str!("../ch02_pretraining/solutions.rs"),
    },
    Chapter {
        number: 3,
        title: "fine-tuning for sentiment",
        folder: "ch03_sentiment",
        grader: "ch03_exercises",
        exercises: &ch03::EXERCISES,
        solutions: include_str!("../ch03_sentiment/solutions.rs"),
    },
    Chapter {
        number: 4,
        title: "named entities",
        folder: "ch04_ner",
        grader: "ch04_exercises",
        exercises: &ch04::EXERCISES,
        solutions: include_str!("../ch04_ner/solutions.rs"),
    },
    Chapter {
        number: 5,
        title: "question answering",
        folder: "ch05_question_answering",
        grader: "ch05_exercises",
        exercises: &ch05::EXERCISES,
        solutions: include_str!("../ch05_question_answering/solutions.rs"),
    },
    Chapter {
        number: 6,
        title: "sentence similarity",
        folder: "ch06_similarity",
        grader: "ch06_exercises",
        exercises: &ch06::EXERCISES,
        solutions: include_str!("../ch06_similarity/solutions.rs"),
    },
];

/// One exercise, and where it belongs.
#[derive(Clone, Copy)]
pub struct Task {
    pub chapter: &'static Chapter,
    pub exercise: &'static Exercise,
}

/// All exercises, in order.
pub fn tasks() -> impl Iterator<Item = Task> {
    CHAPTERS.iter().flat_map(|chapter| chapter.exercises.iter().map(move |exercise| Task { chapter, exercise }))
}

/// The exercise of that id.
pub fn task(id: &str) -> Result<Task> {
    tasks().find(|task| task.exercise.id == id).ok_or_else(|| {
        let range = |chapter: &Chapter| match chapter.exercises {
            [first, .., last] => format!("{} to {}", first.id, last.id),
            exercises => exercises.iter().map(|only| only.id).collect(),
        };
        let all = CHAPTERS.iter().map(range).collect::<Vec<_>>().join(", ");
        match CHAPTERS.iter().any(|chapter| chapter.number.to_string() == id) {
            true => Error::Usage(format!("{id} is a chapter; say which of its exercises, such as {id}.1")),
            false => Error::Usage(format!("there is no exercise {id:?}, but {all}")),
        }
    })
}

impl Task {
    /// The reader's file, seen from the project's folder.
    pub fn file(&self) -> String {
        format!("chapters/{}/exercises.rs", self.chapter.folder)
    }

    /// The reader's file.
    pub fn path(&self) -> PathBuf {
        root().join(self.file())
    }

    /// File and line of the function, as an editor understands it.
    pub fn place(&self) -> String {
        let text = std::fs::read_to_string(self.path()).unwrap_or_default(); // the build has complained if it is missing
        match source::line_of(&text, self.exercise.function) {
            Some(line) => format!("{}:{line}", self.file()),
            None => self.file(),
        }
    }
}
