//! What the chapters' programs share: their options, their exit codes, and how they print results.

mod fine_tuning;

pub use fine_tuning::FineTuningArgs;

use std::error::Error as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::hub;
use crate::records::{self, Machine};
use crate::train::{Mistake, Row, Summary, interrupt, process_start};
use crate::{Error, Result};

/// The options every chapter has. A chapter flattens them into its own:
///
/// ```
/// #[derive(clap::Parser)]
/// struct Args {
///     #[command(flatten)]
///     common: finetune::cli::CommonArgs,
/// }
/// ```
#[derive(Clone, Debug, clap::Args)]
pub struct CommonArgs {
    /// Learn from these files instead of the built-in town of Millbrook; chapters 3 to 6 also take a name of the Hugging Face
    /// hub: OWNER/NAME, with :FOLDER or @REVISION if need be (needs cargo run --features hub)
    #[arg(long, global = true, value_name = "PATH|ID")]
    pub data: Option<PathBuf>,
    /// Start from the encoder of the model in this folder, or of this name on the hub, with a new head; a command such as
    /// predict takes the model as it is, head and all
    #[arg(long, global = true, value_name = "DIR|ID")]
    pub model: Option<PathBuf>,
    /// Write the run's record, pictures and model here [default: runs/ and the chapter's name]
    #[arg(long, global = true, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The seed of every random choice; the same seed gives the same result
    #[arg(long, global = true, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// How many threads compute; the result does not depend on it [default: one for each core]
    #[arg(long, global = true, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Where to compute
    #[arg(long, global = true, value_name = "cpu", default_value = "cpu", value_parser = device)]
    pub device: Device,
    /// Go on with an interrupted run, from its last checkpoint
    #[arg(long, global = true)]
    pub resume: bool,
    /// A run of a few seconds with sizes of its own, which proves that everything works and nothing else
    #[arg(long, global = true)]
    pub quick: bool,
    /// How often to go through the training data
    #[arg(long, global = true, value_name = "N", value_parser = positive)]
    pub epochs: Option<usize>,
    /// About how many tokens one training step sees
    #[arg(long, global = true, value_name = "N", value_parser = positive)]
    pub batch_tokens: Option<usize>,
    /// The highest learning rate of the schedule
    #[arg(long, global = true, value_name = "X", value_parser = learning_rate)]
    pub learning_rate: Option<f64>,
    /// Add this run to the book's record of the chapter, or of its variant NAME
    #[arg(long, global = true, value_name = "NAME", num_args = 0..=1, default_missing_value = "", value_parser = variant)]
    pub record: Option<String>,
    /// Make a mistake on purpose, to see what it does: the book's pages on what can go wrong
    #[arg(long = "break", global = true, value_name = "MISTAKE", hide_short_help = true)]
    pub mistake: Option<Mistake>,
}

/// Where the arithmetic is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// On this computer's processor.
    Cpu,
}

/// A chapter's own defaults, each with the reason that `--help` gives for it.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    /// `--epochs`
    pub epochs: (usize, &'static str),
    /// `--batch-tokens`
    pub batch_tokens: (usize, &'static str),
    /// `--learning-rate`
    pub learning_rate: (f64, &'static str),
}

impl CommonArgs {
    /// The folder of the run: `--out`, or `runs/` and the chapter's name.
    pub fn out(&self, chapter: &str) -> PathBuf {
        self.out.clone().unwrap_or_else(|| PathBuf::from("runs").join(chapter))
    }

    /// The folder of `--model`, fetched from the hub if that is a name of a model there.
    ///
    /// # Errors
    /// Those of [`hub::model`].
    pub fn model_folder(&self) -> Result<Option<PathBuf>> {
        self.model.as_deref().map(hub::model).transpose()
    }

    /// The folder of `--data`, fetched from the hub if that is a name of a data set there.
    ///
    /// # Errors
    /// Those of [`hub::data`], and [`Error::Format`] if it is a file.
    pub fn data_folder(&self) -> Result<Option<PathBuf>> {
        let folder = self.data.as_deref().map(hub::data).transpose()?;
        match folder {
            Some(file) if file.is_file() => {
                Err(Error::format(&file, None, "a file", "a folder, with a training and a development part"))
            }
            folder => Ok(folder),
        }
    }
}

/// Reads the command line, starts the threads it asks for, and listens for Ctrl-C. A wrong call prints what is wrong
/// and ends the program with exit code 2, `--help` prints the options, with the chapter's `defaults`, and ends it with 0.
///
/// # Errors
/// [`Error::Usage`] when the system does not give as many threads, or the run is to be recorded and the book is not here.
pub fn parse<A: Parser>(defaults: &Defaults, common: impl Fn(&A) -> &CommonArgs) -> Result<A> {
    let args = parse_from(defaults, std::env::args_os()).unwrap_or_else(|error| error.exit());
    start_threads(common(&args).threads)?;
    common(&args).record.as_deref().map_or(Ok(PathBuf::new()), records::record_folder)?;
    interrupt::listen()?;
    Ok(args)
}

fn parse_from<A: Parser>(
    defaults: &Defaults,
    words: impl IntoIterator<Item = impl Into<std::ffi::OsString> + Clone>,
) -> Result<A, clap::Error> {
    let with_default = |argument: clap::Arg, value: String, reason: &str| {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        argument.help(format!("{help} [default: {value}, {reason}]"))
    };
    let Defaults { epochs, batch_tokens, learning_rate } = *defaults;
    let command = A::command()
        .mut_arg("epochs", |a| with_default(a, epochs.0.to_string(), epochs.1))
        .mut_arg("batch_tokens", |a| with_default(a, batch_tokens.0.to_string(), batch_tokens.1))
        .mut_arg("learning_rate", |a| with_default(a, format!("{:e}", learning_rate.0), learning_rate.1));
    A::from_arg_matches_mut(&mut command.try_get_matches_from(words)?)
}

fn start_threads(threads: Option<usize>) -> Result<()> {
    let Some(threads) = threads else { return Ok(()) };
    let started = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    started.map_err(|e| Error::Usage(format!("--threads {threads}: {e}")))
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if (1..=1_000_000).contains(&number) => Ok(number),
        _ => Err("expected a whole number from 1 to 1000000".to_string()),
    }
}

/// More would only stand in each other's way, and many systems refuse to start them.
fn threads(text: &str) -> Result<usize, String> {
    positive(text).ok().filter(|&number| number <= 1024).ok_or("expected a whole number from 1 to 1024".to_string())
}

fn learning_rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate > 0.0 => Ok(rate),
        _ => Err("expected a number above 0, such as 5e-4".to_string()),
    }
}

fn variant(text: &str) -> Result<String, String> {
    match text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        true => Ok(text.to_string()),
        false => Err("expected a name of small letters, digits and -, such as no-warm-up".to_string()),
    }
}

fn device(text: &str) -> Result<Device, String> {
    match text {
        "cpu" => Ok(Device::Cpu),
        _ => Err("expected cpu: there is no other yet".to_string()),
    }
}

/// A chapter's `main`: runs it, and turns its error into one line on stderr and an exit code: 2 for a call that makes
/// no sense, 130 after Ctrl-C, 1 for everything else.
///
/// ```no_run
/// # fn run() -> finetune::Result<()> { Ok(()) }
/// fn main() -> std::process::ExitCode {
///     finetune::cli::main(run)
/// }
/// ```
pub fn main(run: impl FnOnce() -> Result<()>) -> ExitCode {
    process_start();
    let Err(error) = run() else { return ExitCode::SUCCESS };
    let _ = writeln!(io::stderr(), "{}", describe(&error)); // nobody to tell if stderr is closed
    ExitCode::from(match error {
        Error::Usage(_) => 2,
        Error::Interrupted { .. } => interrupt::EXIT_CODE,
        _ => 1,
    })
}

/// An error and its causes in one line; a cause that its effect already quotes is not said again.
fn describe(error: &Error) -> String {
    let mut line = match error {
        Error::Interrupted { .. } => error.to_string(),
        _ => format!("error: {error}"),
    };
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.contains(&text) {
            line = format!("{line}: {text}");
        }
        cause = error.source();
    }
    line.replace('\n', " ")
}

/// Like `println!`, for results on stdout; but where `println!` panics this ends the program: quietly when the reader
/// has seen enough, as in `… | head -1`, and with a message when, say, the disk is full.
#[macro_export]
macro_rules! say {
    ($($words:tt)*) => { $crate::cli::print_line(format_args!($($words)*)) };
}

/// What [`say!`](crate::say) does.
pub fn print_line(line: std::fmt::Arguments) {
    if let Err(error) = writeln!(io::stdout(), "{line}") {
        if error.kind() == io::ErrorKind::BrokenPipe {
            std::process::exit(0);
        }
        let _ = writeln!(io::stderr(), "error: cannot write to stdout: {error}");
        std::process::exit(1);
    }
}

/// A chapter's results as text: one line a row, one column a metric, mean ± standard deviation where several seeds
/// were measured.
pub fn results_table(rows: &[Row]) -> String {
    let mut metrics: Vec<&String> = rows.iter().flat_map(|row| row.metrics.keys()).collect();
    metrics.sort();
    metrics.dedup();
    let header: Vec<&str> = std::iter::once("").chain(metrics.iter().map(|name| name.as_str())).collect();
    let lines = rows.iter().map(|row| {
        let cells = metrics.iter().map(|name| match row.metrics.get(*name) {
            Some(found) if found.seeds > 1 => format!("{} ± {}", number(found.mean), number(found.std)),
            Some(found) => number(found.mean),
            None => String::new(),
        });
        std::iter::once(row.name.clone()).chain(cells).collect()
    });
    table(&header, &lines.collect::<Vec<_>>())
}

/// Three decimals, or one where the number is large (a perplexity, say).
fn number(value: f64) -> String {
    if value.abs() < 100.0 { format!("{value:.3}") } else { format!("{value:.1}") }
}

/// The end of a run: says how long it took, how much memory it needed, and where everything lies; and records it if
/// `--record` asks for that.
///
/// # Errors
/// If the record cannot be written.
pub fn finish(common: &CommonArgs, summary: &Summary, out: &Path) -> Result<()> {
    let memory = summary.peak_mib.map(|mib| format!(", {mib} MiB of memory")).unwrap_or_default();
    say!("\nFinished in {:.0} s{memory}. Record, pictures and model: {}", summary.seconds, out.display());
    let Some(variant) = &common.record else { return Ok(()) };
    let record = records::record_folder(&records::record_name(&summary.chapter, variant))?;
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let machine = Machine::this(&summary.chapter, words);
    say!("Recorded for the book: {}", records::write(out, &record, &machine)?.display());
    Ok(())
}

/// Text in columns that are as wide as their widest cell, with a rule below the header.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let widest =
        |i: usize| rows.iter().chain([&header]).filter_map(|row| row.get(i)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..header.len()).map(|i| widest(i).unwrap_or(0)).collect();
    let rule = widths.iter().map(|&width| "-".repeat(width)).collect();
    let mut text = String::new();
    for row in [&header, &rule].into_iter().chain(rows) {
        let cells: Vec<String> = widths.iter().zip(row).map(|(width, cell)| format!("{cell:<width$}")).collect();
        text += cells.join("  ").trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests;
