//! Where a run ran: a time means nothing without it.

use serde::{Deserialize, Serialize};
use std::fs;
use std::process::Command;

/// The machine of a recorded run, and the call that repeats the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's name, where the system tells.
    pub cpu: String,
    /// How many cores the system offers.
    pub cores: usize,
    /// How many threads computed.
    pub threads: usize,
    /// The operating system and the kind of processor: `linux x86_64`.
    pub os: String,
    /// The compiler's version.
    pub rustc: String,
    /// How to repeat the run: `cargo run --bin ch03_sentiment -- --warm-up 0`.
    pub command: String,
}

impl Machine {
    /// This machine, and a call of `chapter`'s program with these arguments.
    pub fn this(chapter: &str, arguments: impl Iterator<Item = String>) -> Self {
        let unknown = || "unknown".to_string();
        Self {
            cpu: cpu().unwrap_or_else(unknown),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            threads: rayon::current_num_threads(),
            os: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            rustc: output("rustc", &["--version"]).unwrap_or_else(unknown),
            command: command(chapter, arguments),
        }
    }
}

/// Linux tells the name in a line like `model name : …`, macOS through a program, Windows in a variable.
fn cpu() -> Option<String> {
    let linux = fs::read_to_string("/proc/cpuinfo").ok();
    let linux = linux.as_deref().and_then(|text| text.lines().find_map(|line| line.strip_prefix("model name")));
    linux
        .and_then(|line| Some(line.split_once(':')?.1.trim().to_string()))
        .or_else(|| output("sysctl", &["-n", "machdep.cpu.brand_string"]))
        .or_else(|| std::env::var("PROCESSOR_IDENTIFIER").ok())
}

/// What a program prints, if it is there and succeeds.
fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_string();
    (!text.is_empty()).then_some(text)
}

/// The call without what only concerns who records: `--record`, `--seed`, `--out`, `--threads`, `--resume`.
fn command(chapter: &str, arguments: impl Iterator<Item = String>) -> String {
    let mut words = vec!["cargo run --bin".to_string(), chapter.to_string()];
    let mut kept = Vec::new();
    let mut arguments = arguments.peekable();
    while let Some(word) = arguments.next() {
        let option = word.split('=').next().unwrap_or_default();
        if ["--record", "--seed", "--out", "--threads"].contains(&option) {
            if !word.contains('=') {
                arguments.next_if(|value| !value.starts_with('-'));
            }
        } else if option != "--resume" {
            kept.push(word);
        }
    }
    if !kept.is_empty() {
        words.push("--".to_string());
    }
    words.extend(kept);
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_the_readers() {
        for (arguments, expected) in [
            ("--record", "cargo run --bin ch03_sentiment"),
            ("--record no-warm-up --warm-up 0 --seed 3", "cargo run --bin ch03_sentiment -- --warm-up 0"),
            ("--out=here --record --epochs 3 --threads 2 --resume", "cargo run --bin ch03_sentiment -- --epochs 3"),
        ] {
            assert_eq!(command("ch03_sentiment", arguments.split(' ').map(String::from)), expected);
        }
    }

    #[test]
    fn this_machine_is_known() {
        let machine = Machine::this("ch01_transformer", std::iter::empty());
        assert!(machine.cores > 0 && machine.threads > 0 && !machine.cpu.is_empty(), "{machine:?}");
        assert!(machine.os.contains(std::env::consts::OS), "{machine:?}");
    }
}
