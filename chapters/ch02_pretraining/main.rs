//! Chapter 2: an encoder learns a language by reading.
//!
//! It reads the newspaper of a small town, with some words hidden, and guesses them (MLM); and it guesses whether one
//! text follows another (NSP). Nobody labels anything: the text is its own teacher. What comes out is the model that the
//! later chapters fine-tune.

use clap::{Parser, Subcommand};
use finetune::cli::{self, CommonArgs, Defaults};
use finetune::tasks::{Filler, PretrainingSettings, held_out_metrics, model_folder, pretrain, row};
use finetune::train::{Row, Run};
use finetune::{Error, Result, say};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod pictures;

const CHAPTER: &str = "ch02_pretraining";

/// Chapter 2: pretrain a BERT on raw text with masked words and next sentences.
///
/// Writes the run's record, its curves and the model to runs/ch02_pretraining.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    common: CommonArgs,
    /// How many words of Millbrook's newspaper to read
    #[arg(long, value_name = "N", default_value_t = PretrainingSettings::default().words, conflicts_with = "quick")]
    words: usize,
    /// How many word pieces the vocabulary has, at most
    #[arg(long, value_name = "N", default_value_t = PretrainingSettings::default().vocabulary, conflicts_with = "quick")]
    vocabulary: usize,
    /// The length of a token's vector
    #[arg(long, value_name = "N", default_value_t = PretrainingSettings::default().hidden, conflicts_with = "quick")]
    hidden: usize,
    /// Number of encoder layers
    #[arg(long, value_name = "N", default_value_t = PretrainingSettings::default().layers)]
    layers: usize,
    /// Number of attention heads; divides --hidden
    #[arg(long, value_name = "N", default_value_t = PretrainingSettings::default().heads)]
    heads: usize,
    /// The longest pair of texts, in tokens
    #[arg(long, value_name = "N", default_value_t = PretrainingSettings::default().max_tokens)]
    max_tokens: usize,
    /// Mask all pieces of a word together
    #[arg(long)]
    whole_words: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fill in the blanks of a text with the model that this chapter saved (or with --model)
    Predict {
        /// A text with at least one `[MASK]` in it
        #[arg(default_value = "the baker sold fresh [MASK] .")]
        text: String,
    },
    /// Measure how much of this chapter a fine-tuned model has forgotten: its encoder, under the heads that this chapter saved
    Forgetting {
        /// The folder of a model that was fine-tuned from this chapter's
        fine_tuned: PathBuf,
    },
}

fn main() -> ExitCode {
    cli::main(run)
}

fn run() -> Result<()> {
    let settings = PretrainingSettings::default();
    let defaults = Defaults {
        epochs: (settings.epochs, "a few minutes on two cores"),
        batch_tokens: (settings.batch_tokens, "many small steps teach a small model most in a minute"),
        learning_rate: (settings.learning_rate, "small models bear twenty times what BERT-base does"),
    };
    let args: Args = cli::parse(&defaults, |args: &Args| &args.common)?;
    let out = args.common.out(CHAPTER);
    if let Some(Command::Predict { text }) = &args.command {
        let folder = args.common.model_folder()?.unwrap_or_else(|| model_folder(&out));
        return fill_in(&Filler::load(&folder)?, text);
    }
    if let Some(Command::Forgetting { fine_tuned }) = &args.command {
        let folder = args.common.model_folder()?.unwrap_or_else(|| model_folder(&out));
        return forgetting(&args, &folder, fine_tuned, &out.join("forgetting"));
    }
    if args.common.model.is_some() {
        return Err(Error::Usage(
            "this chapter starts from random weights: --model is for predict and forgetting".into(),
        ));
    }

    let (mut run, rows) = pretrain(&settings_of(&args), &out, args.common.resume)?;
    pictures::draw(&mut run, &rows)?;
    report(&rows);
    let filler = Filler::load(&model_folder(&out))?;
    for text in ["The baker sold fresh [MASK].", "The soup was cold and [MASK].", "The river rose after the [MASK]."] {
        fill_in(&filler, text)?;
    }
    let summary = run.folder.finish(rows, serde_json::Map::new())?;
    cli::finish(&args.common, &summary, &out)
}

/// The chapter's settings, as the command line changes them.
fn settings_of(args: &Args) -> PretrainingSettings {
    let mut settings = PretrainingSettings {
        data: args.common.data.clone(),
        words: args.words,
        seed: args.common.seed,
        vocabulary: args.vocabulary,
        hidden: args.hidden,
        layers: args.layers,
        heads: args.heads,
        max_tokens: args.max_tokens,
        whole_words: args.whole_words,
        mistake: args.common.mistake,
        ..PretrainingSettings::default()
    };
    if args.common.quick {
        settings = settings.quick();
    }
    settings.epochs = args.common.epochs.unwrap_or(settings.epochs);
    settings.batch_tokens = args.common.batch_tokens.unwrap_or(settings.batch_tokens);
    settings.learning_rate = args.common.learning_rate.unwrap_or(settings.learning_rate);
    settings
}

/// The table, and what to read in it.
fn report(rows: &[Row]) {
    say!(
        "\nOn held-out text (mlm and nsp in nats; uniform: every word piece equally likely; trivial: by frequency alone;"
    );
    say!("bag of words: a second text continues the first if they share words):\n");
    say!("{}", cli::results_table(rows));
}

/// Prints the five likeliest words for each blank.
fn fill_in(filler: &Filler, text: &str) -> Result<()> {
    for words in filler.fill(text, 5)? {
        let words: Vec<String> = words.iter().map(|(word, p)| format!("{word} {:.0}%", 100.0 * p)).collect();
        say!("{text}   {}", words.join("  "));
    }
    Ok(())
}

/// What a look at forgetting depends on.
#[derive(Debug, Serialize)]
struct ForgettingSettings<'a> {
    fine_tuned: &'a Path,
    #[serde(flatten)]
    pretraining: PretrainingSettings,
}

/// Measures what the heads of this chapter do on held-out text, before and after their encoder was fine-tuned for something
/// else.
fn forgetting(args: &Args, pretrained: &Path, fine_tuned: &Path, out: &Path) -> Result<()> {
    let settings = ForgettingSettings { fine_tuned, pretraining: settings_of(args) };
    let rows = [("pretrained", None), ("fine-tuned", Some(fine_tuned))].map(|(name, encoder)| {
        let metrics = held_out_metrics(&settings.pretraining, pretrained, encoder)?;
        Ok(row(name, [&metrics]))
    });
    let rows = rows.into_iter().collect::<Result<Vec<_>>>()?;
    say!("{}", cli::results_table(&rows));
    let mut run = Run::open(out, CHAPTER, &settings, false)?;
    let summary = run.folder.finish(rows, serde_json::Map::new())?;
    cli::finish(&args.common, &summary, out)
}
