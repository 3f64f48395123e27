//! mdBook's preprocessor for this book: reads the book as JSON from stdin, and writes it to stdout. Called as
//! `finetune-book supports html` it says yes.

use std::io::{self, Read, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("supports") {
        return ExitCode::SUCCESS;
    }
    let mut input = String::new();
    let result = io::stdin()
        .read_to_string(&mut input)
        .map_err(|error| error.to_string())
        .and_then(|_| finetune_book::book::process(&input))
        .and_then(|book| writeln!(io::stdout(), "{book}").map_err(|error| error.to_string()));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(io::stderr(), "{message}"); // nobody to tell if stderr is closed
            ExitCode::FAILURE
        }
    }
}
