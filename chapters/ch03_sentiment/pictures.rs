//! The chapter's pictures, drawn from the run's record.

use crate::rows::{Settings, label};
use finetune::Result;
use finetune::metrics::Confusion;
use finetune::plot::{
    Bar, BarPlot, CurvePlot, Reference, Series, Style, bars, confusion_matrix, curves, panels, percent, smooth,
};
use finetune::train::{Line, Row, Run, curve};

/// Draws `accuracy.png`, `loss.png`, `rows.png` and `confusion.png`.
pub fn draw(run: &mut Run, rows: &[Row], confusion: &Confusion, labels: &[String], settings: &Settings) -> Result<()> {
    let lines = run.lines()?;
    accuracy(run, &lines, settings)?;
    loss(run, &lines, labels.len(), settings)?;
    table(run, rows)?;
    confusion_matrix(&run.folder.file("confusion.png"), confusion, labels, "Fine-tuned, test part")
}

/// The three networks on the development part, mean and spread over the seeds.
fn accuracy(run: &Run, lines: &[Line], settings: &Settings) -> Result<()> {
    let names = ["fine-tuned", "frozen", "from scratch"];
    let series = names.iter().enumerate().map(|(color, name)| {
        let runs: Vec<_> =
            settings.seeds().map(|seed| percent(curve(lines, &label(name, seed), "dev.accuracy"))).collect();
        Series::over_seeds(*name, Style::Dev, color, &runs)
    });
    let plot = CurvePlot {
        title: "Accuracy while learning".into(),
        x_label: "training step".into(),
        y_label: "accuracy on the development part (%)".into(),
        series: series.collect(),
        ..CurvePlot::default()
    };
    curves(&run.folder.file("accuracy.png"), &plot)
}

/// The fine-tuning loss of the first seed, and its learning rate below.
fn loss(run: &Run, lines: &[Line], classes: usize, settings: &Settings) -> Result<()> {
    let label = label("fine-tuned", settings.seed);
    let train = curve(lines, &label, "loss");
    let smoothed = smooth(&train, train.len().div_ceil(20));
    let loss = CurvePlot {
        title: "Fine-tuning".into(),
        x_label: "training step".into(),
        y_label: "loss (nats per text)".into(),
        series: vec![
            Series::new("", Style::Raw, 0, train),
            Series::new("training", Style::Smooth, 0, smoothed),
            Series::new("development", Style::Dev, 1, curve(lines, &label, "dev.loss")),
        ],
        references: vec![Reference { name: "guessing".into(), y: (classes as f64).ln() }],
        ..CurvePlot::default()
    };
    let learning_rate = CurvePlot {
        x_label: "training step".into(),
        y_label: "learning rate".into(),
        series: vec![Series::new("", Style::Smooth, 2, curve(lines, &label, "learning_rate"))],
        ..CurvePlot::default()
    };
    panels(&run.folder.file("loss.png"), &[loss, learning_rate])
}

/// The chapter's table as bars.
fn table(run: &Run, rows: &[Row]) -> Result<()> {
    let accuracy = |row: &Row| row.metrics.get("accuracy").map(|found| (100.0 * found.mean, 100.0 * found.std));
    let bar = |row: &Row| accuracy(row).map(|(mean, std)| Bar { name: row.name.clone(), mean, std });
    let plot = BarPlot {
        title: "What fine-tuning is worth".into(),
        x_label: "accuracy on the test part (%)".into(),
        rows: rows.iter().filter_map(bar).collect(),
        reference: None,
        decimals: 1,
    };
    bars(&run.folder.file("rows.png"), &plot)
}
