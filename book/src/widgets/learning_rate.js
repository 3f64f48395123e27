// Which curve does a learning rate give, with and without warm-up? The runs are recorded by `examples/book_widgets.rs`:
// [{rate, warm_up, loss: [[step, loss], …]}].
"use strict";
for (const root of document.querySelectorAll('[data-widget="learning_rate"]')) {
    const runs = JSON.parse(root.querySelector("script").textContent);
    const rates = [...new Set(runs.map((run) => run.rate))].sort((a, b) => a - b);
    const [button, slider, shown] = ["button", "input", "output"].map((name) => root.querySelector(name));
    const output = root.querySelector(".widget-output");
    const [width, height, left, right, top, bottom] = [600, 310, 56, 580, 12, 256];
    const [steps, highest] = [600, 4];
    const x = (step) => left + (step / steps) * (right - left);
    const y = (loss) => bottom - (Math.min(loss, highest) / highest) * (bottom - top);
    let warmUp = true;
    slider.max = rates.length - 1;

    const label = (words, place, anchor = "middle") => `<text ${place} text-anchor="${anchor}">${words}</text>`;
    const curve = ({ loss }, style) => {
        const points = loss.map(([step, value]) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`);
        return `<polyline points="${points.join(" ")}" style="fill:none;${style}"/>`;
    };
    const grid = [0, 1, 2, 3, 4].map(
        (loss) =>
            `<path class="grid" d="M${left} ${y(loss)}H${right}"/>` + label(loss, `x="${left - 8}" y="${y(loss) + 5}"`, "end"),
    );
    const ticks = [0, 200, 400, 600].map((step) => label(step, `x="${x(step)}" y="${bottom + 22}"`));
    const titles = [
        label("training step", `x="${(left + right) / 2}" y="${height - 6}"`),
        label("loss (nats per letter)", `transform="translate(16 ${(top + bottom) / 2}) rotate(-90)"`),
    ];
    const others = runs.map((run) => curve(run, "stroke:var(--figure-grey);stroke-width:1;stroke-opacity:.5"));

    const draw = () => {
        const rate = rates[slider.value];
        const chosen = runs.find((run) => run.rate === rate && run.warm_up === warmUp);
        const last = chosen.loss[chosen.loss.length - 1][1];
        shown.textContent = rate;
        slider.setAttribute("aria-valuetext", rate);
        button.textContent = `warm-up: ${warmUp ? "on" : "off"}`;
        const bold = curve(chosen, "stroke:var(--figure-orange);stroke-width:3");
        const picture = [...grid, ...ticks, ...titles, ...others, bold].join("");
        output.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="training loss, ending at ${last.toFixed(3)}">${picture}</svg><p aria-live="polite">Loss at the end: ${last.toFixed(3)}</p>`;
    };

    button.addEventListener("click", () => {
        warmUp = !warmUp;
        draw();
    });
    slider.addEventListener("input", draw);
    draw();
}
