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

/// Words for what one eats and drinks.
pub(super) const FOOD: Opinions = Opinions {
    good: [
        "delicious|tender|crisp|juicy|fragrant|buttery|hearty|moist|creamy|fresh",
        "tasty|succulent|flavoursome|scrumptious|velvety|aromatic|nourishing|luscious|mellow|appetising",
    ],
    bad: [
        "bland|stale|soggy|greasy|burnt|watery|lukewarm|rubbery|sour|chewy",
        "tepid|tasteless|stodgy|gristly|overcooked|insipid|mushy|rancid|lumpy|leathery",
    ],
};

/// Words for what is seen and heard on a stage.
pub(super) const SHOW: Opinions = Opinions {
    good: [
        "gripping|funny|moving|lively|graceful|witty|thrilling|tuneful|dazzling|polished",
        "enthralling|hilarious|touching|spirited|nimble|clever|rousing|melodious|sparkling|masterly",
    ],
    bad: [
        "dull|wooden|clumsy|tedious|feeble|shrill|muddled|limp|predictable|boring",
        "dreary|stilted|ragged|plodding|lifeless|incoherent|ponderous|hackneyed|tiresome|screeching",
    ],
};

/// Words for people at their work.
pub(super) const PEOPLE: Opinions = Opinions {
    good: [
        "friendly|polite|helpful|cheerful|attentive|kind|prompt|skilful|honest|careful",
        "courteous|obliging|genial|gracious|considerate|thoughtful|welcoming|jolly|diligent|tactful",
    ],
    bad: [
        "rude|surly|careless|grumpy|lazy|unhelpful|scornful|sullen|forgetful|dishonest",
        "sulky|brusque|offhand|slapdash|haughty|idle|snappish|churlish|sloppy|gruff",
    ],
};

/// Words for rooms and what stands in them.
pub(super) const ROOM: Opinions = Opinions {
    good: [
        "clean|cosy|spacious|quiet|comfortable|tidy|airy|inviting",
        "spotless|snug|roomy|restful|gleaming|homely|plush|peaceful",
    ],
    bad: [
        "dirty|cramped|noisy|damp|draughty|shabby|dusty|uncomfortable",
        "grubby|poky|musty|chilly|dingy|threadbare|mouldy|squalid",
    ],
};

/// Words for what is bought, built or mended.
pub(super) const GOODS: Opinions = Opinions {
    good: [
        "sturdy|smart|reliable|handsome|durable|neat|affordable|sensible",
        "robust|elegant|dependable|stylish|seamless|dainty|supple|immaculate",
    ],
    bad: [
        "flimsy|faulty|shoddy|overpriced|ugly|wobbly|scratched|crooked",
        "rickety|defective|tatty|unsightly|lopsided|brittle|gaudy|warped",
    ],
};
