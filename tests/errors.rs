//! What goes wrong, through the programs: every error has its exit code (2 for a wrong call, 1 for a failed run) and a
//! message that names the file, the place, what was found and what was expected. Nothing panics.

mod support {
    pub mod programs;
}

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use support::programs::*;

/// A folder with a small pretrained model in `model/`.
static PRETRAINED: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = fresh_folder("model for errors");
    succeed(CH02, &folder, "--quick --out run");
    fs::rename(folder.join("run/model"), folder.join("model")).unwrap();
    folder
});

/// A folder of a test, with a copy of the small model in `model/`.
fn folder_with_model(name: &str) -> PathBuf {
    let folder = fresh_folder(name);
    copy_folder(&PRETRAINED.join("model"), &folder.join("model"));
    folder
}

#[test]
fn a_wrong_call() {
    let folder = fresh_folder("wrong calls");
    for (program, arguments, expected) in [
        (CH01, "--nonsense", "'--nonsense'"),
        (CH02, "--threads 0", "expected a whole number from 1 to 1024"),
        (CH03, "--device cuda", "expected cpu"),
        (CH03, "--learning-rate nan", "expected a number above 0"),
        (CH03, "--learning-rate=-1", "expected a number above 0"),
        (CH03, "--epochs 18446744073709551615", "expected a whole number from 1 to 1000000"),
        (CH03, "--seeds 0", "0 is not in 1..=100"),
        (CH01, "--data town.txt", "it has no --data"),
        (CH01, "--model model", "--model is for predict only"),
        (CH02, "--model model", "--model is for predict and forgetting"),
        (CH01, "predict 1984", "\"1984\" is not a word of 1 to 10 letters"),
        (CH02, "--hidden 33", "hidden_size 33 with 4 heads"),
        (CH02, "--hidden 4611686018427387904", "hidden_size = 4611686018427387904"),
        (CH02, "--hidden 1000000", "parameters, expected at most 1e9"),
        (CH02, "--heads 0", "num_attention_heads = 0"),
        (CH02, "--layers 0", "num_hidden_layers = 0"),
        (CH02, "--vocabulary 0", "vocab_size = 0"),
        (CH02, "--max-tokens 5", "16 or more"),
        (CH02, "--words 100", "at least 40 documents"),
        (CH02, "--words 20000 --vocabulary 50", "a vocabulary of 50 tokens is too small"),
        (CH03, "--patience 0", "expected a whole number from 1"),
        (CH02, "--quick --hidden 64", "'--quick' cannot be used with '--hidden <N>'"),
        (CH03, "--quick --seeds 5", "'--quick' cannot be used with '--seeds <N>'"),
    ] {
        fail(program, &folder, arguments, 2, &[expected]);
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "a wrong call leaves nothing behind");

    let answer = call(CH02, &PRETRAINED, "predict nothing_hidden --model model").output().unwrap();
    fail_with(answer, 2, &["there is no [MASK] in \"nothing hidden\""]);
}

#[test]
fn a_learning_rate_that_is_far_too_high() {
    let folder = folder_with_model("diverged");
    for (program, model) in [(CH01, ""), (CH02, ""), (CH03, "--model model")] {
        let arguments = format!("--quick --learning-rate 1e30 --out run {model}");
        fail(program, &folder, &arguments, 1, &["NaN at step 2, with learning rate", "Try a lower --learning-rate"]);
    }
}

#[test]
fn text_that_cannot_be_read() {
    let folder = fresh_folder("unreadable text");
    let town = "The baker sold bread. The river rose.\n";
    fs::write(folder.join("empty.txt"), "").unwrap();
    fs::write(folder.join("blank.txt"), " \n\n").unwrap();
    fs::write(folder.join("short.txt"), town).unwrap();
    fs::write(folder.join("latin1.txt"), [town.as_bytes(), b"The caf\xe9 was closed.\n"].concat()).unwrap();
    fs::write(folder.join("endless.txt"), [town.as_bytes(), &[b'a'; (1 << 20) + 1]].concat()).unwrap();
    fs::create_dir(folder.join("folder")).unwrap();
    for (data, code, expected) in [
        ("missing.txt", 1, vec!["cannot read missing.txt"]),
        ("folder", 1, vec!["folder: found a folder with no .txt file"]),
        ("empty.txt", 1, vec!["empty.txt: found an empty file", "expected lines of text"]),
        ("blank.txt", 1, vec!["blank.txt: found only white space"]),
        (
            "short.txt",
            1,
            vec!["short.txt: found 1 documents", "at least 40 documents", "a blank line ends a paragraph"],
        ),
        ("latin1.txt", 1, vec!["latin1.txt, line 2: found the byte 0xe9 at column 8", "UTF-8"]),
        ("endless.txt", 1, vec!["endless.txt, line 2: found a line of 1048577 bytes", "1048576"]),
    ] {
        fail(CH02, &folder, &format!("--quick --data {data} --out run"), code, &expected);
    }
    assert!(!folder.join("run").exists(), "the folder of a run is opened when there is something to learn from");
}

#[test]
fn labelled_data_that_cannot_be_read() {
    let folder = folder_with_model("unreadable labels");
    fs::create_dir(folder.join("data")).unwrap();
    let header = "sentence\tlabel\n";
    let good: String = format!("{header}fine soup\t1\nbland soup\t0\n");
    let cases: [(&str, String, &[&str]); 7] = [
        ("train.tsv", String::new(), &["data/train.tsv: found an empty file"]),
        ("train.tsv", "text,label\nfine,1\n".into(), &["data/train.tsv, line 1: found \"text,label\"", "the header"]),
        ("train.tsv", format!("{header}fine soup\n"), &["data/train.tsv, line 2: found one column"]),
        ("train.tsv", format!("{header}fine soup\t1\n"), &["data/train.tsv: found no label but \"1\"", "two classes"]),
        ("dev.tsv", format!("{header}fine soup\t1\n\t0\n"), &["data/dev.tsv, line 3: found an empty sentence"]),
        ("dev.tsv", format!("{good}odd soup\t2\n"), &["data/dev.tsv, line 4: found the label \"2\"", "0, 1"]),
        ("dev.tsv", header.into(), &["data/dev.tsv: found a header and nothing below it"]),
    ];
    let run = "--quick --model model --data data --out run";
    for (file, content, expected) in cases {
        for name in ["train.tsv", "dev.tsv"] {
            fs::write(folder.join("data").join(name), if name == file { &content } else { &good }).unwrap();
        }
        fail(CH03, &folder, run, 1, expected);
    }
    fs::remove_dir_all(folder.join("data")).unwrap();
    fail(CH03, &folder, "--quick --model model --data ./data --out run", 1, &["cannot read ./data/train.tsv"]);
}

#[test]
fn a_model_that_does_not_fit() {
    let folder = folder_with_model("unfit models");
    let refuse = |expected: &[&str]| fail(CH03, &folder, "--quick --model model --out run", 1, expected);
    let (config, weights) = (folder.join("model/config.json"), folder.join("model/model.safetensors"));
    let whole = fs::read(&weights).unwrap();
    let settings = fs::read_to_string(&config).unwrap();
    let replace = |from: &str, to: &str| {
        assert!(settings.contains(from), "{from} in {settings}");
        fs::write(&config, settings.replace(from, to)).unwrap();
    };

    for (from, to, expected) in [
        ("\"bert\"", "\"gpt2\"", "model/config.json: found model_type \"gpt2\", expected \"bert\""),
        ("\"gelu\"", "\"relu\"", "model/config.json: found hidden_act \"relu\""),
        ("{", "", "model/config.json, line 2"),
        (
            "\"hidden_size\": 32",
            "\"hidden_size\": 64",
            "embeddings.weight: found shape [2000, 32], expected shape [2000, 64]",
        ),
        ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", "layer.2."),
    ] {
        replace(from, to);
        refuse(&[expected]);
    }
    fs::write(&config, &settings).unwrap();

    let first_number = 8 + u64::from_le_bytes(whole[..8].try_into().unwrap()) as usize;
    edit(&weights, |bytes| bytes[first_number..first_number + 4].copy_from_slice(&f32::NAN.to_le_bytes()));
    refuse(&["model/model.safetensors: tensor bert.", "found NaN at index 0, expected finite numbers"]);
    fs::write(&weights, &whole[..whole.len() - 1]).unwrap();
    refuse(&["model/model.safetensors", "expected a whole safetensors file"]);
    fs::remove_file(&weights).unwrap();
    refuse(&["cannot read model/model.safetensors"]);
    fs::write(&weights, &whole).unwrap();

    fs::write(folder.join("model/tokenizer.json"), "{").unwrap();
    refuse(&["model/tokenizer.json", "expected a tokenizer"]);
    let words: String = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map(|word| format!("{word}\n")).concat();
    let many: String = (0..2000).map(|i| format!("word{i}\n")).collect();
    fs::remove_file(folder.join("model/tokenizer.json")).unwrap();
    refuse(&["model: found neither tokenizer.json nor vocab.txt"]);
    fs::write(folder.join("model/vocab.txt"), words + &many).unwrap();
    refuse(&["model: found a tokenizer of 2005 tokens, expected at most 2000"]);

    fs::remove_dir_all(folder.join("model")).unwrap();
    fail(CH03, &folder, "--quick --model ./model --out run", 1, &["./model: found no config.json", "--model"]);
    fs::create_dir(folder.join("model")).unwrap();
    refuse(&["model: found no config.json"]);
    assert!(!folder.join("run").exists(), "the folder of a run is opened when there is a model to start from");
    // Chapter 2's model is no classifier.
    let expected =
        ["model/model.safetensors: tensor classifier.weight: found no such tensor", "a model of this chapter"];
    fail(CH03, &PRETRAINED, "predict soup --model model", 1, &expected);
}

#[cfg(not(feature = "hub"))]
#[test]
fn a_name_of_the_hub_without_the_feature() {
    let folder = fresh_folder("names without the feature");
    let expected = ["there is no such folder", "the Hugging Face hub", "cargo run --features hub"];
    for program in [CH03, CH04, CH05, CH06] {
        for option in ["--data stanfordnlp/sst2", "--quick --model bert-base-uncased"] {
            fail(program, &folder, option, 1, &expected);
        }
        fail(program, &folder, "--columns film=review", 2, &["expected text=NAME"]);
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    fs::create_dir(folder.join("set")).unwrap();
    fs::write(folder.join("set/train.parquet"), "PAR1").unwrap();
    fs::write(folder.join("set/test.parquet"), "PAR1").unwrap();
    fail(CH03, &folder, "--data set", 1, &["set/train.parquet: found a parquet file", "cargo run --features hub"]);
}

#[test]
fn a_folder_that_cannot_be_written() {
    let folder = fresh_folder("unwritable");
    fs::write(folder.join("file"), "in the way").unwrap();
    fail(CH02, &folder, "--quick --out file", 1, &["cannot create file"]);
    fail(CH02, &folder, "--quick --out file/below", 1, &["cannot create file/below"]);
    fs::create_dir_all(folder.join("run/metrics.jsonl")).unwrap();
    fail(CH02, &folder, "--quick --out run", 1, &["run/metrics.jsonl"]);
    assert_eq!(fs::read(folder.join("file")).unwrap(), b"in the way");
}

#[test]
fn an_unfinished_chapter_2_is_not_begun_anew() {
    let folder = fresh_folder("unfinished chapter 2");
    let run = folder.join("runs/ch02_pretraining");
    fs::create_dir_all(run.join("checkpoint")).unwrap();
    fs::create_dir(run.join("metrics.jsonl")).unwrap(); // a program that would begin anew ends here, and does not train
    fs::write(run.join("checkpoint/pretraining.state"), "the work of an hour").unwrap();
    for program in [CH03, CH06] {
        fail(program, &folder, "", 2, &["runs/ch02_pretraining holds a run", "--resume", "delete that folder"]);
    }
    assert!(run.join("checkpoint/pretraining.state").exists());
}

#[cfg(unix)]
#[test]
fn a_full_disk() {
    let folder = fresh_folder("full disk");
    let limited = |arguments: &str| {
        // Files of at most 200 blocks (100 or 200 KiB, by the shell): settings fit, weights do not.
        let script = format!("trap '' XFSZ; ulimit -f 200 && exec '{CH02}' {arguments}");
        Command::new("sh").current_dir(&folder).args(["-c", &script]).output().unwrap()
    };
    succeed(CH02, &folder, "--quick --out run");
    let model = folder.join("run/model");
    let names =
        |folder: &Path| fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect::<BTreeSet<_>>();
    let before = (fs::read(model.join("model.safetensors")).unwrap(), names(&model));
    fail_with(limited("--quick --seed 1 --out run"), 1, &["cannot write run/model/model.safetensors"]);
    let after = (fs::read(model.join("model.safetensors")).unwrap(), names(&model));
    assert!(before == after, "the model that was there is whole, and nothing lies beside it");

    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        println!("skipped: no /dev/full here, so stdout was not tried on a full disk");
        return;
    };
    let output = call(CH01, &folder, "--quick").stdout(full).output().unwrap();
    fail_with(output, 1, &["cannot write to stdout"]);
}
