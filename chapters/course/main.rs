//! The course: what is done and what is next, checks, hints, solutions. Nothing is stored: a reader's progress is what is in
//! the `exercises.rs` of the chapters.

mod chapters;
mod grader;
mod report;

use chapters::{CHAPTERS, Task, task};
use clap::{Parser, Subcommand};
use finetune::course::{Verdict, source};
use finetune::files::write_atomically;
use finetune::{Error, Result, cli, records, say};
use grader::{Built, Grader, Source};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// The exercises of the book: your progress, checks, hints and solutions
///
/// Without a command it shows your progress and what is next. Your answers are in chapters/…/exercises.rs.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// How far you are, and what is next: the same as no command
    Progress,
    /// Check an exercise (1.3), a chapter (1), or everything
    Check {
        /// An exercise, such as 1.3, or the number of a chapter; without it, everything
        what: Option<String>,
    },
    /// A hint for an exercise: `hint 1.3` is a question, `hint 1.3 2` a direction, `hint 1.3 3` nearly the answer
    Hint {
        id: String,
        #[arg(default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3))]
        number: u8,
    },
    /// Show our solution of an exercise that you have solved
    Solution {
        id: String,
        /// Show it even if the exercise is not solved
        #[arg(long)]
        force: bool,
    },
    /// Empty an exercise again; your file is kept beside as a backup
    Reset { id: String },
    /// Check an exercise or a chapter, and again whenever its file is saved, until Ctrl-C
    Watch {
        /// An exercise, such as 1.3, or the number of a chapter; without it, everything
        what: Option<String>,
    },
    /// Does a chapter's run lie in the band of the runs that the book shows? For example: compare runs/ch03_sentiment
    Compare { run: PathBuf },
    /// The verdict on every exercise, for a teacher
    Report {
        /// As JSON on stdout
        #[arg(long)]
        json: bool,
        /// Grade the exercises in this copy of the project instead of your own
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let mut solved = true;
    let code = cli::main(|| {
        solved = run(Args::parse().command)?;
        Ok(())
    });
    if solved { code } else { ExitCode::FAILURE }
}

/// Whether everything that was to be checked is right.
fn run(command: Option<Command>) -> Result<bool> {
    match command {
        None | Some(Command::Progress) => progress(),
        Some(Command::Check { what }) => check(&select(what.as_deref())?),
        Some(Command::Hint { id, number }) => hint(&task(&id)?, usize::from(number)),
        Some(Command::Solution { id, force }) => solution(&task(&id)?, force),
        Some(Command::Reset { id }) => reset(&task(&id)?),
        Some(Command::Watch { what }) => watch(&select(what.as_deref())?),
        Some(Command::Compare { run }) => compare(&run),
        Some(Command::Report { json, folder }) => report::report(json, folder.as_deref()),
    }
}

/// The exercises that `what` names: all, those of a chapter, or one.
fn select(what: Option<&str>) -> Result<Vec<Task>> {
    let Some(what) = what else { return Ok(chapters::tasks().collect()) };
    let tasks: Vec<Task> = chapters::tasks().filter(|task| task.chapter.number.to_string() == what).collect();
    if tasks.is_empty() { Ok(vec![task(what)?]) } else { Ok(tasks) }
}

/// How far the reader is, chapter by chapter, and what comes next.
fn progress() -> Result<bool> {
    let mut next = None;
    for chapter in &CHAPTERS {
        let tasks: Vec<Task> = chapters::tasks().filter(|task| task.chapter.number == chapter.number).collect();
        let grader = match Grader::build(chapter, Source::Reader, false)? {
            Built::Program(grader) => grader,
            Built::Broken(error) => {
                say!("\nChapter {}: {}\n    does not compile: {error}", chapter.number, chapter.title);
                next = next.or(tasks.first().copied());
                continue;
            }
        };
        let verdicts = tasks.iter().map(|task| grader.verdict(task, false)).collect::<Result<Vec<_>>>()?;
        let done = verdicts.iter().filter(|verdict| verdict.passed()).count();
        say!("\nChapter {}: {}, {done} of {}", chapter.number, chapter.title, tasks.len());
        for (task, verdict) in tasks.iter().zip(&verdicts) {
            let mark = match verdict {
                Verdict::Passed => "done",
                Verdict::NotDone => "",
                Verdict::Wrong(_) => "not right",
            };
            say!("    {mark:>9}  {} {}", task.exercise.id, task.exercise.title);
            if !verdict.passed() {
                next = next.or(Some(*task));
            }
        }
    }
    match next {
        None => say!("\nAll done. Congratulations!"),
        Some(task) => {
            let id = task.exercise.id;
            say!("\nNext: {id} {}, in {}", task.exercise.title, task.place());
            say!("    cargo run --bin course -- check {id}    or    hint {id}");
        }
    }
    Ok(true)
}

/// Checks exercises, and says all that was found.
fn check(tasks: &[Task]) -> Result<bool> {
    let mut passed = true;
    for tasks in tasks.chunk_by(|a, b| a.chapter.number == b.chapter.number) {
        match Grader::build(tasks[0].chapter, Source::Reader, true)? {
            Built::Broken(_) => {
                say!("Chapter {}: {} does not compile; see above.", tasks[0].chapter.number, tasks[0].file());
                say!("    The names, parameters and results of the functions must be as they were at first.");
                passed = false;
            }
            Built::Program(grader) => {
                for task in tasks {
                    let verdict = grader.verdict(task, true)?;
                    passed &= verdict.passed();
                    say_verdict(task, &verdict);
                }
            }
        }
    }
    Ok(passed)
}

fn say_verdict(task: &Task, verdict: &Verdict) {
    let name = format!("{} {}", task.exercise.id, task.exercise.title);
    match verdict {
        Verdict::Passed => say!("{name}: passed"),
        Verdict::NotDone => say!("{name}: not done yet, see {}", task.place()),
        Verdict::Wrong(message) => {
            say!("{name}: not right yet, see {}\n    {}", task.place(), message.replace('\n', "\n    "))
        }
    }
}

fn hint(task: &Task, number: usize) -> Result<bool> {
    let id = task.exercise.id;
    say!("Hint {number} of 3 for {id} {}: {}", task.exercise.title, task.exercise.hints[number - 1]);
    if number < 3 {
        say!("    One more: cargo run --bin course -- hint {id} {}", number + 1);
    }
    Ok(true)
}

fn solution(task: &Task, force: bool) -> Result<bool> {
    let id = task.exercise.id;
    if !force {
        let Built::Program(grader) = Grader::build(task.chapter, Source::Reader, true)? else { return Ok(false) };
        if !grader.verdict(task, false)?.passed() {
            say!("{id} is not solved yet. There are three hints: cargo run --bin course -- hint {id}");
            say!("    To see our solution all the same: cargo run --bin course -- solution {id} --force");
            return Ok(false);
        }
    }
    let solutions = task.chapter.solutions;
    if let Some(range) = source::find(solutions, task.exercise.function) {
        say!("{}", solutions[range].trim_end());
    }
    Ok(true)
}

/// Puts the function back to `todo!()`, and keeps the file as it was under the first free name.
fn reset(task: &Task) -> Result<bool> {
    let file = task.path();
    let text = fs::read_to_string(&file).map_err(Error::io("read", &file))?;
    let name = task.exercise.function;
    let untouched = source::untouched(task.chapter.solutions, name).unwrap_or_default();
    let title = format!("{} {}", task.exercise.id, task.exercise.title);
    if text.contains(&untouched) {
        say!("{title} is as it was at first already.");
        return Ok(true);
    }
    let text_after = match source::find(&text, name) {
        Some(range) => format!("{}{untouched}{}", &text[..range.start], &text[range.end..]),
        None => format!("{}\n\n{untouched}", text.trim_end()), // the reader has removed or renamed it
    };
    let free = (1..).map(|n| file.with_extension(format!("rs.{n}.bak"))).find(|path| !path.exists());
    let backup = free.unwrap_or_else(|| file.with_extension("rs.bak"));
    write_atomically(&backup, text.as_bytes())?;
    write_atomically(&file, text_after.as_bytes())?;
    let kept = backup.strip_prefix(chapters::root()).unwrap_or(&backup).display();
    say!("{title} is as it was at first. Your file is kept as {kept}");
    Ok(true)
}

/// Whether a run of the reader's lies in the band of the book's record of that chapter. The folder is looked for from where
/// the reader is, and then from the project's root, where `runs` usually is.
fn compare(run: &Path) -> Result<bool> {
    let root = chapters::root();
    let run = fs::canonicalize(run).or_else(|_| fs::canonicalize(root.join(run))).map_err(Error::io("read", run))?;
    std::env::set_current_dir(&root).map_err(Error::io("enter", &root))?; // the records are found from there
    let comparison = records::compare(&run, &records::record_of(&run, Path::new(records::FOLDER))?)?;
    say!("{comparison}");
    Ok(comparison.is_inside())
}

/// Checks, waits until one of the files changes, and so on.
fn watch(tasks: &[Task]) -> Result<bool> {
    let chapters: Vec<&[Task]> = tasks.chunk_by(|a, b| a.chapter.number == b.chapter.number).collect();
    let saved = |task: &Task| fs::metadata(task.path()).and_then(|data| data.modified()).ok();
    let mut seen = vec![None; chapters.len()];
    loop {
        for (tasks, seen) in chapters.iter().zip(&mut seen) {
            let now = saved(&tasks[0]);
            if now.is_some() && now != *seen {
                *seen = now; // noted before the check: what is saved during it is checked again
                check(tasks)?;
                say!("    waiting for {} to be saved; Ctrl-C ends\n", tasks[0].file());
            }
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}
