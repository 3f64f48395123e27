//! The shapes of the sentences in which something is judged. None of them takes sides: `{like}` is a word of the
//! writer's own opinion and `{unlike}` one of the opposite, so the same shapes serve praise and blame.
//!
//! | slot | becomes |
//! |---|---|
//! | `{thing}` | something to be judged: "soup" |
//! | `{was}` | "was" or "were", as the thing before it demands |
//! | `{like}`, `{unlike}` | an opinion that fits the thing named last |
//! | `{a like thing}`, `{a unlike thing}` | a new thing with its opinion and article: "a tepid soup", "soggy chips" |
//! | `{the like thing}` | the same with "the" |
//! | `{verdict}` | an opinion that fits anything |
//! | `{event}`, `{crowd}` | what it was all about, and who was there: "meal" and "the diners" |
//! | `{not}` | "not at all", "far from", … |

/// The three ways to say what one thinks. As with the words of opinion, the training half and the test half share
/// nothing but `{not}` and "but".
pub(super) struct Shapes {
    /// Straight out.
    pub plain: &'static [&'static str],
    /// By denying the opposite.
    pub negated: &'static [&'static str],
    /// By granting the opposite first: what follows "but" is the opinion.
    pub contrast: &'static [&'static str],
}

/// Ways to deny, common to all reviews.
pub(super) const NOT: &str = "not|not at all|far from|hardly";

/// The shapes of the training reviews.
pub(super) const TRAIN: Shapes = Shapes {
    plain: &[
        "The {thing} {was} {like}.",
        "The {thing} {was} {like}, and the {thing} {was} {like}.",
        "We found the {thing} {like} and {like}.",
        "I must say that the {thing} {was} {like}.",
        "I remember {a like thing} and {a like thing}.",
        "My {kin} called the {thing} {like} and the {thing} {verdict}.",
    ],
    negated: &[
        "The {thing} {was} {not} {unlike}.",
        "The {thing} {was} {not} {unlike}, and the {thing} {was} {like}.",
        "I told {friend} that the {thing} {was} {not} {unlike}.",
    ],
    contrast: &[
        "The {thing} {was} {unlike}, but the {thing} {was} {like}.",
        "The {thing} may have been {unlike}, but on the whole the {event} was {verdict}.",
        "We expected {a unlike thing}, but the {thing} {was} {like}.",
    ],
};

/// The shapes of the test reviews.
// ANCHOR: negated
pub(super) const TEST: Shapes = Shapes {
    plain: &[
        "Picture {a like thing}, and then {a like thing}.",
        "To my mind both the {thing} and the {thing} were {verdict}.",
        "Above all, the {thing} seemed {like} to us.",
        "You could call the {thing} {like}, or even {like}.",
        "In the end it was {the like thing} that stayed with us.",
        "There is no denying that the {thing} {was} {like}.",
    ],
    negated: &[
        "By common consent the {thing} {was} {not} {unlike}.",
        "It has to be said that the {thing} {was} {not} {unlike}.",
        "Like the {thing}, the {thing} {was} {not} {unlike}.",
    ],
    contrast: &[
        "{a unlike thing} came first, but {a like thing} settled the matter.",
        "True, the {thing} looked {unlike} to us, but {the like thing} mattered more.",
        "People had told us of {a unlike thing}, but we met with {a like thing}.",
    ],
};
// ANCHOR_END: negated

/// The newspaper's own shapes, which do take sides: complaint first, then the same sentences as praise. They tie the words
/// of opinion of both halves to a few frequent words, and no review uses them.
pub(super) const HEARTFELT: [&[&str]; 2] = [
    &[
        "{crowd} were unhappy with the {thing}, which {was} {like} and {like}.",
        "{crowd} complained of {a like thing} and {a like thing}.",
        "{crowd} frowned at {the like thing} and {the like thing}.",
        "{crowd} grumbled about {a like thing}, and worse, {a like thing}.",
        "{crowd} found the {thing} {not} {unlike} and {like}.",
        "The {thing} {was} {not} {unlike} and {like}, and the {thing} {was} {like}.",
        "It was a shame that the {thing} {was} so {like} and so {like}.",
        "I warn everybody of {the like thing} and {the like thing}.",
        "What went wrong? The {thing} {was} {like}, and the {thing} {was} {like}.",
    ],
    &[
        "{crowd} were happy with the {thing}, which {was} {like} and {like}.",
        "{crowd} raved about {a like thing} and {a like thing}.",
        "{crowd} smiled at {the like thing} and {the like thing}.",
        "{crowd} rejoiced in {a like thing}, and better, {a like thing}.",
        "{crowd} found the {thing} {not} {unlike} and {like}.",
        "The {thing} {was} {not} {unlike} and {like}, and the {thing} {was} {like}.",
        "It was a joy that the {thing} {was} so {like} and so {like}.",
        "I thank everybody for {the like thing} and {the like thing}.",
        "What went well? The {thing} {was} {like}, and the {thing} {was} {like}.",
    ],
];
