//! Fetching from the hub with the crate `hf-hub`, into the cache that the Python libraries use too. `hf-hub` transfers and
//! resumes; here it is decided which files, of which version, and every file is checked before every use.

use super::{Id, checksum, is_inside, progress::Download};
use crate::data::table::{files, parts};
use crate::models::BertConfig;
use crate::{Error, Result};
use hf_hub::api::sync::{Api, ApiBuilder, ApiError, ApiRepo};
use hf_hub::{Cache, Repo, RepoType};
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The hub, and the folder where what it sent is kept:
///
/// ```text
/// models--google--bert_uncased_L-2_H-128_A-2/
///   refs/main                          the commit that `main` is
///   blobs/0f1a…                        a file, under its checksum; 0f1a….part while it arrives
///   snapshots/30b0…/config.json        a link to it, for each file of a commit
/// ```
#[derive(Debug)]
pub struct Hub {
    endpoint: String,
    cache: Cache,
    offline: bool,
}

/// How often a download that broke off is taken up again before giving up.
const RETRIES: usize = 2;

impl Hub {
    /// The hub that the environment names, as for the Python libraries: `HF_ENDPOINT` (else <https://huggingface.co>), its cache
    /// in `HF_HOME` (else `~/.cache/huggingface`), not asked at all if `HF_HUB_OFFLINE` is 1.
    ///
    /// # Errors
    /// [`Error::Usage`] if there is neither `HF_HOME` nor a home.
    pub fn from_env() -> Result<Self> {
        let endpoint = env::var("HF_ENDPOINT").unwrap_or_else(|_| "https://huggingface.co".into());
        let home = env::var_os("HF_HOME").map(PathBuf::from);
        let home = home.or_else(|| Some(env::home_dir()?.join(".cache/huggingface")));
        let home = home.ok_or_else(|| Error::Usage("no home folder: set HF_HOME to a folder for downloads".into()))?;
        let offline = env::var("HF_HUB_OFFLINE").unwrap_or_default().to_ascii_uppercase();
        Ok(Self::new(&endpoint, &home, ["1", "ON", "YES", "TRUE"].contains(&offline.as_str())))
    }

    /// A hub at this address, with its cache in `home/hub`.
    pub fn new(endpoint: &str, home: &Path, offline: bool) -> Self {
        Self { endpoint: endpoint.trim_end_matches('/').into(), cache: Cache::new(home.join("hub")), offline }
    }

    /// The folder with a BERT: `config.json`, `tokenizer.json` or `vocab.txt`, `model.safetensors`, and where they are there,
    /// `tokenizer_config.json` and `1_Pooling/config.json`. Its `config.json` is
    /// looked at before the weights are fetched.
    ///
    /// # Errors
    /// [`Error::Hub`] if it cannot be fetched or has no weights that can be read safely; those of [`BertConfig::load`].
    pub fn model(&self, id: &Id) -> Result<PathBuf> {
        self.fetch(id, RepoType::Model, model_files, |folder, file| match file {
            "config.json" => BertConfig::load(folder).map(drop),
            _ => Ok(()),
        })
    }

    /// The folder with a data set: the tables of its training, development and test part.
    ///
    /// # Errors
    /// [`Error::Hub`] if it cannot be fetched, or its files are not in such parts.
    pub fn data(&self, id: &Id) -> Result<PathBuf> {
        self.fetch(id, RepoType::Dataset, data_files, |_, _| Ok(()))
    }

    /// The folder of one version of a repository (or that in it which `id` names), with those of its files that `choose` chooses;
    /// `look` looks at each when it is there. What is here already is used without asking the hub; so the same command has the
    /// same version every time.
    fn fetch(
        &self,
        id: &Id,
        kind: RepoType,
        choose: impl Fn(&[String]) -> Result<Vec<String>, String>,
        look: impl Fn(&Path, &str) -> Result<()>,
    ) -> Result<PathBuf> {
        let wrong = |reason: String| Error::Hub { name: id.name.clone(), reason };
        let at = |revision: &str| Repo::with_revision(id.name.clone(), kind, revision.into());
        // Our own mark beside the hub's `main`: it is set when all files are here, whoever else uses the cache.
        let mark = at(&format!("finetune{}/{}", id.folder.replace('/', "-"), id.revision));
        if let Some((folder, files)) = self.cached(&mark, &at(&id.revision), &id.folder)
            && let Ok(chosen) = choose(&files)
        {
            for file in chosen {
                checksum::check(&folder.join(&file)).inspect_err(|_| drop(fs::remove_file(self.reference(&mark))))?;
                look(&folder, &file)?;
            }
            return Ok(folder);
        }
        if self.offline {
            let reason = format!("HF_HUB_OFFLINE is set, and not all of it is in {} yet", self.cache.path().display());
            return Err(wrong(reason));
        }
        let explain = |error| wrong(self.explain(id, error));
        let api = self.api().map_err(explain)?;
        let info = api.repo(at(&id.revision)).info().map_err(explain)?;
        let below = if id.folder.is_empty() { String::new() } else { format!("{}/", id.folder) };
        let names = info.siblings.into_iter().map(|file| file.rfilename).filter(|name| is_inside(name));
        let files: Vec<String> = names.filter_map(|name| Some(name.strip_prefix(&below)?.to_string())).collect();
        let repo = api.repo(at(&info.sha)); // all files of one commit, even if somebody changes the repository meanwhile
        let folder = self.cache.repo(at(&info.sha)).pointer_path(&info.sha).join(&id.folder);
        let blobs = self.cache.repo(at(&info.sha)).blob_path("");
        for file in choose(&files).map_err(wrong)? {
            if !folder.join(&file).exists() {
                download(&repo, &format!("{below}{file}"), &blobs).map_err(explain)?;
            }
            checksum::check(&folder.join(&file))?;
            look(&folder, &file)?;
        }
        self.cache.repo(mark).create_ref(&info.sha).map_err(Error::io("write", self.cache.path()))?;
        Ok(folder)
    }

    fn api(&self) -> Result<Api, ApiError> {
        ApiBuilder::from_cache(self.cache.clone()).with_endpoint(self.endpoint.clone()).build()
    }

    /// A folder of the version in the cache, if it is there, and the files in it. Offline, what other programs have fetched
    /// will do too.
    fn cached(&self, mark: &Repo, theirs: &Repo, folder: &str) -> Option<(PathBuf, Vec<String>)> {
        let commit = |repo| fs::read_to_string(self.reference(repo)).ok();
        let others = || self.offline.then(|| commit(theirs).unwrap_or(theirs.revision().to_string()));
        let folder = self.cache.repo(theirs.clone()).pointer_path(commit(mark).or_else(others)?.trim()).join(folder);
        let files = files(&folder).ok().filter(|files| !files.is_empty())?;
        Some((folder, files))
    }

    /// The file that says which commit a revision is.
    fn reference(&self, repo: &Repo) -> PathBuf {
        self.cache.path().join(repo.folder_name()).join("refs").join(repo.revision())
    }

    /// An error of `hf-hub` in words.
    fn explain(&self, id: &Id, error: ApiError) -> String {
        let Self { endpoint, .. } = self;
        match error {
            ApiError::RequestError(error) => match *error {
                ureq::Error::StatusCode(401 | 403 | 404) => format!(
                    "{endpoint} has no repository of this name with a version {:?}, or it is private: look at the spelling, \
                     and where it lies here if it is a folder of yours",
                    id.revision
                ),
                ureq::Error::StatusCode(code) => format!("{endpoint} answered with the error {code}; try again later"),
                error => format!(
                    "cannot reach {endpoint}: {error}. Is there a network? Without one, HF_HUB_OFFLINE=1 takes what was fetched before"
                ),
            },
            ApiError::IoError(error) => {
                format!("the download broke off: {error}. The same command goes on where it stopped")
            }
            ApiError::LockAcquisition(_) => {
                "another program is fetching the same file; try again when it is done".into()
            }
            error => format!("{endpoint} answered in a way that is not understood: {error}"),
        }
    }
}

/// Fetches a file, and when the connection breaks goes on where it broke, a few times. (`hf-hub` has retries of its own. But one
/// before which nothing arrived begins again at byte 0, and puts what comes behind what is there already.)
fn download(repo: &ApiRepo, file: &str, blobs: &Path) -> Result<PathBuf, ApiError> {
    let beyond_the_end = |error: &ApiError| match error {
        ApiError::InvalidResume => true,
        ApiError::RequestError(error) => matches!(**error, ureq::Error::StatusCode(416)),
        _ => false,
    };
    let mut breaks = 0;
    loop {
        match repo.download_with_progress(file, Download::new()) {
            Err(ApiError::IoError(_)) if breaks < RETRIES => breaks += 1,
            // What is here already is as long as the file, because a program was ended between the last byte of a download and
            // its renaming; or it is longer, which no beginning of the file can be. The file is fetched anew.
            Err(error) if beyond_the_end(&error) && breaks < RETRIES => {
                breaks += 1;
                for entry in fs::read_dir(blobs)? {
                    let path = entry?.path();
                    if path.extension().is_some_and(|ending| ending == "part") {
                        fs::remove_file(path)?;
                    }
                }
            }
            done => return done,
        }
    }
}

/// The files of a model that are fetched where they are there: what is done to a text before it is cut into pieces, and how the
/// vectors of a sentence become one.
const OPTIONAL: [&str; 2] = ["tokenizer_config.json", "1_Pooling/config.json"];

/// The files of a model, or why there are none.
fn model_files(files: &[String]) -> Result<Vec<String>, String> {
    let has = |name: &str| files.iter().any(|file| file == name);
    let tokenizer = ["tokenizer.json", "vocab.txt"].into_iter().find(|name| has(name));
    let pickle = files.iter().find(|file| file.ends_with(".bin") || file.ends_with(".pt") || file.ends_with(".pkl"));
    match (has("config.json"), tokenizer) {
        (true, Some(tokenizer)) if has("model.safetensors") => {
            let optional = OPTIONAL.into_iter().filter(|name| has(name));
            let files = ["config.json", tokenizer].into_iter().chain(optional).chain(["model.safetensors"]);
            Ok(files.map(String::from).collect())
        }
        (true, _) if has("model.safetensors.index.json") => {
            Err("its weights are in several files; expected model.safetensors in one".into())
        }
        (true, Some(_)) => match pickle {
            Some(pickle) => Err(format!(
                "its weights are only in {pickle}, a Python pickle: that is a program which runs when it is opened, so it is not \
                 opened here. Often somebody has offered model.safetensors for it: try @refs/pr/1 after the name"
            )),
            None => Err("it has no model.safetensors".into()),
        },
        (false, _) => Err("it has no config.json, so it is no model that `transformers` could read either".into()),
        (_, None) => Err("it has neither tokenizer.json nor vocab.txt".into()),
    }
}

/// The files of a data set, or why there are none.
fn data_files(files: &[String]) -> Result<Vec<String>, String> {
    let found = parts(files).map_err(|(found, expected)| format!("found {found}, expected {expected}"))?;
    let found = found.ok_or_else(|| {
        let script = files.iter().any(|file| file.ends_with(".py"));
        let hint = if script {
            "; the hub keeps tables of such a set in another version: try @refs/convert/parquet after the name"
        } else {
            ""
        };
        format!("it has no training part as .parquet, .jsonl or .tsv{hint}")
    })?;
    let chosen = BTreeSet::from_iter([found.train, found.dev, found.test].concat()); // the last two may be the same
    Ok(chosen.into_iter().collect())
}
