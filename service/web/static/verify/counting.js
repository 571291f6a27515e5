/* Opened ballots become the numbers of each department: docs/reference/publication.md §3, as far as
   the marks. Rates, grades and places are left to ./minping verify, and the page says so. */
const Counting = (() => {
"use strict";
const add = (to, key, number) => { to[key] = (to[key] || 0) + number; };
const empty = () => Object.create(null);

function scores(rules) {
  const found = new Set();
  if (rules.points) for (let n = rules.points.low; n <= rules.points.high; n += rules.points.step) found.add(String(n));
  return found;
}

class Count {
  constructor(manifest) {
    this.rules = manifest.rules;
    this.appraisees = manifest.appraisees.map((each) => each.key);
    this.plain = this.rules.options.filter((option) => !option.points).map((option) => option.key);
    this.scores = scores(this.rules);
    this.found = empty();
    for (const key of this.appraisees) {
      const cells = empty();
      for (const item of this.rules.items) cells[item.key] = { counts: empty(), blank: 0, overmarked: 0 };
      this.found[key] = { returned: 0, abstained: 0, spoiled: empty(), cells };
    }
  }
  mayHold(item, mark) {
    if (!item.options.length) return this.plain.includes(mark) || this.scores.has(mark);
    return this.rules.options.filter((option) => item.options.includes(option.key)).some((option) =>
      option.points ? this.scores.has(mark) && +mark >= option.points.low && +mark <= option.points.high : option.key === mark);
  }
  verdict(row) {
    const { handling, items } = this.rules, marks = items.map((item) => row[item.key]);
    if (marks.every((mark) => mark === null)) return handling.blank === "abstain" ? "abstained" : "blank";
    if (items.some((item) => typeof row[item.key] === "string" && !this.mayHold(item, row[item.key]))) return "wrong_form";
    if (!marks.some((mark) => typeof mark === "string")) return "overmarked";
    if (handling.partial === "invalid_ballot") {
      if (marks.some(Array.isArray)) return "overmarked";
      if (items.some((item) => item.required && row[item.key] === null)) return "partial";
    }
    return "";
  }
  put(ballot) {
    const rows = empty(), { items, handling } = this.rules;
    for (const key of ballot.unit ? [ballot.unit] : this.appraisees) {
      rows[key] = empty();
      for (const item of items) rows[key][item.key] = null;
    }
    for (const answer of Object.values(ballot.answers))
      for (const [key, row] of Object.entries(answer.marks || {}))
        for (const item of items) if (rows[key] && row[item.key] !== undefined) rows[key][item.key] = row[item.key];
    const { quota } = handling, own = Object.values(rows);
    const over = quota && items.some((item) => own.filter((row) => row[item.key] === quota.option).length > quota.most);
    for (const [key, row] of Object.entries(rows)) this.putOne(this.found[key], row, over ? "over_quota" : this.verdict(row));
  }
  putOne(found, row, verdict) {
    found.returned += 1;
    if (verdict === "abstained") found.abstained += 1;
    else if (verdict) return add(found.spoiled, verdict, 1);
    for (const [item, mark] of Object.entries(row)) {
      const cell = found.cells[item];
      if (mark === null) cell.blank += 1;
      else if (Array.isArray(mark)) cell.overmarked += 1;
      else add(cell.counts, mark, 1);
    }
  }
  /* Totals of a group that is not shown ballot by ballot are added as given. */
  take(parts) {
    for (const [key, part] of Object.entries(parts)) {
      const found = this.found[key];
      found.returned += part.returned;
      found.abstained += part.abstained;
      for (const [reason, number] of Object.entries(part.spoiled)) add(found.spoiled, reason, number);
      for (const [item, cell] of Object.entries(part.cells)) {
        for (const [mark, number] of Object.entries(cell.counts)) add(found.cells[item].counts, mark, number);
        found.cells[item].blank += cell.blank;
        found.cells[item].overmarked += cell.overmarked;
      }
    }
  }
  /* As `result.json` writes it, as far as it was counted here. */
  result(key, issued) {
    const { returned, abstained, spoiled, cells } = this.found[key];
    const lost = Object.values(spoiled).reduce((sum, number) => sum + number, 0);
    const items = this.rules.items.map(({ key: item }) => {
      const counts = empty();
      for (const mark of this.plain) counts[mark] = 0;
      for (const [mark, number] of Object.entries(cells[item].counts)) if (number) counts[mark] = number;
      return { item, counts, blank: cells[item].blank, overmarked: cells[item].overmarked };
    });
    return { issued, returned, valid: returned - lost, spoiled, abstained, items };
  }
}
return { Count };
})();
