const page = explore();
const shown = page.data;
page.slider("step", "step", shown.steps, 0, (step) => step.toLocaleString("en"));
page.choice("recipe", "initialization", shown.recipes, 0);
const last = shown.steps.length - 1;
let timer = null;
const play = page.button("Play", () => (timer ? pause() : run()));
function pause() { clearInterval(timer); timer = null; play.textContent = "Play"; }
function run() {
  play.textContent = "Pause";
  if (page.state.step === last) page.take("step", 0);
  timer = setInterval(() => {
    page.take("step", page.state.step + 1);
    if (page.state.step === last) pause();
  }, 700);
}
page.number("std", "std in layer 5");
page.number("saturated", "saturated in layer 5");
page.number("ratio", "log10(update / weights), layer 5");
page.number("loss", "loss, mean of 20 steps");
const layers = [1, 2, 3, 4, 5], colors = ["blue", "orange", "green", "purple", "ink"], dashes = ["", "8 3", "3 3", "10 3 2 3", "1 3"];
const ridge = { x: [-1, 1.9], left: 58, right: 2, y: [-5.02, -0.1], height: 330 };
const acts = page.plot("Activations", { ...ridge, xlabel: "h, from −1 to 1" });
const grads = page.plot("Gradients of the activations", { ...ridge, xlabel: "gradient, 3 std to either side" });
const weights = page.plot("Gradients of the weights", { ...ridge, xlabel: "gradient, 3 std to either side" });
const ratios = page.plot("log10(update / weights), −3 marked", { x: [0, 1150], y: [-5.2, -1], xlabel: "step; from 750 the learning rate is a tenth", xticks: ticks([0, 500, 1000]), yticks: ticks([-5, -4, -3, -2, -1]), height: 280 });
const curve = page.plot("Loss", { x: [0, 1000], y: [2, 4], xlabel: "step", xticks: ticks([0, 500, 1000]), yticks: ticks([2, 2.5, 3, 3.5, 4]), height: 280 });
const tiny = (value) => value.toExponential(0).replace("e-", "e−").replace("e+0", "");
function ridges(plot, bars, color, words) {
  layers.forEach((layer, i) => {
    plot.bars(bars[i].map((v) => v / 62), [-1, 1], { base: -layer, color });
    plot.line([[-1, -layer], [1, -layer]], { width: 0.7 });
    plot.text(-1.06, -layer + 0.3, `layer ${layer}`, { anchor: "end" });
    words(i).forEach((text, k) => plot.text(1.06, -layer + 0.5 - 0.32 * k, text, { bold: k === 0 }));
  });
}
page.draw(({ step, recipe }) => {
  const run = shown.runs[recipe], look = run.looks[step], block = Math.max(0, step - 1);
  const loss = run.losses[Math.max(0, step * 5 - 1)];
  page.set("std", look.std[4].toFixed(2));
  page.set("saturated", percent(look.saturated[4]));
  page.set("ratio", signed(run.ratios[block][4], 2));
  page.set("loss", loss.toFixed(2));
  const own = page.mine("stats"), dead = page.mine("dead");
  const yours = own ? ` Your activation_stats gives a sample of 24 the mean ${signed(own.mean, 3)} and the std ${own.std.toFixed(3)} (reference: ${signed(shown.sample[0], 3)}, ${shown.sample[1].toFixed(3)}).` : "";
  page.say(`${shown.recipes[recipe]}, step ${shown.steps[step]}: layer 1 is ${percent(look.saturated[0])} saturated, layer 5 ${percent(look.saturated[4])}; the loss is ${loss.toFixed(2)}.${yours}${dead === null ? "" : ` Your dead_neurons finds ${dead}.`}`);
  ridges(acts, look.activations, "blue", (i) => [`std ${look.std[i].toFixed(2)}`, `${percent(look.saturated[i])} sat.`]);
  acts.alt(`Activations of five layers at step ${shown.steps[step]}; std ${look.std.join(", ")}.`);
  ridges(grads, look.gradients, "green", (i) => [`std ${tiny(look.gradient_std[i])}`]);
  grads.alt(`Gradients of the activations; std ${look.gradient_std.map(tiny).join(", ")}.`);
  ridges(weights, look.weights, "orange", (i) => [`std ${tiny(look.weight_std[i])}`]);
  weights.alt(`Gradients of the weights; std ${look.weight_std.map(tiny).join(", ")}.`);
  ratios.rule({ y: -3 });
  layers.forEach((layer, i) => {
    const line = run.ratios.map((row, k) => [100 * k + 50, row[i]]), seen = line.slice(0, Math.max(1, step));
    ratios.line(line, { color: colors[i], width: 0.8, dash: dashes[i] });
    ratios.line(seen, { color: colors[i], width: 2.5, dash: dashes[i] });
    ratios.text(1000 + 36 * (i % 5), run.ratios[9][i], `${layer}`, { color: colors[i], bold: true });
  });
  ratios.alt(`log10(update / weights) of layers 1 to 5 up to step ${shown.steps[step]}: ${run.ratios[block].slice(0, 5).join(", ")}; the target is −3.`);
  const points = run.losses.map((v, k) => [20 * k + 10, v]);
  curve.line(points, { color: "line", width: 1.5 });
  curve.line(points.slice(0, Math.max(1, step * 5)), { color: "blue", width: 2.5 });
  curve.alt(`The loss up to step ${shown.steps[step]}: ${loss.toFixed(2)}.`);
});
