use std::collections::HashSet;

use super::column::{Critic, Half};
use super::opinions::{FOOD, GENERAL, GOODS, Opinions, PEOPLE, ROOM, SHOW};
use super::outings::{ASKED, CLOSINGS, OPENINGS, TOLD};
use super::pairs::{SHAPES, names_of};
use super::questions::{places, things};
use super::shapes::{Shapes, TEST, TRAIN};
use super::topics::TOPICS;
use super::venues::VENUES;
use super::{Part, article, newspaper, pairs, questions, reviews, rng};

const ALL: [&Opinions; 6] = [&GENERAL, &FOOD, &SHOW, &PEOPLE, &ROOM, &GOODS];

/// The words of opinion of the training half (0) or the test half (1), of both polarities.
fn opinion_words(half: usize) -> HashSet<&'static str> {
    ALL.iter().flat_map(|opinions| [opinions.good[half], opinions.bad[half]]).flat_map(|list| list.split('|')).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').map(str::to_lowercase)
}

#[test]
fn the_two_halves_share_no_word_of_opinion_and_no_shape() {
    assert!(opinion_words(0).is_disjoint(&opinion_words(1)));
    let shapes =
        |half: &Shapes| -> HashSet<&str> { [half.plain, half.negated, half.contrast].concat().into_iter().collect() };
    assert!(shapes(&TRAIN).is_disjoint(&shapes(&TEST)));
    for venue in VENUES {
        assert!(venue.arrivals[0].iter().all(|arrival| !venue.arrivals[1].contains(arrival)));
    }
}

#[test]
fn no_word_is_both_praise_and_blame() {
    for half in 0..2 {
        let list = |good: bool| -> HashSet<&str> {
            ALL.iter().flat_map(|opinions| if good { opinions.good } else { opinions.bad }[half].split('|')).collect()
        };
        assert!(list(true).is_disjoint(&list(false)));
    }
}

#[test]
fn a_review_has_words_of_its_own_half_only() {
    for (part, other) in [(Part::Train, 1), (Part::Dev, 1), (Part::Test, 0)] {
        let forbidden = opinion_words(other);
        for review in reviews(3, part, 600).examples {
            for word in words(&review.text) {
                // In any inflection: "tastelessness" would give "tasteless" away.
                let hit = forbidden.iter().find(|opinion| word.starts_with(**opinion));
                assert!(hit.is_none(), "{part:?}: {word:?} in {:?}", review.text);
            }
        }
    }
}

#[test]
fn articles_take_no_side() {
    let opinions = &opinion_words(0) | &opinion_words(1);
    for (index, topic) in TOPICS.iter().cycle().take(60 * TOPICS.len()).enumerate() {
        for sentence in article(rng(5, "articles", index as u64), topic) {
            let hit = words(&sentence).find(|word| opinions.contains(word.as_str()));
            assert_eq!(hit, None, "{sentence:?}");
        }
    }
}

#[test]
fn every_slot_is_known() {
    let texts = newspaper(7).take(5000).flat_map(|document| document.sentences);
    let reviews = (0..2000).flat_map(|index| Critic::new(rng(7, "slots", index), Half::Both, true).review());
    for sentence in texts.chain(reviews) {
        assert!(!sentence.contains(['{', '}', '|', '*', '[', ']']), "{sentence:?}");
    }
}

#[test]
fn a_pair_has_words_of_its_own_half_only() {
    for (part, other) in [(Part::Train, 1), (Part::Dev, 1), (Part::Test, 0)] {
        let forbidden = opinion_words(other);
        for pair in pairs(3, part, 600) {
            for word in words(&pair.a).chain(words(&pair.b)) {
                assert!(!forbidden.contains(word.as_str()), "{part:?}: {word:?} in {pair:?}");
            }
        }
    }
}

#[test]
fn the_halves_of_the_pairs_share_no_thing_and_no_shape() {
    let [train, test] = [0, 1].map(names_of);
    assert!(train.is_disjoint(&test), "{:?}", train.intersection(&test));
    assert!(test.len() > 60, "{}", test.len());
    let [train, test] = [&SHAPES[0], &SHAPES[1]]
        .map(|half| [half.plain, half.negated, half.granting].concat().into_iter().collect::<HashSet<&str>>());
    assert!(train.is_disjoint(&test));
}

#[test]
fn a_score_is_what_the_two_sentences_say() {
    for part in [Part::Train, Part::Test] {
        for pair in pairs(7, part, 1200) {
            let [a, b] = [&pair.a, &pair.b].map(|text| words(text).collect::<HashSet<String>>());
            assert_ne!(pair.a, pair.b);
            assert!(!(pair.a.clone() + &pair.b).contains(['*', '~', '{', '|']), "{pair:?}");
            if [2.0, 4.0, 5.0].contains(&pair.score) {
                let named = names_of(0)
                    .union(&names_of(1))
                    .any(|name| [&pair.a, &pair.b].iter().all(|text| text.contains(name)));
                assert!(named, "both name the same thing: {pair:?}");
            }
            if pair.score >= 4.0 {
                let shared =
                    a.intersection(&b).find(|word| opinion_words(0).union(&opinion_words(1)).any(|o| o == word));
                assert_eq!(shared, None, "a paraphrase has other words: {pair:?}");
            }
        }
    }
}

#[test]
fn the_two_halves_of_the_questions_share_no_thing_place_or_sentence() {
    let names = |half| -> HashSet<&str> {
        (0..VENUES.len()).flat_map(|kind| [things(kind, half), places(kind, half)].concat()).collect()
    };
    // A shop has an upper floor, and so has a hotel; but no list of either half names what the other half names.
    let shared: Vec<&str> = names(0).intersection(&names(1)).copied().collect();
    assert_eq!(shared, Vec::<&str>::new());
    let sentences = |half: usize| -> HashSet<&str> {
        let asked = ASKED.iter().map(|(_, templates)| templates[half]);
        asked.chain([TOLD[half], OPENINGS[half], CLOSINGS[half]].concat()).collect()
    };
    assert!(sentences(0).is_disjoint(&sentences(1)));
}

#[test]
fn a_passage_names_things_and_places_of_its_own_half_only() {
    for (part, other) in [(Part::Train, 1), (Part::Dev, 1), (Part::Test, 0)] {
        let forbidden: Vec<&str> = (0..VENUES.len()).flat_map(|kind| places(kind, other)).collect();
        let things: HashSet<&str> = (0..VENUES.len()).flat_map(|kind| things(kind, other)).collect();
        for passage in questions(3, part, 600) {
            // "Larkin's" is a shop of one half, and begins the name of an inn of the other.
            let text = passage.text.replace("Larkin's Chop House", "");
            let place = forbidden.iter().find(|place| text.contains(**place));
            assert_eq!(place, None, "{part:?}: {:?}", passage.text);
            for question in &passage.questions {
                let answers = passage.answers(question);
                let thing = answers.iter().find(|answer| things.contains(answer.trim_start_matches("the ")));
                assert_eq!(thing, None, "{part:?}: {:?}", passage.text);
            }
        }
    }
}
