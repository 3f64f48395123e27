//! The chapter's pictures, drawn from the run's record.

use finetune::Result;
use finetune::plot::{CurvePlot, Reference, Series, Style, curves, panels, percent, smooth};
use finetune::train::{Line, Row, Run, curve};

/// Draws `mlm.png`, with the learning rate below, and `nsp.png`.
pub fn draw(run: &mut Run, rows: &[Row]) -> Result<()> {
    let lines = run.lines()?;
    let reference = |row: &str, metric: &str, name: &str| {
        let row = rows.iter().find(|r| r.name == row)?;
        Some(Reference { name: name.into(), y: row.metrics.get(metric)?.mean })
    };
    let masked_words = CurvePlot {
        title: "Guessing masked words".into(),
        x_label: "training step".into(),
        y_label: "loss (nats per word)".into(),
        series: train_and_dev(&lines, "mlm"),
        references: [reference("uniform", "mlm", "uniform: ln V"), reference("trivial", "mlm", "word frequency")]
            .into_iter()
            .flatten()
            .collect(),
        ..CurvePlot::default()
    };
    let learning_rate = CurvePlot {
        x_label: "training step".into(),
        y_label: "learning rate".into(),
        series: vec![Series::new("", Style::Smooth, 2, curve(&lines, "pretraining", "learning_rate"))],
        ..CurvePlot::default()
    };
    panels(&run.folder.file("mlm.png"), &[masked_words, learning_rate])?;

    let accuracy = percent(curve(&lines, "pretraining", "dev.nsp accuracy"));
    let overlap = reference("bag of words", "nsp accuracy", "shared words").map(|r| Reference { y: 100.0 * r.y, ..r });
    let lowest = accuracy.iter().map(|point| point.1).fold(40.0, f64::min); // little is gained by showing what is below
    let guess = Reference { name: "guessing".into(), y: 50.0 };
    let next_sentence = CurvePlot {
        title: "Does the second text follow the first?".into(),
        x_label: "training step".into(),
        y_label: "held-out accuracy (%)".into(),
        series: vec![Series::new("pretrained", Style::Dev, 0, accuracy)],
        references: overlap.into_iter().chain([guess]).collect(),
        y_range: Some((lowest, 100.0)),
        ..CurvePlot::default()
    };
    curves(&run.folder.file("nsp.png"), &next_sentence)
}

/// The loss of every step, the same smoothed, and the loss on held-out text.
fn train_and_dev(lines: &[Line], term: &str) -> Vec<Series> {
    let train = curve(lines, "pretraining", term);
    let smoothed = smooth(&train, train.len().div_ceil(40));
    vec![
        Series::new("", Style::Raw, 0, train),
        Series::new("training", Style::Smooth, 0, smoothed),
        Series::new("held out", Style::Dev, 1, curve(lines, "pretraining", &format!("dev.{term}"))),
    ]
}
