//! The chapter's pictures, drawn from the run's record.

use finetune::Result;
use finetune::metrics::EntityScores;
use finetune::plot::{HeatmapPlot, confusion_matrix, heatmap};
use finetune::tasks::{FineTuningSettings, Recipe, draw_learning, draw_loss, draw_rows};
use finetune::text::Tag;
use finetune::train::{Row, Run};
use ndarray::Array2;

/// What the names of the metrics of single types begin with.
pub const TYPE: &str = "F1 of ";

/// Draws `f1.png`, `loss.png`, `rows.png`, `types.png` and `confusion.png`.
pub fn draw(
    run: &mut Run,
    rows: &[Row],
    scores: &EntityScores,
    types: &[String],
    recipes: &[Recipe],
    settings: &FineTuningSettings,
) -> Result<()> {
    let lines = run.lines()?;
    let tags = Tag::count(types.len()) as f64;
    draw_learning(run, &lines, recipes, settings, "F1", "f1.png")?;
    draw_loss(run, &lines, settings, "nats per word", Some(tags.ln()))?;
    draw_rows(run, rows, "F1")?;
    draw_types(run, rows, types)?;
    let labels: Vec<String> = types.iter().cloned().chain(["no name".into()]).collect();
    confusion_matrix(&run.folder.file("confusion.png"), &scores.confusion, &labels, "Fine-tuned, test part")
}

/// F1 of each type in each row of the table.
fn draw_types(run: &Run, rows: &[Row], types: &[String]) -> Result<()> {
    let f1 = |(row, column): (usize, usize)| {
        let metric = rows[row].metrics.get(&format!("{TYPE}{}", types[column]));
        metric.map_or(0.0, |found| 100.0 * found.mean as f32)
    };
    let matrix = Array2::from_shape_fn((rows.len(), types.len()), f1);
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let plot = HeatmapPlot {
        title: "F1 by type, test part",
        rows: &names,
        columns: types,
        y_label: "",
        x_label: "type of name",
        value_label: "F1 (%)",
    };
    heatmap(&run.folder.file("types.png"), matrix.view(), &plot)
}
