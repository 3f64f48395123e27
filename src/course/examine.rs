//! Runs a check on an answer that may be unfinished, panic, or never end.

use super::{Check, Checked};
use crate::{Error, Result, files};
use cap::Cap;
use serde::{Deserialize, Serialize};
use std::alloc::System;
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::path::Path;
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

/// How long a check may take. A right answer takes a few milliseconds.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// What `todo!()` panics with.
const TODO: &str = "not yet implemented";

/// The name of the threads on which checks run: their panics are told to the reader in one line, without a trace.
const THREAD: &str = "check";

/// What was found about an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It is right.
    Passed,
    /// It is still `todo!()`.
    NotDone,
    /// It is wrong, and this is why.
    Wrong(String),
}

impl Verdict {
    /// Whether the answer is right.
    pub fn passed(&self) -> bool {
        *self == Verdict::Passed
    }

    /// The verdict in words.
    pub fn message(&self) -> &str {
        match self {
            Verdict::Passed => "passed",
            Verdict::NotDone => "not done yet",
            Verdict::Wrong(message) => message,
        }
    }
}

/// Runs a check on a thread of its own. A panic of the answer, and an answer that does not end, become verdicts.
pub fn examine<A: Send + 'static>(check: fn(&A) -> Checked, answers: A) -> Verdict {
    keep_checks_quiet();
    let (sender, receiver) = mpsc::channel();
    let run = move || {
        let found = panic::catch_unwind(AssertUnwindSafe(|| check(&answers)));
        let verdict = match found {
            Ok(Ok(())) => Verdict::Passed,
            Ok(Err(message)) => Verdict::Wrong(message),
            Err(payload) => from_panic(&payload_text(payload.as_ref())),
        };
        let _ = sender.send(verdict); // nobody waits any more if it took too long
    };
    if let Err(error) = thread::Builder::new().name(THREAD.into()).spawn(run) {
        return Verdict::Wrong(format!("the check could not be started: {error}"));
    }
    receiver.recv_timeout(TIME_LIMIT).unwrap_or_else(|_| {
        let seconds = TIME_LIMIT.as_secs();
        Verdict::Wrong(format!("Your answer did not finish within {seconds} seconds. Is there a loop that never ends?"))
    })
}

thread_local! {
    /// The line of `exercises.rs` at which this thread panicked last.
    static PANICKED_AT: Cell<Option<u32>> = const { Cell::new(None) };
    /// What the answer is being tried on.
    static INPUT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Notes what the answer is about to be called with, for the message if it panics.
pub(super) fn note_input(input: Option<String>) {
    INPUT.set(input);
}

/// From now on, panics on the threads of checks are noted and not printed. All others are printed as before.
fn keep_checks_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info: &PanicHookInfo| {
            if thread::current().name() != Some(THREAD) {
                return usual(info);
            }
            let place = info.location().filter(|place| place.file().ends_with("exercises.rs"));
            let called = || line_in(&Backtrace::force_capture().to_string()); // it panicked in a function that it called
            PANICKED_AT.set(place.map(|place| place.line()).or_else(called));
        }));
    });
}

/// The line of `exercises.rs` that a backtrace names first.
fn line_in(backtrace: &str) -> Option<u32> {
    let after = backtrace.lines().find_map(|line| line.split_once("exercises.rs:"))?.1;
    after.split(':').next()?.parse().ok()
}

fn from_panic(text: &str) -> Verdict {
    if text.starts_with(TODO) {
        return Verdict::NotDone;
    }
    let place = PANICKED_AT.get().map(|line| format!(" in line {line} of exercises.rs")).unwrap_or_default();
    let reason = if text == "attempt to subtract with overflow" { " (a `usize` cannot go below 0)" } else { "" };
    let input = INPUT.take().map(|input| format!("\nIt was called with {input}")).unwrap_or_default();
    Verdict::Wrong(format!("Your answer panicked{place}: {text}{reason}{input}"))
}

fn payload_text(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".into())
}

/// The memory of a chapter's grading program.
pub type LimitedMemory = Cap<System>;

/// One gigabyte, to be the program's global allocator: a loop that fills a list and never ends must not fill the reader's computer.
/// Whoever asks for more ends the program.
pub const fn limited_memory() -> LimitedMemory {
    Cap::new(System, 1 << 30)
}

/// The body of a chapter's grading program, which `course` calls with an exercise's id and a file for the verdict. In a
/// process of its own, even an answer that overflows the stack harms nothing else.
///
/// # Errors
/// If it is called in another way, or the verdict cannot be written.
pub fn grade<A: Send + 'static>(checks: &[Check<A>], answers: A) -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [id, file] = arguments.as_slice() else {
        return Err(Error::Usage("this program is called by another: use cargo run --bin course -- check".into()));
    };
    let Some((_, check)) = checks.iter().find(|(known, _)| known == id) else {
        return Err(Error::Usage(format!("this chapter has no exercise {id}")));
    };
    let verdict = serde_json::to_vec(&examine(*check, answers)).map_err(|error| Error::Usage(error.to_string()))?;
    files::write_atomically(Path::new(file), &verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(check: fn(&()) -> Checked) -> Verdict {
        examine(check, ())
    }

    #[test]
    fn every_way_an_answer_can_end_is_a_verdict() {
        assert_eq!(verdict(|()| Ok(())), Verdict::Passed);
        assert_eq!(verdict(|()| Err("a reason".into())), Verdict::Wrong("a reason".into()));
        assert_eq!(verdict(|()| todo!()), Verdict::NotDone);
        assert_eq!(verdict(|()| todo!("after lunch")), Verdict::NotDone);
        let expected = "Your answer panicked: index out of bounds: the len is 2 but the index is 7";
        assert_eq!(
            verdict(|()| Err([String::new(), String::new()][std::hint::black_box(7)].clone())).message(),
            expected
        );
        let expected = "Your answer panicked: too small\nIt was called with 7";
        assert_eq!(verdict(|()| super::super::trials("9.1", |_| 7, |_| panic!("too small"))).message(), expected);
    }

    #[test]
    fn the_line_in_a_backtrace() {
        let trace = "   3: index\n   at /ndarray/lib.rs:9:1\n   4: answer\n   at ./chapters/ch06/exercises.rs:41:5\n   5: x\n   at ./exercises.rs:7:1";
        assert_eq!(line_in(trace), Some(41));
        assert_eq!(line_in("   3: index\n   at /ndarray/lib.rs:9:1"), None);
    }
}
