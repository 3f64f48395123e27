//! The five rows of the chapter's table.

use finetune::baselines::{BagOfWords, Majority};
use finetune::data::Labelled;
use finetune::metrics::Confusion;
use finetune::models::BertConfig;
use finetune::tasks::{Classifier, ClassifierSettings, Outcome, Parts, train_classifier};
use finetune::text::Tokenizer;
use finetune::train::{Mistake, Row, Run, Statistic};
use finetune::{Result, say};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything that the results depend on.
#[derive(Clone, Debug, Serialize)]
pub struct Settings {
    pub data: Option<PathBuf>,
    pub encoder: PathBuf,
    pub seed: u64,
    pub seeds: u64,
    pub examples: usize,
    pub epochs: usize,
    pub batch_tokens: usize,
    pub learning_rate: f64,
    pub patience: Option<usize>,
    pub quick: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistake: Option<Mistake>,
}

impl Settings {
    /// One seed for each training of a row.
    pub fn seeds(&self) -> impl Iterator<Item = u64> {
        (0..self.seeds).map(|i| self.seed.wrapping_add(i))
    }
}

/// The pretrained encoder that everything starts from.
pub struct Encoder {
    pub folder: PathBuf,
    pub config: BertConfig,
    pub tokenizer: Tokenizer,
}

/// A way to train the network: the name of its row, and what differs.
struct Recipe {
    name: &'static str,
    pretrained: bool,
    frozen: bool,
    /// Its learning rate, as a multiple of fine-tuning's: each rival gets what is best for it.
    rate: f64,
}

// ANCHOR: recipes
const RECIPES: [Recipe; 3] = [
    Recipe { name: "from scratch", pretrained: false, frozen: false, rate: 2.0 },
    Recipe { name: "frozen", pretrained: true, frozen: true, rate: 10.0 },
    Recipe { name: "fine-tuned", pretrained: true, frozen: false, rate: 1.0 },
];
// ANCHOR_END: recipes

/// The rows that need no network: always the commoner label, and a linear model on word counts.
pub fn baselines(train: &Labelled, test: &Labelled) -> Vec<Row> {
    let labels = |set: &Labelled| set.examples.iter().map(|example| example.label).collect::<Vec<_>>();
    let texts: Vec<&str> = train.examples.iter().map(|example| example.text.as_str()).collect();
    let (majority, words) = (Majority::train(&labels(train)), BagOfWords::train(&texts, &labels(train)));
    let measure = |name: &str, predict: &dyn Fn(&str) -> usize| {
        let predicted: Vec<usize> = test.examples.iter().map(|example| predict(&example.text)).collect();
        let confusion = Confusion::new(&predicted, &labels(test), train.labels.len());
        row(
            name,
            &[BTreeMap::from([
                ("accuracy".to_string(), confusion.accuracy()),
                ("macro F1".to_string(), confusion.macro_f1()),
            ])],
        )
    };
    vec![measure("trivial", &|_| majority.label), measure("bag of words", &|text| words.predict(text))]
}

/// The rows of the network, each trained with several seeds. Saves the fine-tuned model of the first seed, and returns its
/// confusion matrix beside the rows.
pub fn networks(
    data: &Parts,
    encoder: &Encoder,
    settings: &Settings,
    run: &mut Run,
    model: &Path,
) -> Result<(Vec<Row>, Confusion)> {
    let mut rows = Vec::new();
    let mut confusion = None;
    for recipe in &RECIPES {
        let outcomes: Vec<Outcome> = settings
            .seeds()
            .map(|seed| train_one(recipe, seed, data, encoder, settings, run, model))
            .collect::<Result<_>>()?;
        let metrics: Vec<_> = outcomes.iter().map(|outcome| outcome.evaluation.metrics.clone()).collect();
        rows.push(row(recipe.name, &metrics));
        confusion = outcomes.into_iter().next().map(|outcome| outcome.confusion);
    }
    Ok((rows, confusion.unwrap_or_else(|| Confusion::new(&[], &[], data.labels.len()))))
}

/// What a training is called in the record.
pub fn label(row: &str, seed: u64) -> String {
    format!("{row}, seed {seed}")
}

fn train_one(
    recipe: &Recipe,
    seed: u64,
    data: &Parts,
    encoder: &Encoder,
    settings: &Settings,
    run: &mut Run,
    model: &Path,
) -> Result<Outcome> {
    let label = label(recipe.name, seed);
    if let Some(outcome) = run.finished(&label) {
        return Ok(outcome);
    }
    let training = ClassifierSettings {
        label: label.clone(),
        seed,
        epochs: settings.epochs,
        batch_tokens: settings.batch_tokens,
        learning_rate: settings.learning_rate * recipe.rate,
        patience: settings.patience,
        frozen: recipe.frozen,
        mistake: settings.mistake,
    };
    let start = recipe.pretrained.then_some(encoder.folder.as_path());
    let (parameters, outcome) = train_classifier(data, &encoder.config, start, &training, run)?;
    say!("{label}: test accuracy {:.3}", outcome.evaluation.score);
    if recipe.name == "fine-tuned" && seed == settings.seed {
        Classifier::save(model, &encoder.config, &parameters, &data.labels, &encoder.tokenizer)?;
    }
    run.finish_part(&label, &outcome)?;
    Ok(outcome)
}

/// A row of the table: each metric over all seeds.
fn row(name: &str, seeds: &[BTreeMap<String, f64>]) -> Row {
    let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (metric, &value) in seeds.iter().flatten() {
        values.entry(metric.clone()).or_default().push(value);
    }
    let metrics = values.into_iter().map(|(metric, values)| (metric, Statistic::of(&values))).collect();
    Row { name: name.into(), metrics }
}
