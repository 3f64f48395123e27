// Opens every page of the built book in a headless Chromium, on a phone and a desktop, light and dark, and fails if
//   - the console shows an error, or the page asks for anything that is not there or is not of the book's own server;
//   - the page can be scrolled sideways;
//   - a link leads nowhere, or to a place on a page that the page does not have;
//   - a formula was not drawn, or a directive was left over;
//   - a widget (`data-widget`) has a control without a name, or does not change when one of its controls is used by keyboard;
//   - without JavaScript a widget shows controls, or does not say what would be there.
//
//     node tests/browser/check.mjs book/book [folder for screenshots]
//
// Needs `npm install --prefix tests/browser` and a Chromium, at /usr/bin/chromium or where CHROMIUM says.

import { createServer } from "node:http";
import { mkdir, readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";

const [folder, screenshots] = process.argv.slice(2);
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
    ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2" };
const VIEWS = [390, 1280].flatMap((width) => ["light", "navy"].map((theme) => ({ width, theme })));

const problems = new Set();
const counts = { views: 0, links: 0, formulas: 0, widgets: 0 };
const ids = new Map(); // page -> the ids on it
const links = []; // { from, to }

const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://book").pathname);
    try {
        const body = await readFile(path.join(folder, name.endsWith("/") ? name + "index.html" : name));
        response.writeHead(200, { "content-type": TYPES[path.extname(name)] ?? "text/html" }).end(body);
    } catch {
        response.writeHead(404).end();
    }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const origin = `http://127.0.0.1:${server.address().port}`;

const files = await readdir(folder, { recursive: true });
const pages = [];
for (const file of files.filter((file) => file.endsWith(".html")).sort()) {
    const isPage = (await readFile(path.join(folder, file), "utf8")).includes("<main>"); // not a part that pages include
    if (isPage && file !== "404.html") pages.push(file);
}
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

for (const view of VIEWS) {
    const context = await browser.newContext({ viewport: { width: view.width, height: 900 } });
    await context.addInitScript((theme) => localStorage.setItem("mdbook-theme", theme), view.theme);
    const page = await context.newPage();
    page.setDefaultTimeout(120_000); // the machine may be busy
    let place = "";
    const wrong = (what) => problems.add(`${place}: ${what}`);
    page.on("console", (message) => message.type() === "error" && wrong(`console: ${message.text()}`));
    page.on("pageerror", (error) => wrong(`script: ${error.message}`));
    page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(origin) && !url.startsWith("data:")) wrong(`asks for ${url}`);
    });
    page.on("response", (response) => {
        if (response.status() >= 400) wrong(`${response.url().slice(origin.length)} is not there`);
    });
    for (const file of pages) {
        place = `${file} at ${view.width} px, ${view.theme}`;
        await page.goto(`${origin}/${file}`, { waitUntil: "load" });
        await look(page, file, wrong);
        if (screenshots) {
            const name = `${file.replaceAll("/", "-").replace(".html", "")}-${view.width}-${view.theme}.png`;
            await mkdir(screenshots, { recursive: true });
            await page.screenshot({ path: path.join(screenshots, name), fullPage: true });
        }
        await useWidgets(page, wrong);
        counts.views += 1;
    }
    await context.close();
}
await withoutScripts();
followLinks();
await browser.close();
server.close();

for (const problem of problems) console.log(problem);
const { views, links: followed, formulas, widgets } = counts;
console.log(`${pages.length} pages, ${views} views, ${followed} links, ${formulas} formulas, ${widgets} widgets used, ${problems.size} problems`);
process.exitCode = problems.size > 0 || pages.length === 0 ? 1 : 0;

/// What a page shows, and where it leads.
async function look(page, file, wrong) {
    const found = await page.evaluate(() => {
        // Everything around the page's text: mdBook scrolls an inner box, not the document.
        const around = (box) => (box.parentElement ? [box.parentElement, ...around(box.parentElement)] : []);
        return {
            wide: Math.max(...around(document.querySelector("main")).map((box) => box.scrollWidth - box.clientWidth)),
            ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
            links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
            formulas: [...document.querySelectorAll("math")].map((math) => math.getBoundingClientRect().height),
            errors: document.querySelectorAll("merror").length,
            left: (document.querySelector("main")?.innerText.match(/\{\{[#a-z][^}]*\}\}/g) ?? []).join(" "),
        };
    });
    if (found.wide > 0) wrong(`can be scrolled sideways by ${found.wide} px`);
    if (found.errors > 0 || found.formulas.some((height) => height === 0)) wrong("a formula is not drawn");
    if (found.left) wrong(`left over: ${found.left}`);
    if (!ids.has(file)) {
        ids.set(file, new Set(found.ids));
        counts.formulas += found.formulas.length;
        links.push(...found.links.map((to) => ({ from: file, to })));
    }
}

/// Uses each control of each widget by keyboard, and expects the widget to change.
async function useWidgets(page, wrong) {
    for (const widget of await page.locator("[data-widget]").all()) {
        const name = await widget.getAttribute("data-widget");
        const controls = await widget.locator(".widget-controls :is(button, select, input)").all();
        if (controls.length === 0) wrong(`widget ${name} has no control`);
        for (const control of controls) {
            const { type, called, last } = await control.evaluate((element) => {
                const label = [...(element.labels?.[0]?.childNodes ?? element.childNodes)];
                const words = label.filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent);
                const last = element.selectedIndex + 1 === element.options?.length;
                return { type: element.type, called: words.join("").trim(), last };
            });
            if (!called) wrong(`widget ${name} has a ${type} without a name`);
            const before = await widget.innerHTML();
            if (type === "text") await control.fill("Another word");
            else await control.press({ button: "Enter", range: "ArrowRight", "select-one": last ? "ArrowUp" : "ArrowDown" }[type]);
            await page.waitForTimeout(100);
            if ((await widget.innerHTML()) === before) wrong(`widget ${name} does not change when ${called} is used`);
        }
        counts.widgets += 1;
    }
}

/// Without JavaScript, a page must be complete but for its widgets, and those say what they would show.
async function withoutScripts() {
    const context = await browser.newContext({ viewport: { width: 390, height: 900 }, javaScriptEnabled: false });
    const page = await context.newPage();
    for (const file of pages) {
        if (!(await readFile(path.join(folder, file), "utf8")).includes("data-widget")) continue;
        await page.goto(`${origin}/${file}`, { waitUntil: "load" });
        for (const widget of await page.locator("[data-widget]").all()) {
            const name = await widget.getAttribute("data-widget");
            const wrong = (what) => problems.add(`${file} without JavaScript: widget ${name} ${what}`);
            if (await widget.locator(".widget-controls").isVisible()) wrong("shows its controls");
            if (!(await widget.innerText()).trim()) wrong("says nothing");
        }
    }
    await context.close();
}

/// Every link within the book must lead to a file, and to an id on that page.
function followLinks() {
    for (const { from, to } of links) {
        if (!to.startsWith(origin)) continue;
        counts.links += 1;
        const { pathname, hash } = new URL(to);
        const target = decodeURIComponent(pathname).replace(/^\//, "").replace(/(^|\/)$/, "$1index.html");
        if (!files.includes(target)) problems.add(`${from}: a link to ${target}, which is not in the book`);
        else if (hash && ids.has(target) && !ids.get(target).has(decodeURIComponent(hash.slice(1))))
            problems.add(`${from}: a link to ${target}${hash}, which that page does not have`);
    }
}
