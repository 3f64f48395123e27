//! Runs the chapters' programs as a reader does, and looks at what they say.

#![allow(dead_code)] // every test file compiles this module for itself, and uses a part of it

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const CH01: &str = env!("CARGO_BIN_EXE_ch01_transformer");
pub const CH02: &str = env!("CARGO_BIN_EXE_ch02_pretraining");
pub const CH03: &str = env!("CARGO_BIN_EXE_ch03_sentiment");
pub const CH04: &str = env!("CARGO_BIN_EXE_ch04_ner");
pub const CH05: &str = env!("CARGO_BIN_EXE_ch05_question_answering");
pub const CH06: &str = env!("CARGO_BIN_EXE_ch06_similarity");

/// An empty folder, kept for a look after a failure.
pub fn fresh_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A call of a program in a folder; `arguments` are separated by blanks, and a `_` in them stands for one.
pub fn call(program: &str, folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments.split_whitespace().map(|word| word.replace('_', " ")));
    command
}

/// A call that must succeed; returns what it printed.
pub fn succeed(program: &str, folder: &Path, arguments: &str) -> String {
    let output = call(program, folder, arguments).output().unwrap();
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(0), "{arguments}\n{stderr}");
    stdout
}

/// A call that must fail with this exit code, and say all of `expected` on stderr.
pub fn fail(program: &str, folder: &Path, arguments: &str, code: i32, expected: &[&str]) {
    fail_with(call(program, folder, arguments).output().unwrap(), code, expected);
}

/// The same of a call already made.
pub fn fail_with(output: Output, code: i32, expected: &[&str]) {
    let (_, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    let message = stderr.lines().find(|line| line.starts_with("error:")).unwrap_or(&stderr);
    for words in expected {
        assert!(message.contains(words), "no {words:?} in: {message}");
    }
}

fn texts(output: &Output) -> (String, String) {
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Changes a copy of a file's bytes, and writes them back.
pub fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

/// Copies the files of a folder into a new one.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
