//! Chapter 1: the transformer encoder, and why it needs attention.
//!
//! A tiny encoder learns to write words backwards. Beside it, as a control, runs the same encoder with its tokens kept
//! from seeing each other. First of all, its backward pass is checked against finite differences.

use clap::{Parser, Subcommand};
use finetune::autograd::gradcheck::gradient_check;
use finetune::autograd::{Buffers, Parameters, Tape};
use finetune::cli::{self, CommonArgs, Defaults};
use finetune::models::{self, BertConfig, PretrainingModel};
use finetune::nn::Init;
use finetune::tasks::row;
use finetune::train::{Evaluation, Mistake, Plan, Run, Summary, fit};
use finetune::{Error, Result, say};
use reversal::{LONGEST, Reversal, Words};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

mod pictures;
mod reversal;

const CHAPTER: &str = "ch01_transformer";
/// The word whose attention is drawn.
const SHOWN: &str = "stressed";

/// Chapter 1: a tiny transformer learns to write words backwards.
///
/// Writes the run's record, its pictures and the model to runs/ch01_transformer.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    common: CommonArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a word backwards with the model that this chapter saved (or with --model)
    Predict {
        /// A word of 1 to 10 letters from a to z
        #[arg(default_value = SHOWN)]
        text: String,
    },
}

/// Everything that the results depend on.
#[derive(Clone, Debug, Serialize)]
struct Settings {
    seed: u64,
    steps: usize,
    batch_tokens: usize,
    learning_rate: f64,
    quick: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    mistake: Option<Mistake>,
}

fn main() -> ExitCode {
    cli::main(run)
}

fn run() -> Result<()> {
    let defaults = Defaults {
        epochs: (6, "of 100 steps each: by then it makes no mistake; every step sees new words"),
        batch_tokens: (1024, "about 128 words a step"),
        learning_rate: (1e-3, "the usual one for small transformers"),
    };
    let args: Args = cli::parse(&defaults, |args: &Args| &args.common)?;
    let out = args.common.out(CHAPTER);
    if let Some(Command::Predict { text }) = &args.command {
        let folder = args.common.model_folder()?.unwrap_or_else(|| out.join("model"));
        return say_backwards(&folder, text);
    }
    if args.common.data.is_some() {
        return Err(Error::Usage("this chapter makes its own words: it has no --data".into()));
    }
    if args.common.model.is_some() {
        return Err(Error::Usage("this chapter starts from random weights: --model is for predict only".into()));
    }
    if args.common.mistake == Some(Mistake::EveryToken) {
        return Err(Error::Usage(
            "--break every-token: no letter is hidden in this chapter; it is for chapter 2".into(),
        ));
    }
    let epochs = args.common.epochs.unwrap_or(if args.common.quick { 1 } else { defaults.epochs.0 });
    let settings = Settings {
        seed: args.common.seed,
        steps: epochs * if args.common.quick { 20 } else { 100 },
        batch_tokens: args.common.batch_tokens.unwrap_or(defaults.batch_tokens.0),
        learning_rate: args.common.learning_rate.unwrap_or(defaults.learning_rate.0),
        quick: args.common.quick,
        mistake: args.common.mistake,
    };
    let summary = train(&settings, &out, args.common.resume)?;
    cli::finish(&args.common, &summary, &out)
}

/// The chapter's run: gradient check, control, model, pictures.
fn train(settings: &Settings, out: &Path, resume: bool) -> Result<Summary> {
    let mut run = Run::open(out, CHAPTER, settings, resume)?;
    check_gradients(settings.seed)?;

    let mut rows = vec![row("trivial", [&guess().metrics])];
    for (name, isolated) in [("without attention", true), ("from scratch", false)] {
        let mut parameters = Parameters::new();
        let mut task = new_task(&mut parameters, settings, isolated);
        let plan = Plan {
            label: name.into(),
            seed: settings.seed,
            steps: settings.steps,
            learning_rate: settings.learning_rate,
            warm_up: Mistake::warm_up(settings.mistake),
            evaluate_every: settings.steps.div_ceil(20),
            patience: None,
        };
        let evaluation = match run.finished(name)? {
            Some(evaluation) => evaluation,
            None => {
                let evaluation = fit(&mut task, &mut parameters, &plan, &mut run)?;
                if !isolated {
                    models::save(&out.join("model"), &reversal::config(), "BertForPreTraining", &parameters)?;
                }
                run.finish_part(name, &evaluation)?;
                evaluation
            }
        };
        rows.push(row(name, [&evaluation.metrics]));
    }
    say!("\nLetters written backwards, of held-out words:\n\n{}", cli::results_table(&rows));

    let (parameters, task) = load(&out.join("model"))?;
    pictures::draw(&mut run, &rows, &parameters, &task, SHOWN)?;
    say_backwards(&out.join("model"), SHOWN)?;
    run.folder.finish(rows, serde_json::Map::new())
}

fn new_task(parameters: &mut Parameters, settings: &Settings, isolated: bool) -> Reversal {
    let config = reversal::config();
    let model = PretrainingModel::new(&mut Init::new(parameters, settings.seed, config.initializer_range), &config);
    let mut task = Reversal::new(model, settings.seed, settings.batch_tokens, isolated);
    task.mistake = settings.mistake;
    task
}

/// Is the backward pass of the whole network right? Compares some elements of every tensor with finite differences.
// ANCHOR: check
fn check_gradients(seed: u64) -> Result<()> {
    let mut parameters = Parameters::new();
    // Weights five times their usual size, so that nothing is nearly linear and no gradient nearly zero.
    let model = PretrainingModel::new(&mut Init::new(&mut parameters, seed, 0.1), &reversal::config());
    let task = Reversal::new(model, seed, 1024, false);
    let words = Words::new(&[letters("stressed")?, letters("level")?]);
    let worst = gradient_check(None, &parameters, 3, |tape| task.logits(tape, &words));
    say!(
        "Gradient check over {} tensors: the largest difference between backward and finite differences is",
        parameters.len()
    );
    say!(
        "{:.1e} of the gradient's size, in {} (backward says {:.6}, differences say {:.6}).\n",
        worst.error,
        worst.name,
        worst.analytic,
        worst.numeric
    );
    Ok(())
}
// ANCHOR_END: check

/// What guessing letters at random is worth.
fn guess() -> Evaluation {
    let letters = f64::from(reversal::ALPHABET);
    let metrics = BTreeMap::from([("loss".to_string(), letters.ln()), ("accuracy".to_string(), 1.0 / letters)]);
    Evaluation { score: 1.0 / letters, metrics }
}

/// The model that this chapter saved.
fn load(folder: &Path) -> Result<(Parameters, Reversal)> {
    const EXPECTED: &str = "a model of this chapter";
    let (config, ours) = (BertConfig::load(folder)?, reversal::config());
    if (config.vocab_size, config.max_position_embeddings) != (ours.vocab_size, ours.max_position_embeddings) {
        let found = format!("{} words and {} positions", config.vocab_size, config.max_position_embeddings);
        return Err(Error::format(&folder.join("config.json"), None, found, EXPECTED));
    }
    let mut parameters = Parameters::new();
    let model = PretrainingModel::new(&mut Init::new(&mut parameters, 0, config.initializer_range), &config);
    let report = models::load_tensors(&mut parameters, folder)?;
    report.require(folder, EXPECTED, |_| false)?;
    Ok((parameters, Reversal::new(model, 0, 1024, false)))
}

fn say_backwards(folder: &Path, text: &str) -> Result<()> {
    let word = letters(text)?;
    let (parameters, task) = load(folder)?;
    let buffers = Buffers::new();
    let answer = task.answer(&mut Tape::evaluation(&parameters, &buffers), &Words::new(&[word]));
    let answer: String = answer.into_iter().filter_map(|letter| char::from_u32('a' as u32 + letter)).collect();
    say!("{text} backwards is {answer}");
    Ok(())
}

/// A word as numbers: a is 0.
fn letters(word: &str) -> Result<Vec<u32>> {
    let fits = (1..=LONGEST).contains(&word.chars().count()) && word.chars().all(|c| c.is_ascii_lowercase());
    if !fits {
        return Err(Error::Usage(format!("{word:?} is not a word of 1 to {LONGEST} letters from a to z")));
    }
    Ok(word.bytes().map(|letter| u32::from(letter - b'a')).collect())
}
