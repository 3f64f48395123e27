//! The shapes of the sentences in which something is judged. None of them takes sides: `{like}` is a word of the
//! writer's own opinion and `{unlike}` one of the opposite, so the same shapes serve praise and blame.
//!
//! | slot | becomes |
//! |---|---|
//! | `{thing}` | something to be judged: "soup" |
//! | `{was}`, `{it}` | "was" or "were", "it" or "they", as the thing before it demands |
//! | `{like}`, `{unlike}` | an opinion that fits the thing named last |
//! | `{a like thing}`, `{a unlike thing}` | a new thing with its opinion and article: "a tepid soup", "soggy chips" |
//! | `{the like thing}` | the same with "the" |
//! | `{verdict}` | an opinion that fits anything |
//! | `{not}` | "far from", "anything but", … |

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
pub(super) const NOT: &str = "not at all|far from|anything but|hardly|never|by no means|not in the least";

/// The shapes of the training reviews.
pub(super) const TRAIN: Shapes = Shapes {
    plain: &[
        "The {thing} {was} {like}.",
        "The {thing} {was} {like}, and the {thing} {was} {like}.",
        "We found the {thing} {like} and {like}.",
        "I must say that the {thing} {was} quite {like}.",
        "I remember {a like thing} and {a like thing}.",
        "My {kin} called the {thing} {like}, and {it} {was} {verdict} from start to finish.",
    ],
    negated: &[
        "The {thing} {was} {not} {unlike}.",
        "The {thing} {was} {not} {unlike}, and the {thing} {was} {like}.",
        "I told {friend} that the {thing} {was} {not} {unlike}.",
    ],
    contrast: &[
        "The {thing} {was} {unlike}, but the {thing} {was} {like}.",
        "The {thing} may have been {unlike}, but on the whole it was {verdict}.",
        "We expected {a unlike thing}, but the {thing} {was} {like}.",
    ],
};

/// The shapes of the test reviews.
pub(super) const TEST: Shapes = Shapes {
    plain: &[
        "Picture {a like thing}, and then {a like thing}.",
        "To my mind both the {thing} and the {thing} were {verdict}.",
        "Above all, the {thing} seemed {like} to us.",
        "You could call the {thing} {like}, or even {like}.",
        "In the end it was {the like thing} that stayed with us.",
        "Nobody could miss how {like} the {thing} {was}.",
    ],
    negated: &[
        "As for the {thing}, {it} {was} {not} {unlike}.",
        "It has to be said that the {thing} {was} {not} {unlike}.",
        "Like the {thing}, the {thing} {was} {not} {unlike}.",
    ],
    contrast: &[
        "{a unlike thing} came first, but {a like thing} settled the matter.",
        "True, the {thing} looked {unlike} to us, but {the like thing} mattered more.",
        "People had told us of {a unlike thing}, but we met with {a like thing}.",
    ],
};
