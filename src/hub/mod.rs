//! Published models and data by name: `--model google/bert_uncased_L-2_H-128_A-2`, `--data stanfordnlp/sst2`. What exists
//! here as a file or a folder is just that; anything else that looks like a name of the Hugging Face hub is fetched from
//! there, if this program was built with the feature `hub`.

#[cfg(feature = "hub")]
mod checksum;
#[cfg(feature = "hub")]
mod progress;
#[cfg(feature = "hub")]
mod repository;

#[cfg(feature = "hub")]
pub use repository::Hub;

#[cfg(not(feature = "hub"))]
use crate::Error;
use crate::Result;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A repository of the hub: `NAME`, `OWNER/NAME`, and after these `:FOLDER` (in it) and `@REVISION` (a branch, a tag or a
/// commit), if need be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    /// `NAME` or `OWNER/NAME`.
    pub name: String,
    /// The folder that holds one of several sets; empty: all of the repository.
    pub folder: String,
    /// The version, `main` if nothing is said.
    pub revision: String,
}

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (rest, revision) = text.split_once('@').unwrap_or((text, "main"));
        let (name, folder) = rest.split_once(':').unwrap_or((rest, ""));
        let parts = |path: &str| path.split('/').map(String::from).collect::<Vec<_>>();
        let few = parts(name).len() <= 2 && (rest == name || !folder.is_empty());
        match few && [parts(name), parts(revision)].iter().flatten().all(|part| is_name(part)) && is_inside(folder) {
            true => Ok(Self { name: name.into(), folder: folder.into(), revision: revision.into() }),
            false => Err(format!("found {text:?}, expected OWNER/NAME, OWNER/NAME:FOLDER or OWNER/NAME@REVISION")),
        }
    }
}

/// Whether this can be a part of a name: letters, digits and `-_.`, and no dot first.
fn is_name(part: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !part.is_empty() && !part.starts_with('.') && part.chars().all(known)
}

/// Whether a path in a repository stays in it wherever it is copied to.
fn is_inside(path: &str) -> bool {
    path.is_empty() || path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']))
}

/// The folder of a model: `model` itself if it is a folder, else that of the model of this name on the hub, fetched and checked.
///
/// # Errors
/// [`crate::Error::Hub`] if there is no such folder and no such model, or it cannot be fetched; what [`crate::models::BertConfig::load`]
/// says of a model of another kind.
pub fn model(model: &Path) -> Result<PathBuf> {
    here_or(model, |id| fetch(id, false))
}

/// The folder of a data set: `data` itself if it is a path, else that of the data set of this name on the hub, fetched and
/// checked.
///
/// # Errors
/// [`crate::Error::Hub`] if there is no such path and no such data set, or it cannot be fetched.
pub fn data(data: &Path) -> Result<PathBuf> {
    here_or(data, |id| fetch(id, true))
}

/// A path that exists wins; one that cannot be a name is left to whoever reads it, and says what is wrong.
fn here_or(path: &Path, fetch: impl FnOnce(&Id) -> Result<PathBuf>) -> Result<PathBuf> {
    let id = path.to_str().and_then(|text| text.parse().ok());
    match id {
        Some(id) if !path.exists() => fetch(&id),
        _ => Ok(path.to_path_buf()),
    }
}

#[cfg(feature = "hub")]
fn fetch(id: &Id, data: bool) -> Result<PathBuf> {
    let hub = Hub::from_env()?;
    if data { hub.data(id) } else { hub.model(id) }
}

#[cfg(not(feature = "hub"))]
fn fetch(id: &Id, _data: bool) -> Result<PathBuf> {
    let reason = "there is no such folder; to fetch what the Hugging Face hub has under this name, build with the feature `hub`: \
                  cargo run --features hub ...";
    Err(Error::Hub { name: id.name.clone(), reason: reason.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str, folder: &str, revision: &str) -> Id {
        Id { name: name.into(), folder: folder.into(), revision: revision.into() }
    }

    #[test]
    fn names_are_read() {
        for (text, expected) in [
            ("bert-base-uncased", id("bert-base-uncased", "", "main")),
            ("google/bert_uncased_L-2_H-128_A-2", id("google/bert_uncased_L-2_H-128_A-2", "", "main")),
            ("nyu-mll/glue:sst2", id("nyu-mll/glue", "sst2", "main")),
            ("eriktks/conll2003@refs/convert/parquet", id("eriktks/conll2003", "", "refs/convert/parquet")),
            ("a/b:c/d@v1.0", id("a/b", "c/d", "v1.0")),
        ] {
            assert_eq!(text.parse(), Ok(expected));
        }
        for text in [
            "",
            "/a/b",
            "./a",
            "../a",
            "a/b/c",
            "a b",
            "a/",
            "a:",
            "a@",
            "a:../b",
            "a:/b",
            "a@..",
            "C:\\model",
            "~/x",
            "a//b",
        ] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_path_that_exists_wins() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(model(folder.path()).unwrap(), folder.path());
        assert_eq!(data(Path::new("src")).unwrap(), Path::new("src"), "though it could be a name");
        let no_name = Path::new("no/such/folder");
        assert_eq!(data(no_name).unwrap(), no_name, "the reader of the file will say that it is missing");
    }

    #[cfg(not(feature = "hub"))]
    #[test]
    fn without_the_feature_a_name_is_refused_with_the_command() {
        let message = model(Path::new("bert-base-uncased")).unwrap_err().to_string();
        assert!(message.starts_with("bert-base-uncased: there is no such folder"), "{message}");
        assert!(message.contains("cargo run --features hub"), "{message}");
    }
}
