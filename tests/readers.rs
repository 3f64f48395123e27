//! The readers: what they make of good files, and what they say about bad ones.

use std::fs;
use std::path::{Path, PathBuf};

use finetune::Result;
use finetune::data::{Example, Labelled, Passage, ScoredPair, glue, plain_text, squad, sts};
use finetune::files::{LONGEST_LINE, read_lines};
use finetune::text::Tokenizer;
use proptest::prelude::*;
use tempfile::TempDir;

const HEADER: &str = "sentence\tlabel\n";

/// A folder with one file in it.
fn file(name: &str, content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    (folder, path)
}

/// Reads a bad file, and checks that the message has each of these parts, and the file's name.
#[track_caller]
fn refused<T>(read: impl Fn(&Path) -> Result<T>, content: impl AsRef<[u8]>, parts: &[&str]) {
    let (_folder, path) = file("given.txt", content);
    let message = read(&path).err().expect("a bad file is refused").to_string();
    for part in parts.iter().chain(&["given.txt"]) {
        assert!(message.contains(part), "no {part:?} in: {message}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let missing = Path::new("no/such/file.tsv");
    for message in
        [plain_text::read(missing).unwrap_err(), glue::read_train(missing).unwrap_err()].map(|e| e.to_string())
    {
        assert!(message.contains("cannot read no/such/file.tsv"), "{message}");
    }
}

#[test]
fn an_empty_file_is_refused() {
    refused(glue::read_train, "", &["found an empty file", "expected lines of text"]);
    refused(plain_text::read, "\u{feff}", &["found an empty file"]);
    refused(plain_text::read, " \n\n\t\n", &["found only white space", "expected text"]);
    refused(glue::read_train, HEADER, &["nothing below", "expected at least one example"]);
}

#[test]
fn bytes_that_are_not_utf8_are_refused_with_their_line() {
    let latin_1 = b"sentence\tlabel\ngood\t1\ncaf\xe9\t1\n";
    refused(glue::read_train, latin_1, &["line 3", "0xe9 at column 4", "expected text in UTF-8"]);
    refused(plain_text::read, latin_1, &["line 3", "0xe9"]);
}

#[test]
fn a_line_that_is_too_long_is_refused_with_its_length() {
    let longest = "x".repeat(LONGEST_LINE);
    refused(glue::read_train, format!("{HEADER}{longest}\t1\n"), &["line 2", "1048578 bytes", "at most 1048576"]);
    refused(plain_text::read, format!("fine\n{longest}x"), &["line 2", "1048577 bytes", "at most 1048576"]);
    let (_folder, path) = file("given.txt", format!("{longest}\r\n"));
    assert_eq!(read_lines(&path).unwrap()[0].len(), LONGEST_LINE);
}

#[test]
fn wrong_columns_are_refused_with_their_line() {
    refused(glue::read_train, "text\tlabel\ngood\t1\n", &["line 1", "found \"text\\tlabel\"", "expected the header"]);
    refused(glue::read_train, "good\t1\nbad\t0\n", &["line 1", "expected the header \"sentence\\tlabel\""]);
    refused(
        glue::read_train,
        format!("{HEADER}good\t1\nbad 0\n"),
        &["line 3", "one column in \"bad 0\"", "two columns"],
    );
    refused(glue::read_train, format!("{HEADER}good\t1\tx\n"), &["line 2", "found 3 columns", "expected two columns"]);
    refused(glue::read_train, format!("{HEADER}good\t1\n\nbad\t0\n"), &["line 3", "one column in \"\""]);
    refused(glue::read_train, format!("{HEADER} \t1\n"), &["line 2", "an empty sentence"]);
    refused(glue::read_train, format!("{HEADER}good\t\n"), &["line 2", "an empty label"]);
}

#[test]
fn labels_are_those_of_the_training_file() {
    let (folder, _) = file("train.tsv", format!("{HEADER}bland\tbad\nfresh\tgood\n"));
    fs::write(folder.path().join("dev.tsv"), format!("{HEADER}fresh\tgood\ntepid\tmeh\n")).unwrap();
    let message = glue::read_folder(folder.path()).unwrap_err().to_string();
    assert!(message.contains("dev.tsv, line 3: found the label \"meh\""), "{message}");
    assert!(message.contains("expected one of the training file's: bad, good"), "{message}");
    refused(glue::read_train, format!("{HEADER}bland\tbad\n"), &["no label but \"bad\"", "at least two"]);
}

#[test]
fn glue_reads_quotes_bom_and_carriage_returns() {
    let (_folder, path) = file("train.tsv", "\u{feff}sentence\tlabel\r\na \"good one\tgood\r\n'bad' \"\tbad");
    let example = |text: &str, label| Example { text: text.to_string(), label };
    let expected = Labelled {
        labels: vec!["bad".to_string(), "good".to_string()],
        examples: vec![example("a \"good one", 1), example("'bad' \"", 0)],
    };
    assert_eq!(glue::read_train(&path).unwrap(), expected);
}

#[test]
fn number_labels_are_in_the_order_of_numbers() {
    let (_folder, path) = file("train.tsv", format!("{HEADER}a\t10\nb\t9\nc\t0\n"));
    assert_eq!(glue::read_train(&path).unwrap().labels, ["0", "9", "10"]);
}

const STS_HEADER: &str = "sentence1\tsentence2\tscore\n";

#[test]
fn sts_reads_the_three_ways_in_which_it_is_published() {
    let pair = |a: &str, b: &str, score| ScoredPair { a: a.into(), b: b.into(), score };
    let expected = [pair("A \"plane\".", "An air plane.", 4.5), pair("x", "y", 0.0)];
    for content in [
        "\u{feff}sentence1\tsentence2\tscore\r\nA \"plane\".\tAn air plane.\t4.500\r\nx\ty\t0",
        "index\tgenre\tsentence1\tsentence2\tscore\n0\tnews\tA \"plane\".\tAn air plane.\t4.5\n1\tnews\tx\ty\t0\n",
        "news\tMSR\t2012\t1\t4.5\tA \"plane\".\tAn air plane.\nnews\tMSR\t2012\t2\t0\tx\ty\tsource\tsource\n",
    ] {
        let (_folder, path) = file("train.tsv", content);
        assert_eq!(sts::read(&path).unwrap(), expected, "{content}");
    }
}

#[test]
fn sts_refuses_with_the_line() {
    refused(sts::read, "", &["found an empty file"]);
    refused(sts::read, "a\tb\t1\n", &["line 1", "expected the header \"sentence1\\tsentence2\\tscore\""]);
    refused(sts::read, STS_HEADER, &["nothing below", "expected at least one pair"]);
    refused(sts::read, format!("{STS_HEADER}a\tb\t1\na b\n"), &["line 3", "one column in \"a b\"", "three columns"]);
    refused(sts::read, format!("{STS_HEADER}a\tb\t1\tc\n"), &["line 2", "4 columns"]);
    refused(sts::read, format!("{STS_HEADER}a\t \t1\n"), &["line 2", "an empty sentence"]);
    for score in ["5.1", "-1", "good", "nan", ""] {
        refused(sts::read, format!("{STS_HEADER}a\tb\t{score}\n"), &["line 2", "the score", "no number from 0 to 5"]);
    }
    refused(sts::read, "n\tm\t2012\t1\t4\ta\tb\nn\tm\t2012\t1\t4\ta\n", &["line 2", "6 columns", "7 columns or more"]);
    refused(sts::read, "q\tsentence1\tsentence2\tscore\n1\ta\tb\n", &["line 2", "3 columns", "4 columns, as in"]);
}

#[test]
fn real_similarity_is_read() {
    let Some(folder) = real("stsb") else { return };
    let (train, dev) = sts::read_folder(&folder).unwrap();
    assert_eq!((train.len(), dev.len()), (5749, 1500));
    assert_eq!(train[0].score, 5.0);
    assert_eq!(train[1].b, "A man is playing a flute.");
}

#[test]
fn short_paragraphs_become_documents() {
    let line = "\"Is it far?\" asked Ann.\n\n\"Not very,\" said\nMr. Hill. They walked on.\n\n";
    let (_folder, path) = file("walk.txt", line.repeat(7));
    let documents = plain_text::read(&path).unwrap();
    let sizes: Vec<usize> = documents.iter().map(|document| document.sentences.len()).collect();
    assert_eq!(sizes, [9, 12], "three sentences a time; the last three are too few and join those before");
    assert_eq!(documents[0].sentences[1], "\"Not very,\" said Mr. Hill.");
}

#[test]
fn a_folder_is_read_in_the_order_of_names() {
    let (folder, _) = file("b.txt", "Second file.");
    fs::write(folder.path().join("a.txt"), "First file.").unwrap();
    fs::write(folder.path().join("c.md"), "No text file.").unwrap();
    let documents = plain_text::read(folder.path()).unwrap();
    let sentences: Vec<&String> = documents.iter().flat_map(|document| &document.sentences).collect();
    assert_eq!(sentences, ["First file.", "Second file."]);

    let (folder, _) = file("c.md", "No text file.");
    let message = plain_text::read(folder.path()).unwrap_err().to_string();
    assert!(message.contains("no .txt file"), "{message}");
}

/// Real data, where this machine has it.
fn real(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !path.exists() {
        println!("skipped: no {}", path.display());
    }
    path.exists().then_some(path)
}

#[test]
fn real_novels_are_read() {
    let Some(novels) = real("novels") else { return };
    let documents = plain_text::read(&novels).unwrap();
    let sentences: Vec<&String> = documents.iter().flat_map(|document| &document.sentences).collect();
    let words = sentences.iter().map(|sentence| sentence.split(' ').count()).sum::<usize>();
    assert!(documents.iter().all(|document| document.sentences.len() >= 8));
    let mean = words as f64 / sentences.len() as f64;
    assert!((15.0..25.0).contains(&mean), "{mean} words a sentence");
}

#[test]
fn real_sentiment_is_read() {
    let Some(sst2) = real("sst2") else { return };
    let (train, dev) = glue::read_folder(&sst2).unwrap();
    assert_eq!((train.examples.len(), dev.examples.len()), (6920, 872));
    assert_eq!((&train.labels[..], dev.labels), (&["0".to_string(), "1".to_string()][..], train.labels.clone()));
}

proptest! {
    #[test]
    fn no_reader_panics_on_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (folder, path) = file("given.txt", &bytes);
        let _ = plain_text::read(&path);
        let _ = glue::read_train(&path);
        let _ = sts::read(&path);
        let (_folder, below_header) = file("given.tsv", [HEADER.as_bytes(), &bytes].concat());
        let _ = glue::read_train(&below_header);
        let (_folder, below_header) = file("given.tsv", [STS_HEADER.as_bytes(), &bytes].concat());
        let _ = sts::read(&below_header);
        for name in ["vocab.txt", "tokenizer.json"] {
            fs::write(folder.path().join(name), &bytes).unwrap();
            prop_assert!(Tokenizer::load(folder.path()).is_err());
        }
    }

    #[test]
    fn no_reader_panics_on_any_text(text in "[ \t\r\n.!?\"'A-Ca-c0-2é…\u{feff}]{0,200}") {
        let (_folder, path) = file("given.txt", &text);
        let _ = plain_text::read(&path);
        let (_folder, path) = file("given.tsv", format!("{HEADER}{text}"));
        let _ = glue::read_train(&path);
    }

    #[test]
    fn glue_reads_back_what_was_written(
        rows in prop::collection::vec(("[^\t\r\n]{0,30}[a-z]", 0usize..3), 1..20), crlf: bool, bom: bool,
    ) {
        let names = ["negative", "neutral", "positive"];
        let end = if crlf { "\r\n" } else { "\n" };
        let mut text = format!("{}{}{end}", if bom { "\u{feff}" } else { "" }, HEADER.trim_end());
        for (sentence, label) in &rows {
            text += &format!("{sentence}\t{}{end}", names[*label]);
        }
        let (_folder, path) = file("dev.tsv", &text);
        let data = glue::read_with_labels(&path, &names.map(String::from)).unwrap();
        let expected: Vec<Example> = rows.into_iter().map(|(text, label)| Example { text, label }).collect();
        prop_assert_eq!(data.examples, expected);
    }

    // The last words are too long to be abbreviations, such as `cf.`, which would end no sentence.
    #[test]
    fn plain_text_reads_back_what_was_written(
        paragraphs in prop::collection::vec(prop::collection::vec("[A-Z][a-z]{1,8}( [a-z]{1,8}){1,12} [a-z]{3,8}[.!?]", 8..12), 1..6),
        width in 1usize..40,
    ) {
        let mut text = String::new();
        for paragraph in &paragraphs {
            let mut column = 0;
            for word in paragraph.iter().flat_map(|sentence| sentence.split(' ')) {
                text += word;
                column += word.len() + 1;
                text += if column > width { column = 0; "\n" } else { " " };
            }
            text += "\n\n";
        }
        let (_folder, path) = file("given.txt", &text);
        let read: Vec<Vec<String>> = plain_text::read(&path).unwrap().into_iter().map(|d| d.sentences).collect();
        prop_assert_eq!(read, paragraphs);
    }
}

/// A file of one paragraph, with these questions.
fn squad_file(context: &str, qas: &str) -> String {
    format!(
        r#"{{"version": "v2.0", "data": [{{"title": "T", "paragraphs": [{{"context": "{context}", "qas": [{qas}]}}]}}]}}"#
    )
}

#[test]
fn squad_answers_are_bytes_of_any_text() {
    // A combining mark, an emoji of two code points, Chinese: characters are not bytes.
    let qas = r#"{"id": "1", "question": "Who?", "answers": [{"text": "Zoe\u0308", "answer_start": 0}, {"text": "\u6771\u4eac", "answer_start": 8}]},
        {"id": "2", "question": "What?", "answers": [{"text": "x", "answer_start": 11}], "is_impossible": false},
        {"id": "3", "question": "Why?", "answers": [{"text": "nonsense", "answer_start": 99}], "is_impossible": true}"#;
    let (_folder, path) = file("dev.json", squad_file(r"Zoe\u0308 \ud83d\udc4d\ud83c\udffd \u6771\u4eac x", qas));
    let passages = squad::read(&path).unwrap();
    let [passage] = passages.as_slice() else { panic!("{} passages", passages.len()) };
    let answers: Vec<Vec<&str>> = passage.questions.iter().map(|question| passage.answers(question)).collect();
    assert_eq!(answers, [vec!["Zoe\u{308}", "東京"], vec!["x"], vec![]]);
}

#[test]
fn squad_files_that_are_none_are_refused() {
    refused(squad::read, "{\n\"data\": [\n}", &["line 3", "expected JSON as SQuAD has it"]);
    refused(squad::read, r#"{"data": [{"paragraphs": [{"qas": []}]}]}"#, &["line 1", "missing field `context`"]);
    refused(squad::read, r#"{"data": []}"#, &["found no question", "expected at least one"]);
    refused(squad::read, squad_file(" ", ""), &["found an empty context", "expected a passage"]);
    let answer = |text: &str, start| {
        squad_file(
            "The weir.",
            &format!(
                r#"{{"id": "q7", "question": "What?", "answers": [{{"text": "{text}", "answer_start": {start}}}]}}"#
            ),
        )
    };
    refused(
        squad::read,
        answer("weir", 5),
        &["question \"q7\"", "\"weir\", which is not at character 5", "a piece of the paragraph"],
    );
    refused(squad::read, answer("weir", 10), &["not at character 10"]);
    refused(squad::read, answer("", 0), &["the answer \"\""]);
    refused(
        squad::read,
        squad_file("T", r#"{"id": "q8", "question": " "}"#),
        &["question \"q8\"", "an empty question"],
    );

    let folder = tempfile::tempdir().unwrap();
    let message = |folder: &Path| squad::read_folder(folder).unwrap_err().to_string();
    assert!(message(folder.path()).contains("found no train*.json"));
    for name in ["train-v1.1.json", "train-v2.0.json", "dev.json"] {
        fs::write(folder.path().join(name), answer("weir", 4)).unwrap();
    }
    assert!(
        message(folder.path()).contains("train-v1.1.json and train-v2.0.json, expected one file of the train part")
    );
    fs::remove_file(folder.path().join("train-v1.1.json")).unwrap();
    assert_eq!(squad::read_folder(folder.path()).unwrap().1.len(), 1);
}

#[test]
fn a_sample_is_of_questions() {
    let qas = r#"{"id": "1", "question": "A?"}, {"id": "2", "question": "B?"}"#;
    let (_folder, path) = file("dev.json", squad_file("The weir.", qas));
    let passages: Vec<_> = (0..20).flat_map(|_| squad::read(&path).unwrap()).collect();
    let count = |passages: &[Passage]| passages.iter().map(|passage| passage.questions.len()).sum::<usize>();
    let sample = squad::sample(passages.clone(), 9, 3);
    assert_eq!(count(&sample), 9);
    assert!(sample.len() > 5, "they are of more passages than they need be");
    assert!(sample.iter().all(|passage| !passage.questions.is_empty()));
    assert_ne!(sample, squad::sample(passages.clone(), 9, 4));
    assert_eq!(squad::sample(passages.clone(), 99, 3), passages);
}

#[test]
fn the_published_question_answering_set_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/squadshifts");
    if !folder.exists() {
        println!("skipped: {} is not here", folder.display());
        return;
    }
    let (train, dev) = squad::read_folder(&folder).unwrap();
    let questions = |passages: &[finetune::data::Passage]| passages.iter().map(|p| p.questions.len()).sum::<usize>();
    assert_eq!((train.len(), questions(&train), dev.len(), questions(&dev)), (5213, 25317, 143, 707));
    assert!(train.iter().flat_map(|passage| &passage.questions).all(|question| !question.answers.is_empty()));
}
