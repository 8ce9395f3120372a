const page = explore();
const shown = page.data;
page.slider("x", "x of row 3", shown.moved, 8, (x) => signed(x, 1));
page.switches("paths", "paths of the gradient", ["straight", "through the mean", "through the variance"], [true, true, true]);
page.number("out", "out of row 3");
page.number("dx", "dx of row 3");
page.number("sum", "Σ dx");
page.number("tilt", "Σ dx·x̂");
const rows = [0, 1, 2, 3, 4, 5, 6, 7], xticks = rows.map((i) => [i, i + 1]);
const outs = page.plot("out, and where it was at x = 0", { x: [-0.5, 7.5], y: [-2.7, 2.9], xlabel: "row", xticks, yticks: ticks([-2, -1, 0, 1, 2]) });
const arrows = page.plot("dx as arrows, and the gradient that arrives", { x: [-0.5, 7.5], y: [-1.3, 2], xlabel: "row", xticks, yticks: ticks([-1, 0, 1, 2]) });
page.draw(({ x, paths }) => {
  const which = paths.reduce((sum, on) => 2 * sum + Number(on), 0);
  const out = shown.out[x], before = shown.out[8], [dx, sum, tilt] = shown.runs[x][which];
  page.set("out", signed(out[shown.row], 3));
  page.set("dx", signed(dx[shown.row], 3));
  page.set("sum", signed(sum, 3));
  page.set("tilt", signed(tilt, 3));
  page.say(paths.every(Boolean)
    ? "With all three paths both sums are 0: dx has neither a level nor a tilt along x̂."
    : `Off: ${["the straight path", "the path through the mean", "the path through the variance"].filter((_, i) => !paths[i]).join(", ")}. Σ dx is ${signed(sum, 3)} and Σ dx·x̂ is ${signed(tilt, 3)}.`);
  outs.dots(before.map((v, i) => [i, v]), { color: "soft", hollow: true });
  rows.forEach((i) => { if (Math.abs(out[i] - before[i]) > 0.02) outs.arrow(i, before[i], out[i], { color: "blue" }); });
  outs.dots(out.map((v, i) => [i, v]).filter((_, i) => i !== shown.row), { color: "blue" });
  outs.dots([[shown.row, out[shown.row]]], { color: "orange", size: 7 });
  outs.alt(`Outputs of the eight rows: ${out.join(", ")}. With row 3 at 0 they were ${before.join(", ")}.`);
  arrows.rule({ y: 0 }, { dash: "" });
  arrows.dots(shown.arriving.map((v, i) => [i, v]), { color: "soft", hollow: true });
  rows.forEach((i) => arrows.arrow(i, 0, dx[i], { color: i === shown.row ? "orange" : "green" }));
  arrows.text(-0.4, 1.85, "circles: gradient of out", { color: "soft" });
  const own = page.mine(String(x));
  if (own) {
    arrows.dots(own[0].map((v, i) => [i + 0.25, v[0]]), { color: "purple", size: 3 });
    arrows.text(7.4, 1.85, "small dots: your dx", { color: "purple", bold: true, anchor: "end" });
  }
  arrows.alt(`dx of the eight rows: ${dx.join(", ")}; its sum is ${sum.toFixed(3)}, along x̂ ${tilt.toFixed(3)}.`);
});
