//! The verdict on every exercise, for a teacher: of the project itself, or of a student's copy of it.

use crate::chapters::{CHAPTERS, Chapter, Task, root};
use crate::grader::{Built, Grader, Source};
use finetune::course::Verdict;
use finetune::{Error, Result, say};
use serde::Serialize;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Report {
    exercises: Vec<Line>,
    passed: usize,
    total: usize,
}

#[derive(Serialize)]
struct Line {
    id: &'static str,
    title: &'static str,
    passed: bool,
    message: String,
}

/// Prints the report. A student's answers are run: look at them first, or grade in a sandbox.
///
/// # Errors
/// If `folder` is none, or cargo cannot be started.
pub fn report(json: bool, folder: Option<&Path>) -> Result<bool> {
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(Error::Usage(format!("--folder {}: there is no such folder", folder.display())));
    }
    let _one_at_a_time = folder.map(|_| lock()).transpose()?;
    let mut exercises = Vec::new();
    for chapter in &CHAPTERS {
        let graded = grade(chapter, folder)?;
        exercises.extend(graded.into_iter().map(|(task, verdict)| Line {
            id: task.exercise.id,
            title: task.exercise.title,
            passed: verdict.passed(),
            message: verdict.message().into(),
        }));
    }
    let passed = exercises.iter().filter(|line| line.passed).count();
    let report = Report { passed, total: exercises.len(), exercises };
    if json {
        say!("{}", serde_json::to_string_pretty(&report).map_err(|error| Error::Usage(error.to_string()))?);
    } else {
        for Line { id, title, message, .. } in &report.exercises {
            say!("{id} {title}: {}", message.replace('\n', "\n    "));
        }
        say!("{passed} of {} passed", report.total);
    }
    Ok(true)
}

/// The verdicts on a chapter's exercises.
fn grade(chapter: &'static Chapter, folder: Option<&Path>) -> Result<Vec<(Task, Verdict)>> {
    let tasks = chapter.exercises.iter().map(|exercise| Task { chapter, exercise });
    let all = |message: String| tasks.clone().map(|task| (task, Verdict::Wrong(message.clone()))).collect();
    let source = match folder {
        None => Source::Reader,
        Some(folder) => match find(folder, chapter) {
            Some(file) => copy(&file, chapter)?,
            None => return Ok(all(format!("there is no chapters/{}/exercises.rs in this folder", chapter.folder))),
        },
    };
    match Grader::build(chapter, source, false)? {
        Built::Broken(error) => Ok(all(format!("does not compile: {error}"))),
        Built::Program(grader) => tasks.map(|task| Ok((task, grader.verdict(&task, false)?))).collect(),
    }
}

/// The student's file: in a copy of the whole project, or of its folder `chapters`.
fn find(folder: &Path, chapter: &Chapter) -> Option<PathBuf> {
    let chapters = [folder.join("chapters"), folder.to_path_buf()];
    chapters.map(|chapters| chapters.join(chapter.folder).join("exercises.rs")).into_iter().find(|file| file.is_file())
}

/// Where the grading program looks for the file of a student (see `grade.rs` of a chapter).
fn graded() -> PathBuf {
    root().join("target/graded")
}

/// Written anew, not copied: cargo must see that the file has changed since the student before.
fn copy(file: &Path, chapter: &Chapter) -> Result<Source> {
    let text = fs::read(file).map_err(Error::io("read", file))?;
    let folder = graded().join(chapter.folder);
    fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
    let target = folder.join("exercises.rs");
    fs::write(&target, text).map_err(Error::io("write", &target))?;
    Ok(Source::Graded)
}

/// There is one place for the file to be graded, so a second grading waits for the first to end.
fn lock() -> Result<File> {
    let path = graded().join("lock");
    fs::create_dir_all(graded()).map_err(Error::io("create", &graded()))?;
    let file = File::create(&path).map_err(Error::io("create", &path))?;
    file.lock().map_err(Error::io("lock", &path))?;
    Ok(file)
}
