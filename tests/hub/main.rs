//! Published models and data by name, from a small hub on this machine: what arrives, and what happens when it does not.

mod data;
mod parquet;
#[path = "../support/programs.rs"]
mod programs;
mod server;

use finetune::autograd::Parameters;
use finetune::hub::{Hub, Id};
use finetune::models::{self, BertConfig, Pooling, PretrainingModel};
use finetune::nn::Init;
use finetune::text::Tokenizer;
use programs::{CH02, call, edit, fresh_folder};
use server::{COMMIT, Server};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;

const MODEL: &str = "someone/tiny-bert";

/// The files of a very small BERT: settings, tokenizer, weights.
static TINY: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let text = "nora webb met tom ashby at the mill a fine dull good bad play was who where said of in";
    let tokenizer = Tokenizer::train([text], 200).unwrap();
    let config = BertConfig::new(tokenizer.vocabulary(), 16, 1, 2, 64);
    let mut parameters = Parameters::new();
    PretrainingModel::new(&mut Init::new(&mut parameters, 0, 0.05), &config);
    models::save(folder.path(), &config, "BertForPreTraining", &parameters).unwrap();
    tokenizer.save(folder.path(), 64).unwrap();
    ["config.json", "tokenizer.json", "model.safetensors"].map(|name| fs::read(folder.path().join(name)).unwrap())
});

/// A server with the small BERT, and more files.
fn server(more: &[(&str, &str, &[u8])]) -> Server {
    let [config, tokenizer, weights] = &*TINY;
    let model: [(&str, &str, &[u8]); 5] = [
        (MODEL, "README.md", b"# A tiny BERT"),
        (MODEL, "config.json", config),
        (MODEL, "tokenizer.json", tokenizer),
        (MODEL, "model.safetensors", weights),
        (MODEL, "pytorch_model.bin", b"not needed"),
    ];
    Server::start(&[&model, more].concat())
}

/// A server, a client of it, and the client's empty cache.
fn setting(more: &[(&str, &str, &[u8])]) -> (Server, Hub, TempDir) {
    let (server, home) = (server(more), tempfile::tempdir().unwrap());
    let hub = Hub::new(&format!("{}/", server.address), home.path(), false);
    (server, hub, home)
}

fn id(name: &str) -> Id {
    name.parse().unwrap()
}

/// A call of a program whose hub is this server, with the cache in `home`.
fn call_with(server: &Server, program: &str, folder: &Path, arguments: &str) -> Command {
    let mut command = call(program, folder, arguments);
    command.env("HF_ENDPOINT", &server.address).env("HF_HOME", folder.join("home")).env_remove("HF_HUB_OFFLINE");
    command
}

/// The message must have all these parts.
#[track_caller]
fn says<T>(result: finetune::Result<T>, parts: &[&str]) {
    let message = result.err().expect("an error").to_string();
    for part in parts {
        assert!(message.contains(part), "no {part:?} in: {message}");
    }
}

/// Files of the cache that a later call could take for whole.
fn whole_files(home: &TempDir, name: &str) -> Vec<PathBuf> {
    let repository = home.path().join("hub").join(format!("models--{}", name.replace('/', "--")));
    let list =
        |folder: &str| fs::read_dir(repository.join(folder)).into_iter().flatten().map(|file| file.unwrap().path());
    let files = list("blobs").chain(list(&format!("snapshots/{COMMIT}")));
    files.filter(|file| !file.extension().is_some_and(|e| e == "lock" || e == "part")).collect()
}

#[test]
fn a_model_arrives_once() {
    let (server, hub, home) = setting(&[]);
    let folder = hub.model(&id(MODEL)).unwrap();
    assert!(folder.starts_with(home.path().join("hub/models--someone--tiny-bert/snapshots")));
    for (name, content) in ["config.json", "tokenizer.json", "model.safetensors"].iter().zip(&*TINY) {
        assert!(fs::read(folder.join(name)).unwrap() == *content, "{name}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "what is not needed is not fetched");
    finetune::tasks::load_encoder(&folder).unwrap();

    let before = server.asked("").len();
    assert_eq!(hub.model(&id(MODEL)).unwrap(), folder);
    assert_eq!(server.asked("").len(), before, "the second call asks nothing at all");
    let offline = Hub::new("http://127.0.0.1:1", home.path(), true);
    assert_eq!(offline.model(&id(MODEL)).unwrap(), folder);
    says(offline.model(&id("someone/else")), &["someone/else: HF_HUB_OFFLINE is set", "not all of it is in"]);
    assert_eq!(offline.model(&id(&format!("{MODEL}@{COMMIT}"))).unwrap(), folder, "a commit is a folder of the cache");
    says(offline.model(&id(&format!("{MODEL}@v2"))), &["HF_HUB_OFFLINE"]);
}

#[test]
fn what_a_model_says_of_its_text_and_its_vectors_arrives_too() {
    let [config, _, weights] = &*TINY;
    let (cased, pooling) = (br#"{"do_lower_case": false}"#, br#"{"pooling_mode_cls_token": true}"#);
    let words = b"[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nplay\nPlay\n";
    let (_server, hub, home) = setting(&[
        ("a/cased", "config.json", config),
        ("a/cased", "model.safetensors", weights),
        ("a/cased", "vocab.txt", words),
        ("a/cased", "tokenizer_config.json", cased),
        ("a/cased", "1_Pooling/config.json", pooling),
    ]);
    let folder = hub.model(&id("a/cased")).unwrap();
    assert_eq!(Tokenizer::load(&folder).unwrap().pieces("Play play").unwrap(), [6, 5]);
    assert_eq!(Pooling::of_model(&folder).unwrap(), Some(Pooling::Cls));
    assert_eq!(Hub::new("http://127.0.0.1:1", home.path(), true).model(&id("a/cased")).unwrap(), folder);
}

#[test]
fn a_model_that_was_renamed() {
    let (_server, hub, home) = setting(&[]);
    let folder = hub.model(&id("tiny-bert")).unwrap();
    assert!(folder.starts_with(home.path().join("hub/models--tiny-bert")));
    assert!(fs::read(folder.join("model.safetensors")).unwrap() == TINY[2]);
}

#[test]
fn what_other_programs_fetched_is_used_offline() {
    let (_server, hub, home) = setting(&[]);
    hub.model(&id(MODEL)).unwrap();
    let references = home.path().join("hub/models--someone--tiny-bert/refs");
    fs::remove_dir_all(references.join("finetune")).unwrap();
    let offline = Hub::new("http://127.0.0.1:1", home.path(), true);
    says(offline.model(&id(MODEL)), &["HF_HUB_OFFLINE"]);
    fs::write(references.join("main"), COMMIT).unwrap();
    offline.model(&id(MODEL)).unwrap();
}

#[test]
fn a_name_that_nobody_has() {
    let (_server, hub, home) = setting(&[]);
    says(
        hub.model(&id("someone/tiny-brt")),
        &["someone/tiny-brt: ", "no repository of this name", "spelling", "private"],
    );
    says(hub.model(&id(&format!("{MODEL}@v9"))), &["no repository of this name with a version \"v9\""]);
    says(hub.data(&id(MODEL)), &["no repository"]); // a model is no data set
    assert_eq!(whole_files(&home, MODEL), [""; 0].map(PathBuf::from));
}

#[test]
fn a_cut_connection_leaves_no_file_and_the_next_call_goes_on() {
    let (server, hub, home) = setting(&[]);
    let size = TINY[2].len();
    (server.state.lock().unwrap().cuts, server.state.lock().unwrap().cut_after) = (3, size / 5);
    says(hub.model(&id(MODEL)), &["the download broke off", "The same command goes on"]);
    assert!(
        whole_files(&home, MODEL).iter().all(|file| fs::metadata(file).unwrap().len() < size as u64 / 5),
        "settings only"
    );
    let kept = size / 5 * 3;
    assert_eq!(server.asked("/cdn/"), [0, 0, 0, size / 5, 0, size / 5 * 2], "every other one only asks for the size");

    let folder = hub.model(&id(MODEL)).unwrap();
    assert_eq!(server.asked("/cdn/")[6..], [0, kept], "goes on where it stopped");
    assert!(fs::read(folder.join("model.safetensors")).unwrap() == TINY[2]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_a_download_and_the_next_call_goes_on() {
    use std::io::{BufRead, BufReader};
    let server = server(&[]);
    server.state.lock().unwrap().pause = Some(Duration::from_millis(100));
    let folder = fresh_folder("download stopped by Ctrl-C");
    let predict = format!("predict a_[MASK]_play --model {MODEL}");
    let mut child =
        call_with(&server, CH02, &folder, &predict).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("fetching model.safetensors")));
    let blobs = folder.join("home/hub/models--someone--tiny-bert/blobs");
    let begun =
        |file: fs::DirEntry| file.path().extension().is_some_and(|e| e == "part") && file.metadata().unwrap().len() > 0;
    while !fs::read_dir(&blobs).unwrap().any(|file| begun(file.unwrap())) {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert!(lines.any(|line| line.contains("stopped by Ctrl-C; the same command goes on")));
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!folder.join(format!("home/hub/models--someone--tiny-bert/snapshots/{COMMIT}/model.safetensors")).exists());

    server.state.lock().unwrap().pause = None;
    assert!(call_with(&server, CH02, &folder, &predict).output().unwrap().status.success());
    assert!(server.asked("/cdn/").last().is_some_and(|&from| from > 0), "it went on where it was");
}

#[test]
fn a_connection_that_is_cut_once_is_taken_up_again() {
    let (server, hub, _home) = setting(&[]);
    (server.state.lock().unwrap().cuts, server.state.lock().unwrap().cut_after) = (1, 700);
    let folder = hub.model(&id(MODEL)).unwrap();
    assert!(fs::read(folder.join("model.safetensors")).unwrap() == TINY[2]);
}

#[test]
fn a_download_that_was_never_renamed() {
    let (_server, hub, _home) = setting(&[]);
    let folder = hub.model(&id(MODEL)).unwrap();
    let (file, blob) = (folder.join("model.safetensors"), fs::canonicalize(folder.join("model.safetensors")).unwrap());
    for more in [b"".as_slice(), b"and more than there should be"] {
        fs::remove_file(&file).unwrap();
        fs::rename(&blob, blob.with_extension("part")).unwrap();
        edit(&blob.with_extension("part"), |bytes| bytes.extend(more));
        hub.model(&id(MODEL)).unwrap();
        assert!(fs::read(&file).unwrap() == TINY[2]);
    }
}

#[test]
fn a_corrupted_file_is_removed() {
    let (server, hub, home) = setting(&[]);
    server.state.lock().unwrap().corrupt = true;
    says(
        hub.model(&id(MODEL)),
        &["model.safetensors: found a file with the checksum", "as the hub says", "It is removed"],
    );
    assert_eq!(whole_files(&home, MODEL).len(), 4, "settings and tokenizer, and a link to each");
    server.state.lock().unwrap().corrupt = false;
    let folder = hub.model(&id(MODEL)).unwrap();

    for name in ["model.safetensors", "config.json"] {
        edit(&folder.join(name), |bytes| bytes[20] ^= 1); // a disk that forgets
        says(hub.model(&id(MODEL)), &[name, "It is removed"]);
        assert!(!folder.join(name).exists());
        hub.model(&id(MODEL)).unwrap();
    }
}

#[test]
fn no_network() {
    let home = tempfile::tempdir().unwrap();
    let hub = Hub::new("http://127.0.0.1:1", home.path(), false); // nobody listens there
    says(hub.model(&id(MODEL)), &["someone/tiny-bert: cannot reach http://127.0.0.1:1", "refused", "HF_HUB_OFFLINE=1"]);
}

#[test]
fn models_that_cannot_be_read() {
    let (bert, roberta) = (TINY[0].as_slice(), br#"{"model_type": "roberta", "vocab_size": 50265}"#.as_slice());
    let big = vec![7; 5000];
    let (server, hub, _home) = setting(&[
        ("a/pickled", "config.json", bert),
        ("a/pickled", "vocab.txt", b"[PAD]\n"),
        ("a/pickled", "pytorch_model.bin", &big),
        ("a/roberta", "config.json", roberta),
        ("a/roberta", "tokenizer.json", b"{}"),
        ("a/roberta", "model.safetensors", &big),
        ("a/large", "config.json", bert),
        ("a/large", "vocab.txt", b"[PAD]\n"),
        ("a/large", "model.safetensors.index.json", b"{}"),
        ("a/wordless", "config.json", bert),
        ("a/wordless", "model.safetensors", &big),
        ("a/pictures", "cat.png", &big),
    ]);
    says(hub.model(&id("a/pickled")), &["only in pytorch_model.bin, a Python pickle: that is a program", "@refs/pr/1"]);
    says(hub.model(&id("a/roberta")), &["config.json: found model_type \"roberta\", expected \"bert\""]);
    says(hub.model(&id("a/large")), &["its weights are in several files"]);
    says(hub.model(&id("a/wordless")), &["neither tokenizer.json nor vocab.txt"]);
    says(hub.model(&id("a/pictures")), &["no config.json"]);
    assert_eq!(server.asked("/cdn/"), [0; 0], "nothing large was fetched in vain");
}
