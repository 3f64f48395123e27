//! The exercises of chapter 4, and three hints for each: a question, a direction, nearly the answer.

use finetune::course::Exercise;

pub const EXERCISES: [Exercise; 6] = [
    Exercise {
        id: "4.1",
        title: "Labels on first pieces",
        function: "label_pieces",
        hints: [
            "How long is the result, for words with the pieces [2, 1]? What stands at its two ends?",
            "Begin with None for [CLS]. For each word push as many elements as it has pieces, of which only the first is a label. \
             End with None for [SEP].",
            "For each (count, tag) and each piece in 0..count push (piece == 0).then_some(tag). A word with count 0 pushes nothing.",
        ],
    },
    Exercise {
        id: "4.2",
        title: "From tags to names",
        function: "find_entities",
        hints: [
            "What must you know of the word before to decide whether an inside goes on with a name?",
            "Remember the type of the tag before (none after O). An inside of that type lengthens the last name; any other inside, \
             and every begin, starts a name of one word.",
            "match tag { Inside(kind) if before == Some(kind) => set words.end of the last entity to i + 1, Begin(kind) | \
             Inside(kind) => push i..i + 1, Outside => nothing }; then before = tag.kind().",
        ],
    },
    Exercise {
        id: "4.3",
        title: "From IOB1 to BIO",
        function: "iob1_to_bio",
        hints: [
            "Which insides begin a name, and which tags never change?",
            "An inside becomes a begin if the tag before it is O, or of another type, or if there is none. Begins and O stay.",
            "tag.kind() of the tag before is None for O. Compare it with Some(kind) of the inside; look at the tag as it was, or as it has \
             become: the type is the same.",
        ],
    },
    Exercise {
        id: "4.4",
        title: "F1 of names",
        function: "entity_f1",
        hints: [
            "Two sentences may both have a name at the words 0..2. How do you keep them apart?",
            "Go through predicted and gold in pairs, one sentence at a time, and add up three counts over all sentences. Divide once, \
             at the end.",
            "correct += predicted.iter().filter(|entity| gold.contains(entity)).count(): an Entity equals another if words and type \
             do. Return 0.0 if both totals are 0.",
        ],
    },
    Exercise {
        id: "4.5",
        title: "Where a name stands, in characters",
        function: "character_spans",
        hints: [
            "How many characters stand before a given byte of the text?",
            "text[..bytes].chars().count() answers that. You need it for two bytes of each name.",
            "The bytes are words[entity.words.start].start and words[entity.words.end - 1].end: the end of a range is one beyond its \
             last word.",
        ],
    },
    Exercise {
        id: "4.6",
        title: "The best legal tags",
        function: "decode",
        hints: [
            "Say you know, for the first three words, the best way that ends in each tag. What is the best way for four words that \
             ends in I-0?",
            "Keep a list with, for each tag, the best sum and the way there. For the next word, try every tag with every entry that it may \
             follow. What should the list be before the first word, so that no inside comes first?",
            "Start with one entry: sum 0 and an empty way, which counts as O. For each tag take, of the entries whose last tag it may \
             follow, the one with the largest sum, and add the score and the tag. At the end the entry with the largest sum is the answer.",
        ],
    },
];
