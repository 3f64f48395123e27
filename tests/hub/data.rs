//! Data sets from the small hub: their parts and folders, their tables, and each chapter's run on them.

use crate::parquet::{Column, list, parquet};
use crate::programs::{CH03, CH04, CH05, CH06, edit, fail_with, fresh_folder};
use crate::server::COMMIT;
use crate::{call_with, id, says, server, setting};
use finetune::data::table::Columns;
use finetune::data::{published, rng};
use finetune::hub::Hub;
use rand::Rng;
use serde_json::json;
use std::fs;

/// A set of labelled texts as on the hub: classes as numbers, their names in the file.
fn reviews(count: usize) -> Vec<u8> {
    let texts: Vec<String> = (0..count).map(|i| format!("a {} play {i}", ["dull", "fine"][i % 2])).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let labels: Vec<i64> = (0..count as i64).map(|i| i % 2).collect();
    let schema = "OPTIONAL BYTE_ARRAY sentence (UTF8); OPTIONAL INT64 label;";
    let features =
        json!({"label": {"names": ["negative", "positive"], "_type": "ClassLabel"}, "sentence": {"dtype": "string"}});
    parquet(schema, features, &[Column::Text(&texts), Column::Class(&labels)])
}

#[test]
fn data_arrives_by_parts_and_folders() {
    let (train, dev) = (reviews(40), reviews(10));
    let of = |file: &'static str, content: &'static [u8]| ("datasets/a/glue", file, content);
    let (server, hub, home) = setting(&[
        of("cola/train-00000-of-00001.parquet", b"PAR1"),
        of("cola/test-00000-of-00001.parquet", b"PAR1"),
        of("../../evil.parquet", b"PAR1"),
        ("datasets/a/glue", "sst2/train-00000-of-00001.parquet", &train),
        ("datasets/a/glue", "sst2/validation-00000-of-00001.parquet", &dev),
        ("datasets/a/script", "script.py", b"import os"),
        ("datasets/a/deep", "one/two/three/train/0000.parquet", &train),
        ("datasets/a/deep", "one/two/three/validation/0000.parquet", &dev),
    ]);
    says(hub.data(&id("a/glue")), &["a/glue: found several sets in one: cola, sst2", "OWNER/NAME:FOLDER"]);
    says(hub.data(&id("a/glue:wnli")), &["no training part as .parquet, .jsonl or .tsv"]);
    says(hub.data(&id("a/script")), &["no training part", "@refs/convert/parquet"]);
    let folder = hub.data(&id("a/glue:sst2")).unwrap();
    assert!(folder.ends_with("sst2"));
    let (train, dev) = published::labelled(&folder, &Columns::default()).unwrap();
    assert_eq!(
        (train.labels, train.examples.len(), dev.examples.len()),
        (vec!["negative".into(), "positive".into()], 40, 10)
    );
    assert_eq!((train.examples[1].text.as_str(), train.examples[1].label), ("a fine play 1", 1));

    let before = server.asked("").len();
    assert_eq!(hub.data(&id("a/glue:sst2")).unwrap(), folder);
    assert_eq!((server.asked("").len(), server.asked("evil").len()), (before, 0));

    // What lies deep in a repository is found again, too.
    let deep = hub.data(&id("a/deep:one/two/three")).unwrap();
    assert!(deep.join("train/0000.parquet").exists());
    assert_eq!(Hub::new(&server.address, home.path(), true).data(&id("a/deep:one/two/three")).unwrap(), deep);

    // A part that goes missing is not silently replaced by another.
    let blob = fs::canonicalize(folder.join("validation-00000-of-00001.parquet")).unwrap();
    edit(&blob, |bytes| bytes[9] ^= 1);
    says(hub.data(&id("a/glue:sst2")), &["It is removed"]);
    let offline = Hub::new(&server.address, home.path(), true);
    says(offline.data(&id("a/glue:sst2")), &["HF_HUB_OFFLINE is set"]);
    hub.data(&id("a/glue:sst2@refs/convert/parquet")).unwrap();
}

/// Every task's set in the form that the hub has, through the chapter's program: from the name to the saved model.
#[test]
fn every_chapter_takes_names() {
    let (reviews, text) = ([reviews(40), reviews(10)], "BYTE_ARRAY element (UTF8)");
    let names = json!(["O", "B-PER", "I-PER"]);
    let tagged = |count: usize| {
        let words: Vec<&[&str]> = [&["Nora", "Webb", "met", "Tom"][..], &["the", "mill"], &[]].repeat(count);
        let tags: Vec<&[i64]> = [&[1, 2, 0, 1][..], &[0, 0], &[]].repeat(count);
        let schema = format!("{} {}", list("tokens", text), list("ner_tags", "INT64 element"));
        let features = json!({"ner_tags": {"feature": {"names": names, "_type": "ClassLabel"}, "_type": "Sequence"}});
        parquet(&schema, features, &[Column::Texts(&words), Column::Classes(&tags)])
    };
    let asked = |count: usize| {
        let lists = list("text", text) + &list("answer_start", "INT32 element");
        let schema = format!(
            "OPTIONAL BYTE_ARRAY id (UTF8); OPTIONAL BYTE_ARRAY context (UTF8); OPTIONAL BYTE_ARRAY question (UTF8);
             OPTIONAL group answers {{ {lists} }}"
        );
        let columns = [
            Column::Text(&["x", "y"].repeat(count)),
            Column::Text(&["Noël Webb met Tom at the mill."].repeat(2 * count)),
            Column::Text(&["who met Tom", "who was bad"].repeat(count)),
            Column::Texts(&[&["Noël Webb", "Webb"][..], &[]].repeat(count)),
            Column::Starts(&[&[0, 5][..], &[]].repeat(count)),
        ];
        parquet(&schema, json!({}), &columns)
    };
    let pairs = |count: usize| {
        let mut random = rng(1, "scores", 0);
        let scores: Vec<f64> = (0..count).map(|_| f64::from(random.random_range(0..=20u8)) / 20.0).collect();
        let schema =
            "OPTIONAL BYTE_ARRAY sentence1 (UTF8); OPTIONAL BYTE_ARRAY sentence2 (UTF8); OPTIONAL DOUBLE score;";
        let (a, b) = (vec!["a fine play"; count], vec!["a dull play"; count]);
        parquet(schema, json!({}), &[Column::Text(&a), Column::Text(&b), Column::Score(&scores)])
    };
    let sets = [reviews, [tagged(20), tagged(5)], [asked(20), asked(5)], [pairs(40), pairs(10)]];
    let files: Vec<(String, &str, &[u8])> = sets
        .iter()
        .enumerate()
        .flat_map(|(set, [train, dev])| {
            let name = format!("datasets/someone/set{}", set + 3);
            [
                (name.clone(), "data/train-00000-of-00001.parquet", &train[..]),
                (name, "data/validation-00000-of-00001.parquet", dev),
            ]
        })
        .collect();
    let files: Vec<(&str, &str, &[u8])> =
        files.iter().map(|(name, file, content)| (&name[..], *file, *content)).collect();
    let server = server(&files);
    let folder = fresh_folder("names of the hub");
    let with = |program, arguments: &str| call_with(&server, program, &folder, arguments);
    for (program, chapter) in [(CH03, 3), (CH04, 4), (CH05, 5), (CH06, 6)] {
        let arguments = format!("--quick --data someone/set{chapter} --model someone/tiny-bert --out run{chapter}");
        let output = with(program, &arguments).output().unwrap();
        assert!(output.status.success(), "chapter {chapter}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(folder.join(format!("run{chapter}/model/model.safetensors")).exists());
    }
    let config: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("run3/config.json")).unwrap()).unwrap();
    assert_eq!(config["settings"]["data"], "someone/set3");
    assert!(config["settings"]["encoder"].as_str().unwrap().contains(COMMIT), "the record says which version it was");
    fail_with(with(CH03, "--model someone/lost --quick").output().unwrap(), 1, &["someone/lost: http", "spelling"]);
    let offline = with(CH03, "--data someone/other --quick").env("HF_HUB_OFFLINE", "1").output().unwrap();
    fail_with(offline, 1, &["someone/other: HF_HUB_OFFLINE is set"]);
}
