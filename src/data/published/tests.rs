use super::*;
use std::fs;
use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn columns(text: &str) -> Columns {
    text.parse().unwrap()
}

/// Reads with the usual names, and checks that the message has all these parts.
#[track_caller]
fn refused<T>(read: fn(&Path, &Columns) -> Result<T>, files: &[(&str, &str)], parts: &[&str]) {
    let message = read(folder(files).path(), &Columns::default()).err().expect("refused").to_string();
    for part in parts {
        assert!(message.contains(part), "no {part:?} in: {message}");
    }
}

#[test]
fn labelled_texts_from_json_lines() {
    let train = "{\"text\": \"a fine \\u00e9tude\", \"label\": 10, \"idx\": 1}\n\n{\"text\": \"dull\", \"label\": 9}\n";
    let files = folder(&[("data/train.jsonl", train), ("data/dev.jsonl", "{\"text\": \"so so\", \"label\": 9}\n")]);
    let (train, dev) = labelled(files.path(), &Columns::default()).unwrap();
    assert_eq!(train.labels, ["9", "10"], "numbers in the order of numbers");
    let example = |text: &str, label| Example { text: text.into(), label };
    assert_eq!(train.examples, [example("a fine étude", 1), example("dull", 0)]);
    assert_eq!(dev, Labelled { labels: train.labels, examples: vec![example("so so", 0)] });
}

#[test]
fn a_tsv_file_with_usual_names_lies_anywhere_in_the_folder() {
    for place in ["", "data/"] {
        let tsv = |name: &str, content: &str| (format!("{place}{name}.tsv"), content.to_string());
        let files = [tsv("train", "label\ttext\n1\tfine\n0\tbland\n"), tsv("dev", "label\ttext\n0\todd\n")];
        let files = folder(&files.each_ref().map(|(name, content)| (name.as_str(), content.as_str())));
        let (train, dev) = labelled(files.path(), &Columns::default()).unwrap();
        assert_eq!((train.labels, dev.examples[0].text.as_str()), (vec!["0".into(), "1".into()], "odd"));
    }
    refused(labelled, &[("train.tsv", "text,label\n")], &["expected the header \"sentence\\tlabel\""]);
}

#[test]
fn other_columns_can_be_named() {
    let train = "id\treview\tstars\tlabel\n7\tgood\tfive\tx\n8\tbad\tone\tx\n";
    let files = folder(&[("train.tsv", train), ("dev.tsv", "review\tstars\nfair\tone\n")]);
    let (train, dev) = labelled(files.path(), &columns("text=review,label=stars")).unwrap();
    assert_eq!((train.labels.join(" "), train.examples[0].label), ("five one".to_string(), 0));
    assert_eq!(dev.examples, [Example { text: "fair".into(), label: 1 }]);

    let message = labelled(files.path(), &columns("text=review,label=points")).unwrap_err().to_string();
    assert!(
        message.contains("line 2: found the columns id, label, review, stars, expected a column \"points\""),
        "{message}"
    );
    let message = labelled(folder(&[]).path(), &columns("text=x")).unwrap_err().to_string();
    assert!(message.contains("expected a training part with columns"), "{message}");
    for wrong in ["text", "text=", "film=x", "text=a,,label=b"] {
        let message = wrong.parse::<Columns>().unwrap_err();
        assert!(message.contains("expected text=NAME, or instead of text: label, words"), "{message}");
    }
}

#[test]
fn a_wrong_row_is_named() {
    let good = "{\"text\": \"good\", \"label\": \"yes\"}\n{\"text\": \"bad\", \"label\": \"no\"}\n";
    let with = |row: &str, parts: &[&str]| {
        refused(labelled, &[("train.jsonl", good), ("dev.jsonl", &format!("{good}{row}\n"))], parts);
    };
    with("{", &["dev.jsonl, line 3", "expected a JSON object"]);
    with(
        "{\"film\": \"good\", \"label\": \"no\"}",
        &["line 3: found the columns film, label", "sentence or text", "--columns text="],
    );
    with("{\"text\": 3, \"label\": \"no\"}", &["line 3: found 3 in column \"text\", expected text"]);
    with("{\"text\": \" \", \"label\": \"no\"}", &["found \" \" in column \"text\""]);
    with("{\"text\": \"fair\", \"label\": null}", &["found null in column \"label\""]);
    with(
        "{\"text\": \"fair\", \"label\": \"maybe\"}",
        &["line 3: found the label \"maybe\"", "training part's: no, yes"],
    );
    refused(labelled, &[("train.jsonl", "{\"text\": \"a\", \"label\": 1}"), ("dev.jsonl", good)], &["no label but 1"]);
    refused(labelled, &[("train.jsonl", " \n"), ("dev.jsonl", good)], &["train.jsonl: found no row"]);
    refused(labelled, &[], &["train.tsv"]); // the format of GLUE is the last hope
    let tsv = [("data/train.tsv", "text\tlabel\na\n"), ("data/dev.tsv", "text\tlabel\na\t1\n")];
    refused(labelled, &tsv, &["train.tsv, line 2: found 1 columns, expected 2"]);
}

#[cfg(not(feature = "hub"))]
#[test]
fn parquet_needs_the_feature() {
    let files = [("train.parquet", "PAR1"), ("test.parquet", "PAR1")];
    refused(labelled, &files, &["train.parquet: found a parquet file", "cargo run --features hub"]);
}

#[test]
fn tagged_sentences_with_tags_in_words() {
    let train = r#"{"tokens": ["Nora", "Webb", "sang"], "ner_tags": ["I-PER", "I-PER", "O"]}
        {"tokens": [], "ner_tags": []}
        {"tokens": ["-DOCSTART-"], "ner_tags": ["O"]}
        {"tokens": ["Ayr"], "ner_tags": ["B-LOC"]}"#;
    let dev = r#"{"tokens": ["Ayr"], "ner_tags": ["O"]}"#;
    let files =
        folder(&[("train.jsonl", train), ("validation.jsonl", dev), ("test.jsonl", &train.replace("Ayr", "Troon"))]);
    let [train, dev, test] = tagged(files.path(), &Columns::default()).unwrap();
    assert_eq!(train.types, ["LOC", "PER"]);
    let tags: Vec<&[Tag]> = train.sentences.iter().map(|sentence| &sentence.tags[..]).collect();
    assert_eq!(tags, [&[Tag::Begin(1), Tag::Inside(1), Tag::Outside][..], &[Tag::Begin(0)]]);
    assert_eq!((dev.sentences.len(), &test.sentences[1].words[..]), (1, &["Troon".to_string()][..]));

    let refuse = |row: &str, parts: &[&str]| {
        refused(tagged, &[("train.jsonl", r#"{"tokens": ["Ayr"], "tags": ["B-LOC"]}"#), ("dev.jsonl", row)], parts);
    };
    refuse(r#"{"tokens": ["a"], "tags": []}"#, &["dev.jsonl, line 1: found 1 words and 0 tags"]);
    refuse(r#"{"tokens": "a", "tags": []}"#, &["found \"a\" in column \"tokens\", expected a list"]);
    refuse(r#"{"tokens": ["a"], "tags": ["B-PER"]}"#, &["the tag \"B-PER\"", "training part's types: LOC"]);
    refuse(
        r#"{"tokens": ["a"], "tags": [3]}"#,
        &["found 3 in column \"tags\", expected a tag such as B-PER, or a number that the file gives a name"],
    );
    refused(tagged, &[], &["cannot read", "train.conll"]);
}

#[test]
fn passages_with_their_questions() {
    let row = |question: &str, answers: &str| {
        format!(r#"{{"context": "Zo\u00eb met \u6771 Ann.", "question": "{question}", "answers": {answers}}}"#) + "\n"
    };
    let train = row("Who?", r#"{"text": ["Ann", "Zoë"], "answer_start": [10, 0]}"#)
        + &row("Where?", r#"{"text": [], "answer_start": []}"#)
        + &row("Whom?", r#"[{"text": "Ann", "answer_start": 10}]"#);
    let (train, dev) =
        passages(folder(&[("train.jsonl", &train), ("test.jsonl", &train)]).path(), &Columns::default()).unwrap();
    let [passage] = &train[..] else { panic!("{} passages", train.len()) };
    let answers: Vec<_> = passage.questions.iter().map(|question| passage.answers(question)).collect();
    assert_eq!(answers, [vec!["Ann", "Zoë"], vec![], vec!["Ann"]]);
    assert_eq!(dev, train);

    let refuse = |answers: &str, parts: &[&str]| {
        let row = row("Who?", answers);
        refused(passages, &[("train.jsonl", &row), ("dev.jsonl", &row)], parts);
    };
    refuse(
        r#"{"text": ["Ann"], "answer_start": [9]}"#,
        &["question \"row 1\"", "\"Ann\", which is not at character 9"],
    );
    refuse(
        r#"{"text": ["Ann"], "answer_start": []}"#,
        &["line 1: found {", "a list of text, and a list of answer_start"],
    );
    refuse("\"Ann\"", &["found \"Ann\" in column \"answers\""]);
    refused(passages, &[], &["found no train*.json"]);
}

#[test]
fn scores_are_from_0_to_5_whatever_their_scale() {
    let row = |score: &str| format!(r#"{{"sentence1": "a", "sentence2": "b", "score": {score}}}"#);
    let read = |train: &str, dev: &str| {
        pairs(folder(&[("train.jsonl", &row(train)), ("dev.jsonl", &row(dev))]).path(), &Columns::default())
    };
    let scores = |train, dev| read(train, dev).map(|(train, dev)| (train[0].score, dev[0].score)).unwrap();
    assert_eq!(scores("0.5", "1.0"), (2.5, 5.0));
    assert_eq!(scores("1.5", "\"0.5\""), (1.5, 0.5), "a number may be written as text");
    let message = |train, dev| read(train, dev).unwrap_err().to_string();
    assert!(message("0.5", "4.5").contains("the score 22.5, expected scores from 0 to 5 in both parts"));
    assert!(message("-1", "1").contains("line 1: found -1 in column \"score\", expected a score from 0 to 5"));
    assert!(message("\"x\"", "1").contains("found \"x\" in column \"score\", expected a number"));
    refused(pairs, &[], &["train.tsv"]);
}
