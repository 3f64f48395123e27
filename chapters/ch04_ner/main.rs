//! Chapter 4: named entities. The encoder of chapter 2 gets one linear layer on top of every word, which says whether the
//! word begins a name, goes on with one, or is outside of all names.
//!
//! The claim is measured against four rivals: capital letters; a list of the training names; the same network without
//! pretraining; and the pretrained encoder left as it is. More than half of the names in the test sentences are in no training
//! sentence, and the network reads no capitals: what it knows of such a name it knows from the newspaper, and from the words
//! around it.

use clap::{Parser, Subcommand};
use finetune::baselines::{Capitals, Gazetteer};
use finetune::cli::{self, Defaults, FineTuningArgs};
use finetune::data::millbrook::{self, Part};
use finetune::data::{Tagged, published};
use finetune::models::TokenClassifier;
use finetune::tasks::{
    FineTuningSettings, Parts, PretrainedEncoder, Recipe, TaggedText, Tagger, entity_metrics, model_folder,
    network_rows, row, save_fine_tuned, tag_names,
};
use finetune::text::Entity;
use finetune::train::{Row, Run};
use finetune::{Result, say};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

mod pictures;
#[path = "../ch02_pretraining/pictures.rs"]
mod pretraining_pictures;
mod show;

const CHAPTER: &str = "ch04_ner";
/// The class that loads the model in `transformers`.
const ARCHITECTURE: &str = "BertForTokenClassification";
const DEFAULTS: Defaults = Defaults {
    epochs: (15, "the curves are flat by then"),
    batch_tokens: (512, "some thirty sentences: with few labels, many small steps"),
    learning_rate: (6e-4, "for the small encoder of chapter 2; a published one wants 5e-5 to 1e-4"),
};

/// Chapter 4: fine-tune a pretrained encoder to find names: people, places, businesses and plays.
///
/// Pretrains one first if chapter 2 has not been run. Writes the run's record, its pictures and the model to runs/ch04_ner.
/// --data takes a folder in the format of CoNLL: train.conll and dev.conll, and test.conll if there is one (or .txt); or tables
/// with a list of words and a list of tags in each row.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    fine_tuning: FineTuningArgs,
    /// How many of Millbrook's sentences to learn from
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u64).range(20..=10_000))]
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
    /// Find the names in a text with the model that this chapter saved (or with --model)
    Predict {
        /// The text
        #[arg(default_value = show::EXAMPLE)]
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
            show::names(&Tagger::load(&folder)?, text)
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
    let recipes = recipes(args);
    let mut rows = baselines(&train, &test, &data.test);
    let (networks, scores) = network_rows(
        &recipes,
        |init, config| TokenClassifier::new(init, config, &train.types),
        &encoder,
        &data,
        settings,
        &mut run,
        |parameters| save_fine_tuned(&model_folder(out), &encoder, ARCHITECTURE, parameters, &tag_names(&train.types)),
    )?;
    rows.extend(networks);
    pictures::draw(&mut run, &rows, &scores, &train.types, &recipes, settings)?;

    let (learned, tested) = (train.sentences.len(), test.sentences.len());
    say!("\nOn {tested} test sentences, after learning from {learned}, with {} seeds:\n", settings.seeds);
    say!("{}", cli::results_table(&without_types(&rows)));
    show::names(&Tagger::load(&model_folder(out))?, show::EXAMPLE)?;
    let summary = run.folder.finish(rows, serde_json::Map::new())?;
    cli::finish(common, &summary, out)
}

/// The networks of every chapter. Where only one linear layer learns, it bears a far higher rate than most: of 10, 33 and 100
/// times that of fine-tuning, the last is best on the development part.
// ANCHOR: recipes
fn recipes(args: &Args) -> Vec<Recipe> {
    let mut recipes = args.fine_tuning.recipes();
    recipes.iter_mut().filter(|recipe| recipe.frozen).for_each(|recipe| recipe.rate = 100.0);
    recipes
}
// ANCHOR_END: recipes

/// Millbrook's sentences, or a published set.
fn read_data(args: &Args) -> Result<[Tagged; 3]> {
    let common = &args.fine_tuning.common;
    match common.data_folder()? {
        Some(folder) => published::tagged(&folder, &args.fine_tuning.columns),
        None => {
            let tests = if common.quick { 100 } else { 1000 };
            let sentences = |part, count| millbrook::names(common.seed, part, count);
            Ok([
                sentences(Part::Train, args.examples as usize),
                sentences(Part::Dev, 200),
                sentences(Part::Test, tests),
            ])
        }
    }
}

fn tokenize([train, dev, test]: [&Tagged; 3], encoder: &PretrainedEncoder) -> Result<Parts<TaggedText>> {
    let max_tokens = encoder.config.max_position_embeddings;
    let known = Gazetteer::train(&train.sentences);
    let texts = |set| TaggedText::all(set, &known, &encoder.tokenizer, max_tokens);
    let parts = Parts { train: texts(train)?, dev: texts(dev)?, test: texts(test)? };
    let cut = parts.train.iter().chain(&parts.test).filter(|text| text.sequence.cut > 0).count();
    if cut > 0 {
        say!("{cut} sentences are longer than {max_tokens} tokens; the names beyond count as missed.");
    }
    Ok(parts)
}

/// The rows that need no network: every capitalised word is a name of the commonest type; and a list of the training names.
fn baselines(train: &Tagged, test: &Tagged, texts: &[TaggedText]) -> Vec<Row> {
    let (capitals, gazetteer) = (Capitals::train(&train.sentences), Gazetteer::train(&train.sentences));
    let measure = |name: &str, find: &dyn Fn(&[String]) -> Vec<Entity>| {
        let found: Vec<_> = test.sentences.iter().map(|sentence| find(&sentence.words)).collect();
        row(name, [&entity_metrics(&found, texts, &train.types).0])
    };
    vec![measure("trivial", &|words| capitals.find(words)), measure("bag of words", &|words| gazetteer.find(words))]
}

/// The rows without the scores of single types, for a table that fits a terminal.
fn without_types(rows: &[Row]) -> Vec<Row> {
    let mut rows = rows.to_vec();
    rows.iter_mut().for_each(|row| row.metrics.retain(|metric, _| !metric.starts_with(pictures::TYPE)));
    rows
}
