//! How far a download is.

use crate::train::interrupt;
use hf_hub::api::Progress;
use indicatif::{HumanBytes, ProgressBar};
use std::io::{IsTerminal, Write, stderr};

/// A bar on a terminal, a line a file in a pipe. It ends the program when Ctrl-C is pressed: what has arrived is kept beside
/// the file that it will become.
pub struct Download {
    bar: ProgressBar,
}

impl Download {
    pub fn new() -> Self {
        Self { bar: ProgressBar::new(0) }
    }
}

impl Progress for Download {
    fn init(&mut self, size: usize, name: &str) {
        if !stderr().is_terminal() && self.bar.length() != Some(size as u64) {
            let _ = writeln!(stderr(), "fetching {name}, {}", HumanBytes(size as u64)); // nobody there is no reason to stop
        }
        self.bar.set_position(0); // a download that goes on after a break counts what it has already
        Progress::init(&mut self.bar, size, name);
    }

    fn update(&mut self, bytes: usize) {
        if interrupt::requested() {
            let _ = writeln!(stderr(), "stopped by Ctrl-C; the same command goes on where this download stopped");
            std::process::exit(interrupt::EXIT_CODE.into());
        }
        Progress::update(&mut self.bar, bytes);
    }

    fn finish(&mut self) {
        Progress::finish(&mut self.bar);
    }
}
