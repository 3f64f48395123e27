//! Chapter 6: how alike are two sentences? A cross-encoder reads both together; a bi-encoder makes a vector of each, and
//! the cosine of two vectors is the answer. Both are the encoder of chapter 2, fine-tuned on pairs with a score.
//!
//! The claim is measured against counting common words, against averaged word vectors, against the same networks without
//! pretraining, and against the pretrained encoder left as it is. A paraphrase has other words, the opposite has the same,
//! and the test pairs use words that no training pair has.

use clap::{Parser, Subcommand, ValueEnum};
use finetune::cli::{self, Defaults, FineTuningArgs};
use finetune::data::millbrook::{self, Part};
use finetune::data::{ScoredPair, published};
use finetune::files::remove_folder;
use finetune::models::Pooling;
use finetune::tasks::{FineTuningSettings, PairLoss, model_folder};
use finetune::train::Run;
use finetune::{Error, Result, say};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod cost;
mod pictures;
#[path = "../ch02_pretraining/pictures.rs"]
mod pretraining_pictures;
mod rows;
mod search;

const CHAPTER: &str = "ch06_similarity";
const DEFAULTS: Defaults = Defaults {
    epochs: (6, "the curves are flat by then"),
    batch_tokens: (512, "some twenty pairs: with few labels, many small steps"),
    learning_rate: (1e-3, "for the small encoder of chapter 2; a published one wants 5e-5 to 1e-4"),
};

/// Chapter 6: fine-tune a pretrained encoder to tell how alike two sentences are.
///
/// Pretrains one first if chapter 2 has not been run. Writes the run's record, its pictures and the models to
/// runs/ch06_similarity.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    fine_tuning: FineTuningArgs,
    /// How many of Millbrook's pairs to learn from
    #[arg(long, value_name = "N", default_value_t = 3000, value_parser = clap::value_parser!(u64).range(12..=20_000))]
    examples: u64,
    /// Train this encoder only, in all ways [default: bi in all ways, and a cross-encoder to compare it with]
    #[arg(long, value_name = "cross|bi")]
    encoder: Option<Kind>,
    /// How a bi-encoder makes one vector of a sentence's many [default: as --model was trained to do, if it says so; else mean]
    #[arg(long, value_name = "mean|cls|max")]
    pooling: Option<Pooling>,
    /// What a bi-encoder learns from: the scores, or which sentences belong together
    #[arg(long, value_name = "regression|contrastive", default_value = "regression")]
    loss: PairLoss,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say how alike two sentences are, with the models that this chapter saved (or with the bi-encoder of --model)
    Predict {
        /// One sentence
        #[arg(default_value = "The soup was tepid.")]
        a: String,
        /// The other
        #[arg(default_value = "The soup was far from tasty.")]
        b: String,
    },
    /// Find the five sentences that are nearest in meaning: in the town's newspaper, or in --data FILE, line by line; with the
    /// bi-encoder that this chapter saved (or with --model)
    Search {
        /// What to look for
        #[arg(default_value = "The waiter was unfriendly.")]
        query: String,
    },
}

/// The two encoders of the chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// Reads both sentences together
    Cross,
    /// Makes a vector of each
    Bi,
}

/// Everything that the results depend on.
#[derive(Debug, Serialize)]
struct Settings {
    examples: u64,
    /// The only encoder, if it is not both; `encoder` is where the pretrained one lies.
    kind: Option<Kind>,
    pooling: Pooling,
    loss: PairLoss,
    #[serde(flatten)]
    fine_tuning: FineTuningSettings,
}

fn main() -> ExitCode {
    cli::main(run)
}

fn run() -> Result<()> {
    let args: Args = cli::parse(&DEFAULTS, |args: &Args| &args.fine_tuning.common)?;
    let common = &args.fine_tuning.common;
    let out = common.out(CHAPTER);
    let bi = || Ok::<_, Error>(common.model_folder()?.unwrap_or_else(|| model_folder(&out)));
    match &args.command {
        Some(Command::Predict { a, b }) => search::predict(&bi()?, &cross_folder(&out), args.pooling, [a, b]),
        Some(Command::Search { query }) => {
            search::search(query, &bi()?, args.pooling, common.data.as_deref(), &out.join("search"))
        }
        None => train(&args, &out),
    }
}

/// Where a run keeps its cross-encoder; the bi-encoder is its main model.
fn cross_folder(out: &Path) -> PathBuf {
    out.join("cross_encoder")
}

/// The chapter's run: data, rows, pictures, what an answer costs.
fn train(args: &Args, out: &Path) -> Result<()> {
    let common = &args.fine_tuning.common;
    let [train, dev, test] = read_data(args)?; // first: a wrong --data should be heard of before chapter 2 has run
    let encoder = args.fine_tuning.encoder(out, pretraining_pictures::draw)?;
    let settings = Settings {
        examples: args.examples,
        kind: args.encoder,
        pooling: Pooling::choose(args.pooling, &encoder.folder)?,
        loss: args.loss,
        fine_tuning: args.fine_tuning.settings(&DEFAULTS, &encoder),
    };
    let mut run = Run::open(out, CHAPTER, &settings, common.resume)?; // last: it clears the folder
    if !common.resume {
        // What this run does not make must not be taken for its own.
        remove_folder(&cross_folder(out))?;
        if args.encoder == Some(Kind::Cross) {
            remove_folder(&model_folder(out))?;
        }
    }

    let mut rows = rows::baselines(&train, &test, &encoder)?;
    let pairs = [&train, &dev, &test];
    let recipes = rows::recipes(args.fine_tuning.recipes(), args.encoder);
    let (bi, cross) = rows::networks(&mut rows, &recipes, pairs, &encoder, &settings, &mut run, out)?;
    let seeds = settings.fine_tuning.seeds;
    say!("\nOn {} test pairs, after learning from {}, with {seeds} seeds:\n", test.len(), train.len());
    say!("{}", cli::results_table(&rows));
    pictures::draw(&mut run, &rows, &recipes, &test, [&bi, &cross], &settings, out)?;
    let cost = cost::measure(&test, &encoder, settings.pooling)?;
    let summary = run.folder.finish(rows, cost)?;
    cli::finish(common, &summary, out)
}

/// Millbrook's pairs, or a published set such as the STS benchmark. Its test part has been looked at by everybody for
/// years; as in chapter 3, the development part is what is reported on.
fn read_data(args: &Args) -> Result<[Vec<ScoredPair>; 3]> {
    let common = &args.fine_tuning.common;
    match common.data_folder()? {
        Some(folder) => {
            let (train, dev) = published::pairs(&folder, &args.fine_tuning.columns)?;
            Ok([train, dev.clone(), dev])
        }
        None => {
            let tests = if common.quick { 120 } else { 1200 };
            let pairs = |part, count| millbrook::pairs(common.seed, part, count);
            Ok([pairs(Part::Train, args.examples as usize), pairs(Part::Dev, 240), pairs(Part::Test, tests)])
        }
    }
}
