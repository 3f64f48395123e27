//! The book: everything that it includes, quotes and links to is there; and each check is shown to find the mistake that it
//! is for. The built HTML is opened in a browser by `tests/browser`.

use finetune_book::Site;
use finetune_book::check::{Report, check};
use std::fs;
use std::path::Path;

#[test]
fn the_book_has_no_mistake() {
    let report = check(&Site { root: env!("CARGO_MANIFEST_DIR").into() });
    assert!(report.problems.is_empty(), "\n{}", report.problems.join("\n"));
    assert!(report.pages > 0 && report.links > 0 && report.formulas > 0);
    println!(
        "{} pages, {} listings, {} formulas, {} links, {} exercises, {} quotations of {} records",
        report.pages,
        report.listings,
        report.formulas,
        report.links,
        report.exercises,
        report.quotations,
        report.records
    );
}

/// A whole little book, changed by `change` in its folder.
fn book(change: impl FnOnce(&dyn Fn(&str, &str))) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("book/src/SUMMARY.md", "# Summary\n\n[One](index.md)\n- [Chapter 1](ch01/index.md)\n");
    write("book/src/index.md", PAGE);
    write("book/src/ch01/index.md", "# Chapter 1\n\n## Again\n\n## Again\n\nExercise 1.1 and Exercise 1.2.\n");
    write("book/src/picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    write("book/theme/book.css", "p { color: red; }");
    write("src/code.rs", "// ANCHOR: body\nfn f() {}\n// ANCHOR_END: body\n");
    write("chapters/ch01_one/exercises.rs", "/// **Exercise 1.1** one\n/// **Exercise 1.2.** two\n");
    record(&write, "seed-0", 0, 0.9, false);
    record(&write, "seed-1", 1, 0.92, false);
    change(&write);
    check(&Site { root: folder.path().into() })
}

const PAGE: &str = "# One

A formula $\\frac{a}{b}$, a dollar \\$5, `code $\\frac{`, and [a link](ch01/index.md#again-1), [one](#one),
[the code](source:src/code.rs), ![a picture](picture.svg), [elsewhere](https://example.org).

```rust,ignore
{{#include ../../src/code.rs:body}}
```

The accuracy is {{record ch01_one rows.fine-tuned.accuracy, percent spread}}, {{record ch01_one rows.fine-tuned.accuracy minus rows.trivial.accuracy, points}} points
more; the rate {{record ch01_one settings.learning_rate}}, the last {{record ch01_one curve.fine-tuned.dev.accuracy.last}}, the machine {{record ch01_one machine.cpu}}.

{{record-table ch01_one}}

{{record-curves
y: loss
line: ch01_one / fine-tuned
reference: ch01_one / rows.trivial.accuracy = guessing
}}
";

fn record(write: &dyn Fn(&str, &str), run: &str, seed: u64, accuracy: f64, quick: bool) {
    let file = |name: &str| format!("book/src/records/ch01_one/{run}/{name}");
    write(
        &file("config.json"),
        &format!("{{\"settings\": {{\"seed\": {seed}, \"learning_rate\": 6e-4, \"quick\": {quick}}}}}"),
    );
    let row = |name: &str, mean: f64| {
        format!(
            "{{\"name\": \"{name}\", \"metrics\": {{\"accuracy\": {{\"mean\": {mean}, \"std\": 0.0, \"seeds\": 1}}}}}}"
        )
    };
    let rows = [row("trivial", 0.5), row("fine-tuned", accuracy)].join(", ");
    write(&file("summary.json"), &format!("{{\"chapter\": \"ch01_one\", \"seconds\": 3.5, \"rows\": [{rows}]}}"));
    let curves = "{\"fine-tuned\": {\"loss\": [[1, 0.7], [2, 0.5]], \"dev.accuracy\": [[2, 0.75]]}}";
    write(&file("curves.json"), curves);
    let machine = "{\"cpu\": \"A & B\", \"cores\": 2, \"threads\": 2, \"os\": \"linux\", \"rustc\": \"rustc 1\", \"command\": \"c\"}";
    write(&file("machine.json"), machine);
}

#[test]
fn a_good_book_is_good() {
    let report = book(|_| {});
    assert_eq!(report.problems, [""; 0]);
    let counts = [report.pages, report.listings, report.formulas, report.quotations, report.records, report.exercises];
    assert_eq!(counts, [2, 1, 1, 7, 1, 2]);
    assert_eq!(report.links, 5, "to a heading, to the page itself, to two source pages, to a picture");
}

#[test]
fn a_page_is_rendered() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), text).unwrap();
    };
    write("src/code.rs", "// ANCHOR: body\nfn f() {}\n// ANCHOR_END: body\n");
    record(&write, "seed-0", 0, 0.9, false);
    record(&write, "seed-1", 1, 0.92, false);
    let text = format!("{PAGE}\nWith seed 1 alone, {{{{record ch01_one@1 rows.fine-tuned.accuracy, percent}}}}.\n");
    let page = finetune_book::render(&Site { root: folder.path().into() }, "index.md", &text).unwrap();
    for expected in [
        "<mfrac>",
        "</math>,</span> a dollar",
        "`code $\\frac{`",
        "```rust,ignore\nfn f() {}\n```",
        "<p class=\"listing\"><a href=\"source/src/code.rs.html\">src/code.rs</a></p>",
        "[the code](source/src/code.rs.html)",
        "The accuracy is 91.0 ± 1.4%, 41.0 points",
        "With seed 1 alone, 92.0%.",
        "the rate 6e-4, the last 0.750, the machine A & B.",
        "| fine-tuned | 0.910 ± 0.014 |",
        "Mean ± standard deviation of 2 networks, from 2 runs; <code>c</code> and the same with <code>--seed 1</code>",
        "A &amp; B",
        "<path class=\"line l0\"",
    ] {
        assert!(page.text.contains(expected), "{expected} is not in\n{}", page.text);
    }
    assert_eq!(page.sources.iter().collect::<Vec<_>>(), ["src/code.rs"]);
}

/// The little book with one more line on its first page must have exactly one problem, and that says `expected`.
fn refuses(line: &str, expected: &str) {
    let report = book(|write| write("book/src/index.md", &format!("{PAGE}\n{line}\n")));
    assert_one(report, expected, line);
}

fn assert_one(report: Report, expected: &str, what: &str) {
    assert_eq!(report.problems.len(), 1, "{what}: {:?}", report.problems);
    assert!(report.problems[0].contains(expected), "{what}: {} does not say {expected}", report.problems[0]);
}

#[test]
fn a_wrong_include_is_found() {
    refuses("{{#include ../../src/none.rs:body}}", "index.md, line 21: an include of src/none.rs");
    refuses("{{#include ../../src/none.rs}}", "an include of src/none.rs");
    refuses("{{#include ../../src/code.rs:bodi}}", "src/code.rs:bodi: there is no such anchor");
    refuses("{{#include ../../src/code.rs:1:2}}", "line numbers change");
}

#[test]
fn a_wrong_formula_is_found() {
    refuses("a $\\frac{a}$ b", "line 21: the formula `\\frac{a}`");
    refuses("$$\n\\nosuch\n$$", "the formula `\\nosuch`");
    refuses("a {$ b", "a `$` without its partner");
    refuses("$\\frac{$", "a `$` without its partner");
}

#[test]
fn a_wrong_quotation_is_found() {
    refuses("{{record ch09 rows.fine-tuned.accuracy}}", "there is no record ch09");
    refuses("{{record ch01_one@7 rows.fine-tuned.accuracy}}", "the record ch01_one has no run with seed 7");
    refuses("{{record ch01_one rows.frozen.accuracy}}", "there is no row `frozen`, but trivial, fine-tuned");
    refuses("{{record ch01_one rows.fine-tuned.f1}}", "has no metric `f1`, but accuracy");
    refuses("{{record ch01_one rows.fine-tuned.accuracy, roughly}}", "`roughly` is no format");
    refuses("{{record ch01_one settings.epochs}}", "there is no `epochs` here: learning_rate");
    refuses("{{record ch01_one curve.fine-tuned.dev.f1.last}}", "there is no curve `dev.f1`");
    refuses("{{record-table ch01_one f1}}", "no row has a metric `f1`");
    refuses("{{record-curves\ny: loss\nline: ch01_one / frozen\n}}", "no curve `loss` of `frozen`");
    refuses("{{record-curves\ny: loss\n}}", "there is no `line:");
    refuses("{{record-picture ch01_one}}", "there is no such directive");
    refuses("{{record-bars ch01_one f1}}", "no row has a metric `f1`");
    refuses("{{record-json}}", "name at least one record");
    refuses("{{record-lines src/code.rs:bodi}}", "there is no such anchor");
}

#[test]
fn a_number_typed_by_hand_is_found() {
    refuses("It is right in 91.0% of the cases.", "line 21: 91.0% is typed by hand");
    refuses("{{record ch01_one seconds, 1}} seconds, or 3.5 seconds.", "3.5 seconds is typed by hand");
    refuses("- **0.910 ± 0.014**", "0.910 ± is typed by hand");
    let fine = "15% of 3.14, `91.0%`, $91.0\\%$ and {{record ch01_one rows.fine-tuned.accuracy, percent}}";
    assert_eq!(book(|write| write("book/src/index.md", &format!("{PAGE}\n{fine}\n"))).problems, [""; 0]);
}

#[test]
fn a_wrong_link_is_found() {
    refuses("[a](ch02/index.md)", "a link to ch02/index.md, which is not in the book");
    refuses("[a](ch01/index.md#again-2)", "ch01/index.md has no #again-2");
    refuses("[a](#two)", "index.md has no #two");
    refuses("[a](source:src/none.rs)", "a link to src/none.rs, which is no file");
    refuses("![a](none.png)", "a link to none.png");
    refuses("<a href=\"none.html\">a</a>", "a link to none.html");
    refuses("<a href=\"source/src/none.rs.html\">a</a>", "a link to the source file src/none.rs, which does not exist");
}

#[test]
fn what_is_loaded_from_elsewhere_is_found() {
    refuses("![a](https://example.org/a.png)", "loads https://example.org/a.png from elsewhere");
    refuses("<script src=\"//example.org/a.js\"></script>", "loads //example.org/a.js from elsewhere");
    refuses("<iframe src=\"https://example.org/\"></iframe>", "loads https://example.org/ from elsewhere");
    for (file, text) in [
        ("book/theme/book.css", "@import url(https://example.org/font.css);"),
        ("book/theme/widget.js", "fetch('https://example.org/data.json')"),
        ("book/src/picture.svg", "<svg><image href=\"http://example.org/a.png\"/></svg>"),
    ] {
        assert_one(book(|write| write(file, text)), "the book loads nothing from elsewhere", file);
    }
}

#[test]
fn a_wrong_summary_is_found() {
    let page = |write: &dyn Fn(&str, &str)| write("book/src/ch01/more.md", "# More\n");
    assert_one(book(page), "does not list ch01/more.md", "an unlisted page");
    let summary = "[One](index.md)\n- [Chapter 1](ch01/index.md)\n- [Two](ch02/index.md)\n";
    assert_one(book(|write| write("book/src/SUMMARY.md", summary)), "it lists ch02/index.md", "a missing page");
}

#[test]
fn a_wrong_record_is_found() {
    let problems = book(|write| record(write, "seed-2", 2, 0.9, true)).problems;
    assert!(problems.iter().any(|problem| problem.contains("a --quick run")), "{problems:?}");
    let file = |name: &str| format!("book/src/records/ch01_one/seed-1/{name}");
    for (name, text, expected) in [
        ("config.json", "{\"settings\": {\"learning_rate\": 1, \"quick\": false}}", "different settings"),
        (
            "config.json",
            "{\"settings\": {\"learning_rate\": 6e-4, \"quick\": false, \"model\": \"/home/me\"}}",
            "path of one machine",
        ),
        ("summary.json", "{", "summary.json, line 1"),
        ("a.txt", &"a".repeat(500 << 10), "a record is small"),
    ] {
        let problems = book(|write| write(&file(name), text)).problems;
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{expected}: {problems:?}");
    }
}

#[test]
fn a_run_without_its_machine_is_found() {
    let problems = book(|write| {
        let file = |name: &str| format!("book/src/records/ch01_one/seed-2/{name}");
        write(&file("config.json"), "{\"settings\": {\"seed\": 2, \"learning_rate\": 6e-4, \"quick\": false}}");
        write(&file("summary.json"), "{\"chapter\": \"ch01_one\", \"seconds\": 3.5, \"rows\": []}");
        write(&file("curves.json"), "{}");
    })
    .problems;
    assert!(problems.iter().any(|problem| problem.contains("it does not say where it was measured")), "{problems:?}");
}

#[test]
fn a_record_of_another_chapter_is_found() {
    let summary = "{\"chapter\": \"ch02_two\", \"seconds\": 3.5, \"rows\": [{\"name\": \"trivial\", \"metrics\": {}}]}";
    let problems = book(|write| {
        for run in ["seed-0", "seed-1"] {
            write(&format!("book/src/records/ch01_one/{run}/summary.json"), summary);
        }
    })
    .problems;
    assert!(problems.iter().any(|problem| problem.contains("ch01_one: it is a run of ch02_two")), "{problems:?}");
}

#[test]
fn an_exercise_that_no_page_mentions_is_found() {
    let three = |write: &dyn Fn(&str, &str)| write("chapters/ch01_one/exercises.rs", "/// **Exercise 1.3**\n");
    assert_one(book(three), "no page mentions Exercise 1.3", "Exercise 1.3");
    let one = |write: &dyn Fn(&str, &str)| {
        write("book/src/ch01/index.md", "# Chapter 1\n\n## Again\n\n## Again\n\nExercise 1.12\n")
    };
    assert_eq!(book(one).problems.len(), 2, "1.12 is not 1.1");
}

#[test]
fn mdbook_gets_its_book_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let chapter = |content: &str| serde_json::json!({"Chapter": {"name": "One", "content": content, "path": "index.md", "sub_items": []}});
    let input =
        |content: &str| serde_json::json!([{"root": root}, {"items": ["Separator", chapter(content)]}]).to_string();
    let book = finetune_book::book::process(&input("$x$ [code](source:src/lib.rs)")).unwrap();
    let book: serde_json::Value = serde_json::from_str(&book).unwrap();
    assert_eq!(book["items"][0], "Separator");
    assert!(book["items"][1]["Chapter"]["content"].as_str().unwrap().contains("<math"));
    assert_eq!(book["items"][3]["Chapter"]["path"], "source/src/lib.rs.md");
    let message = finetune_book::book::process(&input("a\n$\\frac{$")).unwrap_err();
    assert!(message.contains("book/src/index.md, line 2"), "{message}");
}
