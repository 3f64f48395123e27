//! What the trained encoders are for: comparing two sentences, and finding one among many.

use finetune::data::HIGHEST_SCORE;
use finetune::data::ScoredPair;
use finetune::data::millbrook;
use finetune::files::read_lines;
use finetune::models::Pooling;
use finetune::tasks::{Embedder, EncodedPair, FineTuned, PairEncoder, Saved, nearest};
use finetune::train::Shards;
use finetune::{Error, Result, say};
use std::collections::HashSet;
use std::path::Path;

/// How many documents of the newspaper are searched.
const DOCUMENTS: usize = 400;
const BEST: usize = 5;

/// Prints the score of a pair, by the bi-encoder and, if there is one, by the cross-encoder.
pub fn predict(bi: &Path, cross: &Path, pooling: Option<Pooling>, [a, b]: [&String; 2]) -> Result<()> {
    let has = |folder: &Path| folder.join("model.safetensors").exists();
    say!("{a}\n{b}");
    if has(bi) || !has(cross) {
        let vectors = Embedder::load(bi, pooling)?.embed(&[a, b])?;
        let cosine = f64::from(vectors.row(0).dot(&vectors.row(1)));
        say!("bi-encoder     cosine {cosine:.3}, a score of {:.1} out of {HIGHEST_SCORE:.0}", cosine * HIGHEST_SCORE);
    }
    if has(cross) {
        let Saved { model, parameters, tokenizer, config } = Saved::load(cross, PairEncoder::cross)?;
        let pair = ScoredPair { a: a.clone(), b: b.clone(), score: 0.0 };
        let pair = EncodedPair::all(&[pair], true, &tokenizer, config.max_position_embeddings)?;
        let (_, scores) = model.measure(&parameters, &Shards::new(), &pair);
        say!("cross-encoder  a score of {:.1}", f64::from(scores[0]) * HIGHEST_SCORE);
    }
    Ok(())
}

/// Prints the sentences that are nearest to the query.
pub fn search(query: &str, model: &Path, pooling: Option<Pooling>, data: Option<&Path>, cache: &Path) -> Result<()> {
    let texts = texts(data)?;
    let embedder = Embedder::load(model, pooling)?;
    let (vectors, file, reused) = embedder.embed_cached(&texts, cache)?;
    let what = if reused { "read from" } else { "computed, and kept in" };
    say!("{} sentences; their vectors were {what} {}.\n", texts.len(), file.display());
    let query = embedder.embed(&[query])?;
    for (place, cosine) in nearest(query.row(0), &vectors, BEST) {
        say!("{cosine:.3}  {}", texts[place]);
    }
    Ok(())
}

/// The lines of a file that are not empty, or the sentences of the newspaper; each once.
fn texts(data: Option<&Path>) -> Result<Vec<String>> {
    let texts: Vec<String> = match data {
        Some(file) => read_lines(file)?.into_iter().map(|line| line.trim().to_string()).collect(),
        None => millbrook::newspaper(0).take(DOCUMENTS).flat_map(|document| document.sentences).collect(),
    };
    let mut seen = HashSet::new();
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty() && seen.insert(text.clone())).collect();
    match (texts.is_empty(), data) {
        (true, Some(file)) => Err(Error::format(file, None, "only empty lines", "sentences, one a line")),
        _ => Ok(texts),
    }
}
