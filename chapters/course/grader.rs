//! Builds a chapter's grading program around somebody's `exercises.rs`, and runs it: one process an exercise, so that no
//! answer, whatever it does, ends more than itself.

use crate::chapters::{Chapter, Task, root};
use finetune::course::Verdict;
use finetune::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Whose answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `chapters/…/exercises.rs`.
    Reader,
    /// The copy in `target/graded`.
    Graded,
}

/// A chapter's grading program.
pub struct Grader {
    program: PathBuf,
    folder: tempfile::TempDir,
}

/// What building came to.
pub enum Built {
    Program(Grader),
    /// The answers do not compile: the first error, and where.
    Broken(String),
}

impl Grader {
    /// Builds the program; only the chapter's exercises and checks are compiled anew. With `show`, what the compiler says goes
    /// to the terminal.
    ///
    /// # Errors
    /// If cargo cannot be started.
    pub fn build(chapter: &Chapter, source: Source, show: bool) -> Result<Built> {
        let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
        let mut command = Command::new(cargo);
        // `build`, like the `run` that started this program: cargo then takes the library as it is. `rustc` builds it once more.
        command.arg(if source == Source::Graded { "rustc" } else { "build" });
        command.args(["--quiet", "--message-format=json-render-diagnostics", "--manifest-path"]);
        command.arg(root().join("Cargo.toml")).args(["--bin", chapter.grader]);
        if !cfg!(debug_assertions) {
            command.arg("--release"); // whoever runs this program with --release has the library built so
        }
        if source == Source::Graded {
            command.args(["--", "--cfg", "graded"]);
        }
        if show {
            command.stderr(Stdio::inherit());
        }
        let output = command.output().map_err(Error::io("start", Path::new("cargo")))?;
        if !output.status.success() {
            return Ok(Built::Broken(first_error(&String::from_utf8_lossy(&output.stderr))));
        }
        let program = executable(&String::from_utf8_lossy(&output.stdout))
            .ok_or_else(|| Error::Usage(format!("cargo built {}, but does not say where", chapter.grader)))?;
        let folder = tempfile::tempdir().map_err(Error::io("create a folder in", &std::env::temp_dir()))?;
        Ok(Built::Program(Grader { program, folder }))
    }

    /// The verdict on one exercise. With `show`, what the answer prints goes to the terminal.
    ///
    /// # Errors
    /// If the program cannot be started.
    pub fn verdict(&self, task: &Task, show: bool) -> Result<Verdict> {
        let output = || if show { Stdio::inherit() } else { Stdio::null() };
        let file = self.folder.path().join("verdict");
        let _ = std::fs::remove_file(&file); // of the exercise before
        let status = Command::new(&self.program)
            .arg(task.exercise.id)
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(output())
            .stderr(output())
            .status()
            .map_err(Error::io("start", &self.program))?;
        let verdict = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(verdict.unwrap_or_else(|| {
            let reason = "Does a function call itself for ever, take memory without end, or end the program?";
            Verdict::Wrong(format!("Your answer ended the whole program ({status}). {reason}"))
        }))
    }
}

/// The path of the program, from cargo's messages.
fn executable(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back()
}

/// The first error that the compiler reports, with its line, in one line.
fn first_error(report: &str) -> String {
    let mut lines = report.lines().skip_while(|line| !line.starts_with("error"));
    let error = lines.next().unwrap_or("cargo failed without a message").to_string();
    let place = lines.take_while(|line| !line.is_empty()).find_map(|line| line.trim_start().strip_prefix("--> "));
    let line = place.and_then(|place| place.rsplit_once("exercises.rs:")).and_then(|(_, rest)| rest.split(':').next());
    match line {
        Some(line) => format!("exercises.rs, line {line}: {error}"),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_of_a_report() {
        let report = "warning: unused\n --> chapters/x.rs:1:1\n\nerror[E0308]: mismatched types\n   \
                      --> chapters/ch01/exercises.rs:41:5\n    |\n\nerror: aborting\n";
        assert_eq!(first_error(report), "exercises.rs, line 41: error[E0308]: mismatched types");
        assert_eq!(first_error("error: no space left\n\n --> exercises.rs:1:1\n"), "error: no space left");
        assert_eq!(first_error(""), "cargo failed without a message");
    }

    #[test]
    fn the_program_among_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"executable\":null}\n{\"executable\":\"/t/debug/ch01_exercises\"}\nnoise\n";
        assert_eq!(executable(messages), Some(PathBuf::from("/t/debug/ch01_exercises")));
        assert_eq!(executable("noise"), None);
    }
}
