//! The training loop, the same for every chapter: batch, forward, backward, update, and now and then a look at data
//! that was held out.

use super::{AdamW, Progress, Run, Schedule, Shards, interrupt};
use crate::autograd::{Parameters, Tape, Var};
use crate::metrics::Metrics;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often the state is saved while a run goes on; it is saved at Ctrl-C too.
const SAVE_EVERY: Duration = Duration::from_secs(60);

/// What is learned: where batches come from, what their loss is, and how to measure what was learned.
pub trait Task: Sync {
    /// A part of a batch, with its labels; one thread works on it.
    type Shard: Sync;

    /// The names of the terms of the loss.
    fn terms(&self) -> &'static [&'static str];

    /// The batch of a step, counted from 0, in shards. It depends on the step alone, not on the batches before it: so a
    /// resumed run sees what it would have seen.
    ///
    /// # Errors
    /// If there is nothing to make batches from.
    fn batch(&mut self, step: usize) -> Result<Vec<Self::Shard>>;

    /// How many tokens a shard has.
    fn tokens(&self, shard: &Self::Shard) -> usize;

    /// The terms of a shard's loss, one for each name; their sum is minimized.
    fn losses(&self, tape: &mut Tape<'_>, shard: &Self::Shard) -> Vec<Var>;

    /// Measures the model on data it is not trained on.
    fn evaluate(&self, parameters: &Parameters, shards: &Shards) -> Evaluation;
}

/// What a look at held-out data found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The number by which the best step is chosen: higher is better.
    pub score: f64,
    /// Everything measured, by name.
    pub metrics: Metrics,
}

/// The settings of one training.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// What this training is called in the progress bar and the record: `fine-tuned, seed 1`.
    pub label: String,
    /// Decides the order of the data and what dropout drops.
    pub seed: u64,
    /// How many updates.
    pub steps: usize,
    /// The highest learning rate of the schedule.
    pub learning_rate: f64,
    /// The share of the steps in which the rate rises.
    pub warm_up: f64,
    /// Look at held-out data after this many steps, and after the last.
    pub evaluate_every: usize,
    /// End with the weights of the best look, not with the last; stop early when this many looks in a row were no better.
    pub patience: Option<usize>,
}

/// Gradients longer than this are shortened to it, so that one odd batch cannot throw the model off.
const CLIP_NORM: f64 = 1.0;

/// Trains `parameters`, and returns what the last look at held-out data found (the best one, with patience).
///
/// # Errors
/// [`Error::Diverged`] if loss or gradient stop being finite, [`Error::Interrupted`] after Ctrl-C (the state is saved),
/// and whatever goes wrong with the run's files.
pub fn fit<T: Task>(task: &mut T, parameters: &mut Parameters, plan: &Plan, run: &mut Run) -> Result<Evaluation> {
    let warm_up_steps = (plan.warm_up * plan.steps as f64) as usize;
    let schedule = Schedule { peak: plan.learning_rate, warm_up_steps, total_steps: plan.steps };
    let mut optimizer = AdamW::default();
    let mut state = State::default();
    let mut step = 0;
    if let Some(saved) = run.load(plan, parameters, &mut optimizer)? {
        state = State::from_json(saved.extra, saved.best);
        step = saved.step;
    }
    let mut progress = Progress::new(&plan.label, step, plan.steps);
    let mut saved = Instant::now();

    // ANCHOR: loop
    while step < plan.steps && !state.is_over(plan.patience) {
        let shards = task.batch(step)?;
        let tokens = shards.iter().map(|shard| task.tokens(shard)).sum();
        // The schedule starts and ends at 0, which would waste a step: the rate of step n is that at its end, but for the last.
        let learning_rate = schedule.at((step + 1).min(plan.steps.saturating_sub(1)));
        let found = run.shards.step(parameters, &shards, (plan.seed, step), |tape, shard| task.losses(tape, shard));
        step += 1;
        let loss: f64 = found.losses.iter().sum();
        if !loss.is_finite() {
            return Err(Error::Diverged { what: "the loss", value: loss, step, learning_rate });
        }
        let norm = optimizer.update(parameters, &found.gradients, learning_rate, Some(CLIP_NORM))?;
        run.shards.recycle(found.gradients);
        progress.step(step, loss, tokens);
        // ANCHOR_END: loop

        let mut line = json!({
            "run": plan.label, "step": step, "loss": loss, "learning_rate": learning_rate,
            "gradient_norm": norm, "tokens_per_second": progress.tokens_per_second().round(),
        });
        for (&term, &value) in task.terms().iter().zip(&found.losses) {
            line[term] = value.into();
        }
        if step.is_multiple_of(plan.evaluate_every) || step == plan.steps {
            let evaluation = task.evaluate(parameters, &run.shards);
            line["dev"] = json!(evaluation.metrics);
            state.look(evaluation, plan.patience.is_some().then_some(&*parameters));
        }
        run.folder.log(&line)?;

        let stop = interrupt::requested();
        if stop || saved.elapsed() > SAVE_EVERY {
            run.save(plan, step, &state.to_json(), state.best_parameters.clone(), parameters, &optimizer)?;
            saved = Instant::now();
        }
        if stop {
            return Err(Error::Interrupted { step });
        }
    }
    if let Some(best) = state.best_parameters {
        *parameters = best;
    }
    Ok(if plan.patience.is_some() { state.best } else { state.last })
}

/// What the looks at held-out data have found so far.
#[derive(Default)]
struct State {
    last: Evaluation,
    best: Evaluation,
    best_parameters: Option<Parameters>,
    /// How many looks in a row were no better than the best.
    worse: usize,
}

impl State {
    // ANCHOR: look
    /// Remembers a look, and the weights it looked at if they are wanted and the best so far.
    fn look(&mut self, evaluation: Evaluation, parameters: Option<&Parameters>) {
        self.last = evaluation.clone();
        let Some(parameters) = parameters else { return };
        if self.best_parameters.is_none() || evaluation.score > self.best.score {
            (self.best, self.best_parameters, self.worse) = (evaluation, Some(parameters.clone()), 0);
        } else {
            self.worse += 1;
        }
    }

    fn is_over(&self, patience: Option<usize>) -> bool {
        patience.is_some_and(|patience| self.worse >= patience)
    }
    // ANCHOR_END: look

    fn to_json(&self) -> Value {
        json!({"last": self.last, "best": self.best, "worse": self.worse})
    }

    fn from_json(json: Value, best_parameters: Option<Parameters>) -> Self {
        let evaluation = |name: &str| serde_json::from_value(json[name].clone()).unwrap_or_default();
        let worse = json["worse"].as_u64().unwrap_or(0) as usize;
        Self { last: evaluation("last"), best: evaluation("best"), best_parameters, worse }
    }
}

/// One line of `metrics.jsonl`, read back to draw a curve.
pub type Line = Map<String, Value>;

/// All lines of a `metrics.jsonl`.
///
/// # Errors
/// If the file cannot be read, or a line is no JSON object.
pub fn read_metrics(path: &Path) -> Result<Vec<Line>> {
    let text = fs::read_to_string(path).map_err(Error::io("read", path))?;
    let parse = |(i, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|e| Error::format(path, Some(i + 1), e.to_string(), "a JSON object"))
    };
    text.lines().enumerate().map(parse).collect()
}

/// The values of `key` over the steps of the training called `label`; a key such as `dev.mlm` looks into an object.
pub fn curve(lines: &[Line], label: &str, key: &str) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for line in lines.iter().filter(|line| line.get("run").and_then(Value::as_str) == Some(label)) {
        let value = match key.split_once('.') {
            Some((object, inner)) => line.get(object).and_then(|found| found.get(inner)),
            None => line.get(key),
        };
        if let (Some(step), Some(value)) = (line.get("step").and_then(Value::as_f64), value.and_then(Value::as_f64)) {
            points.push((step, value));
        }
    }
    points
}
