//! Whether a file is what it should be. The hub names every file by its checksum: a large one by its SHA-256, a small one as
//! git does, by the SHA-1 of the word `blob`, its length and its content. In the cache the file lies under that name.

use crate::{Error, Result};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// Compares a file of the cache with its name, and removes it if they do not agree.
///
/// Where a system has no links, the file stands under its own name, and there is nothing to compare it with.
///
/// # Errors
/// [`Error::Io`] if it cannot be read; [`Error::Format`] if it is not what the hub said, or its name is no checksum, as
/// another server may have called it.
pub fn check(path: &Path) -> Result<()> {
    let blob = fs::canonicalize(path).map_err(Error::io("read", path))?; // the link in the snapshot leads to it
    let expected = blob.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let hexadecimal = expected.chars().all(|c| c.is_ascii_hexdigit());
    let found = match expected.len() {
        64 if hexadecimal => digest(Sha256::new(), &blob)?,
        40 if hexadecimal => {
            let length = fs::metadata(&blob).map_err(Error::io("read", &blob))?.len();
            digest(Sha1::new_with_prefix(format!("blob {length}\0")), &blob)?
        }
        _ if !path.is_symlink() => return Ok(()),
        _ => {
            let found = format!("a file that its server calls {expected:?}");
            let expected = "its checksum, as the Hugging Face hub gives it. Remove this file, and fetch it from there";
            return Err(Error::format(path, None, found, expected));
        }
    };
    if found == expected {
        return Ok(());
    }
    fs::remove_file(&blob).map_err(Error::io("remove", &blob))?;
    if path.is_symlink() {
        fs::remove_file(path).map_err(Error::io("remove", path))?;
    }
    let expected = format!("{expected}, as the hub says. It is removed: the same command fetches it again");
    Err(Error::format(path, None, format!("a file with the checksum {found}"), expected))
}

/// The checksum of a file, in hexadecimal digits.
fn digest(mut digest: impl Digest, path: &Path) -> Result<String> {
    let mut file = File::open(path).map_err(Error::io("read", path))?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).map_err(Error::io("read", path))? {
            0 => return Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            count => digest.update(&buffer[..count]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_compared_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "hello"), // printf hello | sha256sum
            ("b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0", "hello"), // printf hello | git hash-object --stdin
            ("model.safetensors", "a copy, on a system without links"),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            check(&path).unwrap();
            if name.len() < 40 {
                continue;
            }
            fs::write(&path, "hellO").unwrap();
            let message = check(&path).unwrap_err().to_string();
            assert!(message.contains(name) && message.contains("It is removed"), "{message}");
            assert!(!path.exists());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_checksum_proves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (blob, link) = (folder.path().join("5f3a-1c"), folder.path().join("config.json"));
        fs::write(&blob, "hello").unwrap();
        std::os::unix::fs::symlink(&blob, &link).unwrap();
        let message = check(&link).unwrap_err().to_string();
        assert!(message.contains("config.json: found a file that its server calls \"5f3a-1c\""), "{message}");
        assert!(blob.exists(), "somebody else may want it");
    }
}
