"use strict";
const overview = document.getElementById("overview");
const body = overview.tBodies[0];
const rows = [...body.rows];
const named = [...document.querySelectorAll("#overview tbody tr, .map tbody tr")];

document.getElementById("search").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLocaleLowerCase();
  for (const row of named) {
    row.hidden = !row.cells[0].textContent.toLocaleLowerCase().includes(wanted);
  }
  const shown = rows.filter((row) => !row.hidden).length;
  document.getElementById("shown").textContent = `${shown} of ${rows.length} shown`;
});

const heads = [...overview.tHead.rows[0].cells];
heads.forEach((head, place) => {
  head.querySelector("button").addEventListener("click", () => {
    const first = place ? "descending" : "ascending";
    const other = place ? "ascending" : "descending";
    const order = head.getAttribute("aria-sort") === first ? other : first;
    heads.forEach((cell) => cell.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    rows.sort((a, b) => {
      const names = a.cells[0].textContent.localeCompare(b.cells[0].textContent);
      const points = place ? a.cells[place].dataset.sort - b.cells[place].dataset.sort : names;
      return sign * points || names;
    });
    body.append(...rows);
  });
});
