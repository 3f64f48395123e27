//! Pretraining an encoder on running text: masked words and next sentences (Devlin et al., 2019).

use super::{argmax, load_tokenizer, probabilities};
use crate::autograd::{Buffers, Parameters, Tape, Var};
use crate::data::{Document, millbrook, plain_text, rng};
use crate::metrics::perplexity;
use crate::models::{self, BertConfig, PretrainingModel};
use crate::nn::Init;
use crate::objectives::Mlm;
use crate::objectives::baselines::{unigram_cross_entropy, word_overlap_accuracy};
use crate::objectives::nsp::{DocumentIds, SentencePair, pairs};
use crate::text::{Batch, Order, SpecialTokens, Tokenizer, pack, split};
use crate::train::{Evaluation, Plan, Row, Run, SHARDS, Shards, Statistic, Task, fit};
use crate::{Error, Result, say};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything that a pretraining run depends on.
#[derive(Clone, Debug, Serialize)]
pub struct PretrainingSettings {
    /// A text file or a folder of them; none is Millbrook's newspaper.
    pub data: Option<PathBuf>,
    /// How many words of the newspaper to read.
    pub words: usize,
    /// The seed of everything random.
    pub seed: u64,
    /// How many word pieces the vocabulary has, at most.
    pub vocabulary: usize,
    /// The length of a token's vector.
    pub hidden: usize,
    /// Number of encoder layers.
    pub layers: usize,
    /// Number of attention heads.
    pub heads: usize,
    /// The standard deviation of the weights at the start.
    pub initializer_range: f32,
    /// Dropout while pretraining. Fine-tuning on few examples has its own, from the saved `config.json`.
    pub dropout: f32,
    /// The longest sentence pair, in tokens.
    pub max_tokens: usize,
    /// How many tokens a step sees.
    pub batch_tokens: usize,
    /// How often to go through the text, each time with other masks and other pairs.
    pub epochs: usize,
    /// The highest learning rate.
    pub learning_rate: f64,
    /// Whether all pieces of a word are masked together.
    pub whole_words: bool,
    /// Whether this run only proves that everything works.
    pub quick: bool,
}

impl Default for PretrainingSettings {
    fn default() -> Self {
        Self {
            data: None,
            words: 1_000_000,
            seed: 0,
            vocabulary: 8192,
            hidden: 128,
            layers: 2,
            heads: 4,
            initializer_range: 0.05, // BERT's 0.02 suits 768 numbers a token; at 128 it delays the first insights by half a run
            dropout: 0.0, // a small model that sees each text a few times, each time masked anew, does not overfit
            max_tokens: 64,
            batch_tokens: 2048,
            epochs: 5,
            learning_rate: 2e-3, // twenty times BERT-base's: small models bear it, and it saves the reader's time
            whole_words: false,
            quick: false,
        }
    }
}

impl PretrainingSettings {
    /// A few seconds' worth: proves that everything works, and nothing else.
    pub fn quick(self) -> Self {
        Self { words: 20_000, vocabulary: 2000, hidden: 32, epochs: 1, batch_tokens: 512, quick: true, ..self }
    }

    /// Refuses sizes that make no model.
    fn check(&self) -> Result<()> {
        let Self { vocabulary, hidden, layers, heads, max_tokens, .. } = *self;
        if max_tokens < 16 {
            return Err(Error::Usage(format!("--max-tokens {max_tokens}: a pair of texts needs 16 or more")));
        }
        BertConfig::new(vocabulary, hidden, layers, heads, max_tokens)
            .check()
            .map_err(|(found, expected)| Error::Usage(format!("found {found}, expected {expected}")))
    }
}

/// Documents to learn from, and documents to be measured on.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// To learn from.
    pub train: Vec<Document>,
    /// Never trained on: every twentieth document.
    pub held_out: Vec<Document>,
}

impl Corpus {
    /// Millbrook's newspaper, or the text files at `settings.data`.
    ///
    /// # Errors
    /// If a file cannot be read, or there are too few documents to hold some out.
    pub fn read(settings: &PretrainingSettings) -> Result<Self> {
        let documents = match &settings.data {
            Some(path) => plain_text::read(path)?,
            None => take_words(millbrook::newspaper(settings.seed), settings.words),
        };
        if documents.len() < 40 {
            let found = documents.len();
            return Err(Error::Usage(format!(
                "pretraining needs at least 40 documents of a few sentences, found {found}"
            )));
        }
        let mut corpus = Self { train: Vec::new(), held_out: Vec::new() };
        for (i, document) in documents.into_iter().enumerate() {
            let part = if i % 20 == 19 { &mut corpus.held_out } else { &mut corpus.train };
            part.push(document);
        }
        Ok(corpus)
    }
}

/// Documents until they have as many words as asked for.
fn take_words(documents: impl Iterator<Item = Document>, words: usize) -> Vec<Document> {
    let mut count = 0;
    let more = |document: &Document| {
        let before = count;
        count += document.sentences.iter().map(|s| s.split_whitespace().count()).sum::<usize>();
        before < words
    };
    documents.take_while(more).collect()
}

/// A shard of sentence pairs with some of their tokens hidden.
#[derive(Debug)]
pub struct PretrainingShard {
    batch: Batch,
    /// The rows of the hidden tokens, and what stood there.
    positions: Vec<usize>,
    words: Vec<u32>,
    /// Whether each second segment follows its first (0) or is random (1).
    next: Vec<u32>,
    /// How many tokens are hidden, and how many pairs there are, in the whole batch.
    batch_words: usize,
    batch_pairs: usize,
}

/// Pretraining as a task for [`fit`].
pub struct Pretraining {
    /// The model.
    pub model: PretrainingModel,
    mlm: Mlm,
    special: SpecialTokens,
    documents: Vec<DocumentIds>,
    held_out: Vec<PretrainingShard>,
    max_tokens: usize,
    batch_tokens: usize,
    seed: u64,
    epoch: Epoch,
    steps_per_epoch: usize,
}

/// The pairs of one pass through the text, and which of them make up each batch.
struct Epoch {
    number: usize,
    pairs: Vec<SentencePair>,
    batches: Vec<Vec<usize>>,
}

/// How many held-out pairs a look at held-out text takes.
const HELD_OUT_PAIRS: usize = 1000;

impl Pretraining {
    /// Makes a task of token ids.
    ///
    /// # Errors
    /// If the text has too few documents to make pairs of.
    pub fn new(
        model: PretrainingModel,
        tokenizer: &Tokenizer,
        (train, held_out): (Vec<DocumentIds>, &[DocumentIds]),
        settings: &PretrainingSettings,
    ) -> Result<Self> {
        let PretrainingSettings { seed, max_tokens, batch_tokens, .. } = *settings;
        let mlm = Mlm::new(tokenizer, settings.whole_words);
        let special = tokenizer.special();
        let mut held_out = pairs(held_out, special, max_tokens, &mut rng(seed, "held-out pairs", 0))?;
        held_out.truncate(HELD_OUT_PAIRS);
        let chosen: Vec<&SentencePair> = held_out.iter().collect();
        let parts = chosen.len().div_ceil(32);
        let held_out = shards(&chosen, parts, &mlm, |part| rng(seed, "held-out masks", part));
        let epoch = Epoch::new(0, &train, special, settings.seed, max_tokens, batch_tokens)?;
        let steps_per_epoch = epoch.batches.len();
        Ok(Self {
            model,
            mlm,
            special,
            documents: train,
            held_out,
            max_tokens,
            batch_tokens,
            seed,
            epoch,
            steps_per_epoch,
        })
    }

    /// How many batches one pass through the text has. (Pairs are drawn anew for each pass; should one have a batch more
    /// or less than the first, its last batch is left out, or its first one comes twice.)
    pub fn steps_per_epoch(&self) -> usize {
        self.steps_per_epoch
    }
}

impl Epoch {
    fn new(
        number: usize,
        documents: &[DocumentIds],
        special: SpecialTokens,
        seed: u64,
        max_tokens: usize,
        batch_tokens: usize,
    ) -> Result<Self> {
        let pairs = pairs(documents, special, max_tokens, &mut rng(seed, "pairs", number as u64))?;
        let lengths: Vec<usize> = pairs.iter().map(|pair| pair.sequence.ids.len()).collect();
        let batches = pack(&lengths, batch_tokens, Order::Random, &mut rng(seed, "batches", number as u64));
        Ok(Self { number, pairs, batches })
    }
}

/// Splits pairs into `parts` shards of about equal size, and hides tokens in each.
fn shards(
    pairs: &[&SentencePair],
    parts: usize,
    mlm: &Mlm,
    rng: impl Fn(u64) -> rand_chacha::ChaCha8Rng,
) -> Vec<PretrainingShard> {
    let lengths: Vec<usize> = pairs.iter().map(|pair| pair.sequence.ids.len()).collect();
    let ranges = split(&lengths, parts).into_iter().filter(|range| !range.is_empty());
    let mut shards: Vec<PretrainingShard> = ranges
        .enumerate()
        .map(|(part, range)| {
            let pairs = &pairs[range];
            let mut batch = Batch::from_sequences(pairs.iter().map(|pair| &pair.sequence));
            let masked = mlm.mask(&batch.ids, &mut rng(part as u64));
            batch.ids = masked.ids;
            let words = masked.labels.iter().map(|&word| word as u32).collect();
            let next = pairs.iter().map(|pair| pair.label as u32).collect();
            PretrainingShard {
                batch,
                positions: masked.positions,
                words,
                next,
                batch_words: 0,
                batch_pairs: pairs.len(),
            }
        })
        .collect();
    let batch_words = shards.iter().map(|shard| shard.words.len()).sum();
    for shard in &mut shards {
        (shard.batch_words, shard.batch_pairs) = (batch_words, pairs.len());
    }
    shards
}

impl Task for Pretraining {
    type Shard = PretrainingShard;

    fn terms(&self) -> &'static [&'static str] {
        &["mlm", "nsp"]
    }

    fn batch(&mut self, step: usize) -> Result<Vec<PretrainingShard>> {
        let (number, index) = (step / self.steps_per_epoch, step % self.steps_per_epoch);
        if self.epoch.number != number {
            let (documents, special) = (&self.documents, self.special);
            self.epoch = Epoch::new(number, documents, special, self.seed, self.max_tokens, self.batch_tokens)?;
        }
        let Epoch { pairs, batches, .. } = &self.epoch;
        let chosen: Vec<&SentencePair> = batches[index % batches.len()].iter().map(|&i| &pairs[i]).collect();
        let masks = |shard| rng(self.seed, "masks", (step * SHARDS) as u64 + shard);
        Ok(shards(&chosen, SHARDS, &self.mlm, masks))
    }

    fn tokens(&self, shard: &PretrainingShard) -> usize {
        shard.batch.tokens()
    }

    fn losses(&self, tape: &mut Tape<'_>, shard: &PretrainingShard) -> Vec<Var> {
        let hidden = self.model.bert.forward(tape, &shard.batch); // [tokens, hidden]
        let words = self.model.word_logits(tape, hidden, &shard.positions); // [masked, vocabulary]
        let next = self.model.next_sentence_logits(tape, hidden, &shard.batch); // [pairs, 2]
        vec![
            tape.cross_entropy(words, &shard.words, shard.batch_words.max(1) as f32),
            tape.cross_entropy(next, &shard.next, shard.batch_pairs as f32),
        ]
    }

    fn evaluate(&self, parameters: &Parameters, shards: &Shards) -> Evaluation {
        let found = shards.evaluate(parameters, &self.held_out, |tape, shard| {
            let hidden = self.model.bert.forward(tape, &shard.batch);
            let words = self.model.word_logits(tape, hidden, &shard.positions);
            let next = self.model.next_sentence_logits(tape, hidden, &shard.batch);
            let losses = [tape.cross_entropy(words, &shard.words, 1.0), tape.cross_entropy(next, &shard.next, 1.0)];
            let [mlm, nsp] = losses.map(|loss| f64::from(tape.value(loss)[[0, 0]]));
            let right = |logits, labels: &[u32]| {
                argmax(tape.value(logits)).iter().zip(labels).filter(|(a, b)| **a == **b as usize).count() as f64
            };
            [mlm, nsp, right(words, &shard.words), right(next, &shard.next)]
        });
        let sum = |i: usize| found.iter().map(|numbers| numbers[i]).sum::<f64>();
        let words = self.held_out.iter().map(|s| s.words.len()).sum::<usize>().max(1) as f64;
        let pairs = self.held_out.iter().map(|s| s.next.len()).sum::<usize>().max(1) as f64;
        let metrics = BTreeMap::from([
            ("mlm".to_string(), sum(0) / words),
            ("perplexity".to_string(), perplexity(sum(0) / words)),
            ("nsp".to_string(), sum(1) / pairs),
            ("mlm accuracy".to_string(), sum(2) / words),
            ("nsp accuracy".to_string(), sum(3) / pairs),
        ]);
        Evaluation { score: -metrics["mlm"] - metrics["nsp"], metrics }
    }
}

/// The folder of the model that chapter 2 leaves in its run folder.
pub fn model_folder(run: &Path) -> PathBuf {
    run.join("model")
}

/// The whole of chapter 2: reads the text, makes a vocabulary, trains, and writes record and model into `out`. Returns the
/// rows of the chapter's table; the curves are drawn from the run's record.
///
/// # Errors
/// If the text or the folder cannot be used, training diverges, or Ctrl-C is pressed.
pub fn pretrain(settings: &PretrainingSettings, out: &Path, resume: bool) -> Result<(Run, Vec<Row>)> {
    settings.check()?;
    let corpus = Corpus::read(settings)?;
    let mut run = Run::open(out, "ch02_pretraining", settings, resume)?; // last: it clears the folder
    let sentences = corpus.train.iter().flat_map(|document| &document.sentences).map(String::as_str);
    let tokenizer = Tokenizer::train(sentences, settings.vocabulary)?;
    let (train, held_out) = (token_ids(&corpus.train, &tokenizer)?, token_ids(&corpus.held_out, &tokenizer)?);

    let config = BertConfig {
        hidden_dropout_prob: settings.dropout,
        attention_probs_dropout_prob: settings.dropout,
        initializer_range: settings.initializer_range,
        ..BertConfig::new(tokenizer.vocabulary(), settings.hidden, settings.layers, settings.heads, settings.max_tokens)
    };
    let mut parameters = Parameters::new();
    let mut init = Init::new(&mut parameters, settings.seed, config.initializer_range);
    let model = PretrainingModel::new(&mut init, &config);
    let count = |documents: &[DocumentIds]| documents.iter().flatten().map(Vec::len).sum::<usize>();
    say!(
        "{} documents, {} tokens of {} kinds; {} tokens held out; {} parameters",
        corpus.train.len(),
        count(&train),
        tokenizer.vocabulary(),
        count(&held_out),
        parameters.count()
    );

    let baselines = baselines(&train, &held_out, &tokenizer, settings)?;
    let mut task = Pretraining::new(model, &tokenizer, (train, &held_out), settings)?;
    let steps = settings.epochs * task.steps_per_epoch();
    let plan = Plan {
        label: "pretraining".into(),
        seed: settings.seed,
        steps,
        learning_rate: settings.learning_rate,
        warm_up: 0.1,
        evaluate_every: steps.div_ceil(20),
        patience: None,
    };
    let evaluation = match run.finished(&plan.label) {
        Some(evaluation) => evaluation,
        None => {
            let evaluation = fit(&mut task, &mut parameters, &plan, &mut run)?;
            let folder = model_folder(out);
            // Fine-tuning has few examples and wants dropout again, as published models have it.
            let saved = BertConfig { hidden_dropout_prob: 0.1, attention_probs_dropout_prob: 0.1, ..config };
            models::save(&folder, &saved, "BertForPreTraining", &parameters)?;
            tokenizer.save(&folder)?;
            run.finish_part(&plan.label, &evaluation)?;
            evaluation
        }
    };

    let row = |name: &str, metrics: &BTreeMap<String, f64>| Row {
        name: name.into(),
        metrics: metrics.iter().map(|(name, &value)| (name.clone(), Statistic::of(&[value]))).collect(),
    };
    let mut rows: Vec<Row> = baselines.iter().map(|(name, metrics)| row(name, metrics)).collect();
    rows.push(row("pretrained", &evaluation.metrics));
    Ok((run, rows))
}

/// What can be had without a network, each as a row of the table: guessing by frequency, and counting shared words.
fn baselines(
    train: &[DocumentIds],
    held_out: &[DocumentIds],
    tokenizer: &Tokenizer,
    settings: &PretrainingSettings,
) -> Result<Vec<(&'static str, BTreeMap<String, f64>)>> {
    let vocabulary = tokenizer.vocabulary();
    let tokens = |documents: &[DocumentIds]| documents.iter().flatten().flatten().copied().collect::<Vec<_>>();
    let unigram = unigram_cross_entropy(tokens(train), tokens(held_out), vocabulary);
    let pairs = |documents, purpose| {
        pairs(documents, tokenizer.special(), settings.max_tokens, &mut rng(settings.seed, purpose, 0))
    };
    let overlap =
        word_overlap_accuracy(&pairs(train, "pairs")?, &pairs(held_out, "held-out pairs")?, tokenizer.special());
    let metrics = |mlm: f64, nsp: f64| {
        BTreeMap::from([
            ("mlm".to_string(), mlm),
            ("perplexity".to_string(), perplexity(mlm)),
            ("nsp accuracy".to_string(), nsp),
        ])
    };
    let mut word_overlap = metrics(0.0, overlap);
    word_overlap.retain(|name, _| name == "nsp accuracy");
    Ok(vec![
        ("uniform", metrics((vocabulary as f64).ln(), 0.5)),
        ("trivial", metrics(unigram, 0.5)),
        ("bag of words", word_overlap),
    ])
}

/// Sentences as token ids, document by document.
fn token_ids(documents: &[Document], tokenizer: &Tokenizer) -> Result<Vec<DocumentIds>> {
    let ids = |document: &Document| document.sentences.iter().map(|sentence| tokenizer.pieces(sentence)).collect();
    documents.iter().map(ids).collect()
}

/// Fills in blanks with a pretrained model.
pub struct Filler {
    tokenizer: Tokenizer,
    parameters: Parameters,
    model: PretrainingModel,
    max_tokens: usize,
}

impl Filler {
    /// Loads the model in `folder`.
    ///
    /// # Errors
    /// If there is none, or it has no masked-word head.
    pub fn load(folder: &Path) -> Result<Self> {
        let config = BertConfig::load(folder)?;
        let mut parameters = Parameters::new();
        let model = PretrainingModel::new(&mut Init::new(&mut parameters, 0, config.initializer_range), &config);
        let report = models::load_tensors(&mut parameters, folder)?;
        if let Some(name) = report.missing.iter().find(|name| name.starts_with("cls.predictions")) {
            return Err(Error::Tensor {
                path: folder.join("model.safetensors"),
                name: name.clone(),
                found: "no such tensor".into(),
                expected: "a model with its masked-word head: an encoder alone cannot guess words".into(),
            });
        }
        let tokenizer = load_tokenizer(folder, &config)?;
        Ok(Self { tokenizer, parameters, model, max_tokens: config.max_position_embeddings })
    }

    /// For each `[MASK]` in the text, the `count` most likely tokens with their probabilities.
    ///
    /// # Errors
    /// If the text has no `[MASK]`.
    pub fn fill(&self, text: &str, count: usize) -> Result<Vec<Vec<(String, f32)>>> {
        let sequence = self.tokenizer.encode(text, self.max_tokens)?;
        let mask = self.tokenizer.special().mask;
        let positions: Vec<usize> = (0..sequence.ids.len()).filter(|&i| sequence.ids[i] == mask).collect();
        if positions.is_empty() {
            return Err(Error::Usage(format!("there is no [MASK] in {text:?} for the model to fill in")));
        }
        let batch = Batch::from_sequences([&sequence]);
        let buffers = Buffers::new();
        let mut tape = Tape::evaluation(&self.parameters, &buffers);
        let hidden = self.model.bert.forward(&mut tape, &batch);
        let logits = self.model.word_logits(&mut tape, hidden, &positions);
        let best = |row: Vec<f32>| {
            let mut ranked: Vec<(usize, f32)> = row.into_iter().enumerate().collect();
            ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
            ranked.into_iter().take(count).map(|(id, p)| (self.tokenizer.token(id as u32).to_string(), p)).collect()
        };
        Ok(probabilities(tape.value(logits)).into_iter().map(best).collect())
    }
}

/// Whether the run in this folder was a `--quick` one, whose model is good for nothing but tests.
pub fn is_quick(run: &Path) -> bool {
    let config = std::fs::read(run.join("config.json")).ok();
    let config = config.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    config.is_some_and(|config| config["settings"]["quick"] == true)
}
