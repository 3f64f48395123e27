//! How far a long piece of work is: a bar on a terminal, now and then a plain line in a pipe or a file.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use indicatif::{FormattedDuration, ProgressBar, ProgressFinish, ProgressStyle};

const TEMPLATE: &str = "{prefix} {wide_bar} {pos}/{len}  {msg}";
/// Plain lines come at every tenth of the way, but not so fast that nobody can read them, and not so slowly that
/// somebody wonders whether the program still lives.
const SHORTEST_SILENCE: Duration = Duration::from_secs(2);
const LONGEST_SILENCE: Duration = Duration::from_secs(30);

/// Shows the steps of one training run on stderr; stdout stays free for results.
pub struct Progress {
    label: String,
    first_step: usize,
    total_steps: usize,
    started: Instant,
    tokens: usize,
    bar: Option<ProgressBar>,
    last_line: Option<(Instant, usize)>,
}

impl Progress {
    /// Begins after `done_steps` of `total_steps`: 0 unless the run is resumed.
    pub fn new(label: &str, done_steps: usize, total_steps: usize) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(total_steps as u64)
                .with_position(done_steps as u64)
                .with_prefix(label.to_string())
                .with_style(style)
                .with_finish(ProgressFinish::Abandon) // leaves the bar standing where an error stopped it
        });
        let (label, started) = (label.to_string(), Instant::now());
        Self { label, first_step: done_steps, total_steps, started, tokens: 0, bar, last_line: None }
    }

    /// Shows that `done_steps` steps are finished, the last one with this loss over so many tokens.
    pub fn step(&mut self, done_steps: usize, loss: f64, tokens: usize) {
        self.tokens += tokens;
        let left = FormattedDuration(self.time_left(done_steps));
        let numbers = format!("loss {loss:.4}  {:.0} tokens/s  {left} left", self.tokens_per_second());
        match &self.bar {
            Some(bar) => {
                bar.set_message(numbers);
                bar.set_position(done_steps as u64);
            }
            None => self.plain(done_steps, &numbers),
        }
    }

    /// The mean rate since the beginning, in tokens a second.
    pub fn tokens_per_second(&self) -> f64 {
        self.tokens as f64 / self.started.elapsed().as_secs_f64().max(1e-9)
    }

    /// If the steps to come take as long as those of this process did.
    fn time_left(&self, done_steps: usize) -> Duration {
        let done_here = done_steps.saturating_sub(self.first_step).max(1) as f64;
        let to_come = self.total_steps.saturating_sub(done_steps) as f64;
        self.started.elapsed().mul_f64(to_come / done_here)
    }

    fn plain(&mut self, done_steps: usize, numbers: &str) {
        let silence = self.last_line.map(|(when, step)| (when.elapsed(), step));
        if is_due(silence, done_steps, self.total_steps) {
            // A reader that has gone away is no reason to stop training.
            let _ = writeln!(stderr(), "{}: step {done_steps}/{}  {numbers}", self.label, self.total_steps);
            self.last_line = Some((Instant::now(), done_steps));
        }
    }
}

/// Whether a plain line is due, when the last one is so long ago and was about that step.
fn is_due(last_line: Option<(Duration, usize)>, step: usize, total_steps: usize) -> bool {
    let Some((silence, last_step)) = last_line else { return true };
    let tenth = |step: usize| step * 10 / total_steps.max(1);
    step >= total_steps || silence >= LONGEST_SILENCE || (silence >= SHORTEST_SILENCE && tenth(step) > tenth(last_step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_lines_are_neither_too_many_nor_too_few() {
        let after = |seconds, last_step, step| is_due(Some((Duration::from_secs(seconds), last_step)), step, 1000);
        assert!(is_due(None, 1, 1000), "the first step");
        assert!(!after(1, 99, 100), "a tenth of the way, but too soon");
        assert!(after(2, 99, 100), "a tenth of the way");
        assert!(!after(29, 100, 199), "on the way");
        assert!(after(30, 100, 101), "still alive");
        assert!(after(0, 999, 1000), "the last step");
    }

    #[test]
    fn the_rate_counts_this_process_only() {
        let mut progress = Progress::new("test", 90, 100);
        for step in 91..=100 {
            progress.step(step, 0.5, 7);
        }
        assert_eq!(progress.tokens, 70);
        assert!(progress.tokens_per_second() > 0.0);
        Progress::new("no steps at all", 0, 0).step(0, f64::NAN, 0);
    }
}
