//! Parquet, the format in which the hub keeps data sets: columns, compressed, with a description of them at the end of the
//! file. Only what these sets use is compiled in: pages compressed with Snappy, or not at all.

use super::{Place, Row, Table};
use crate::{Error, Result};
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::reader::RowIter;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Mutex;

/// Opens a parquet file.
pub fn open(path: &Path) -> Result<Table> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    let reader = quietly(|| SerializedFileReader::new(file));
    let reader = reader.unwrap_or_else(|_| Err(contradiction())).map_err(|e| damaged(path, e))?;
    let described = reader.metadata().file_metadata().key_value_metadata().into_iter().flatten();
    let described = described.filter(|entry| entry.key == "huggingface").find_map(|entry| entry.value.as_deref());
    let classes = described.map(classes).unwrap_or_default();
    let path = path.to_path_buf();
    let row = move |(index, row): (usize, Result<Value, ParquetError>)| match row.map_err(|e| damaged(&path, e))? {
        Value::Object(cells) => Ok(Row { place: Place { path: path.clone(), line: None, row: index + 1 }, cells }),
        other => Err(damaged(&path, ParquetError::General(format!("{other} as a row")))),
    };
    Ok(Table { classes, rows: Box::new(json_rows(reader).enumerate().map(row)) })
}

/// All rows as JSON. The crate `parquet` panics where a damaged file contradicts itself: here that is an error as any other.
fn json_rows(reader: SerializedFileReader<File>) -> impl Iterator<Item = Result<Value, ParquetError>> {
    const AT_ONCE: usize = 1000;
    let mut rows = Some(RowIter::from_file_into(Box::new(reader)));
    let some_rows = move || {
        let mut next = rows.take()?; // not put back after a panic
        let read = || next.by_ref().take(AT_ONCE).map(|row| Ok(row?.to_json_value())).collect::<Vec<_>>();
        let found = match quietly(read) {
            Ok(found) => {
                rows = Some(next);
                found
            }
            Err(_) => vec![Err(contradiction())],
        };
        (!found.is_empty()).then_some(found)
    };
    std::iter::from_fn(some_rows).flatten()
}

/// Does some work, and if it panics gives back the panic, unprinted.
fn quietly<T>(work: impl FnOnce() -> T) -> std::thread::Result<T> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(()); // there is one panic hook for all threads
    let _alone = ONE_AT_A_TIME.lock();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| ()));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(hook);
    result
}

fn contradiction() -> ParquetError {
    ParquetError::General("data that contradicts itself".into())
}

fn damaged(path: &Path, error: ParquetError) -> Error {
    let expected = "a whole parquet file, its pages compressed with Snappy or not at all";
    Error::format(path, None, error.to_string(), expected)
}

/// The names of the classes, from the description that the library `datasets` writes into a file:
/// `{"info": {"features": {"label": {"names": ["negative", "positive"], "_type": "ClassLabel"}}}}`. The class of each member of
/// a list is one level deeper, under `feature`.
fn classes(description: &str) -> BTreeMap<String, Vec<String>> {
    let description: Value = serde_json::from_str(description).unwrap_or_default();
    let features = description["info"]["features"].as_object().cloned().unwrap_or_default();
    let names = |(column, feature): (String, Value)| {
        let names = feature.get("names").or_else(|| feature.get("feature")?.get("names"))?;
        Some((column, serde_json::from_value(names.clone()).ok()?))
    };
    features.into_iter().filter_map(names).collect()
}
