//! Chapter 3: fine-tuning. The encoder of chapter 2 gets one linear layer on top, and both are trained together on a few
//! hundred labelled reviews.
//!
//! The claim is measured against four rivals: guessing the commoner label; counting words; the same network without
//! pretraining; and the pretrained encoder left as it is. The test reviews praise and blame in words that no training
//! review uses, so only a model that has read the newspaper can know them.

use clap::{Parser, Subcommand};
use finetune::cli::{self, CommonArgs, Defaults};
use finetune::data::millbrook::{self, Part};
use finetune::data::{Labelled, glue};
use finetune::tasks::{
    Classifier, Examples, Parts, PretrainingSettings, is_quick, load_encoder, model_folder, pretrain,
};
use finetune::train::{Mistake, Run};
use finetune::{Error, Result, say};
use rows::{Encoder, Settings};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod pictures;
#[path = "../ch02_pretraining/pictures.rs"]
mod pretraining_pictures;
mod rows;

const CHAPTER: &str = "ch03_sentiment";
const EPOCHS: usize = 20;
const BATCH_TOKENS: usize = 512;
const LEARNING_RATE: f64 = 6e-4;

/// Chapter 3: fine-tune a pretrained encoder to tell praise from blame.
///
/// Pretrains one first if chapter 2 has not been run. Writes the run's record, its pictures and the model to
/// runs/ch03_sentiment.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    common: CommonArgs,
    /// How many times to train each model, each time with another seed: the table shows mean and spread
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=100))]
    seeds: u64,
    /// How many of Millbrook's reviews to learn from
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u64).range(2..=10_000))]
    examples: u64,
    /// Stop a training when N looks at the development part in a row were no better, and keep the best weights
    #[arg(long, value_name = "N")]
    patience: Option<usize>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Classify a text with the model that this chapter saved (or with --model)
    Predict {
        /// The text
        #[arg(default_value = "The soup was far from bland.")]
        text: String,
    },
}

fn main() -> ExitCode {
    cli::main(run)
}

fn run() -> Result<()> {
    let defaults = Defaults {
        epochs: (EPOCHS, "the curves are flat by then"),
        batch_tokens: (BATCH_TOKENS, "some twenty reviews: with few labels, many small steps"),
        learning_rate: (LEARNING_RATE, "for the small encoder of chapter 2; a published one wants 5e-5 to 1e-4"),
    };
    let args: Args = cli::parse(&defaults, |args: &Args| &args.common)?;
    let out = args.common.out(CHAPTER);
    match &args.command {
        Some(Command::Predict { text }) => {
            let folder = args.common.model.clone().unwrap_or_else(|| model_folder(&out));
            predict(&Classifier::load(&folder)?, text)
        }
        None => train(&args, &out),
    }
}

/// The chapter's run: data, five rows, pictures, a demonstration.
fn train(args: &Args, out: &Path) -> Result<()> {
    if args.common.mistake == Some(Mistake::EveryToken) {
        return Err(Error::Usage("--break every-token: this chapter has one loss a text; it is for chapter 2".into()));
    }
    let [train, dev, test] = read_data(args)?; // first: a wrong --data should be heard of before chapter 2 has run
    let folder = encoder_folder(args, out)?;
    let settings = settings(args, &folder);
    let (config, tokenizer) = load_encoder(&folder)?;
    let encoder = Encoder { config, tokenizer, folder };
    let data = tokenize([&train, &dev, &test], &encoder)?;
    let mut run = Run::open(out, CHAPTER, &settings, args.common.resume)?; // last: it clears the folder

    let mut rows = rows::baselines(&train, &test);
    let (trained, confusion) = rows::networks(&data, &encoder, &settings, &mut run, &model_folder(out))?;
    rows.extend(trained);
    pictures::draw(&mut run, &rows, &confusion, &data.labels, &settings)?;

    let (learned, tested) = (data.train.labels.len(), data.test.labels.len());
    say!("\nOn {tested} test texts, after learning from {learned}, with {} seeds:\n", settings.seeds);
    say!("{}", cli::results_table(&rows));
    let classifier = Classifier::load(&model_folder(out))?;
    for text in ["The soup was far from bland.", "The soup was tepid, and the waiter was brusque."] {
        predict(&classifier, text)?;
    }
    let summary = run.folder.finish(rows, serde_json::Map::new())?;
    cli::finish(&args.common, &summary, out)
}

/// The folder of the pretrained encoder: `--model`, or what chapter 2 left, or what it leaves when it is run now.
fn encoder_folder(args: &Args, out: &Path) -> Result<PathBuf> {
    if let Some(folder) = &args.common.model {
        return Ok(folder.clone());
    }
    let chapter_2 = Path::new("runs").join("ch02_pretraining");
    let found = model_folder(&chapter_2).join("model.safetensors").exists();
    if found && (args.common.quick || !is_quick(&chapter_2)) {
        return Ok(model_folder(&chapter_2));
    }
    let settings = PretrainingSettings { seed: args.common.seed, ..PretrainingSettings::default() };
    // A --quick encoder knows next to nothing: it must not lie where later chapters look for a real one.
    let (settings, folder) = match args.common.quick {
        true => (settings.quick(), out.join("pretraining")),
        false => (settings, chapter_2),
    };
    say!("No pretrained encoder in {} yet: running chapter 2 first.", folder.display());
    let (mut run, rows) = pretrain(&settings, &folder, args.common.resume)?;
    pretraining_pictures::draw(&mut run, &rows)?;
    say!("\n{}", cli::results_table(&rows));
    run.folder.finish(rows, serde_json::Map::new())?;
    Ok(model_folder(&folder))
}

fn settings(args: &Args, encoder: &Path) -> Settings {
    let (epochs, seeds) = if args.common.quick { (1, 2) } else { (EPOCHS, args.seeds) };
    Settings {
        data: args.common.data.clone(),
        encoder: encoder.to_path_buf(),
        seed: args.common.seed,
        seeds,
        examples: args.examples as usize,
        epochs: args.common.epochs.unwrap_or(epochs),
        batch_tokens: args.common.batch_tokens.unwrap_or(BATCH_TOKENS),
        learning_rate: args.common.learning_rate.unwrap_or(LEARNING_RATE),
        patience: args.patience,
        quick: args.common.quick,
        mistake: args.common.mistake,
    }
}

/// Millbrook's reviews, or a folder in the format of GLUE. A published set has no third part with labels: its
/// development part is then what is reported on.
fn read_data(args: &Args) -> Result<[Labelled; 3]> {
    match &args.common.data {
        Some(folder) => {
            let (train, dev) = glue::read_folder(folder)?;
            if train.labels.len() < 2 {
                return Err(Error::Usage(format!("{}: a classifier needs at least two labels", folder.display())));
            }
            Ok([train, dev.clone(), dev])
        }
        None => {
            let tests = if args.common.quick { 100 } else { 1000 };
            let review = |part, count| millbrook::reviews(args.common.seed, part, count);
            Ok([review(Part::Train, args.examples as usize), review(Part::Dev, 200), review(Part::Test, tests)])
        }
    }
}

fn tokenize([train, dev, test]: [&Labelled; 3], encoder: &Encoder) -> Result<Parts> {
    let max_tokens = encoder.config.max_position_embeddings;
    let examples = |set| Examples::new(set, &encoder.tokenizer, max_tokens);
    let parts =
        Parts { train: examples(train)?, dev: examples(dev)?, test: examples(test)?, labels: train.labels.clone() };
    let cut = parts.train.cut() + parts.test.cut();
    if cut > 0 {
        say!("{cut} texts are longer than {max_tokens} tokens, and lose their end.");
    }
    Ok(parts)
}

/// Prints the probability of each label.
fn predict(classifier: &Classifier, text: &str) -> Result<()> {
    let (labels, cut) = classifier.classify(text)?;
    if cut > 0 {
        say!("(the last {cut} tokens of the text were too many, and are not read)");
    }
    let labels: Vec<String> = labels.iter().map(|(label, p)| format!("{label} {:.1}%", 100.0 * p)).collect();
    say!("{text}   {}", labels.join("  "));
    Ok(())
}
