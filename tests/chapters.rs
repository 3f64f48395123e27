//! Every chapter's program, run as a reader runs it: what it leaves, that it leaves the same bytes for any number of
//! threads, and that an interrupted run goes on as if nothing had happened.

mod support {
    pub mod programs;
}

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use safetensors::SafeTensors;
use serde_json::{Map, Value};
use support::programs::*;

/// A folder in which chapter 2 has run, for chapter 3 to start from.
static PRETRAINED: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = fresh_folder("pretrained");
    succeed(CH02, &folder, "--quick --threads 2");
    folder
});

/// Puts that encoder into a folder, under a name without blanks.
fn copy_encoder(folder: &Path) {
    copy_folder(&PRETRAINED.join("runs/ch02_pretraining/model"), &folder.join("encoder"));
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The steps in `metrics.jsonl`, without their speed, which differs from run to run.
fn steps(run: &Path) -> Vec<Map<String, Value>> {
    let text = fs::read_to_string(run.join("metrics.jsonl")).unwrap();
    let step = |line: &str| {
        let mut step: Map<String, Value> = serde_json::from_str(line).unwrap();
        assert!(step.remove("tokens_per_second").unwrap().as_f64().unwrap() > 0.0, "{line}");
        step
    };
    text.lines().map(step).collect()
}

fn weights(run: &Path) -> Vec<u8> {
    fs::read(run.join("model/model.safetensors")).unwrap()
}

/// The settings, the steps and the summary of a finished run are in the documented form, with these rows and pictures.
fn check_record(run: &Path, chapter: &str, rows: &[&str], pictures: &[&str]) {
    let config = json(&run.join("config.json"));
    assert_eq!((&config["chapter"], &config["version"]), (&chapter.into(), &env!("CARGO_PKG_VERSION").into()));
    assert_eq!((&config["settings"]["seed"], &config["settings"]["quick"]), (&0.into(), &true.into()));

    let mut last = (String::new(), 0);
    for step in steps(run) {
        let (name, number) = (step["run"].as_str().unwrap().to_string(), step["step"].as_u64().unwrap());
        assert_eq!(number, if name == last.0 { last.1 + 1 } else { 1 }, "{chapter}: a step is missing or twice");
        assert!(step["loss"].as_f64().unwrap() > 0.0 && step["learning_rate"].as_f64().unwrap() >= 0.0, "{step:?}");
        last = (name, number);
    }
    assert!(last.1 > 0, "{chapter}: no step");

    let summary = json(&run.join("summary.json"));
    assert_eq!(summary["chapter"], chapter);
    let seconds = |name: &str| summary[name].as_f64().unwrap_or_else(|| panic!("{chapter}: no {name}"));
    assert!(0.0 < seconds("first_step_seconds") && seconds("first_step_seconds") <= seconds("seconds"));
    let found: Vec<&str> =
        summary["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(found, rows);
    for row in summary["rows"].as_array().unwrap() {
        let metrics = row["metrics"].as_object().unwrap();
        assert!(!metrics.is_empty(), "{row}");
        for metric in metrics.values() {
            assert!(metric["mean"].is_number() && metric["std"].as_f64().unwrap() >= 0.0, "{row}");
            assert!(metric["seeds"].as_u64().unwrap() >= 1, "{row}");
        }
    }
    pictures.iter().for_each(|name| check_picture(&run.join(name)));
    let names = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let found = fs::read_dir(run).unwrap().map(|entry| names(entry.unwrap())).filter(|name| name.ends_with(".png"));
    assert_eq!(found.count(), pictures.len(), "{chapter}: pictures that nobody expects");
}

/// It decodes, and something is drawn on it.
fn check_picture(path: &Path) {
    let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = png::Decoder::new(BufReader::new(file)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    assert!(pixels.iter().any(|&value| value != pixels[0]), "{} is blank", path.display());
}

/// Settings and weights under their published names, and a tokenizer where there is one.
fn check_model(run: &Path, tensors: &[&str], tokenizer: bool) {
    let model = run.join("model");
    assert_eq!(json(&model.join("config.json"))["model_type"], "bert");
    let bytes = weights(run);
    let file = SafeTensors::deserialize(&bytes).unwrap();
    for name in tensors.iter().chain(&["bert.embeddings.word_embeddings.weight"]) {
        file.tensor(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    assert_eq!(model.join("tokenizer.json").exists(), tokenizer);
}

#[test]
fn chapter_1() {
    let folder = fresh_folder("chapter 1");
    fail(CH01, &folder, "predict level", 1, &["runs/ch01_transformer/model", "run the chapter"]);
    succeed(CH01, &folder, "--quick");
    let run = folder.join("runs/ch01_transformer");
    check_record(
        &run,
        "ch01_transformer",
        &["trivial", "without attention", "from scratch"],
        &["accuracy.png", "attention.png"],
    );
    check_model(&run, &["cls.predictions.bias"], false);
    assert!(succeed(CH01, &folder, "predict level").starts_with("level backwards is "));
}

#[test]
fn a_run_is_recorded_for_the_book() {
    let folder = fresh_folder("record");
    fail(CH01, &folder, "--quick --record", 2, &["book/src/records", "root of the repository"]);
    assert!(!folder.join("runs").exists(), "it is refused before anything is trained");
    fs::create_dir_all(folder.join("book/src")).unwrap();
    succeed(CH01, &folder, "--quick --seed 3 --record too-short");
    let run = folder.join("book/src/records/ch01_transformer-too-short/seed-3");
    for name in ["config.json", "summary.json"] {
        assert_eq!(json(&run.join(name)), json(&folder.join("runs/ch01_transformer").join(name)));
    }
    assert_eq!(json(&run.join("machine.json"))["command"], "cargo run --bin ch01_transformer -- --quick");
    let dev = &json(&run.join("curves.json"))["from scratch"]["dev.accuracy"];
    assert!(!dev.as_array().unwrap().is_empty(), "{dev}");
}

/// A name that is not in UTF-8 ends no run; not every system has such names.
#[cfg(target_os = "linux")]
#[test]
fn a_run_is_recorded_whatever_its_folder_is_called() {
    use std::os::unix::ffi::OsStrExt;
    let folder = fresh_folder("record from an odd folder");
    fs::create_dir_all(folder.join("book/src")).unwrap();
    let mut command = call(CH01, &folder, "--quick --record odd --out");
    let output = command.arg(std::ffi::OsStr::from_bytes(b"run \xff")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(folder.join("book/src/records/ch01_transformer-odd/seed-0/machine.json").exists());
}

#[test]
fn chapter_2() {
    let folder = fresh_folder("chapter 2");
    fail(CH02, &folder, "predict", 1, &["runs/ch02_pretraining/model", "run the chapter"]);
    let run = PRETRAINED.join("runs/ch02_pretraining");
    check_record(
        &run,
        "ch02_pretraining",
        &["uniform", "trivial", "bag of words", "pretrained"],
        &["mlm.png", "nsp.png"],
    );
    check_model(&run, &["cls.predictions.bias", "cls.seq_relationship.weight"], true);
    let answer = succeed(CH02, &PRETRAINED, "predict the_[MASK]_was_closed.");
    assert!(answer.starts_with("the [MASK] was closed.   ") && answer.matches('%').count() == 5, "{answer}");

    let mut command = call(CH02, &PRETRAINED, "--quick forgetting");
    let output = command.arg("runs/ch02_pretraining/model").output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    let measured = |row: &str| table.lines().find_map(|line| line.strip_prefix(row)).expect(&table).trim().to_string();
    assert_eq!(measured("pretrained"), measured("fine-tuned"), "the same encoder has forgotten nothing");
    fail(CH02, &PRETRAINED, "forgetting elsewhere", 1, &["elsewhere", "no config.json"]);
    // As many word pieces, but others.
    let other = folder.join("other");
    copy_folder(&run.join("model"), &other);
    let pieces = fs::read_to_string(other.join("tokenizer.json")).unwrap();
    assert!(pieces.contains("\"the\": "), "{pieces}");
    fs::write(other.join("tokenizer.json"), pieces.replace("\"the\": ", "\"zebra\": ")).unwrap();
    let output = call(CH02, &PRETRAINED, "--quick forgetting").arg(&other).output().unwrap();
    fail_with(output, 1, &["other: found another vocabulary", "that of runs/ch02_pretraining/model"]);

    for threads in ["1", "4"] {
        let out = folder.join(threads);
        succeed(CH02, &folder, &format!("--quick --threads {threads} --out {threads}"));
        assert!(weights(&out) == weights(&run), "other weights with --threads {threads}");
        assert_eq!(steps(&out), steps(&run), "--threads {threads}");
    }
}

#[test]
fn chapter_3() {
    let folder = fresh_folder("chapter 3");
    fail(CH03, &folder, "predict", 1, &["runs/ch03_sentiment/model", "run the chapter"]);
    // A fresh clone: no encoder yet, so this pretrains one first; --quick keeps it apart from a real one.
    succeed(CH03, &folder, "--quick --threads 1");
    assert!(!folder.join("runs/ch02_pretraining").exists());
    let run = folder.join("runs/ch03_sentiment");
    check_record(
        &run,
        "ch03_sentiment",
        &["trivial", "bag of words", "from scratch", "frozen", "fine-tuned"],
        &["accuracy.png", "loss.png", "rows.png", "confusion.png"],
    );
    assert_eq!(json(&run.join("summary.json"))["rows"][4]["metrics"]["accuracy"]["seeds"], 2);
    check_model(&run, &["classifier.weight", "classifier.bias"], true);
    let answer = succeed(CH03, &folder, "predict a_dull_soup");
    assert!(answer.starts_with("a dull soup   ") && answer.matches('%').count() == 2, "{answer}");

    // From a model that has a head already: the new head is a new one, whatever the old one is like.
    copy_folder(&run.join("model"), &folder.join("trained"));
    succeed(CH04, &folder, "--quick --skip-rivals --model trained");
    succeed(CH03, &folder, "--quick --skip-rivals --model trained --out once");
    edit(&folder.join("trained/model.safetensors"), |bytes| {
        let head = SafeTensors::deserialize(bytes).unwrap().tensor("classifier.weight").unwrap().data().as_ptr();
        let start = head as usize - bytes.as_ptr() as usize;
        bytes[start..start + 4].copy_from_slice(&9f32.to_le_bytes());
    });
    succeed(CH03, &folder, "--quick --skip-rivals --model trained --out twice");
    assert!(weights(&folder.join("once")) == weights(&folder.join("twice")), "the old head was used");
    let own = "--quick --out once --model once/model";
    fail(CH03, &folder, own, 2, &["once/model: it lies in once", "this run will write", "its own --out"]);

    // The same from the encoder that chapter 2 left, which has the same bytes, with other threads.
    let model = PRETRAINED.join("runs/ch02_pretraining/model");
    let mut command = call(CH03, &folder, "--quick --skip-rivals --freeze 1 --out embeddings-stay");
    assert!(command.arg("--model").arg(&model).output().unwrap().status.success());
    let tensor = |bytes: &[u8], name: &str| {
        SafeTensors::deserialize(bytes).unwrap().tensor(&format!("bert.{name}")).unwrap().data().to_vec()
    };
    let (before, after) =
        (fs::read(model.join("model.safetensors")).unwrap(), weights(&folder.join("embeddings-stay")));
    let (words, query) = ("embeddings.word_embeddings.weight", "encoder.layer.0.attention.self.query.weight");
    assert!(tensor(&before, words) == tensor(&after, words), "the embeddings are frozen");
    assert!(tensor(&before, query) != tensor(&after, query), "the first layer is not");
    let rows = json(&folder.join("embeddings-stay/summary.json"))["rows"].as_array().unwrap().len();
    assert_eq!(rows, 3, "trivial, bag of words, fine-tuned");
    for threads in ["2", "4"] {
        let out = folder.join(threads);
        let mut command = call(CH03, &folder, &format!("--quick --threads {threads} --out {threads}"));
        assert!(command.arg("--model").arg(&model).output().unwrap().status.success());
        assert!(weights(&out) == weights(&run), "other weights with --threads {threads}");
        assert_eq!(steps(&out), steps(&run), "--threads {threads}");
    }
}

#[test]
fn chapter_4() {
    let folder = fresh_folder("chapter 4");
    fail(CH04, &folder, "predict", 1, &["runs/ch04_ner/model", "run the chapter"]);
    copy_encoder(&folder);
    for threads in ["1", "4"] {
        succeed(CH04, &folder, &format!("--quick --threads {threads} --model encoder --out {threads}"));
    }
    let run = folder.join("1");
    check_record(
        &run,
        "ch04_ner",
        &["trivial", "bag of words", "from scratch", "frozen", "fine-tuned"],
        &["f1.png", "loss.png", "rows.png", "types.png", "confusion.png"],
    );
    check_model(&run, &["classifier.weight", "classifier.bias"], true);
    assert!(weights(&folder.join("4")) == weights(&run), "other weights with --threads 4");
    assert_eq!(steps(&folder.join("4")), steps(&run));
    let metrics = &json(&run.join("summary.json"))["rows"][1]["metrics"];
    assert_eq!(metrics["recall of new names"]["mean"], 0.0, "a list of names knows no new ones");
    // No colours in a pipe, and a text without words is no error.
    let answer = succeed(CH04, &folder, "predict Mrs_Crane_met_Tom_Webb. --model 1/model");
    assert!(answer.starts_with("Mrs Crane met Tom Webb.\n") && !answer.contains('\x1b'), "{answer}");
    assert_eq!(succeed(CH04, &folder, "predict _ --model 1/model"), " \nno name\n");
}

#[test]
fn chapter_4_reads_a_published_format() {
    let folder = fresh_folder("chapter 4 data");
    copy_encoder(&folder);
    fs::create_dir(folder.join("data")).unwrap();
    let sentence = "-DOCSTART- -X- O O\n\nNora NNP I-NP I-PER\nWebb NNP I-NP I-PER\nsang VBD I-VP O\n\n";
    fs::write(folder.join("data/train.txt"), sentence.repeat(40)).unwrap();
    fs::write(folder.join("data/valid.txt"), sentence.repeat(2)).unwrap();
    succeed(CH04, &folder, "--quick --data data --model encoder --out run");
    assert_eq!(json(&folder.join("run/model/config.json"))["label2id"]["I-PER"], 2);
    let found = &json(&folder.join("run/summary.json"))["rows"][1]["metrics"]["F1 of PER"]["mean"];
    assert_eq!(found, 1.0, "the gazetteer knows the one name");

    fs::write(folder.join("data/valid.txt"), format!("{sentence}Tom\n")).unwrap();
    fail(CH04, &folder, "--quick --data data --model encoder --out run", 1, &["valid.txt, line 7: found one column"]);
}

#[test]
fn chapter_6() {
    let folder = fresh_folder("chapter 6");
    copy_encoder(&folder);
    let model = "--model encoder";
    fail(CH06, &folder, "predict", 1, &["runs/ch06_similarity/model", "run the chapter"]);
    fail(CH06, &folder, &format!("--break every-token {model}"), 2, &["--break every-token", "chapter 2"]);
    succeed(CH06, &folder, &format!("--quick --threads 1 {model}"));
    let run = folder.join("runs/ch06_similarity");
    check_record(
        &run,
        "ch06_similarity",
        &["trivial", "bag of words", "word embeddings", "from scratch", "frozen", "fine-tuned", "cross-encoder"],
        &["spearman.png", "loss.png", "rows.png", "scatter.png", "map.png"],
    );
    let summary = json(&run.join("summary.json"));
    assert_eq!(summary["rows"][5]["metrics"]["Spearman"]["seeds"], 2);
    assert!(summary["cross_pairs_per_second"].as_f64().unwrap() > 0.0);
    assert_eq!(json(&run.join("model/config.json"))["pooling"], "mean");
    assert_eq!(json(&run.join("cross_encoder/config.json"))["id2label"]["0"], "similarity");

    let answer = succeed(CH06, &folder, "predict a_dull_soup a_dull_soup");
    assert!(answer.contains("cosine 1.000, a score of 5.0 out of 5") && answer.contains("cross-encoder"), "{answer}");
    fs::write(folder.join("lines.txt"), "The cat sat.\n\nIt rained.\nThe cat sat.\nDogs bark.\n").unwrap();
    let search = |query: &str| succeed(CH06, &folder, &format!("search {query} --data lines.txt"));
    let found = search("It_rained.");
    assert!(found.starts_with("3 sentences; their vectors were computed, and kept in"), "{found}");
    assert!(found.contains("\n1.000  It rained.\n"), "{found}");
    assert!(search("Cats").contains("their vectors were read from"), "the same texts: the same vectors");
    fs::write(folder.join("empty.txt"), "\n \n").unwrap();
    fail(CH06, &folder, "search x --data empty.txt", 1, &["empty.txt", "only empty lines", "one a line"]);

    succeed(CH06, &folder, &format!("--quick --threads 4 --out other {model}"));
    assert!(weights(&folder.join("other")) == weights(&run), "other weights with --threads 4");
    assert_eq!(steps(&folder.join("other")), steps(&run));

    // A published set, and the other settings.
    fs::create_dir(folder.join("sts")).unwrap();
    let pair = |i: usize| format!("word{i} runs\tword{} runs\t{}\n", i % 3, i % 6);
    let text: String = (0..24).map(pair).collect();
    for name in ["train.tsv", "dev.tsv"] {
        fs::write(folder.join("sts").join(name), format!("sentence1\tsentence2\tscore\n{text}")).unwrap();
    }
    let sts = |settings: &str| format!("--quick --data sts --out sts-run {settings} {model}");
    succeed(CH06, &folder, &sts("--encoder bi --pooling max --loss contrastive"));
    succeed(CH06, &folder, &sts("--encoder bi --pooling cls"));
    // A model goes on pooling as it learned to.
    succeed(CH06, &folder, "--quick --data sts --encoder bi --skip-rivals --model sts-run/model --out again");
    assert_eq!(json(&folder.join("again/config.json"))["settings"]["pooling"], "cls");
    assert_eq!(json(&folder.join("again/model/config.json"))["pooling"], "cls");
    succeed(CH06, &folder, &sts("--encoder cross"));
    let answer = succeed(CH06, &folder, "predict cats dogs --out sts-run");
    assert!(!answer.contains("bi-encoder") && answer.contains("cross-encoder"), "{answer}");
    fail(CH06, &folder, "search cats --out sts-run", 1, &["sts-run/model: found no config.json", "--model"]);
    succeed(CH06, &folder, &format!("--quick --break shifted-labels --out shifted {model}"));
}

#[test]
fn chapter_5() {
    let folder = fresh_folder("chapter 5");
    fail(CH05, &folder, "predict", 1, &["runs/ch05_question_answering/model", "run the chapter"]);
    let model = PRETRAINED.join("runs/ch02_pretraining/model");
    for threads in ["1", "2"] {
        let mut command = call(CH05, &folder, &format!("--quick --threads {threads} --out {threads}"));
        assert!(command.arg("--model").arg(&model).output().unwrap().status.success());
    }
    let run = folder.join("1");
    check_record(
        &run,
        "ch05_question_answering",
        &["trivial", "bag of words", "from scratch", "frozen", "fine-tuned"],
        &["f1.png", "loss.png", "rows.png", "words.png"],
    );
    check_model(&run, &["qa_outputs.weight", "qa_outputs.bias"], true);
    assert!(json(&run.join("model/config.json"))["null_threshold"].is_number());
    assert!(weights(&run) == weights(&folder.join("2")), "other weights with --threads 2");
    assert_eq!(steps(&run), steps(&folder.join("2")));

    // A passage of several windows, in any script; and windows that the model cannot read.
    fs::write(folder.join("town.txt"), "Zoë 👍🏽 sells 東京 bread. ".repeat(40)).unwrap();
    let answer = succeed(CH05, &folder, "predict --out 1 --question Who_sells? --context town.txt");
    assert!(answer.starts_with("Who sells?   ") && answer.contains("against no answer, in: Zoë"), "{answer}");
    fail(CH05, &folder, "predict --out 1 --max-tokens 999", 2, &["--max-tokens 999", "at most 64"]);
    fail(CH05, &folder, "predict --out 1 --context nowhere.txt", 1, &["cannot read nowhere.txt"]);
    fs::write(folder.join("blank.txt"), "\n").unwrap();
    fail(CH05, &folder, "predict --out 1 --context blank.txt", 2, &["nothing to read in the passage"]);
}

/// A set without questions that have no answer, in the published format: then the model always answers.
#[test]
fn chapter_5_reads_squad() {
    let folder = fresh_folder("chapter 5 squad");
    fs::create_dir(folder.join("set")).unwrap();
    let paragraph = r#"{"context": "Nora Webb is the baker.", "qas": [{"id": "1", "question": "Who is the baker?",
        "answers": [{"text": "Nora Webb", "answer_start": 0}]}]}"#;
    let file = format!(r#"{{"data": [{{"paragraphs": [{}]}}]}}"#, [paragraph; 8].join(","));
    for part in ["train", "dev"] {
        fs::write(folder.join(format!("set/{part}-v1.1.json")), &file).unwrap();
    }
    let model = PRETRAINED.join("runs/ch02_pretraining/model");
    let mut command =
        call(CH05, &folder, "--quick --data set --skip-rivals --out run --max-tokens 32 --stride 4 --examples 5");
    assert!(command.arg("--model").arg(&model).output().unwrap().status.success());
    assert_eq!(json(&folder.join("run/config.json"))["settings"]["examples"], 5);
    assert!(json(&folder.join("run/model/config.json"))["null_threshold"].is_null());
    assert!(!succeed(CH05, &folder, "predict --out run").contains("(no answer)"));
}

/// Those of `--break`: each is made, and told in the record.
#[test]
fn mistakes_on_purpose() {
    let folder = fresh_folder("mistakes");
    for (program, chapter, mistake) in [
        (CH01, "ch01_transformer", "no-warm-up"),
        (CH01, "ch01_transformer", "shifted-labels"),
        (CH02, "ch02_pretraining", "shifted-labels"),
        (CH02, "ch02_pretraining", "every-token"),
        (CH03, "ch03_sentiment", "no-warm-up"),
        (CH03, "ch03_sentiment", "shifted-labels"),
        (CH04, "ch04_ner", "shifted-labels"),
        (CH05, "ch05_question_answering", "shifted-labels"),
    ] {
        let model = PRETRAINED.join("runs/ch02_pretraining/model");
        let mut command = call(program, &folder, &format!("--quick --break {mistake}"));
        if [CH03, CH04, CH05].contains(&program) {
            command.args(["--batch-tokens", "256", "--model"]).arg(&model); // steps enough for a warm-up to be seen
        }
        assert!(command.output().unwrap().status.success(), "{chapter} --break {mistake}");
        let run = folder.join("runs").join(chapter);
        assert_eq!(json(&run.join("config.json"))["settings"]["mistake"], mistake);
        let rates = steps(&run).iter().map(|step| step["learning_rate"].as_f64().unwrap()).collect::<Vec<_>>();
        assert_eq!(rates[0] > rates[2], mistake == "no-warm-up", "{chapter}: {rates:?}");
    }
    assert_ne!(steps(&folder.join("runs/ch02_pretraining")), steps(&PRETRAINED.join("runs/ch02_pretraining")));
    for program in [CH01, CH03, CH04, CH05] {
        fail(program, &folder, "--break every-token", 2, &["--break every-token", "chapter 2"]);
    }
}

#[cfg(unix)]
mod interrupted {
    use super::*;
    use std::io::{BufRead, Read};
    use std::process::{Command, Stdio};

    /// Starts a run, presses Ctrl-C when its progress says `moment`, and checks that it ends as it should.
    fn interrupt(program: &str, folder: &Path, arguments: &str, moment: &str) {
        let mut run = call(program, folder, arguments).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut stderr = BufReader::new(run.stderr.take().unwrap());
        let mut line = String::new();
        while !line.starts_with(moment) {
            line.clear();
            assert!(stderr.read_line(&mut line).unwrap() > 0, "the run ended before it said {moment:?}");
        }
        assert!(Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap().success());
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).unwrap();
        assert_eq!(run.wait().unwrap().code(), Some(130), "{rest}");
        assert!(rest.lines().last().unwrap().contains("the same command with --resume"), "{rest}");
    }

    fn assert_same(found: &Path, expected: &Path) {
        assert_eq!(steps(found), steps(expected));
        assert!(weights(found) == weights(expected), "the weights differ");
        assert_eq!(json(&found.join("summary.json"))["rows"], json(&expected.join("summary.json"))["rows"]);
    }

    #[test]
    fn chapter_2_goes_on() {
        let folder = fresh_folder("chapter 2 interrupted");
        let run = "--quick --epochs 3 --out"; // long enough for the signal to arrive
        interrupt(CH02, &folder, &format!("{run} stopped"), "pretraining: step 1/");
        let done = steps(&folder.join("stopped")).len();

        refuses_other_settings_and_damage(&folder, run);
        assert_eq!(steps(&folder.join("stopped")).len(), done, "a refusal changed the record");

        interrupt(CH02, &folder, &format!("{run} stopped --resume"), "pretraining: step ");
        assert!(steps(&folder.join("stopped")).len() > done);
        succeed(CH02, &folder, &format!("{run} stopped --resume"));
        succeed(CH02, &folder, &format!("{run} whole"));
        assert_same(&folder.join("stopped"), &folder.join("whole"));

        // A run that has ended has nothing left to do but its pictures.
        succeed(CH02, &folder, &format!("{run} stopped --resume"));
        assert_same(&folder.join("stopped"), &folder.join("whole"));
    }

    fn refuses_other_settings_and_damage(folder: &Path, run: &str) {
        let (config, state) = (folder.join("stopped/config.json"), folder.join("stopped/checkpoint/pretraining.state"));
        let (settings, whole) = (fs::read(&config).unwrap(), fs::read(&state).unwrap());
        let refuse = |more: &str, expected: &[&str]| {
            fail(CH02, folder, &format!("{run} stopped --resume {more}"), 1, expected);
        };
        refuse("--learning-rate 1e-3", &["stopped/config.json", "`learning_rate` was 0.002", "is 0.001 now"]);
        assert_eq!(fs::read(&config).unwrap(), settings, "a refusal changed the settings");

        edit(&state, |bytes| bytes[whole.len() / 2] ^= 1);
        refuse("", &["stopped/checkpoint/pretraining.state", "damaged"]);
        fs::write(&state, &whole[..whole.len() - 1]).unwrap();
        refuse("", &["stopped/checkpoint/pretraining.state", "cut off"]);
        fs::write(&state, &whole).unwrap();
    }

    #[test]
    fn a_killed_run_goes_on_from_the_start() {
        let folder = fresh_folder("chapter 2 killed");
        let mut run = call(CH02, &folder, "--quick --epochs 2 --out killed")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(run.stderr.take().unwrap()).read_line(&mut line).unwrap();
        run.kill().unwrap(); // as a power cut does: nothing is saved, but some steps may be in the record
        run.wait().unwrap();
        fs::write(folder.join("killed/metrics.jsonl"), "{\"step\": 1}\n{\"step").unwrap();
        succeed(CH02, &folder, "--quick --epochs 2 --out killed --resume");
        let numbers: Vec<u64> =
            steps(&folder.join("killed")).iter().map(|step| step["step"].as_u64().unwrap()).collect();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as u64), "{numbers:?}");
    }

    #[test]
    fn chapter_3_goes_on_in_the_middle_of_its_rows() {
        let folder = fresh_folder("chapter 3 interrupted");
        copy_encoder(&folder);
        let run = "--quick --epochs 3 --model encoder --out";
        interrupt(CH03, &folder, &format!("{run} stopped"), "from scratch, seed 1: step 1/");
        assert!(folder.join("stopped/checkpoint/finished.json").exists());
        let other = &["from-scratch--seed-1.state", "go on with \"fine-tuned, seed 0\"", "--skip-rivals"];
        fail(CH03, &folder, &format!("{run} stopped --resume --skip-rivals"), 1, other);
        interrupt(CH03, &folder, &format!("{run} stopped --resume"), "frozen, seed 1: step 1/");
        succeed(CH03, &folder, &format!("{run} stopped --resume"));
        succeed(CH03, &folder, &format!("{run} whole"));
        assert_same(&folder.join("stopped"), &folder.join("whole"));
    }
}
