//! The chapter's pictures: what was learned, and where the model looks.

use crate::reversal::{Reversal, Words};
use finetune::Result;
use finetune::autograd::{Buffers, Parameters, Tape};
use finetune::plot::{CurvePlot, HeatmapPlot, Reference, Series, Style, curves, heatmaps, percent};
use finetune::train::{Row, Run, curve};
use ndarray::ArrayView2;

/// Draws `accuracy.png` and `attention.png`.
pub fn draw(run: &mut Run, rows: &[Row], parameters: &Parameters, task: &Reversal, word: &str) -> Result<()> {
    accuracy(run, rows)?;
    attention(run, parameters, task, word)
}

/// Accuracy on held-out words, with and without attention.
fn accuracy(run: &mut Run, rows: &[Row]) -> Result<()> {
    let lines = run.lines()?;
    let dev = |name: &str, color| Series::new(name, Style::Dev, color, percent(curve(&lines, name, "dev.accuracy")));
    let trivial = rows.iter().find(|row| row.name == "trivial").and_then(|row| row.metrics.get("accuracy"));
    let plot = CurvePlot {
        title: "Writing words backwards".into(),
        x_label: "training step".into(),
        y_label: "letters right, of held-out words (%)".into(),
        series: vec![dev("from scratch", 0), dev("without attention", 1)],
        references: trivial.iter().map(|t| Reference { name: "guessing".into(), y: 100.0 * t.mean }).collect(),
        log_y: false,
        y_range: Some((0.0, 100.0)),
    };
    curves(&run.folder.file("accuracy.png"), &plot)
}

/// The attention weights of every layer and head for one word.
fn attention(run: &Run, parameters: &Parameters, task: &Reversal, word: &str) -> Result<()> {
    let letters = word.bytes().map(|letter| u32::from(letter - b'a')).collect();
    let buffers = Buffers::new();
    let mut tape = Tape::evaluation(parameters, &buffers);
    tape.record_attention();
    task.logits(&mut tape, &Words::new(&[letters]));

    let mut heads: Vec<(String, ArrayView2<f32>)> = Vec::new();
    for (layer, weights) in tape.attention_weights().iter().enumerate() {
        for (head, matrix) in weights[0].iter().enumerate() {
            heads.push((format!("layer {}, head {}", layer + 1, head + 1), matrix.view()));
        }
    }
    let marks = ["[start]".to_string(), "[end]".to_string()];
    let names = word.chars().map(String::from);
    let tokens: Vec<String> = marks[..1].iter().cloned().chain(names).chain(marks[1..].iter().cloned()).collect();
    let plot = HeatmapPlot {
        title: &format!("Attention weights: who looks at whom in {word:?}"),
        rows: &tokens,
        columns: &tokens,
        y_label: "this token …",
        x_label: "… looks at this one",
        value_label: "weight",
    };
    heatmaps(&run.folder.file("attention.png"), &heads, &plot)
}
