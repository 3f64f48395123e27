use super::*;
use crate::train::Statistic;

#[derive(Debug, Parser)]
struct Args {
    #[command(flatten)]
    common: CommonArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Predict { text: String },
}

fn call(words: &[&str]) -> Result<Args, clap::Error> {
    let defaults = Defaults {
        epochs: (3, "more than that learns the training set by heart"),
        batch_tokens: (2048, "about 64 sentences"),
        learning_rate: (5e-4, "the best of five tried"),
    };
    parse_from(&defaults, ["ch03_sentiment"].iter().chain(words))
}

#[test]
fn reads_a_call() {
    let args = call(&["--seed", "18446744073709551615", "--learning-rate", "1e-3", "--threads", "2"]).unwrap();
    assert_eq!((args.common.seed, args.common.learning_rate, args.common.threads), (u64::MAX, Some(1e-3), Some(2)));
    assert_eq!(args.common.out("ch03_sentiment"), Path::new("runs/ch03_sentiment"));
    assert_eq!(args.common.record, None);
    assert_eq!(call(&["--record", "--quick"]).unwrap().common.record.as_deref(), Some(""));
    assert_eq!(call(&["--record", "no-warm-up"]).unwrap().common.record.as_deref(), Some("no-warm-up"));
    let args = call(&["predict", "a fine place", "--out", "here"]).unwrap();
    assert!(matches!(args.command, Some(Command::Predict { text }) if text == "a fine place"));
    assert_eq!(args.common.out("ch03_sentiment"), Path::new("here"));
}

#[test]
fn a_wrong_call_is_refused_with_exit_code_2() {
    for (words, expected) in [
        (["--threads", "0"], "expected a whole number from 1 to 1024"),
        (["--threads", "100000"], "expected a whole number from 1 to 1024"),
        (["--epochs", "1.5"], "expected a whole number from 1 to 1000000"),
        (["--batch-tokens", "-3"], "unexpected argument '-3'"),
        (["--learning-rate", "nan"], "expected a number above 0"),
        (["--learning-rate", "0"], "expected a number above 0"),
        (["--device", "cuda"], "expected cpu"),
        (["--seed", "x"], "invalid digit"),
        (["--record", "../elsewhere"], "expected a name of small letters"),
    ] {
        let error = call(&words).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.exit_code(), 2);
    }
}

#[test]
fn help_gives_the_defaults_and_the_reasons() {
    let help = call(&["--help"]).unwrap_err().to_string();
    for expected in ["[default: 3, more than that", "[default: 2048, about 64", "[default: 5e-4, the best of five"] {
        assert!(help.contains(expected), "{help}");
    }
}

#[test]
fn errors_become_exit_codes_and_one_line() {
    assert_eq!(main(|| Ok(())), ExitCode::SUCCESS);
    assert_eq!(main(|| Err(Error::Usage("wrong".to_string()))), ExitCode::from(2));
    assert_eq!(main(|| Err(Error::Interrupted { step: 3 })), ExitCode::from(130));
    let error = Error::io("read", Path::new("town.txt"))(io::ErrorKind::NotFound.into());
    assert_eq!(describe(&error), "error: cannot read town.txt: entity not found");
    assert_eq!(main(|| Err(error)), ExitCode::FAILURE);
}

#[test]
fn the_table_lines_up() {
    let row = |name: &str, metrics: &[(&str, &[f64])]| Row {
        name: name.to_string(),
        metrics: metrics.iter().map(|(name, values)| (name.to_string(), Statistic::of(values))).collect(),
    };
    let rows = [
        row("trivial", &[("accuracy", &[0.5])]),
        row("fine-tuned", &[("accuracy", &[0.93, 0.95]), ("perplexity", &[1234.56])]),
    ];
    let expected = "            accuracy       perplexity
----------  -------------  ----------
trivial     0.500
fine-tuned  0.940 ± 0.014  1234.6
";
    assert_eq!(results_table(&rows), expected);
}
