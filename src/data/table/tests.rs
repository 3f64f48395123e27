use super::*;

fn of(files: &[&str]) -> Result<Option<Parts>, String> {
    let files: Vec<String> = files.iter().map(ToString::to_string).collect();
    parts(&files).map_err(|(found, expected)| format!("found {found}, expected {expected}"))
}

#[track_caller]
fn check(files: &[&str], train: &[&str], dev: &[&str], test: &[&str]) {
    let list = |files: &[&str]| files.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(of(files), Ok(Some(Parts { train: list(train), dev: list(dev), test: list(test) })));
}

#[test]
fn parts_are_found_by_their_names() {
    // stanfordnlp/sst2
    let [train, dev, test] = ["train", "validation", "test"].map(|part| format!("data/{part}-00000-of-00001.parquet"));
    check(&["README.md", &test, &train, &dev], &[&train], &[&dev], &[&test]);
    // the hub's own conversion
    let [train, dev] = ["plain_text/train/0000.parquet", "plain_text/validation/0000.parquet"];
    check(&[train, dev], &[train], &[dev], &[]);
    // lists of JSON, and the same once more as TSV
    check(&["train.jsonl", "train.tsv", "valid.jsonl", "dev.tsv"], &["train.jsonl"], &["valid.jsonl"], &[]);
    // a development part that is none; several files; the ending of an upload
    check(
        &["train-00001-of-00002-ab.parquet", "test.parquet", "train-00000-of-00002-cd.parquet"],
        &["train-00000-of-00002-cd.parquet", "train-00001-of-00002-ab.parquet"],
        &["test.parquet"],
        &["test.parquet"],
    );
    assert_eq!(of(&["README.md", "training.parquet", "trains/x.parquet", "train.csv"]), Ok(None));
}

#[test]
fn a_wrong_choice_of_files_is_refused() {
    let message = of(&["cola/train.parquet", "cola/test.parquet", "sst2/train.parquet"]).unwrap_err();
    assert!(message.contains("several sets in one: cola, sst2") && message.contains("OWNER/NAME:FOLDER"), "{message}");
    let message = of(&["train.parquet", "other/dev.parquet"]).unwrap_err();
    assert!(message.contains("no development part beside train.parquet, expected validation or valid"), "{message}");
    let message =
        of(&["d/train-00000-of-00003.parquet", "d/train-00002-of-00003.parquet", "d/dev.parquet"]).unwrap_err();
    assert!(message.contains("2 files d/train-..., expected 3"), "{message}");
}

/// Writing parquet needs the crate that reads it.
#[cfg(feature = "hub")]
mod parquet {
    use super::*;
    use ::parquet::basic::Compression;
    use ::parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use ::parquet::file::metadata::KeyValue;
    use ::parquet::file::properties::WriterProperties;
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;
    use std::fs::File;
    use std::sync::Arc;

    /// Texts and labels, in two groups of rows.
    fn write(path: &Path, description: Option<&str>) {
        let schema = "message s { OPTIONAL BYTE_ARRAY text (UTF8); REQUIRED INT32 label; }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let entry = description.map(|text| vec![KeyValue::new("huggingface".into(), text.to_string())]);
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_key_value_metadata(entry);
        let mut file =
            SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::new(properties.build())).unwrap();
        for (texts, labels) in [(["dull", "fine"], [0, 1]), (["déjà vu", "odd"], [1, 0])] {
            let mut group = file.next_row_group().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            let texts = texts.map(ByteArray::from);
            column.typed::<ByteArrayType>().write_batch(&texts, Some(&[1, 1]), None).unwrap();
            column.close().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<Int32Type>().write_batch(&labels, None, None).unwrap();
            column.close().unwrap();
            group.close().unwrap();
        }
        file.close().unwrap();
    }

    #[test]
    fn rows_and_the_names_of_classes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("train.parquet");
        write(
            &path,
            Some(
                r#"{"info": {"features": {"label": {"names": ["bad", "good"], "_type": "ClassLabel"},
            "tags": {"feature": {"names": ["O", "B-X"]}, "_type": "Sequence"}, "text": {"dtype": "string"}}}}"#,
            ),
        );
        let table = Table::open(&path).unwrap();
        assert_eq!(
            (&table.classes["label"], &table.classes["tags"]),
            (&vec!["bad".into(), "good".into()], &vec!["O".into(), "B-X".into()])
        );
        let rows: Vec<Row> = table.rows.collect::<Result<_>>().unwrap();
        assert_eq!((rows.len(), rows[2].text("text").unwrap(), rows[3].number("label").unwrap()), (4, "déjà vu", 0.0));
        assert_eq!((rows[2].place.row(), rows[2].text("label").is_err()), (3, true));
        let message = rows[2].text("label").unwrap_err().to_string();
        assert!(message.contains("train.parquet: found row 3: 1 in column \"label\", expected text"), "{message}");

        write(&path, None);
        assert!(Table::open(&path).unwrap().classes.is_empty());
        write(&path, Some("nonsense"));
        assert!(Table::open(&path).unwrap().classes.is_empty());
    }

    #[test]
    fn a_damaged_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("train.parquet");
        write(&path, None);
        let whole = std::fs::read(&path).unwrap();
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            Table::open(&path)?.rows.collect::<Result<Vec<Row>>>()
        };
        assert_eq!(read(&whole).unwrap().len(), 4);
        for length in 0..whole.len() {
            let message = read(&whole[..length]).unwrap_err().to_string();
            assert!(message.contains("train.parquet") && message.contains("a whole parquet file"), "{message}");
        }
        for (at, mask) in (0..whole.len()).flat_map(|at| [(at, 0xff), (at, 0x01)]) {
            let mut bytes = whole.clone();
            bytes[at] ^= mask;
            let _ = read(&bytes); // an error or other rows, and no panic
        }
    }
}
