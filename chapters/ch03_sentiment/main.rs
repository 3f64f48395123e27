//! Chapter 3: fine-tuning. The encoder of chapter 2 gets one linear layer on top, and both are trained together on a few
//! hundred labelled reviews.
//!
//! The claim is measured against four rivals: guessing the commoner label; counting words; the same network without
//! pretraining; and the pretrained encoder left as it is. The test reviews praise and blame in words that no training
//! review uses, so only a model that has read the newspaper can know them.

use clap::{Parser, Subcommand};
use finetune::baselines::{BagOfWords, Majority};
use finetune::cli::{self, Defaults, FineTuningArgs};
use finetune::data::millbrook::{self, Part};
use finetune::data::{Labelled, published};
use finetune::metrics::{Confusion, Metrics};
use finetune::models::SequenceClassifier;
use finetune::tasks::{
    ClassifiedText, Classifier, FineTuningSettings, Parts, PretrainedEncoder, model_folder, network_rows, row,
    save_fine_tuned,
};
use finetune::train::{Row, Run};
use finetune::{Result, say};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

mod pictures;
#[path = "../ch02_pretraining/pictures.rs"]
mod pretraining_pictures;

const CHAPTER: &str = "ch03_sentiment";
/// The class that loads the model in `transformers`.
const ARCHITECTURE: &str = "BertForSequenceClassification";
const DEFAULTS: Defaults = Defaults {
    epochs: (20, "the curves are flat by then"),
    batch_tokens: (512, "some twenty reviews: with few labels, many small steps"),
    learning_rate: (6e-4, "for the small encoder of chapter 2; a published one wants 5e-5 to 1e-4"),
};

/// Chapter 3: fine-tune a pretrained encoder to tell praise from blame.
///
/// Pretrains one first if chapter 2 has not been run. Writes the run's record, its pictures and the model to
/// runs/ch03_sentiment.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    fine_tuning: FineTuningArgs,
    /// How many of Millbrook's reviews to learn from
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u64).range(2..=10_000))]
    examples: u64,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Everything that the results depend on.
#[derive(Debug, Serialize)]
struct Settings {
    examples: u64,
    #[serde(flatten)]
    fine_tuning: FineTuningSettings,
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
    let args: Args = cli::parse(&DEFAULTS, |args: &Args| &args.fine_tuning.common)?;
    let common = &args.fine_tuning.common;
    let out = common.out(CHAPTER);
    match &args.command {
        Some(Command::Predict { text }) => {
            let folder = common.model_folder()?.unwrap_or_else(|| model_folder(&out));
            predict(&Classifier::load(&folder)?, text)
        }
        None => train(&args, &out),
    }
}

/// The chapter's run: data, five rows, pictures, a demonstration.
fn train(args: &Args, out: &Path) -> Result<()> {
    let common = &args.fine_tuning.common;
    let [train, dev, test] = read_data(args)?; // first: a wrong --data should be heard of before chapter 2 has run
    let encoder = args.fine_tuning.encoder(out, pretraining_pictures::draw)?;
    let data = tokenize([&train, &dev, &test], &encoder)?;
    let settings = Settings { examples: args.examples, fine_tuning: args.fine_tuning.settings(&DEFAULTS, &encoder) };
    let mut run = Run::open(out, CHAPTER, &settings, common.resume)?; // last: it clears the folder

    let settings = &settings.fine_tuning;
    let recipes = args.fine_tuning.recipes();
    let mut rows = baselines(&train, &test);
    let (networks, confusion) = network_rows(
        &recipes,
        |init, config| SequenceClassifier::new(init, config, train.labels.len()),
        &encoder,
        &data,
        settings,
        &mut run,
        |parameters| save_fine_tuned(&model_folder(out), &encoder, ARCHITECTURE, parameters, &train.labels),
    )?;
    rows.extend(networks);
    pictures::draw(&mut run, &rows, &confusion, &train.labels, &recipes, settings)?;

    let (learned, tested) = (train.examples.len(), test.examples.len());
    say!("\nOn {tested} test texts, after learning from {learned}, with {} seeds:\n", settings.seeds);
    say!("{}", cli::results_table(&rows));
    let classifier = Classifier::load(&model_folder(out))?;
    for text in ["The soup was far from bland.", "The soup was tepid, and the waiter was brusque."] {
        predict(&classifier, text)?;
    }
    let summary = run.folder.finish(rows, serde_json::Map::new())?;
    cli::finish(common, &summary, out)
}

/// Millbrook's reviews, or a published set. Such a set often has no third part with labels: its development part is then what
/// is reported on.
fn read_data(args: &Args) -> Result<[Labelled; 3]> {
    let common = &args.fine_tuning.common;
    match common.data_folder()? {
        Some(folder) => {
            let (train, dev) = published::labelled(&folder, &args.fine_tuning.columns)?;
            Ok([train, dev.clone(), dev])
        }
        None => {
            let tests = if common.quick { 100 } else { 1000 };
            let review = |part, count| millbrook::reviews(common.seed, part, count);
            Ok([review(Part::Train, args.examples as usize), review(Part::Dev, 200), review(Part::Test, tests)])
        }
    }
}

fn tokenize([train, dev, test]: [&Labelled; 3], encoder: &PretrainedEncoder) -> Result<Parts<ClassifiedText>> {
    let max_tokens = encoder.config.max_position_embeddings;
    let texts = |set| ClassifiedText::all(set, &encoder.tokenizer, max_tokens);
    let parts = Parts { train: texts(train)?, dev: texts(dev)?, test: texts(test)? };
    let cut = parts.train.iter().chain(&parts.test).filter(|text| text.sequence.cut > 0).count();
    if cut > 0 {
        say!("{cut} texts are longer than {max_tokens} tokens, and lose their end.");
    }
    Ok(parts)
}

/// The rows that need no network: always the commoner label, and a linear model on word counts.
fn baselines(train: &Labelled, test: &Labelled) -> Vec<Row> {
    let labels = |set: &Labelled| set.examples.iter().map(|example| example.label).collect::<Vec<_>>();
    let texts: Vec<&str> = train.examples.iter().map(|example| example.text.as_str()).collect();
    let (majority, words) = (Majority::train(&labels(train)), BagOfWords::train(&texts, &labels(train)));
    let measure = |name: &str, predict: &dyn Fn(&str) -> usize| {
        let predicted: Vec<usize> = test.examples.iter().map(|example| predict(&example.text)).collect();
        let confusion = Confusion::new(&predicted, &labels(test), train.labels.len());
        let metrics = [("accuracy", confusion.accuracy()), ("macro F1", confusion.macro_f1())];
        row(name, [&Metrics::from(metrics.map(|(name, value)| (name.to_string(), value)))])
    };
    vec![measure("trivial", &|_| majority.label), measure("bag of words", &|text| words.predict(text))]
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
