// Which curve does a learning rate give, with and without warm-up? The runs are recorded by `examples/book_widgets.rs`:
// [{rate, warm_up, loss: [[step, loss], …]}].
"use strict";
for (const root of document.querySelectorAll('[data-widget="learning_rate"]')) {
    const runs = JSON.parse(root.querySelector("script").textContent);
    const rates = [...new Set(runs.map((run) => run.rate))].sort((a, b) => a - b);
    const [button, slider, shown] = ["button", "input", "output"].map((name) => root.querySelector(name));
    const output = root.querySelector(".widget-output");
    const [width, height, left, bottom] = [600, 300, 34, 26];
    const steps = Math.max(...runs.flatMap((run) => run.loss.map(([step]) => step)));
    const x = (step) => left + (step / steps) * (width - left - 6);
    const y = (loss) => (height - bottom) * (1 - Math.min(loss, 4) / 4) + 4;
    let warmUp = true;
    slider.max = rates.length - 1;

    const text = (px, py, words, anchor) =>
        `<text x="${px}" y="${py}" text-anchor="${anchor}" font-size="14" fill="currentColor">${words}</text>`;
    const curve = (run, style) =>
        `<polyline points="${run.loss.map(([step, loss]) => `${x(step).toFixed(1)},${y(loss).toFixed(1)}`).join(" ")}" style="fill:none;${style}"/>`;

    const draw = () => {
        const rate = rates[slider.value];
        const chosen = runs.find((run) => run.rate === rate && run.warm_up === warmUp);
        shown.textContent = rate;
        button.textContent = `warm-up: ${warmUp ? "on" : "off"}`;
        const grid = [0, 1, 2, 3, 4].map(
            (loss) =>
                `<line x1="${left}" x2="${width}" y1="${y(loss)}" y2="${y(loss)}" style="stroke:currentColor;stroke-opacity:.15"/>` +
                text(left - 6, y(loss) + 5, loss, "end"),
        );
        const ticks = [0, 200, 400, 600].filter((step) => step <= steps + 50).map((step) => text(Math.min(x(step), width - 16), height - 2, step, "middle"));
        const others = runs.map((run) => curve(run, "stroke:var(--figure-grey);stroke-width:1;stroke-opacity:.45"));
        const bold = chosen ? curve(chosen, "stroke:var(--figure-orange);stroke-width:3") : "";
        const last = chosen ? chosen.loss[chosen.loss.length - 1][1] : "no run";
        output.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="training loss, ending at ${last}">${grid.join("")}${ticks.join("")}${others.join("")}${bold}</svg><p>Loss at the end: ${last}</p>`;
    };

    button.addEventListener("click", () => {
        warmUp = !warmUp;
        draw();
    });
    slider.addEventListener("input", draw);
    draw();
}
