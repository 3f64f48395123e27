// Which token looks at which, before and after fine-tuning. The weights come from `examples/book_widgets.rs`:
// [{tokens, before, after}], with [layer][head][query][key] in hundredths.
"use strict";
for (const root of document.querySelectorAll('[data-widget="attention"]')) {
    const sentences = JSON.parse(root.querySelector("script").textContent);
    const [sentence, layer, head] = root.querySelectorAll("select");
    const output = root.querySelector(".widget-output");
    let query = 0; // the token that looks
    let rows = []; // { state: "before" or "after", buttons }
    let said;

    const element = (name, properties, ...children) => {
        const made = Object.assign(document.createElement(name), properties);
        made.append(...children);
        return made;
    };

    /** The pieces as a sentence again, for the list of sentences. */
    const text = (tokens) =>
        tokens
            .slice(1, -1)
            .join(" ")
            .replace(/ ##/g, "")
            .replace(/ (?=[.,])/g, "");

    /** Shows the weights that the chosen token gives. The buttons stay, and with them the focus of the keyboard. */
    const update = () => {
        const { tokens, ...weights } = sentences[sentence.value];
        said.textContent = `What “${tokens[query]}” looks at. Point to another token, or choose one:`;
        for (const { state, buttons } of rows) {
            buttons.forEach((button, i) => {
                const weight = weights[state][layer.value][head.value][query][i];
                button.style.setProperty("--weight", weight);
                button.lastChild.textContent = `${weight}%`;
                button.setAttribute("aria-pressed", i === query);
            });
        }
    };

    /** A button for each token of the sentence, in two rows. */
    const build = () => {
        const choose = (i) => () => {
            query = i;
            update();
        };
        query = 0;
        rows = [
            ["before", "pretrained"],
            ["after", "fine-tuned"],
        ].map(([state, name]) => {
            const buttons = sentences[sentence.value].tokens.map((token, i) => {
                const button = element("button", { type: "button" }, token, element("small"));
                button.addEventListener("click", choose(i));
                button.addEventListener("focus", choose(i));
                button.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && choose(i)());
                return button;
            });
            return { state, name, buttons };
        });
        said = element("p", { ariaLive: "polite" });
        const shown = rows.map(({ name, buttons }) => {
            const tokens = element("div", { className: "tokens", role: "group", ariaLabel: name }, ...buttons);
            return [element("strong", { textContent: name }), tokens];
        });
        output.replaceChildren(said, ...shown.flat());
        update();
    };

    sentences.forEach(({ tokens }, i) => sentence.append(new Option(text(tokens), i)));
    sentences[0].before.forEach((_, i) => layer.append(new Option(i + 1, i)));
    sentences[0].before[0].forEach((_, i) => head.append(new Option(i + 1, i)));
    layer.value = sentences[0].before.length - 1; // the last layer is the one that the head reads
    sentence.addEventListener("change", build);
    layer.addEventListener("change", update);
    head.addEventListener("change", update);
    build();
}
