const page = explore();
const shown = page.data;
page.slider("gain", "gain of the weights", shown.names, shown.start);
page.choice("kind", "nonlinearity", shown.kinds, 0);
page.number("first", "std of layer 1");
page.number("last", "std of layer 6");
page.number("flat", "flat in layer 6");
const rows = [1, 2, 3, 4, 5, 6];
const axis = { x: [-1, 2.2], left: 58, right: 4, y: [-6.02, -0.1], height: 440, xlabel: "output", shape: "tall" };
const layers = page.plot("Outputs of the six layers", axis);
const low = -3, high = 3;
const depth = page.plot("std against depth", {
  x: [0, 6], y: [low, high], height: 180, xlabel: "layer (0 is the input)", xticks: ticks([0, 1, 2, 3, 4, 5, 6]),
  yticks: [[-3, "0.001"], [-2, "0.01"], [-1, "0.1"], [0, "1"], [1, "10"], [2, "100"], [3, "1000"]],
});
const against = page.plot("std of layer 6 against the gain", {
  x: [0.5, 3], y: [low, high], height: 200, xlabel: "gain", xticks: ticks([0.5, 1, 2, 3]),
  yticks: [[-3, "0.001"], [0, "1"], [3, "1000"]],
});
const colors = ["blue", "orange", "green"], flatName = ["saturated", "at 0", "flat"];
const short = (value) => (value >= 100 ? value.toFixed(0) : value >= 0.095 ? value.toFixed(2) : value.toPrecision(2));
page.draw(({ gain, kind }) => {
  const run = shown.runs[kind][gain], reach = shown.reach[shown.kinds[kind]], color = colors[kind];
  page.set("first", short(run.std[1]));
  page.set("last", short(run.std[6]));
  page.set("flat", kind === 2 ? "none" : percent(run.flat[5]));
  page.say(`${shown.kinds[kind]}, gain ${shown.names[gain]}: the std goes from ${short(run.std[1])} in layer 1 to ${short(run.std[6])} in layer 6.`);
  rows.forEach((row, i) => {
    layers.bars(run.bars[i].map((v) => v / 125), [-1, 1], { base: -row, color });
    layers.line([[-1, -row], [1, -row]], { width: 0.7 });
    layers.text(-1.06, -row + 0.3, `layer ${row}`, { anchor: "end" });
    layers.text(1.06, -row + 0.48, `std ${short(run.std[row])}`, { bold: true });
    if (kind < 2) layers.text(1.06, -row + 0.14, `${percent(run.flat[i])} ${flatName[kind]}`);
  });
  layers.xlabel(`output, from −${reach} to ${reach}${kind ? "; the end bars hold what lies beyond" : ""}`);
  layers.alt(`Histograms of six layers. ${rows.map((row) => `Layer ${row}: std ${short(run.std[row])}`).join("; ")}.`);
  const log = (value) => Math.log10(value);
  depth.line(run.std.map((v, i) => [i, log(v)]), { color, width: 2.5 });
  depth.dots(run.std.map((v, i) => [i, log(v)]), { color });
  depth.alt(`std against depth on a logarithmic scale: ${run.std.map(short).join(", ")}.`);
  against.rule({ x: Math.SQRT2 }); against.text(Math.SQRT2 - 0.03, 2.4, "√2", { anchor: "end" });
  against.rule({ x: 5 / 3 }); against.text(5 / 3 + 0.04, 2.4, "5/3");
  shown.kinds.forEach((_, k) => {
    against.line(shown.gains.map((g, i) => [g, log(shown.runs[k][i].std[6])]), { color: colors[k], width: k === kind ? 3 : 1.2, dash: ["", "7 4", "2 3"][k] });
  });
  against.text(2.9, log(shown.runs[0][12].std[6]) - 0.5, "tanh", { color: "blue", anchor: "end" });
  against.text(2.9, log(shown.runs[1][12].std[6]) - 0.75, "relu", { color: "orange", anchor: "end" });
  against.text(2.3, log(shown.runs[2][9].std[6]) + 0.45, "linear", { color: "green", anchor: "end" });
  const own = page.mine(shown.kinds[kind]);
  if (own !== null) {
    against.rule({ x: own * shown.root }, { color: "purple", dash: "" });
    against.text(own * shown.root + 0.04, -2.6, "your gain", { color: "purple", bold: true });
  }
  against.dots([[shown.gains[gain], log(run.std[6])]], { color });
  against.alt(`std of layer 6 against the gain for tanh, relu and linear; now ${short(run.std[6])} at gain ${shown.names[gain]}. √2 and 5/3 are marked.`);
});
