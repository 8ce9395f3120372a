"use strict";
// Controls, questions and plots that all pages share. A page's own script calls explore() once,
// names its controls, numbers and plots, and says in page.draw what they show for a state.

function explore() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const state = {}, setters = {}, numbers = {}, plots = [];
  const byId = (id) => document.getElementById(id);
  let painter = null, isDue = false;

  function make(name, attributes, parent, text) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.append(element);
    return element;
  }

  function paint() {
    isDue = false;
    painter(state);
    plots.forEach((plot) => plot.show());
  }

  function change(key, value) {
    state[key] = value;
    if (!isDue && painter) { isDue = true; requestAnimationFrame(paint); }
  }

  // A slider over `values`: its arrow keys go from one to the next. The state holds the index.
  function slider(key, label, values, start, show) {
    const box = make("div", { class: "control" }, byId("controls"));
    const name = make("label", { class: "name", for: `c-${key}` }, box);
    make("span", {}, name, label);
    const output = make("output", { for: `c-${key}` }, name);
    const input = make("input", {
      type: "range", id: `c-${key}`, min: 0, max: values.length - 1, step: 1,
    }, box);
    const format = show || String;
    function take(index) {
      input.value = index;
      output.textContent = format(values[index]);
      input.setAttribute("aria-valuetext", output.textContent);
      change(key, index);
    }
    input.addEventListener("input", () => take(Number(input.value)));
    setters[key] = take;
    take(start);
  }

  // One of several, as buttons that Tab and Space reach; the state holds the index.
  function choice(key, label, options, start) {
    const box = make("div", { class: "control" }, byId("controls"));
    make("span", { class: "name", id: `n-${key}` }, box, label);
    const set = make("div", { class: "set", role: "group", "aria-labelledby": `n-${key}` }, box);
    const buttons = options.map((option, index) => {
      const button = make("button", { type: "button", "data-control": key }, set, option);
      button.addEventListener("click", () => take(index));
      return button;
    });
    function take(index) {
      buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === index)));
      change(key, index);
    }
    setters[key] = take;
    take(start);
  }

  // Several switches side by side; the state holds a list of true and false.
  function switches(key, label, options, start) {
    const box = make("div", { class: "control" }, byId("controls"));
    make("span", { class: "name", id: `n-${key}` }, box, label);
    const set = make("div", { class: "set", role: "group", "aria-labelledby": `n-${key}` }, box);
    const buttons = options.map((option, index) => {
      const button = make("button", { type: "button", "data-control": key }, set, option);
      button.addEventListener("click", () => take(state[key].map((on, i) => (i === index ? !on : on))));
      return button;
    });
    function take(list) {
      buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(list[i])));
      change(key, list);
    }
    setters[key] = take;
    take(start);
  }

  function button(label, act) {
    const box = make("div", { class: "control" }, byId("controls"));
    const element = make("button", { type: "button" }, box, label);
    element.addEventListener("click", () => act(element));
    return element;
  }

  function number(key, label) {
    const box = make("div", {}, byId("numbers"));
    make("dt", {}, box, label);
    numbers[key] = make("dd", { "data-number": key }, box, "");
  }

  const set = (key, text) => { numbers[key].textContent = text; };
  const say = (text) => { if (byId("says").textContent !== text) byId("says").textContent = text; };

  // A plot of SVG: x and y are [low, high]; everything is given in these units.
  function plot(title, options) {
    const section = make("section", options.shape ? { class: options.shape } : {}, byId("plots"));
    make("h2", {}, section, title);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("role", "img");
    section.append(svg);
    const height = options.height || 230, left = options.left || 44, right = options.right || 12;
    const top = 10, bottom = options.xlabel || options.xticks ? 42 : 12;
    let parts = [], alt = title;
    const width = () => svg.parentNode.clientWidth || 480;
    const [x0, x1] = options.x, [y0, y1] = options.y;
    const px = (x) => left + ((x - x0) / (x1 - x0)) * (width() - left - right);
    const py = (y) => height - bottom - ((y - y0) / (y1 - y0)) * (height - top - bottom);
    const r = (value) => value.toFixed(1);
    const clamp = (y) => Math.max(Math.min(y0, y1), Math.min(Math.max(y0, y1), y));
    const esc = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;");
    const color = (name) => (name ? `var(--${name})` : "var(--ink)");
    const p = {
      line(points, style = {}) {
        const d = points.filter((q) => q[1] !== null).map((q, i) => `${i ? "L" : "M"}${r(px(q[0]))} ${r(py(clamp(q[1])))}`).join("");
        parts.push(`<path d="${d}" fill="none" stroke="${color(style.color)}" stroke-width="${style.width || 2}"${style.dash ? ` stroke-dasharray="${style.dash}"` : ""}/>`);
      },
      dots(points, style = {}) {
        for (const [x, y] of points) parts.push(`<circle cx="${r(px(x))}" cy="${r(py(clamp(y)))}" r="${style.size || 4.5}" fill="${style.hollow ? "none" : color(style.color)}" stroke="${color(style.color)}" stroke-width="2"/>`);
      },
      // Bars of equal width from edge[0] to edge[1] that stand on `base`.
      bars(heights, edge, style = {}) {
        const base = style.base || 0, step = (edge[1] - edge[0]) / heights.length, gap = style.gap || 0;
        heights.forEach((h, i) => p.rect(edge[0] + step * (i + gap / 2), base, edge[0] + step * (i + 1 - gap / 2), base + h, style.pick && style.pick(i) ? { color: style.picked } : style));
      },
      rect(a, b, c, d, style = {}) {
        const xs = [px(a), px(c)].sort((m, n) => m - n), ys = [py(clamp(b)), py(clamp(d))].sort((m, n) => m - n);
        parts.push(`<rect x="${r(xs[0])}" y="${r(ys[0])}" width="${r(xs[1] - xs[0] + 0.3)}" height="${r(ys[1] - ys[0])}" fill="${color(style.color)}" fill-opacity="${style.opacity || 0.85}"/>`);
      },
      arrow(x, from, to, style = {}) {
        const a = py(clamp(from)), b = py(clamp(to)), s = Math.sign(b - a) * Math.min(6, Math.abs(b - a));
        parts.push(`<path d="M${r(px(x))} ${r(a)}V${r(b)}m-4 ${r(-s)}l4 ${r(s)}l4 ${r(-s)}" fill="none" stroke="${color(style.color)}" stroke-width="2.5"/>`);
      },
      text(x, y, words, style = {}) {
        parts.push(`<text x="${r(px(x))}" y="${r(py(y) + 4)}" text-anchor="${style.anchor || "start"}" style="fill:${color(style.color)};font-weight:${style.bold ? 600 : 400}">${esc(words)}</text>`);
      },
      rule(where, style = {}) {
        const [d] = where.x !== undefined ? [`M${r(px(where.x))} ${top}V${height - bottom}`] : [`M${left} ${r(py(where.y))}H${r(width() - right)}`];
        parts.push(`<path class="rule" d="${d}" style="${style.color ? `stroke:${color(style.color)}` : ""}" stroke-dasharray="${style.dash === undefined ? "4 4" : style.dash}"/>`);
      },
      alt(text) { alt = text; },
      xlabel(text) { options.xlabel = text; },
      clear() { parts = []; },
      show() {
        const ticks = (options.xticks || []).map(([x, t]) => `<path class="axis" d="M${r(px(x))} ${height - bottom}v4"/><text class="soft" style="fill:var(--soft)" text-anchor="middle" x="${r(px(x))}" y="${height - bottom + 17}">${esc(t)}</text>`);
        const grid = (options.yticks || []).map(([y, t]) => `<path class="grid" d="M${left} ${r(py(y))}H${r(width() - right)}"/><text style="fill:var(--soft)" text-anchor="end" x="${left - 6}" y="${r(py(y) + 4)}">${esc(t)}</text>`);
        const base = options.xticks ? `<path class="axis" d="M${left} ${height - bottom}H${r(width() - right)}"/>` : "";
        const label = options.xlabel ? `<text style="fill:var(--soft)" text-anchor="middle" x="${r((left + width() - right) / 2)}" y="${height - 6}">${esc(options.xlabel)}</text>` : "";
        svg.setAttribute("viewBox", `0 0 ${width()} ${height}`);
        svg.setAttribute("height", height);
        svg.setAttribute("aria-label", alt);
        svg.innerHTML = grid.join("") + parts.join("") + base + ticks.join("") + label;
      },
    };
    plots.push(p);
    return p;
  }

  // Prediction first: the lab is shown when the first question is answered, or left out.
  function askFrom(index) {
    const form = byId("question"), question = data.questions[index];
    form.replaceChildren();
    if (!question) { form.hidden = true; return; }
    make("p", { class: "count" }, form, `Before you look: question ${index + 1} of ${data.questions.length}`);
    make("p", { class: "ask" }, form, question.ask);
    let answer = null, guess = null;
    if (question.options) {
      question.options.forEach((option, i) => {
        const label = make("label", {}, form);
        const input = make("input", { type: "radio", name: "answer", value: i }, label);
        make("span", {}, label, option);
        input.addEventListener("change", () => { answer = i; commit.disabled = false; });
      });
    } else {
      const { low, high, step, unit } = question.guess;
      const label = make("label", {}, form);
      guess = make("input", { type: "range", min: low, max: high, step, value: low, "aria-label": question.ask }, label);
      const shown = make("output", {}, label, `${low}${unit}`);
      guess.addEventListener("input", () => { answer = Number(guess.value); shown.textContent = `${answer}${unit}`; commit.disabled = false; });
    }
    const row = make("p", {}, form);
    const commit = make("button", { type: "submit", class: "main", disabled: "" }, row, "Commit and look");
    const skip = make("button", { type: "button" }, row, index ? "No more questions" : "Look without answering");
    skip.addEventListener("click", () => { form.hidden = true; open(); });
    form.onsubmit = (event) => { event.preventDefault(); if (answer !== null) reveal(question, answer, index); };
  }

  function reveal(question, answer, index) {
    const form = byId("question");
    const unit = question.guess ? question.guess.unit : "";
    const name = (value) => (question.options ? question.options[value] : `${value}${unit}`);
    const near = question.options ? answer === question.answer : Math.abs(answer - question.answer) <= question.guess.near;
    open();
    for (const [key, value] of Object.entries(question.then || {})) setters[key](value);
    form.replaceChildren();
    make("p", { class: "ask" }, form, question.ask);
    make("p", {}, form, near ? `Yes: ${name(question.answer)}.` : `You said: ${name(answer)}. It is: ${name(question.answer)}.`);
    make("p", {}, form, question.why);
    const isLast = index + 1 === data.questions.length;
    const next = make("button", { type: "submit", class: "main" }, make("p", {}, form), isLast ? "Close" : "Next question");
    form.onsubmit = (event) => { event.preventDefault(); askFrom(index + 1); };
    next.focus();
  }

  function open() { byId("lab").hidden = false; paint(); }

  // What the student's own functions gave for a call that the page declares; null without them.
  function mine(key) {
    const found = data.mine && data.mine.values[key];
    return found === undefined ? null : found;
  }

  function start(paintState) {
    const once = (now) => { plots.forEach((p) => p.clear()); paintState(now); };
    painter = (now) => {
      try { once(now); } catch (error) {
        if (!data.mine || !Object.keys(data.mine.values).length) throw error;
        data.mine.values = {}; // of a wrong shape, perhaps: the checks say so
        byId("yours").textContent = "What your functions return cannot be drawn. Run grade to see why.";
        once(now);
      }
    };
    if (data.mine) { byId("yours").hidden = false; byId("yours").textContent = data.mine.note; }
    byId("page").hidden = false;
    byId("still").hidden = true;
    askFrom(0);
    new ResizeObserver(() => { if (!byId("lab").hidden) paint(); }).observe(byId("plots"));
    addEventListener("beforeprint", open);
  }

  return { data: data.shown, state, slider, choice, switches, button, number, set, say, plot, mine, draw: start, take: (key, value) => setters[key](value) };
}
const signed = (value, digits) => value.toFixed(digits).replace(/^-(0(\.0+)?)$/, "$1").replace("-", "−");
const ticks = (values) => values.map((value) => [value, String(value).replace("-", "−")]);
const percent = (share) => `${(100 * share).toFixed(0)}%`;
