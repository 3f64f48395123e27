// Cuts a sentence into word pieces as WordPiece does: greedy, longest match first. The vocabulary is that of chapter 2's run,
// written by `examples/book_widgets.rs`.
"use strict";
for (const root of document.querySelectorAll('[data-widget="word_pieces"]')) {
    const vocabulary = new Set(JSON.parse(root.querySelector("script").textContent));
    const input = root.querySelector("input");
    const output = root.querySelector(".widget-output");
    const examples = [
        "The fishmonger whistled.",
        "Unbelievable! The baker's dumplings were lukewarm.",
        "Millbrook has no skyscrapers.",
        "Tokenization is fun.",
    ];
    let example = 0;

    /** The text in lower case, without accents, split at blanks and around punctuation. */
    const words = (text) => {
        const plain = text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "");
        return plain.match(/[\p{P}\p{S}]|[^\s\p{P}\p{S}]+/gu) ?? [];
    };

    /** Each time the longest piece that the vocabulary has; if there is none, the whole word is unknown. */
    const pieces = (word) => {
        const letters = [...word];
        const found = [];
        let start = 0;
        while (start < letters.length) {
            let end = letters.length;
            const piece = () => (start > 0 ? "##" : "") + letters.slice(start, end).join("");
            while (end > start && !vocabulary.has(piece())) end--;
            if (end === start) return ["[UNK]"];
            found.push(piece());
            start = end;
        }
        return found;
    };

    const draw = () => {
        const boxes = words(input.value)
            .flatMap(pieces)
            .map((token) => {
                const box = document.createElement("code");
                box.textContent = token;
                if (token === "[UNK]") box.className = "unknown";
                else if (token.startsWith("##")) box.className = "goes-on";
                return box;
            });
        const row = document.createElement("div");
        row.className = "tokens";
        row.append(...boxes);
        const count = document.createElement("p");
        count.textContent = boxes.length === 1 ? "1 token" : `${boxes.length} tokens`;
        output.replaceChildren(row, count);
    };

    root.querySelector("button").addEventListener("click", () => {
        example = (example + 1) % examples.length;
        input.value = examples[example];
        draw();
    });
    input.addEventListener("input", draw);
    draw();
}
