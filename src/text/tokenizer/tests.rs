use super::*;
use proptest::prelude::*;

const TEXTS: [&str; 4] = [
    "The baker bakes bread; the bakery opens early, and the baker's bread is the best.",
    "The brewer brews beer, the brewery opens late. Its beer is better than the bread.",
    "Early bread, late beer: the baker and the brewer open, bake and brew.",
    "Nobody knows what the weather brings; everybody wears a coat, and café owners wear two.",
];

fn tokenizer() -> Tokenizer {
    Tokenizer::train(TEXTS, 120).unwrap()
}

#[test]
fn special_tokens_come_first_and_frequent_pieces_next() {
    let tokenizer = tokenizer();
    assert_eq!(tokenizer.tokens[..5], SPECIAL_NAMES);
    assert_eq!(tokenizer.special().ids(), [0, 1, 2, 3, 4]);
    assert_eq!(tokenizer.token(5), "the", "the most frequent word");
    assert!(tokenizer.vocabulary() <= 120);
    for id in 0..tokenizer.vocabulary() as u32 {
        assert_eq!(tokenizer.id(tokenizer.token(id)), Some(id));
    }
}

#[test]
fn training_again_gives_the_same_vocabulary() {
    // Every hash map gets its own random order, so two trainings in one process differ as two processes do.
    let first = tokenizer();
    for size in [70, 80, 90, 100, 120] {
        let vocabulary = Tokenizer::train(TEXTS, size).unwrap().tokens;
        for _ in 0..20 {
            assert_eq!(Tokenizer::train(TEXTS, size).unwrap().tokens, vocabulary, "{size} tokens");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let save = |name: &str| {
        tokenizer().save(&folder.path().join(name), 64).unwrap();
        fs::read(folder.path().join(name).join("tokenizer.json")).unwrap()
    };
    assert_eq!(save("one"), save("two"), "and the same bytes in the file");
    assert_eq!(first.tokens, tokenizer().tokens);
}

#[test]
fn a_word_that_is_too_long_adds_nothing_to_the_vocabulary() {
    let plain = tokenizer();
    for (letters, adds) in [(100, true), (101, false)] {
        let long = "x9".repeat(letters)[..letters].to_string();
        let found = Tokenizer::train(TEXTS.into_iter().chain([long.as_str()]), 120).unwrap();
        assert_eq!(found.tokens != plain.tokens, adds, "{letters} letters");
        assert_eq!(found.pieces(&long).unwrap() != [found.special().unknown], adds, "{letters} letters");
    }
}

#[test]
fn spans_cover_the_text_of_each_piece() {
    let tokenizer = tokenizer();
    let spelled = |text: &'static str| -> Vec<&str> {
        let pieces = tokenizer.pieces_with_spans(text).unwrap();
        assert!(pieces.iter().map(|(id, _)| *id).eq(tokenizer.pieces(text).unwrap()));
        pieces.into_iter().map(|(_, span)| &text[span]).collect() // a span inside of a character would panic
    };
    assert_eq!(spelled("The baker,  bread"), ["The", "baker", ",", "bread"]);
    assert_eq!(spelled("日本 🥖 the"), ["日", "本", "🥖", "the"]);
    for cafe in ["CAFÉ", "cafe\u{301}"] {
        assert!(spelled(cafe).concat().to_lowercase().starts_with("caf"), "{:?}", spelled(cafe));
    }
}

#[test]
fn words_are_spelled_with_pieces() {
    let tokenizer = tokenizer();
    let pieces = tokenizer.pieces("The BAKER bakes.").unwrap();
    assert_eq!(tokenizer.decode(&pieces), "the baker bakes.");
    assert_eq!(pieces[0], tokenizer.id("the").unwrap());
    assert!(!tokenizer.is_continuation(pieces[0]));
    let spelled = tokenizer.pieces("bat").unwrap();
    assert!(spelled.len() > 1 && spelled[1..].iter().all(|&id| tokenizer.is_continuation(id)), "{spelled:?}");
    assert_eq!(tokenizer.pieces("日").unwrap(), [tokenizer.special().unknown]);
    assert_eq!(tokenizer.pieces("cafe").unwrap(), tokenizer.pieces("CAFÉ").unwrap(), "accents and case are dropped");
    assert!(tokenizer.pieces("").unwrap().is_empty());
}

#[test]
fn a_special_token_can_be_written_in_the_text() {
    let tokenizer = tokenizer();
    let pieces = tokenizer.pieces("the baker sold [MASK] bread").unwrap();
    assert_eq!(pieces.iter().filter(|&&id| id == tokenizer.special().mask).count(), 1);
    assert_eq!(tokenizer.decode(&tokenizer.pieces("the [MASK].").unwrap()), "the [MASK].");
}

#[test]
fn texts_and_pairs_get_their_special_tokens() {
    let tokenizer = tokenizer();
    let special = tokenizer.special();
    let one = tokenizer.encode("the bread", 16).unwrap();
    assert_eq!(one.ids.first(), Some(&special.classify));
    assert_eq!(one.ids.last(), Some(&special.separate));
    let pair = tokenizer.encode_pair("the bread", "the beer", 16).unwrap();
    assert_eq!(pair.ids[..one.ids.len()], one.ids);
    assert_eq!(tokenizer.decode(&pair.ids), "the bread the beer");
    assert!(tokenizer.encode("the bread the beer the bread", 5).unwrap().cut > 0);
}

#[test]
fn what_is_saved_loads_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let tokenizer = tokenizer();
    tokenizer.save(folder.path(), 64).unwrap();
    let loaded = Tokenizer::load(folder.path()).unwrap();
    assert_eq!((&loaded.tokens, loaded.special), (&tokenizer.tokens, tokenizer.special));
    assert_eq!(loaded.pieces(TEXTS[3]).unwrap(), tokenizer.pieces(TEXTS[3]).unwrap());
    assert_eq!(loaded.inner.to_string(true).unwrap(), tokenizer.inner.to_string(true).unwrap());
}

#[test]
fn a_vocabulary_list_loads_as_uncased_bert() {
    let folder = tempfile::tempdir().unwrap();
    let tokenizer = tokenizer();
    fs::write(folder.path().join("vocab.txt"), tokenizer.tokens.join("\n") + "\n").unwrap();
    let loaded = Tokenizer::load(folder.path()).unwrap();
    let text = "The baker's [MASK], and a bat.";
    assert_eq!(loaded.pieces(text).unwrap(), tokenizer.pieces(text).unwrap());
}

/// Writes `vocab.txt` and, unless it is empty, `tokenizer_config.json`; loads them; and says how "The café" is cut.
fn cut_with(settings: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let words = SPECIAL_NAMES.into_iter().chain(["the", "The", "cafe", "café"]).collect::<Vec<_>>();
    fs::write(folder.path().join("vocab.txt"), words.join("\n")).unwrap();
    if !settings.is_empty() {
        fs::write(folder.path().join("tokenizer_config.json"), settings).unwrap();
    }
    let cut = |tokenizer: &Tokenizer| -> Vec<String> {
        tokenizer.pieces("The café").unwrap().into_iter().map(|id| tokenizer.token(id).to_string()).collect()
    };
    let tokenizer = Tokenizer::load(folder.path()).unwrap();
    let again = folder.path().join("again");
    tokenizer.save(&again, 64).unwrap();
    let saved = fs::read(again.join("tokenizer_config.json")).unwrap();
    let saved: serde_json::Value = serde_json::from_slice(&saved).unwrap();
    assert_eq!((&saved["tokenizer_class"], &saved["model_max_length"]), (&"BertTokenizer".into(), &64.into()));
    fs::rename(again.join("tokenizer.json"), again.join("unseen.json")).unwrap();
    fs::copy(folder.path().join("vocab.txt"), again.join("vocab.txt")).unwrap();
    assert_eq!(cut(&Tokenizer::load(&again).unwrap()), cut(&tokenizer), "by the settings that were saved: {saved}");
    cut(&tokenizer)
}

#[test]
fn a_vocabulary_list_is_cased_if_its_settings_say_so() {
    assert_eq!(cut_with(""), ["the", "cafe"]);
    assert_eq!(cut_with(r#"{"model_max_length": 1000000000000000019884624838656}"#), ["the", "cafe"]);
    assert_eq!(cut_with(r#"{"do_lower_case": false, "never_split": null}"#), ["The", "café"]);
    assert_eq!(cut_with(r#"{"do_lower_case": false, "strip_accents": true}"#), ["The", "cafe"]);
    assert_eq!(cut_with(r#"{"strip_accents": false}"#), ["the", "café"]);
}

#[test]
fn padding_and_truncation_in_a_published_file_are_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let mut published = tokenizer();
    published.inner.with_padding(Some(tokenizers::PaddingParams {
        strategy: tokenizers::PaddingStrategy::Fixed(64),
        ..Default::default()
    }));
    let short = tokenizers::TruncationParams { max_length: 3, ..Default::default() };
    published.inner.with_truncation(Some(short)).unwrap();
    published.save(folder.path(), 64).unwrap();
    let loaded = Tokenizer::load(folder.path()).unwrap();
    assert_eq!(loaded.pieces(TEXTS[0]).unwrap(), tokenizer().pieces(TEXTS[0]).unwrap());
}

fn message_of(file: &str, content: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(file), content).unwrap();
    Tokenizer::load(folder.path()).unwrap_err().to_string()
}

#[test]
fn a_folder_or_file_that_is_not_right_is_refused_by_name() {
    let missing = message_of("other.txt", "");
    assert!(missing.contains("neither tokenizer.json nor vocab.txt"), "{missing}");
    let broken = message_of("tokenizer.json", "{ \"version\": ");
    assert!(broken.contains("tokenizer.json") && broken.contains("line 1"), "{broken}");
    let special = message_of("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\n");
    assert!(special.contains("vocab.txt") && special.contains("[MASK]"), "{special}");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("vocab.txt"), "[PAD]\n").unwrap();
    fs::write(folder.path().join("tokenizer_config.json"), "{\"do_lower_case\": \"no\"}").unwrap();
    let settings = Tokenizer::load(folder.path()).unwrap_err().to_string();
    assert!(
        settings.contains("tokenizer_config.json, line 1") && settings.contains("expected the settings"),
        "{settings}"
    );
    let twice = message_of("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nthe\n");
    assert!(twice.contains("line 7") && twice.contains("line 6"), "{twice}");
}

#[test]
fn a_vocabulary_without_room_for_the_characters_is_refused() {
    let message = Tokenizer::train(TEXTS, 20).unwrap_err().to_string();
    assert!(message.contains("20 tokens is too small"), "{message}");
    let empty = Tokenizer::train(["  ", ""], 100).unwrap_err().to_string();
    assert!(empty.contains("no word"), "{empty}");
}

proptest! {
    #[test]
    fn any_text_is_cut_into_known_ids(text in "\\PC{0,80}") {
        let tokenizer = Tokenizer::from_vocabulary(
            SPECIAL_NAMES.iter().map(|&name| name.to_string()).chain(["a", "b", "##a", "##b"].map(String::from)).collect(),
            BertNormalizer::default(),
        ).unwrap();
        let pieces = tokenizer.pieces(&text).unwrap();
        prop_assert!(pieces.iter().all(|&id| (id as usize) < tokenizer.vocabulary()));
    }
}
