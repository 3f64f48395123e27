//! Writes the data of the book's interactive figures, from runs:
//!
//! ```text
//! cargo run --example book_widgets -- runs/ch01_transformer/model runs/ch02_pretraining/model \
//!     runs/ch03_sentiment/model runs/book/rates
//! ```
//!
//! The last is a folder of runs of chapter 1 with different learning rates, some with `--break no-warm-up`.

use finetune::autograd::{Buffers, Tape};
use finetune::models::Bert;
use finetune::text::{Batch, Tokenizer};
use finetune::train::{Line, curve};
use finetune::{Error, Result, cli, say};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const DATA: &str = "book/src/widgets/data";
/// The sentences whose attention is shown.
const SENTENCES: [&str; 6] = [
    "The soup was far from bland.",
    "The soup was tepid, and the waiter was brusque.",
    "The play was not at all dreary.",
    "The bedroom was grubby, but the landlady was gracious.",
    "There is no denying that the pudding was succulent.",
    "We expected a dull play, but the singer was superb.",
];
/// A curve is averaged down to this many points.
const POINTS: usize = 60;

fn main() -> ExitCode {
    cli::main(run)
}

fn run() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [reversal, pretrained, fine_tuned, rates] = arguments.as_slice() else {
        return Err(Error::Usage("expected four folders: models of chapters 1, 2 and 3, runs of chapter 1".into()));
    };
    write("stressed.svg", &heatmaps(reversal, "stressed")?)?;
    let tokenizer = Tokenizer::load(pretrained)?;
    let pieces: Vec<&str> = (0..tokenizer.vocabulary()).map(|id| tokenizer.token(id as u32)).collect();
    write_json("vocabulary.json", &json!(pieces))?;

    let (before, after) = (attention(pretrained)?, attention(fine_tuned)?);
    let sentences = before.into_iter().zip(after).map(|((tokens, before), (_, after))| {
        json!({"tokens": tokens, "before": before, "after": after}) // [layer][head][query][key], in hundredths
    });
    write_json("attention.json", &sentences.collect())?;
    write_json("learning_rate.json", &learning_rates(rates)?)
}

fn write_json(name: &str, value: &Value) -> Result<()> {
    write(name, &format!("{value}\n").replace("</", "<\\/")) // it is included in a page, inside <script>
}

fn write(name: &str, text: &str) -> Result<()> {
    let path = Path::new(DATA).join(name);
    fs::write(&path, text).map_err(Error::io("write", &path))?;
    say!("{}: {} bytes", path.display(), text.len());
    Ok(())
}

/// The attention weights of chapter 1's network for a word, as pictures side by side: one row of pictures a layer.
fn heatmaps(model: &Path, word: &str) -> Result<String> {
    let (_, parameters, bert, _) = Bert::load(model)?;
    let ids: Vec<u32> =
        [26].into_iter().chain(word.bytes().map(|letter| u32::from(letter - b'a'))).chain([27]).collect();
    let tokens: Vec<String> =
        ["▸".into()].into_iter().chain(word.chars().map(String::from)).chain(["◂".into()]).collect(); // start, end
    let n = ids.len();
    let batch = Batch { token_types: vec![0; n], positions: (0..n as u32).collect(), offsets: vec![0, n], ids };
    let buffers = Buffers::new();
    let mut tape = Tape::evaluation(&parameters, &buffers);
    tape.record_attention();
    bert.forward(&mut tape, &batch);

    let (cell, side) = (24, 24 * n + 60);
    let mut shapes = String::new();
    for (layer, weights) in tape.attention_weights().iter().enumerate() {
        for (head, matrix) in weights[0].iter().enumerate() {
            let (left, top) = (head * side + 30, layer * side + 50);
            let text = |x: usize, y: usize, words: &str| format!("<text x=\"{x}\" y=\"{y}\">{words}</text>\n");
            shapes += &text(left + cell * n / 2, top - 28, &format!("layer {}, head {}", layer + 1, head + 1));
            for (i, token) in tokens.iter().enumerate() {
                shapes += &text(left + i * cell + cell / 2, top - 6, token);
                shapes += &text(left - 12, top + i * cell + 17, token);
            }
            for ((i, j), weight) in matrix.indexed_iter() {
                let (x, y) = (left + j * cell, top + i * cell);
                shapes += &format!(
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{cell}\" height=\"{cell}\" fill-opacity=\"{weight:.2}\"/>\n"
                );
            }
        }
    }
    let (width, height) = (2 * side, 2 * side);
    Ok(format!(
        "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"attention weights for {word}\" font-size=\"15\" \
         text-anchor=\"middle\" style=\"fill:currentColor\" xmlns=\"http://www.w3.org/2000/svg\">\n\
         <g style=\"stroke:currentColor;stroke-opacity:.15\">\n{}</g>\n{}</svg>\n",
        shapes.lines().filter(|line| line.starts_with("<rect")).fold(String::new(), |all, line| all + line + "\n"),
        shapes.lines().filter(|line| line.starts_with("<text")).fold(String::new(), |all, line| all + line + "\n"),
    ))
}

/// One layer's weights for one sentence: `[head][query][key]`, in hundredths.
type Weights = Vec<Vec<Vec<u8>>>;

/// The tokens of each sentence, and the attention weights of every layer.
fn attention(model: &Path) -> Result<Vec<(Vec<String>, Vec<Weights>)>> {
    let tokenizer = Tokenizer::load(model)?;
    let (config, parameters, bert, _) = Bert::load(model)?;
    let look = |sentence: &&str| {
        let sequence = tokenizer.encode(sentence, config.max_position_embeddings)?;
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&parameters, &buffers);
        tape.record_attention();
        bert.forward(&mut tape, &Batch::from_sequences([&sequence]));
        let rows = |head: &ndarray::Array2<f32>| {
            head.rows().into_iter().map(|row| row.iter().map(|p| (100.0 * p).round() as u8).collect()).collect()
        };
        let layers = tape.attention_weights().iter().map(|layer| layer[0].iter().map(rows).collect()).collect();
        let tokens = sequence.ids.iter().map(|&id| tokenizer.token(id).to_string()).collect();
        Ok((tokens, layers))
    };
    SENTENCES.iter().map(look).collect()
}

/// The loss curves of the runs in a folder: `[{"rate", "warm_up", "loss": [[step, loss], …]}, …]`.
fn learning_rates(folder: &Path) -> Result<Value> {
    let entries = fs::read_dir(folder).map_err(Error::io("read", folder))?;
    let mut runs = Vec::new();
    for entry in entries {
        let run = entry.map_err(Error::io("read", folder))?.path();
        let settings = &json_file(&run.join("config.json"))?["settings"];
        let path = run.join("metrics.jsonl");
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let lines: Vec<Line> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let loss = curve(&lines, "from scratch", "loss");
        let points = loss.chunks(loss.len().div_ceil(POINTS).max(1)).map(|part| {
            let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
            let (step, loss) = (mean(part.iter().map(|p| p.0).collect()), mean(part.iter().map(|p| p.1).collect()));
            json!([step.round(), (1000.0 * loss).round() / 1000.0])
        });
        let warm_up = settings["mistake"] != "no-warm-up";
        runs.push(json!({"rate": settings["learning_rate"], "warm_up": warm_up, "loss": points.collect::<Vec<_>>()}));
    }
    runs.sort_by(|a, b| a["rate"].as_f64().unwrap_or(0.0).total_cmp(&b["rate"].as_f64().unwrap_or(0.0)));
    Ok(json!(runs))
}

fn json_file(path: &Path) -> Result<Value> {
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    serde_json::from_slice(&bytes).map_err(|e| Error::format(path, Some(e.line()), e.to_string(), "JSON"))
}
