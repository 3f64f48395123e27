//! Chapter 5: extractive question answering. The encoder reads a question and a passage, and one linear layer says of every token
//! whether the answer starts or ends there.
//!
//! The rivals are no answer at all; the span among the question's words; the same network without pretraining; and the
//! pretrained encoder left as it is. The test questions are about things and places that no training passage names: that one
//! finds an omelette at a table and an orchestra in a theatre, only a reader of the newspaper knows.

use clap::{Parser, Subcommand};
use finetune::baselines::SlidingWindow;
use finetune::cli::{self, Defaults, FineTuningArgs};
use finetune::data::millbrook::{self, Part};
use finetune::data::{Passage, published, split_sentences, squad};
use finetune::files::read_lines;
use finetune::metrics::{Metrics, exact_match, token_f1};
use finetune::models::QuestionAnswerer;
use finetune::tasks::{
    Answerer, AskedQuestion, FineTuningSettings, NULL_THRESHOLD, Parts, PretrainedEncoder, WindowSize, model_folder,
    network_rows, row, save_fine_tuned,
};
use finetune::train::{Row, Run};
use finetune::{Error, Result, say};
use serde::Serialize;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod pictures;
#[path = "../ch02_pretraining/pictures.rs"]
mod pretraining_pictures;
mod threshold;

const CHAPTER: &str = "ch05_question_answering";
/// The class that loads the model in `transformers`.
const ARCHITECTURE: &str = "BertForQuestionAnswering";
const DEFAULTS: Defaults = Defaults {
    epochs: (4, "with many questions few rounds are enough"),
    batch_tokens: (1024, "some fifteen questions"),
    learning_rate: (1e-3, "for the small encoder of chapter 2; a published one wants 3e-5 to 1e-4"),
};
/// What `predict` reads when no file is named.
const PASSAGE: &str = "The town was busy again. Last Monday Nora Webb took a look at the veranda at Weir Cottage. With three others \
                       Tom Ashby thought of the omelette at the Green Dragon. Some nine visitors wrote about the orchestra in \
                       Harvest Home last Friday.";

/// Chapter 5: fine-tune a pretrained encoder to find the answer to a question in a passage.
///
/// Pretrains one first if chapter 2 has not been run. Writes the run's record, its pictures and the model to
/// runs/ch05_question_answering.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    fine_tuning: FineTuningArgs,
    /// How many questions to learn from [default: 4000 of Millbrook's, or all of --data]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    examples: Option<u64>,
    /// The longest input, question and part of the passage, in tokens [default: what the encoder can read, at most 384]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u64).range(16..=4096))]
    max_tokens: Option<u64>,
    /// How many tokens of a long passage each window repeats from the one before it
    #[arg(long, global = true, value_name = "N", default_value_t = 24)]
    stride: usize,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Everything that the results depend on.
#[derive(Debug, Serialize)]
struct Settings {
    examples: usize,
    max_tokens: usize,
    stride: usize,
    #[serde(flatten)]
    fine_tuning: FineTuningSettings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer a question with the model that this chapter saved (or with --model)
    Predict {
        /// The question
        #[arg(long, default_value = "At the table, what is in the news?")]
        question: String,
        /// A text file with the passage [default: a passage of Millbrook]
        #[arg(long, value_name = "FILE")]
        context: Option<PathBuf>,
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
        Some(Command::Predict { question, context }) => {
            let passage = match context {
                Some(path) => read_lines(path)?.join("\n"),
                None => PASSAGE.to_string(),
            };
            let folder = common.model_folder()?.unwrap_or_else(|| model_folder(&out));
            predict(&Answerer::load(&folder)?, question, &passage, &args)
        }
        None => train(&args, &out),
    }
}

/// The chapter's run: data, five rows, pictures, a demonstration.
fn train(args: &Args, out: &Path) -> Result<()> {
    let common = &args.fine_tuning.common;
    let [train, dev, test] = read_data(args)?; // first: a wrong --data should be heard of before chapter 2 has run
    let encoder = args.fine_tuning.encoder(out, pretraining_pictures::draw)?;
    let size = window_size(args, encoder.config.max_position_embeddings)?;
    let asked = |passages: &[Passage]| AskedQuestion::all(passages, &encoder.tokenizer, size);
    let data = Parts { train: asked(&train)?, dev: asked(&dev)?, test: asked(&test)? };
    let settings = Settings {
        examples: data.train.len(),
        max_tokens: size.max_tokens,
        stride: size.overlap,
        fine_tuning: args.fine_tuning.settings(&DEFAULTS, &encoder),
    };
    let mut run = Run::open(out, CHAPTER, &settings, common.resume)?; // last: it clears the folder

    let settings = &settings.fine_tuning;
    let windows = |questions: &[AskedQuestion]| questions.iter().map(|question| question.windows.len()).sum::<usize>();
    say!("{} questions in {} windows to learn from", data.train.len(), windows(&data.train));
    // Only where some questions have no answer does a model learn when to give none.
    let threshold = train.iter().flat_map(|passage| &passage.questions).any(|q| q.answers.is_empty()).then_some(0.0);
    let recipes = args.fine_tuning.recipes();
    let mut rows = baselines(&train, &test, threshold.is_some());
    let (networks, graded) = network_rows(
        &recipes,
        |init, config| QuestionAnswerer::new(init, config, threshold),
        &encoder,
        &data,
        settings,
        &mut run,
        |parameters| {
            let mut saved: PretrainedEncoder = encoder.clone();
            if let Some(threshold) = threshold {
                saved.config.other.insert(NULL_THRESHOLD.into(), json!(threshold));
            }
            save_fine_tuned(&model_folder(out), &saved, ARCHITECTURE, parameters, &[])
        },
    )?;
    rows.extend(networks);
    pictures::draw(&mut run, &rows, &graded, threshold, &recipes, settings)?;

    let (learned, tested) = (data.train.len(), data.test.len());
    say!("\nOn {tested} test questions, after learning from {learned}, with {} seeds:\n", settings.seeds);
    say!("{}", cli::results_table(&rows));
    if threshold.is_some() {
        threshold::choose(&model_folder(out), &data.dev, &graded, &run)?;
    }
    let answerer = Answerer::load(&model_folder(out))?;
    for question in ["At the table, what is in the news?", "In the hotel, who is in the news?"] {
        predict(&answerer, question, PASSAGE, args)?;
    }
    let summary = run.folder.finish(rows, serde_json::Map::new())?;
    cli::finish(common, &summary, out)
}

/// Millbrook's questions, or a published set such as SQuAD. A published set has no third part with answers: its development
/// part is then what is reported on.
fn read_data(args: &Args) -> Result<[Vec<Passage>; 3]> {
    let common = &args.fine_tuning.common;
    let count = args.examples.map(|count| count as usize);
    match common.data_folder()? {
        Some(folder) => {
            let (train, dev) = published::passages(&folder, &args.fine_tuning.columns)?;
            let train = match count {
                Some(count) => squad::sample(train, count, common.seed),
                None => train,
            };
            Ok([train, dev.clone(), dev])
        }
        None => {
            let (trains, devs, tests) = if common.quick { (150, 60, 60) } else { (4000, 300, 1000) };
            let questions = |part, count| millbrook::questions(common.seed, part, count);
            let train = questions(Part::Train, count.unwrap_or(trains));
            Ok([train, questions(Part::Dev, devs), questions(Part::Test, tests)])
        }
    }
}

/// The windows of this call, for a model that reads so many tokens at most.
fn window_size(args: &Args, most: usize) -> Result<WindowSize> {
    let max_tokens = args.max_tokens.map_or(most.min(384), |tokens| tokens as usize);
    if max_tokens > most {
        return Err(Error::Usage(format!("--max-tokens {max_tokens}: this model reads at most {most}")));
    }
    Ok(WindowSize { max_tokens, overlap: args.stride })
}

/// The rows that need no network: always the first sentence, or where some questions have no answer, none; and the span among
/// the question's words.
fn baselines(train: &[Passage], test: &[Passage], may_decline: bool) -> Vec<Row> {
    let window = SlidingWindow::train(train);
    let trivial = |text: &str| if may_decline { None } else { split_sentences(text).into_iter().next() };
    let measure = |name: &str, answer: &dyn Fn(&str, &str) -> String| {
        let (mut exact, mut f1, mut count) = (0.0, 0.0, 0.0);
        for passage in test {
            for question in &passage.questions {
                let (found, gold) = (answer(&question.text, &passage.text), passage.answers(question));
                exact += exact_match(&found, &gold);
                f1 += token_f1(&found, &gold);
                count += 1.0;
            }
        }
        row(name, [&Metrics::from([("EM".to_string(), exact / count), ("F1".to_string(), f1 / count)])])
    };
    vec![
        measure("trivial", &|_, passage| trivial(passage).unwrap_or_default()),
        measure("bag of words", &|question, passage| passage[window.answer(question, passage)].to_string()),
    ]
}

/// Prints the answer, by how much its score is above that of no answer, and the sentence it is from.
fn predict(answerer: &Answerer, question: &str, passage: &str, args: &Args) -> Result<()> {
    let (answer, sure) = answerer.answer(question, passage, window_size(args, answerer.max_tokens())?)?;
    let text = &passage[answer.bytes.clone()];
    say!("{question}   {}", if sure { text } else { "(no answer)" });
    let above = answer.score - answer.null;
    let sentence = sentence_around(passage, answer.bytes.start);
    say!("    {text:?} scores {above:+.2} against no answer, in: {sentence}");
    Ok(())
}

/// The sentence of the passage that holds this byte.
fn sentence_around(passage: &str, byte: usize) -> String {
    // The answer may begin inside a word, behind a bracket or a quotation mark: that word is not before it.
    let words_before = passage[..byte].trim_end_matches(|c: char| !c.is_whitespace()).split_whitespace().count();
    let mut words = 0;
    let holds = |sentence: &String| {
        words += sentence.split_whitespace().count();
        words > words_before
    };
    split_sentences(passage).into_iter().find(holds).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_is_the_one_that_holds_the_byte() {
        let passage = "It rained. The cake cost (about) £3. We left.";
        for (answer, sentence) in [
            ("rained", "It rained."),
            ("about", "The cake cost (about) £3."),
            ("3", "The cake cost (about) £3."),
            ("We", "We left."),
        ] {
            assert_eq!(sentence_around(passage, passage.find(answer).unwrap()), sentence, "{answer}");
        }
    }
}
