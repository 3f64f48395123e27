// Which token looks at which, before and after fine-tuning. The weights come from `examples/book_widgets.rs`:
// [{tokens, before, after}], with [layer][head][query][key] in hundredths.
"use strict";
for (const root of document.querySelectorAll('[data-widget="attention"]')) {
    const sentences = JSON.parse(root.querySelector("script").textContent);
    const [layer, head] = root.querySelectorAll("select");
    const output = root.querySelector(".widget-output");
    let sentence = 0;
    let query = 0;

    const option = (select, count) => {
        for (let i = 0; i < count; i++) select.append(new Option(i + 1, i));
        select.value = count - 1;
        select.addEventListener("change", draw);
    };

    /** One state of the model: every token with the weight that the chosen token gives it, and its name. */
    const row = (name, state) => {
        const { tokens, [state]: weights } = sentences[sentence];
        const line = document.createElement("p");
        line.append(Object.assign(document.createElement("strong"), { textContent: name }), document.createElement("br"));
        tokens.forEach((token, i) => {
            const weight = weights[layer.value][head.value][query][i];
            const button = document.createElement("button");
            button.type = "button";
            button.title = `${tokens[query]} looks at ${token}: ${weight}%`;
            button.setAttribute("aria-pressed", i === query);
            button.style.cssText = `margin:.15em;padding:.2em .4em;border-radius:4px;font:inherit;color:inherit;
                border:${i === query ? "2px solid var(--figure-blue)" : "1px solid var(--figure-grey)"};
                background:color-mix(in srgb, var(--figure-orange) ${Math.min(90, weight)}%, transparent)`;
            button.append(token, document.createElement("br"));
            button.append(Object.assign(document.createElement("small"), { textContent: `${weight}%` }));
            const choose = () => {
                if (query !== i) {
                    query = i;
                    draw();
                }
            };
            button.addEventListener("click", choose);
            button.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && choose());
            line.append(button);
        });
        return line;
    };

    function draw() {
        const said = document.createElement("p");
        said.textContent = `What “${sentences[sentence].tokens[query]}” looks at (tap or point to another token):`;
        output.replaceChildren(said, row("pretrained", "before"), row("fine-tuned", "after"));
    }

    option(layer, sentences[0].before.length);
    option(head, sentences[0].before[0].length);
    head.value = 0;
    root.querySelector("button").addEventListener("click", () => {
        sentence = (sentence + 1) % sentences.length;
        query = 0;
        draw();
    });
    draw();
}
