//! The pictures of every chapter that fine-tunes, drawn from the run's record.

use super::{FineTuningSettings, Recipe, training_label};
use crate::Result;
use crate::plot::{Bar, BarPlot, CurvePlot, Reference, Series, Style, bars, curves, panels, smooth};
use crate::train::{Line, Row, Run, curve};

/// Draws how the networks do on the development part while they learn, mean and spread over the seeds, as `file`.
///
/// # Errors
/// If the file cannot be written.
pub fn draw_learning(
    run: &Run,
    lines: &[Line],
    recipes: &[Recipe],
    settings: &FineTuningSettings,
    metric: &str,
    file: &str,
) -> Result<()> {
    let (factor, unit) = shown(metric);
    let series = recipes.iter().rev().enumerate().map(|(color, recipe)| {
        let of_seed = |seed| {
            let points = curve(lines, &training_label(recipe.name, seed), &format!("dev.{metric}"));
            points.into_iter().map(|(step, value)| (step, factor * value)).collect()
        };
        Series::over_seeds(recipe.name, Style::Dev, color, &settings.all_seeds().map(of_seed).collect::<Vec<_>>())
    });
    let plot = CurvePlot {
        title: format!("{} while learning", capitalized(metric)),
        x_label: "training step".into(),
        y_label: format!("{metric} on the development part{unit}"),
        series: series.collect(),
        ..CurvePlot::default()
    };
    curves(&run.folder.file(file), &plot)
}

/// Draws the fine-tuning loss of the first seed, in nats per `unit`, and its learning rate below, as `loss.png`; with the loss
/// of an even guess where there is one.
///
/// # Errors
/// If the file cannot be written.
pub fn draw_loss(
    run: &Run,
    lines: &[Line],
    settings: &FineTuningSettings,
    unit: &str,
    guessing: Option<f64>,
) -> Result<()> {
    let label = training_label("fine-tuned", settings.seed);
    let train = curve(lines, &label, "loss");
    let smoothed = smooth(&train, train.len().div_ceil(20));
    let loss = CurvePlot {
        title: "Fine-tuning".into(),
        x_label: "training step".into(),
        y_label: format!("loss ({unit})"),
        series: vec![
            Series::new("", Style::Raw, 0, train),
            Series::new("training", Style::Smooth, 0, smoothed),
            Series::new("development", Style::Dev, 1, curve(lines, &label, "dev.loss")),
        ],
        references: guessing.map(|y| Reference { name: "guessing".into(), y }).into_iter().collect(),
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

/// Draws one metric of the chapter's table as bars, as `rows.png`; the fine-tuned row is the one to compare with.
///
/// # Errors
/// If the file cannot be written.
pub fn draw_rows(run: &Run, rows: &[Row], metric: &str) -> Result<()> {
    let (factor, unit) = shown(metric);
    let bar = |row: &Row| {
        let found = row.metrics.get(metric)?;
        Some(Bar { name: row.name.clone(), mean: factor * found.mean, std: factor * found.std })
    };
    let bars_of_rows: Vec<Bar> = rows.iter().filter_map(bar).collect();
    let plot = BarPlot {
        title: "What fine-tuning is worth".into(),
        x_label: format!("{metric} on the test part{unit}"),
        highlight: bars_of_rows.iter().position(|bar| bar.name == "fine-tuned"),
        rows: bars_of_rows,
        reference: None,
        decimals: if factor == 1.0 { 3 } else { 1 },
    };
    bars(&run.folder.file("rows.png"), &plot)
}

/// How a metric is shown: a share in percent, a correlation as it is.
fn shown(metric: &str) -> (f64, &'static str) {
    if metric == "Spearman" { (1.0, "") } else { (100.0, " (%)") }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
