const page = explore();
const shown = page.data;
page.slider("scale", "output layer times", shown.scales, 12, String);
page.number("first", "loss of the first batch");
page.number("one", "loss of the context below");
page.number("spread", "std of its logits");
page.number("last", "mean of losses 281 to 300");
const letters = [...shown.letters];
const bars = page.plot(`Before any step: what follows “${shown.context}”?`, {
  x: [-0.5, 26.5], y: [0, 1.2], xlabel: "letter", xticks: letters.map((letter, i) => [i, letter]), yticks: [[0, "0"], [0.5, "50%"], [1, "100%"]], left: 48, right: 2,
});
const curve = page.plot("The first 300 losses", {
  x: [0, 300], y: [0, 30], xlabel: "step", xticks: ticks([0, 100, 200, 300]), yticks: ticks([0, 10, 20, 30]),
});
const digits = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const power = (p) => p.toPrecision(2).replace(/e([-+]\d+)/, (_, e) => ` · 10${[...String(Number(e))].map((d) => digits[d]).join("")}`);
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
page.draw(({ scale }) => {
  const run = shown.runs[scale], came = letters[shown.target];
  const own = page.mine(String(scale)), floor = page.mine("floor");
  page.set("first", run.first.toFixed(2));
  page.set("one", run.one.toFixed(2));
  page.set("spread", run.spread >= 1 ? run.spread.toFixed(1) : run.spread.toPrecision(2));
  page.set("last", mean(run.losses.slice(280)).toFixed(2));
  page.say(`With the output layer times ${shown.scales[scale]} the first batch has a loss of ${run.first.toFixed(2)}; equal probabilities have ${shown.floor.toFixed(2)}.${own === null ? "" : ` Your cross_entropy gives the context ${own.toFixed(2)}.`}`);
  bars.bars(run.p, [-0.5, 26.5], { color: "blue", gap: 0.2, pick: (i) => i === shown.target, picked: "orange" });
  bars.text(26, 1.1, `“${came}” came: p = ${power(run.p[shown.target])}`, { color: "orange", bold: true, anchor: "end" });
  bars.alt(`Probabilities of 27 letters after ${shown.context}; the letter ${came} that came has ${run.p[shown.target]}.`);
  curve.line(shown.runs[12].losses.map((v, i) => [i, v]), { color: "line", width: 1.5 });
  curve.line(run.losses.map((v, i) => [i, v]), { color: "blue", width: 2 });
  curve.rule({ y: shown.floor }, { color: "orange" });
  curve.text(296, 1.3, "ln 27 = 3.30", { color: "orange", anchor: "end", bold: true });
  if (floor !== null) { curve.rule({ y: floor }, { color: "purple" }); curve.text(4, 1.3, "your uniform_loss", { color: "purple", bold: true }); }
  curve.text(60, 22, scale === 12 ? "as drawn" : "gray: as drawn", { color: "soft" });
  curve.alt(`Losses of 300 steps: from ${run.losses[0]} to ${run.losses[299]}.`);
});
