//! A small hub on this machine. It answers as the Hugging Face hub does: a list of files, small files after a redirect on the
//! same host, large ones after a redirect to another address; and it can do what networks do.

use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The only commit of every repository.
pub const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
/// Larger files are kept elsewhere, under their SHA-256.
const LARGE: usize = 4000;

/// What the server holds, does wrong, and was asked.
#[derive(Default)]
pub struct State {
    /// Content by repository (`datasets/owner/name` or `owner/name`) and file.
    pub files: BTreeMap<(String, String), Vec<u8>>,
    /// Breaks off the answers with large files after so many bytes each: so many answers.
    pub cuts: usize,
    /// How much of the file such an answer has.
    pub cut_after: usize,
    /// Changes a byte of every large file.
    pub corrupt: bool,
    /// How long to wait after every kilobyte of a large file.
    pub pause: Option<Duration>,
    /// What was asked: path, and where the range begins.
    pub asked: Vec<(String, usize)>,
}

/// A running server.
pub struct Server {
    pub address: String,
    pub state: Arc<Mutex<State>>,
}

impl Server {
    /// Starts a server with these files.
    pub fn start(files: &[(&str, &str, &[u8])]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let entry =
            |(repo, file, content): &(&str, &str, &[u8])| ((repo.to_string(), file.to_string()), content.to_vec());
        let state = State { files: files.iter().map(entry).collect(), ..State::default() };
        let server = Self { address: address.clone(), state: Arc::new(Mutex::new(state)) };
        let state = server.state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (state, address) = (state.clone(), address.clone());
                std::thread::spawn(move || answer(stream.unwrap(), &state, &address));
            }
        });
        server
    }

    /// How often a path with these words was asked for, and from which byte on.
    pub fn asked(&self, words: &str) -> Vec<usize> {
        let state = self.state.lock().unwrap();
        state.asked.iter().filter(|(path, _)| path.contains(words)).map(|(_, start)| *start).collect()
    }
}

/// Answers one request, and closes the connection.
fn answer(mut stream: TcpStream, state: &Mutex<State>, address: &str) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    let path = request.split(' ').nth(1).unwrap().to_string();
    let headers: Vec<String> =
        lines.take_while(|line| !line.is_empty()).map(|line| line.to_ascii_lowercase()).collect();
    let range = headers.iter().find_map(|line| line.strip_prefix("range: bytes=")).map(|range| {
        let (start, end) = range.split_once('-').unwrap();
        (start.parse::<usize>().unwrap(), end.parse::<usize>().ok())
    });
    let mut state = state.lock().unwrap();
    state.asked.push((path.clone(), range.map_or(0, |(start, _)| start)));
    let pause = state.pause;
    let mut send = |head: &str, body: &[u8]| {
        let _ = write!(stream, "HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"); // the client may be gone
        for piece in body.chunks(1000) {
            let gone = stream.write_all(piece).is_err();
            match pause.filter(|_| body.len() >= LARGE) {
                _ if gone => return,
                Some(pause) => std::thread::sleep(pause),
                None => (),
            }
        }
    };

    if path.contains("/tiny-bert/") && !path.contains("/someone/tiny-bert/") {
        let renamed = path.replace("/tiny-bert/", "/someone/tiny-bert/"); // as `bert-base-uncased` has got an owner
        return send(&format!("307 Temporary Redirect\r\nLocation: {renamed}\r\nContent-Length: 0"), b"");
    }
    if let Some((repo, revision)) = path.strip_prefix("/api/").and_then(|rest| rest.split_once("/revision/")) {
        let repo = repo.strip_prefix("models/").unwrap_or(repo);
        let files: Vec<&String> = state.files.keys().filter(|(name, _)| name == repo).map(|(_, file)| file).collect();
        let siblings: Vec<_> = files.iter().map(|file| serde_json::json!({ "rfilename": file })).collect();
        let list = serde_json::json!({ "id": repo, "sha": COMMIT, "siblings": siblings }).to_string();
        let known = ["main", COMMIT, "refs%2Fconvert%2Fparquet"].contains(&revision);
        return match (files.is_empty(), known) {
            (true, _) => send("401 Unauthorized\r\nContent-Length: 0", b""), // the hub does not say whether it is private
            (_, false) => send("404 Not Found\r\nContent-Length: 0", b""),
            _ => send(
                &format!("200 OK\r\nContent-Type: application/json\r\nContent-Length: {}", list.len()),
                list.as_bytes(),
            ),
        };
    }
    if let Some((repo, file)) = path[1..].split_once(&format!("/resolve/{COMMIT}/")) {
        let Some(content) = state.files.get(&(repo.to_string(), file.to_string())) else {
            return send("404 Not Found\r\nContent-Length: 0", b"");
        };
        let head = match content.len() < LARGE {
            true => format!("307 Temporary Redirect\r\nLocation: /api/resolve-cache/{repo}/{COMMIT}/{file}"),
            false => {
                let sum = hexadecimal(Sha256::digest(content).as_slice());
                format!(
                    "302 Found\r\nX-Linked-Etag: \"{sum}\"\r\nX-Linked-Size: {}\r\nLocation: {address}/cdn/{sum}",
                    content.len()
                )
            }
        };
        return send(&format!("{head}\r\nX-Repo-Commit: {COMMIT}\r\nContent-Length: 0"), b"");
    }
    let small = |repo: &str, file: &str| path == format!("/api/resolve-cache/{repo}/{COMMIT}/{file}");
    let large = |content: &[u8]| path == format!("/cdn/{}", hexadecimal(Sha256::digest(content).as_slice()));
    let found = state.files.iter().find(|((repo, file), content)| small(repo, file) || large(content));
    let Some(mut content) = found.map(|(_, content)| content.clone()) else {
        return send("404 Not Found\r\nContent-Length: 0", b"");
    };
    let sum = hexadecimal(Sha1::digest([format!("blob {}\0", content.len()).as_bytes(), &content].concat()).as_slice());
    let (size, is_large) = (content.len(), content.len() >= LARGE);
    if is_large && state.corrupt {
        content[size / 2] ^= 1;
    }
    let (start, end) = range.map_or((0, size), |(start, end)| (start, end.map_or(size, |end| end + 1)));
    if start >= size {
        return send("416 Range Not Satisfiable\r\nContent-Length: 0", b"");
    }
    let mut body = &content[start..end];
    if is_large && body.len() > 1 && state.cuts > 0 {
        state.cuts -= 1;
        body = &body[..state.cut_after.min(body.len())];
    }
    send(
        &format!(
            "206 Partial Content\r\nETag: \"{sum}\"\r\nX-Repo-Commit: {COMMIT}\r\nContent-Range: bytes {start}-{}/{size}\r\n\
             Content-Length: {}",
            end - 1,
            end - start
        ),
        body,
    );
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
