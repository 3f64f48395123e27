//! The exercises: every check passes our solution, fails an exercise that is not done, and names the mistake in a wrong answer.

/// A wrong answer: the exercise, the function, words that the message must have, and the answer.
macro_rules! wrong {
    ($id:literal, $function:ident, $words:literal, $answer:expr) => {
        ($id, Answers { $function: $answer, ..SOLUTIONS }, $words)
    };
}

mod ch01;
mod ch02;
mod ch03;
mod ch04;
mod ch05;
mod ch06;

use finetune::course::{Check, Exercise, Verdict, examine, source};
use std::process::{Command, Output};

/// What `wrong!` makes: the exercise, all answers of the chapter with that one wrong, and words that its message must have.
pub type Mistake<A> = (&'static str, A, &'static str);

/// Everything there is to test about a chapter's exercises.
struct Chapter<A: 'static> {
    checks: &'static [Check<A>],
    exercises: &'static [Exercise],
    solutions: A,
    /// Answers that are all `todo!()`.
    untouched: A,
    /// What is in the reader's file: anything.
    reader: A,
    mistakes: &'static [Mistake<A>],
    /// The text of `solutions.rs` and of the reader's file.
    texts: [&'static str; 2],
}

impl<A: Copy + Send> Chapter<A> {
    fn verdict(&self, id: &str, answers: A) -> Verdict {
        let (_, check) = self.checks.iter().find(|(known, _)| *known == id).expect(id);
        examine(*check, answers)
    }

    fn test(&self) {
        assert!(self.exercises.len() >= 5);
        assert!(self.exercises.iter().map(|exercise| exercise.id).eq(self.checks.iter().map(|(id, _)| *id)));
        for exercise in self.exercises {
            self.solution_passes_and_untouched_does_not(exercise);
            self.documentation_names_the_exercise(exercise);
        }
        self.every_mistake_is_named();
    }

    fn solution_passes_and_untouched_does_not(&self, exercise: &Exercise) {
        let id = exercise.id;
        assert_eq!(self.verdict(id, self.solutions), Verdict::Passed, "our solution of {id}");
        assert_eq!(self.verdict(id, self.untouched), Verdict::NotDone, "{id}");
    }

    fn documentation_names_the_exercise(&self, exercise: &Exercise) {
        let Exercise { id, title, function, .. } = *exercise;
        let [solutions, reader] = self.texts;
        let untouched = source::untouched(solutions, function).expect(function);
        assert!(untouched.starts_with(&format!("/// **Exercise {id}** {title}\n")), "{untouched}");
        // `Name` in `src/file.rs`: where the library does the same.
        for (name, file) in
            untouched.match_indices("` in `src/").map(|(at, _)| (&untouched[..at], &untouched[at + 6..]))
        {
            let file = file.split('`').next().unwrap_or_default();
            let name = name.rsplit(['`', ':', ' ']).next().unwrap_or_default();
            let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{id}: {file}: {error}"));
            assert!(text.contains(name), "{id}: there is no {name} in {file}");
        }
        // The reader may write anything into the file, but as long as nothing is done there, it is what `reset` gives.
        let theirs = source::find(reader, function).map_or("", |range| &reader[range]);
        if theirs.ends_with("{\n    todo!()\n}\n") {
            assert_eq!(theirs, untouched, "exercises.rs and solutions.rs differ in more than the body");
            assert_eq!(self.verdict(id, self.reader), Verdict::NotDone, "{id}");
        }
    }

    fn every_mistake_is_named(&self) {
        for exercise in self.exercises {
            let count = self.mistakes.iter().filter(|(id, ..)| *id == exercise.id).count();
            assert!(count >= 3, "{} has {count} wrong answers", exercise.id);
        }
        for (index, (id, answers, words)) in self.mistakes.iter().enumerate() {
            match self.verdict(id, *answers) {
                Verdict::Wrong(message) => assert!(message.contains(words), "{id}, no {words:?} in: {message}"),
                verdict => panic!("wrong answer {index}, of {id} ({words}): {verdict:?}"),
            }
        }
        println!("{} wrong answers to {} exercises", self.mistakes.len(), self.exercises.len());
    }
}

#[test]
fn chapter_1() {
    ch01::CHAPTER.test();
}

#[test]
fn chapter_2() {
    ch02::CHAPTER.test();
}

#[test]
fn chapter_3() {
    ch03::CHAPTER.test();
}

#[test]
fn chapter_4() {
    ch04::CHAPTER.test();
}

#[test]
fn chapter_5() {
    ch05::CHAPTER.test();
}

#[test]
fn chapter_6() {
    ch06::CHAPTER.test();
}

/// A call of the program `course` that builds nothing (`.ci/run` has the others): exit code, stdout and stderr.
fn course(arguments: &str) -> (Option<i32>, String, String) {
    let call = Command::new(env!("CARGO_BIN_EXE_course")).args(arguments.split(' ')).output();
    let Output { status, stdout, stderr } = call.expect("the program starts");
    (status.code(), String::from_utf8_lossy(&stdout).into(), String::from_utf8_lossy(&stderr).into())
}

#[test]
fn course_gives_hints_and_solutions() {
    let (code, hint, _) = course("hint 1.4 2");
    assert_eq!(code, Some(0));
    assert!(hint.starts_with("Hint 2 of 3 for 1.4 Attention of one head: One matrix product"), "{hint}");
    assert!(hint.ends_with("One more: cargo run --bin course -- hint 1.4 3\n"), "{hint}");
    let (code, solution, _) = course("solution 3.1 --force");
    assert_eq!(code, Some(0));
    assert!(solution.starts_with("/// **Exercise 3.1**") && solution.ends_with("    pair\n}\n"), "{solution}");
}

#[test]
fn course_refuses_a_wrong_call() {
    for (call, expected) in [
        ("hint 1.99", "there is no exercise \"1.99\", but 1.1 to 1.7, 2.1 to"),
        ("check 99", "there is no exercise"),
        ("hint 4", "4 is a chapter; say which"),
        ("hint 1.1 4", "4 is not in 1..=3"),
        ("compare", "required arguments were not provided"),
        ("report --json --folder no/such/folder", "--folder no/such/folder: there is no such folder"),
    ] {
        let (code, _, error) = course(call);
        assert_eq!(code, Some(2), "{call}: {error}");
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_grading_program_writes_its_verdict() {
    let program = env!("CARGO_BIN_EXE_ch01_exercises");
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("verdict");
    let _ = std::fs::remove_file(&file); // of an earlier test
    let output = Command::new(program).arg("1.1").arg(&file).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let verdict: Verdict = serde_json::from_slice(&std::fs::read(&file).expect("a file")).expect("a verdict");
    println!("the reader's 1.1: {}", verdict.message());
    assert_eq!(Command::new(program).output().expect("the program starts").status.code(), Some(2));
}
