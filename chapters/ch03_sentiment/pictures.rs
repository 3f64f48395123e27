//! The chapter's pictures, drawn from the run's record.

use finetune::Result;
use finetune::metrics::Confusion;
use finetune::plot::confusion_matrix;
use finetune::tasks::{FineTuningSettings, Recipe, draw_learning, draw_loss, draw_rows};
use finetune::train::{Row, Run};

/// Draws `accuracy.png`, `loss.png`, `rows.png` and `confusion.png`.
pub fn draw(
    run: &mut Run,
    rows: &[Row],
    confusion: &Confusion,
    labels: &[String],
    recipes: &[Recipe],
    settings: &FineTuningSettings,
) -> Result<()> {
    let lines = run.lines()?;
    draw_learning(run, &lines, recipes, settings, "accuracy", "accuracy.png")?;
    draw_loss(run, &lines, settings, "nats per text", Some((labels.len() as f64).ln()))?;
    draw_rows(run, rows, "accuracy")?;
    confusion_matrix(&run.folder.file("confusion.png"), confusion, labels, "Fine-tuned, test part")
}
