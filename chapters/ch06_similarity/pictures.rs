//! The chapter's pictures, drawn from the run's record and from what it predicts.

use crate::rows::CROSS;
use crate::{Kind, Settings};
use finetune::Result;
use finetune::data::{HIGHEST_SCORE, ScoredPair, millbrook};
use finetune::plot::{Group, ScatterPlot, principal_plane, scatters};
use finetune::tasks::{Embedder, PairLoss, Recipe, draw_learning, draw_loss, draw_rows, model_folder};
use finetune::train::{Row, Run};
use std::path::Path;

/// How many topics, and how many sentences of each, are on the map.
const TOPICS: usize = 6;
const SENTENCES: usize = 40;

/// Draws `spearman.png`, `loss.png`, `rows.png`, `scatter.png` and, if a bi-encoder was trained, `map.png`.
pub fn draw(
    run: &mut Run,
    rows: &[Row],
    [bi, cross]: &[Vec<Recipe>; 2],
    test: &[ScoredPair],
    predicted: [&[f32]; 2],
    settings: &Settings,
    out: &Path,
) -> Result<()> {
    let lines = run.lines()?;
    let recipes = [cross.as_slice(), bi].concat();
    draw_learning(run, &lines, &recipes, &settings.fine_tuning, "Spearman", "spearman.png")?;
    let of_scores = settings.kind != Some(Kind::Cross) && settings.loss == PairLoss::Regression;
    let unit = if of_scores { "squared error" } else { "nats per pair" };
    draw_loss(run, &lines, &settings.fine_tuning, unit, None)?;
    draw_rows(run, rows, "Spearman")?;
    scatter(run, test, predicted)?;
    if settings.kind != Some(Kind::Cross) {
        map(run, settings, out)?;
    }
    Ok(())
}

/// Predicted against gold, for each encoder that was trained.
fn scatter(run: &Run, test: &[ScoredPair], predicted: [&[f32]; 2]) -> Result<()> {
    let plot = |(name, found): (&str, &[f32])| {
        // Gold scores are whole numbers in Millbrook: a little to the left or the right, so that points do not hide each other.
        let spread = |i: usize| ((i as f64 * 0.618_034).fract() - 0.5) * 0.5;
        let points = test.iter().zip(found).enumerate();
        let points =
            points.map(|(i, (pair, &found))| (pair.score + spread(i), f64::from(found) * HIGHEST_SCORE)).collect();
        ScatterPlot {
            title: name.into(),
            x_label: "gold score".into(),
            y_label: "predicted score".into(),
            groups: vec![Group { name: String::new(), points }],
            diagonal: true,
        }
    };
    let trained = [("bi-encoder", predicted[0]), (CROSS.name, predicted[1])].into_iter().filter(|(_, f)| !f.is_empty());
    scatters(&run.folder.file("scatter.png"), &trained.map(plot).collect::<Vec<_>>())
}

/// Sentences from the newspaper on a plane, before and after fine-tuning, in the colours of their topics.
fn map(run: &Run, settings: &Settings, out: &Path) -> Result<()> {
    let topics = millbrook::by_topic(settings.fine_tuning.seed, TOPICS, SENTENCES);
    let plots = [("before fine-tuning", settings.fine_tuning.encoder.clone()), ("after", model_folder(out))];
    let plots = plots.into_iter().map(|(title, folder)| {
        let texts: Vec<&String> = topics.iter().flat_map(|(_, sentences)| sentences).collect();
        let points = principal_plane(Embedder::load(&folder, None)?.embed(&texts)?.view());
        let groups = topics.iter().zip(points.chunks(SENTENCES));
        let groups = groups.map(|((name, _), points)| Group { name: (*name).into(), points: points.to_vec() });
        Ok(ScatterPlot { title: title.into(), groups: groups.collect(), ..ScatterPlot::default() })
    });
    scatters(&run.folder.file("map.png"), &plots.collect::<Result<Vec<_>>>()?)
}
