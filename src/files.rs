//! Reading and writing whole files: errors that say where, and no file that is ever left half written.

use serde::de::DeserializeOwned;
use std::fs;
use std::io::Write;
use std::path::Path;

use crate::{Error, Result};

/// The longest line that a text file may have, in bytes: a longer one is no text but something else, or has lost its
/// line ends.
pub const LONGEST_LINE: usize = 1 << 20;

/// What a file of JSON holds. `expected` says what it should, for the error.
///
/// # Errors
/// [`Error::Io`] if the file cannot be read, and [`Error::Format`] with the line if it is no JSON or does not hold a `T`.
pub fn read_json<T: DeserializeOwned>(path: &Path, expected: &str) -> Result<T> {
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    serde_json::from_slice(&bytes).map_err(|e| Error::format(path, Some(e.line()), e.to_string(), expected))
}

/// The lines of a UTF-8 text file; item `i` is line `i + 1`. Line ends may be `\n` or `\r\n`, and a byte order mark at
/// the start is skipped.
///
/// # Errors
/// [`Error::Io`] if the file cannot be read, and [`Error::Format`] with the line if it is empty, not UTF-8, or has a line
/// longer than [`LONGEST_LINE`].
pub fn read_lines(path: &Path) -> Result<Vec<String>> {
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    if text.is_empty() {
        return Err(Error::format(path, None, "an empty file", "lines of text"));
    }
    let text = text.strip_suffix(b"\n").unwrap_or(text); // the last line end starts no further line
    let mut lines = Vec::new();
    for (index, line) in text.split(|&byte| byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let wrong = |found: String, expected: String| Error::format(path, Some(index + 1), found, expected);
        if line.len() > LONGEST_LINE {
            return Err(wrong(format!("a line of {} bytes", line.len()), format!("at most {LONGEST_LINE}")));
        }
        let line = str::from_utf8(line).map_err(|e| {
            let at = e.valid_up_to();
            wrong(format!("the byte 0x{:02x} at column {}", line[at], at + 1), "text in UTF-8".to_string())
        })?;
        lines.push(line.to_string());
    }
    Ok(lines)
}

/// Writes a file whole or not at all: the bytes go into a temporary file in the same folder, are forced to the disk, and
/// only then get the file's name. Whoever opens `path` finds the old content or the new one, even after a crash or on a
/// full disk. The folder is created if it is missing.
///
/// # Errors
/// [`Error::Io`] naming `path`.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    write_parts(path, &[bytes])
}

/// The same, with a content that lies in several places.
///
/// # Errors
/// [`Error::Io`] naming the file.
pub fn write_parts(path: &Path, parts: &[&[u8]]) -> Result<()> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    create_folder(folder)?;
    let mut beside = temporary_file(folder).map_err(Error::io("write", path))?;
    for part in parts {
        beside.write_all(part).map_err(Error::io("write", path))?;
    }
    beside.as_file().sync_all().map_err(Error::io("write", path))?;
    beside.persist(path).map_err(|e| Error::io("write", path)(e.error))?;
    Ok(())
}

/// Creates a folder and those above it; one that exists already is fine.
///
/// # Errors
/// [`Error::Io`] naming the folder.
pub fn create_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(Error::io("create", path))
}

/// Removes a file, if it is there; not a folder, which nobody expects in its place.
///
/// # Errors
/// [`Error::Io`] naming it.
pub fn remove_file(path: &Path) -> Result<()> {
    if path.exists() { fs::remove_file(path).map_err(Error::io("remove", path)) } else { Ok(()) }
}

/// Removes a folder with all that is in it, if it is there.
///
/// # Errors
/// [`Error::Io`] naming it.
pub fn remove_folder(path: &Path) -> Result<()> {
    if path.exists() { fs::remove_dir_all(path).map_err(Error::io("remove", path)) } else { Ok(()) }
}

/// Temporary files are made for their owner's eyes only; ours will be a plain file, so it gets a plain file's permissions.
fn temporary_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the user's umask, as always
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_the_content_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/down/file.txt");
        write_atomically(&path, b"first").unwrap();
        write_atomically(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_refusal_names_the_file_and_keeps_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("occupied");
        fs::create_dir_all(in_the_way.join("child")).unwrap(); // a folder cannot be replaced by a file
        let message = write_atomically(&in_the_way, b"bytes").unwrap_err().to_string();
        assert!(message.contains("cannot write") && message.contains("occupied"), "{message}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the temporary file is gone");

        let file = folder.path().join("occupied/child/file");
        fs::write(&file, "old").unwrap();
        let message = write_atomically(&file.join("below"), b"bytes").unwrap_err().to_string();
        assert!(message.contains("cannot create") && message.contains("child/file"), "{message}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    }
}
