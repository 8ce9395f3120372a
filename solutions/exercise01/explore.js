const page = explore();
const shown = page.data;
page.slider("x", "x on the curve", shown.x, shown.x.indexOf(1), (x) => signed(x, 1));
page.slider("scale", "pre-activations times", shown.scales, shown.start, String);
page.number("height", "h = tanh(x)");
page.number("slope", "slope at x");
page.number("spread", "std of the pre-activations");
page.number("saturated", "saturated, |h| > 0.97");
page.number("through", "gradient that gets through");
const curve = page.plot("tanh and its slope", {
  x: [-4, 4], y: [-1.15, 1.15], xlabel: "pre-activation x",
  xticks: ticks([-4, -2, 0, 2, 4]), yticks: ticks([-1, 0, 1]),
});
const batch = page.plot("One batch: 32 examples, 200 neurons", {
  x: [-1, 1], y: [0, 0.5], xlabel: "activation h",
  xticks: ticks([-1, -0.5, 0, 0.5, 1]), yticks: [[0, "0"], [0.25, "25%"], [0.5, "50%"]],
});
const own = page.mine("slope");
page.draw(({ x, scale }) => {
  const at = shown.x[x], height = shown.height[x], slope = shown.slope[x], now = shown.batches[scale];
  page.set("height", signed(height, 4));
  page.set("slope", slope.toFixed(4));
  page.set("spread", now.spread.toFixed(2));
  page.set("saturated", percent(now.saturated));
  page.set("through", percent(now.through));
  page.say(`At x = ${signed(at, 1)} the slope is ${slope.toFixed(4)}. Of the batch, ${percent(now.saturated)} is saturated and ${percent(now.through)} of a gradient gets through.`);
  curve.rect(-4, -1.15, -2.0923, 1.15, { color: "orange", opacity: 0.13 });
  curve.rect(2.0923, -1.15, 4, 1.15, { color: "orange", opacity: 0.13 });
  curve.line(shown.x.map((v, i) => [v, shown.height[i]]), { color: "blue", width: 2.5 });
  curve.line(shown.x.map((v, i) => [v, shown.slope[i]]), { color: "orange", dash: "7 4", width: 2.5 });
  if (own) curve.line(shown.x.map((v, i) => [v, own[i]]), { color: "purple", dash: "2 3", width: 3 });
  const reach = 0.9;
  curve.line([[at - reach, height - reach * slope], [at + reach, height + reach * slope]], { width: 2.5 });
  curve.dots([[at, height]]);
  curve.dots([[at, slope]], { color: "orange" });
  curve.text(-3.9, -0.8, "tanh", { color: "blue", bold: true });
  curve.text(-1.0, 0.78, "slope", { color: "orange", bold: true, anchor: "end" });
  if (own) curve.text(1.1, 0.78, "your slope", { color: "purple", bold: true });
  curve.alt(`tanh with its tangent at x = ${signed(at, 1)}: height ${signed(height, 4)}, slope ${slope.toFixed(4)}.`);
  batch.bars(now.bars, [-1, 1], { color: "blue", pick: (i) => i === 0 || i === now.bars.length - 1, picked: "orange", gap: 0.1 });
  batch.alt(`Histogram of the activations: ${percent(now.saturated)} lie beyond 0.97 on either side.`);
});
