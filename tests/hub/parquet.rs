//! Writes small parquet files as the library `datasets` does.

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriterImpl;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use std::sync::Arc;

/// The cells of a column.
pub enum Column<'a> {
    Text(&'a [&'a str]),
    Class(&'a [i64]),
    Score(&'a [f64]),
    Texts(&'a [&'a [&'a str]]),
    Classes(&'a [&'a [i64]]),
    Starts(&'a [&'a [i32]]),
}

/// A file of one group of rows. `features` is what `datasets` writes about the columns.
pub fn parquet(schema: &str, features: serde_json::Value, columns: &[Column]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(&format!("message schema {{ {schema} }}")).unwrap());
    let about = KeyValue::new("huggingface".into(), serde_json::json!({"info": {"features": features}}).to_string());
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let properties = properties.set_key_value_metadata(Some(vec![about])).build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    let mut group = file.next_row_group().unwrap();
    for cells in columns {
        let mut column = group.next_column().unwrap().unwrap();
        match cells {
            Column::Text(cells) => plain::<ByteArrayType>(&mut column, &text(cells)),
            Column::Class(cells) => plain::<Int64Type>(&mut column, cells),
            Column::Score(cells) => plain::<DoubleType>(&mut column, cells),
            Column::Texts(cells) => {
                lists::<ByteArrayType>(&mut column, &cells.iter().map(|list| text(list)).collect::<Vec<_>>());
            }
            Column::Classes(cells) => lists::<Int64Type>(&mut column, &owned(cells)),
            Column::Starts(cells) => lists::<Int32Type>(&mut column, &owned(cells)),
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    file.into_inner().unwrap()
}

/// A column of lists in a schema: that of `datasets` and pyarrow.
pub fn list(name: &str, element: &str) -> String {
    format!("OPTIONAL group {name} (LIST) {{ REPEATED group list {{ OPTIONAL {element}; }} }}")
}

fn text(cells: &[&str]) -> Vec<ByteArray> {
    cells.iter().map(|&cell| ByteArray::from(cell)).collect()
}

fn owned<T: Copy>(cells: &[&[T]]) -> Vec<Vec<T>> {
    cells.iter().map(|list| list.to_vec()).collect()
}

fn plain<T: DataType>(column: &mut SerializedColumnWriter, cells: &[T::T]) {
    column.typed::<T>().write_batch(cells, Some(&vec![1; cells.len()]), None).unwrap();
}

fn lists<T: DataType>(column: &mut SerializedColumnWriter, cells: &[Vec<T::T>]) {
    let column: &mut ColumnWriterImpl<T> = column.typed::<T>();
    let deepest = column.get_descriptor().max_def_level();
    let (mut values, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
    for list in cells {
        for (i, value) in list.iter().enumerate() {
            values.push(value.clone());
            definitions.push(deepest);
            repetitions.push(i16::from(i > 0));
        }
        if list.is_empty() {
            definitions.push(deepest - 2); // there is a list, and nothing in it
            repetitions.push(0);
        }
    }
    column.write_batch(&values, Some(&definitions), Some(&repetitions)).unwrap();
}
