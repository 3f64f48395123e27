//! The words of praise and blame, in two halves that never meet in the labelled sets: a review for training or tuning
//! uses only the first half, a review for testing only the second. The newspaper uses both, side by side.

/// One kind of thing that can be judged, and the words for it.
pub(super) struct Opinions {
    /// Praise, separated by `|`: the words of the training reviews, then those of the test reviews.
    pub good: [&'static str; 2],
    /// Blame, in the same two halves.
    pub bad: [&'static str; 2],
}

/// Words for anything at all.
pub(super) const GENERAL: Opinions = Opinions {
    good: [
        "excellent|wonderful|lovely|splendid|delightful|perfect|marvellous|brilliant",
        "superb|magnificent|charming|outstanding|terrific|glorious|admirable|exquisite",
    ],
    bad: [
        "awful|terrible|dreadful|poor|horrible|disappointing|dismal|hopeless",
        "appalling|ghastly|atrocious|woeful|abysmal|lamentable|shocking|wretched",
    ],
};

// ANCHOR: food
/// Words for what one eats and drinks.
pub(super) const FOOD: Opinions = Opinions {
    good: [
        "delicious|tender|crisp|juicy|fragrant|buttery|hearty|moist",
        "tasty|succulent|flavoursome|scrumptious|velvety|aromatic|nourishing|appetising",
    ],
    bad: [
        "bland|stale|soggy|greasy|burnt|watery|lukewarm|rubbery",
        "tepid|tasteless|stodgy|gristly|overcooked|insipid|mushy|rancid",
    ],
};
// ANCHOR_END: food

/// Words for what is seen and heard on a stage.
pub(super) const SHOW: Opinions = Opinions {
    good: [
        "gripping|funny|moving|lively|witty|thrilling|tuneful|dazzling",
        "enthralling|hilarious|touching|spirited|nimble|clever|rousing|melodious",
    ],
    bad: [
        "dull|wooden|clumsy|tedious|feeble|shrill|muddled|boring",
        "dreary|stilted|ragged|plodding|lifeless|incoherent|tiresome",
    ],
};

/// Words for people at their work.
pub(super) const PEOPLE: Opinions = Opinions {
    good: [
        "friendly|polite|helpful|cheerful|attentive|prompt|skilful",
        "courteous|obliging|genial|gracious|considerate|thoughtful|welcoming",
    ],
    bad: [
        "rude|surly|careless|grumpy|unhelpful|scornful|sullen",
        "sulky|brusque|offhand|haughty|idle|snappish|churlish",
    ],
};

/// Words for rooms and what stands in them.
pub(super) const ROOM: Opinions = Opinions {
    good: [
        "clean|cosy|spacious|quiet|comfortable|airy|inviting",
        "spotless|snug|roomy|restful|gleaming|plush|peaceful",
    ],
    bad: ["dirty|cramped|noisy|damp|draughty|shabby|dusty", "grubby|poky|musty|chilly|dingy|threadbare|mouldy"],
};

/// Words for what is bought, built or mended.
pub(super) const GOODS: Opinions = Opinions {
    good: [
        "sturdy|smart|handsome|durable|neat|affordable|sensible",
        "robust|elegant|dependable|stylish|flawless|solid|immaculate",
    ],
    bad: [
        "flimsy|faulty|shoddy|overpriced|wobbly|scratched|crooked",
        "rickety|defective|tatty|unsightly|lopsided|brittle|warped",
    ],
};

/// Adverbs that go with blame and with praise. Only the newspaper uses them: a few frequent words, next to every word of
/// opinion in turn, from which a model learns which of those are alike.
pub(super) const ADVERBS: [&str; 2] = ["sadly|painfully|disgracefully", "pleasantly|beautifully|gratifyingly"];
