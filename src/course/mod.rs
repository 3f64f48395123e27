//! The course: what the checks of the exercises, the program `course` and the tests share.
//!
//! An exercise is a function in a chapter's `exercises.rs`, and its check is a function in its `checks` that is given the
//! answers of the whole chapter as function pointers. So the same check runs on the reader's answer, on ours, and on wrong
//! ones. [`examine`] runs a check so that no answer can do harm, and [`compare()`] says what is wrong with a result.

mod compare;
mod examine;
pub mod source;

pub use compare::{Mistake, compare, compare_lists, row, trials};
pub use examine::{LimitedMemory, Verdict, examine, grade, limited_memory};

/// What the program `course` says about an exercise.
#[derive(Clone, Copy, Debug)]
pub struct Exercise {
    /// Chapter and number, such as `1.3`.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The name of the function to be written.
    pub function: &'static str,
    /// First a question, then a direction, then nearly the answer.
    pub hints: [&'static str; 3],
}

/// What a check finds: nothing wrong, or what is wrong, in words for the reader.
pub type Checked = Result<(), String>;

/// An exercise's id, and the check of its answer among the answers `A` of the chapter.
pub type Check<A> = (&'static str, fn(&A) -> Checked);
