//! When to give no answer.

use finetune::metrics::best_null_threshold;
use finetune::models::QuestionAnswerer;
use finetune::tasks::{AskedQuestion, FineTuned, Graded, NULL_THRESHOLD, Saved, score};
use finetune::train::Run;
use finetune::{Result, say};
use serde_json::json;
use std::path::Path;

/// Chooses the threshold that earns most on the development part for the model in `folder`, writes it into the model's
/// settings, and says what it is worth on the `test` part. The table is for a threshold of 0.
pub fn choose(folder: &Path, dev: &[AskedQuestion], test: &[Graded], run: &Run) -> Result<()> {
    let saved = Saved::load(folder, |init, config| QuestionAnswerer::new(init, config, None))?;
    let (_, graded) = saved.model.measure(&saved.parameters, &run.shards, dev);
    let numbers = |number: fn(&Graded) -> f64| graded.iter().map(number).collect::<Vec<f64>>();
    let has_answer: Vec<bool> = graded.iter().map(|question| question.has_answer).collect();
    let threshold = best_null_threshold(&numbers(|q| q.f1), &numbers(|q| q.null), &has_answer);

    let mut config = saved.config;
    config.other.insert(NULL_THRESHOLD.into(), json!(threshold));
    config.save(folder)?;
    let [chosen, zero] = [threshold, 0.0].map(|threshold| score(test, Some(threshold))["F1"]);
    say!(
        "With the best threshold of the development part, {threshold:.2}, test F1 is {chosen:.3}; with 0 it is {zero:.3}."
    );
    Ok(())
}
