//! The chapter's pictures, drawn from the run's record.

use finetune::Result;
use finetune::plot::{Bar, BarPlot, bars};
use finetune::tasks::{FineTuningSettings, Graded, Recipe, draw_learning, draw_loss, draw_rows, score};
use finetune::train::{Row, Run};
use std::collections::BTreeMap;

/// Draws `f1.png`, `loss.png`, `rows.png` and `words.png`.
pub fn draw(
    run: &mut Run,
    rows: &[Row],
    graded: &[Graded],
    threshold: Option<f64>,
    recipes: &[Recipe],
    settings: &FineTuningSettings,
) -> Result<()> {
    let lines = run.lines()?;
    draw_learning(run, &lines, recipes, settings, "F1", "f1.png")?;
    draw_loss(run, &lines, settings, "nats per window", None)?;
    draw_rows(run, rows, "F1")?;
    by_question_word(run, graded, threshold)
}

/// F1 of the fine-tuned model of the first seed, for each word that asks, and for the questions without an answer.
fn by_question_word(run: &Run, graded: &[Graded], threshold: Option<f64>) -> Result<()> {
    let mut groups: BTreeMap<String, Vec<Graded>> = BTreeMap::new();
    for question in graded {
        let name = match (question.has_answer, question.word.as_str()) {
            (false, _) => "no answer",
            (true, "") => "other",
            (true, word) => word,
        };
        groups.entry(name.to_string()).or_default().push(question.clone());
    }
    let bar = |(name, group): (String, Vec<Graded>)| Bar {
        name: format!("{name} ({})", group.len()),
        mean: 100.0 * score(&group, threshold)["F1"],
        std: 0.0,
    };
    let plot = BarPlot {
        title: "Fine-tuned, by what is asked for".into(),
        x_label: "F1 on the test part (%); in brackets how many questions".into(),
        rows: groups.into_iter().map(bar).collect(),
        highlight: None,
        reference: None,
        decimals: 1,
    };
    bars(&run.folder.file("words.png"), &plot)
}
