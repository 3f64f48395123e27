//! Ctrl-C: the first asks for a stop between two steps, the second stops at once.

use std::io::Write;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{Error, Result};

/// The exit code of a program that Ctrl-C ended: 128 + the number of the signal SIGINT.
pub const EXIT_CODE: u8 = 130;

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Whether Ctrl-C was pressed. A training loop asks between steps; when true, it saves and returns
/// [`Error::Interrupted`].
pub fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}

/// Listens for Ctrl-C from now on. Later calls do nothing.
///
/// # Errors
/// [`Error::Usage`] where the system grants no handler.
pub fn listen() -> Result<()> {
    static ONCE: Once = Once::new();
    let mut result = Ok(());
    ONCE.call_once(|| result = ctrlc::set_handler(pressed));
    result.map_err(|e| Error::Usage(format!("cannot listen for Ctrl-C: {e}")))
}

fn pressed() {
    let second_time = REQUESTED.swap(true, Ordering::Relaxed);
    if second_time {
        std::process::exit(EXIT_CODE.into());
    }
    // A closed stderr is no reason to die here.
    let _ = writeln!(std::io::stderr(), "\nstopping after this step; press Ctrl-C again to stop at once, unsaved");
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    use std::time::Duration;

    const TEST: &str = "train::interrupt::tests::the_first_press_is_seen_and_the_second_ends_the_process";

    #[test]
    fn the_first_press_is_seen_and_the_second_ends_the_process() {
        // The test starts itself as a second process, to be signalled.
        if std::env::var_os("LISTEN").is_some() {
            return listen_until_killed();
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", TEST, "--nocapture"])
            .env("LISTEN", "")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(|line| line.unwrap());
        for awaited in ["listening", "seen"] {
            assert!(lines.any(|line| line == awaited), "the second process did not say {awaited:?}");
            let pressed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
            assert!(pressed.is_ok_and(|status| status.success()));
        }
        assert_eq!(child.wait().unwrap().code(), Some(EXIT_CODE.into()));
    }

    fn listen_until_killed() {
        listen().unwrap();
        listen().unwrap();
        assert!(!requested());
        println!("\nlistening");
        while !requested() {
            std::thread::sleep(Duration::from_millis(1));
        }
        println!("seen");
        std::thread::sleep(Duration::from_secs(60));
    }
}
