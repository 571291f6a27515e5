/* A filled-in form becomes answers, exactly as surveys/questionnaire reads a posted one: nobody can
   look at a sealed ballot before the box is opened, so what would spoil it must be found here. */
const Answers = (() => {
"use strict";
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const ENDS = new RegExp("^" + BLANK + "+|" + BLANK + "+$", "g"), INNER = /[\0-\t\v-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
const SIGNS = { "＋": "+", "．": ".", "－": "-", "−": "-", "—": "-", "–": "-" };
const WIDEST = 999999999999, POINT = 1000000n;
const strip = (text) => text.replace(ENDS, "");
const plain = (text) => strip(text)
  .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  .replace(/[＋．－−—–]/g, (sign) => SIGNS[sign]);
const keys = (things) => things.map((thing) => thing.key);

/* Why the form cannot be a ballot, and the field to mend. */
class Refused extends Error {
  constructor(code, field, words) {
    super(code);
    Object.assign(this, { code, field, words });
  }
}

/* ---- exact numbers: [numerator, denominator] ---- */
function fraction(written) {
  const [whole, part = ""] = String(written).split("/");
  if (part) return [BigInt(whole), BigInt(part)];
  const [left, right = ""] = whole.split(".");
  return [BigInt(left + right.padEnd(6, "0")), POINT];
}
const atMost = (a, b) => a[0] * b[1] <= b[0] * a[1];
const within = (number, low, high) => {
  const least = fraction(low == null ? -WIDEST : low), most = fraction(high == null ? WIDEST : high);
  return [least, fraction(-WIDEST)].every((bound) => atMost(bound, number))
    && [most, fraction(WIDEST)].every((bound) => atMost(number, bound));
};

/* ---- conditions: surveys/questionnaire/conditions.py ---- */
function chosen(answer) {
  if (!answer) return [];
  if (answer.type === "marks") {
    return Object.values(answer.marks).flatMap(Object.values).filter((mark) => mark !== null);
  }
  return answer.type === "choice" ? [answer.option] : answer.options || [];
}
const measured = (answer) =>
  (answer && (answer.type === "points" || answer.type === "quantity") ? fraction(answer.points === undefined ? answer.number : answer.points) : null);
function holds(condition, told) {
  const answer = told.get(condition.question), number = measured(answer);
  switch (condition.type) {
    case "chosen": return chosen(answer).some((option) => condition.options.includes(option));
    case "at_least": return !!number && atMost(fraction(condition.value), number);
    case "at_most": return !!number && atMost(number, fraction(condition.value));
    case "answered": return !!answer && (answer.type !== "marks" || chosen(answer).length > 0);
    case "all": return condition.of.every((part) => holds(part, told));
    case "any": return condition.of.some((part) => holds(part, told));
    default: return !holds(condition.of, told);
  }
}

/* ---- one question ---- */
function whole(name, value) {
  const digits = plain(value);
  if (!/^-?\d{1,12}$/.test(digits)) throw new Refused("form.not_a_number", name);
  return Number(digits) || 0;
}
function quantity(question, name, value) {
  const written = /^(-?)0*(\d{1,12})(?:\.(\d{1,6}))?$/.exec(plain(value));
  if (!written || (written[3] || "").length > question.digits) throw new Refused("form.not_a_number", name);
  const size = BigInt(written[2]) + (written[3] ? "." + written[3] : "");
  const number = written[1] && /[1-9]/.test(size) ? "-" + size : size;
  if (!within(fraction(number), question.low, question.high)) throw new Refused("form.out_of_range", name);
  return { type: "quantity", number };
}
function words(question, name, value) {
  const lines = question.type === "long_text", text = value.replace(/\r\n?/g, "\n").replace(/\t/g, " ");
  const clean = strip((lines ? text : text.replace(/\n/g, " ")).replace(INNER, ""));
  if ([...clean].length > question.longest) throw new Refused("form.too_long", name, "最多 " + question.longest + " 字");
  return clean ? { type: "words", words: clean } : null;
}
function choices(question, name, ticked) {
  const known = keys(question.options);
  if (!ticked.every((one) => known.includes(one))) throw new Refused("form.unknown_option", name);
  if (new Set(ticked).size < ticked.length) throw new Refused("form.repeated", name);
  if (ticked.length < question.least) throw new Refused("form.too_few", name, "至少选 " + question.least + " 项");
  if (question.most && ticked.length > question.most) throw new Refused("form.too_many", name, "最多选 " + question.most + " 项");
  return { type: "choices", options: known.filter((one) => ticked.includes(one)) };
}
function order(question, one) {
  const placed = [], name = "r." + question.key + "." + question.options[0].key;
  for (const { key } of question.options) {
    const field = "r." + question.key + "." + key, value = one(field);
    if (!value) continue;
    const at = whole(field, value);
    if (placed.some((other) => other[0] === at)) throw new Refused("form.repeated", field);
    placed.push([at, key]);
  }
  placed.sort((a, b) => a[0] - b[0]);
  if (!placed.every(([at], index) => at === index + 1)) throw new Refused("form.repeated", name);
  if (!placed.length) return null;
  if (placed.length !== (question.places || question.options.length)) throw new Refused("form.too_few", name);
  return { type: "order", options: placed.map((pair) => pair[1]) };
}
function mark(question, name, value) {
  const points = question.points, digits = plain(value);
  if (points && /^\d+$/.test(digits)) {
    const score = digits.replace(/^0+(?=\d)/, "");
    if (Number(score) <= points.high && Number(score) >= points.low && (Number(score) - points.low) % points.step === 0) return score;
  }
  if (!value) return null;
  if (keys(question.grades).includes(value)) return value;
  throw new Refused(points ? "form.out_of_range" : "form.unknown_option", name);
}
function marks(question, one) {
  const found = { type: "marks", marks: {} };
  for (const subject of question.subjects) {
    found.marks[subject.key] = {};
    for (const indicator of question.indicators) {
      const name = "m." + question.key + "." + subject.key + "." + indicator.key;
      found.marks[subject.key][indicator.key] = mark(question, name, one(name));
    }
  }
  return found;
}
function parse(question, fields, one) {
  const name = "q." + question.key;
  if (question.type === "grade_matrix") return marks(question, one);
  if (question.type === "ranking") return order(question, one);
  const ticked = (fields.get(name) || []).filter((value) => value);
  if (question.type === "multiple_choice") return ticked.length ? choices(question, name, ticked) : null;
  const value = one(name);
  if (!strip(value)) return null;
  switch (question.type) {
    case "single_choice":
      if (!keys(question.options).includes(value)) throw new Refused("form.unknown_option", name);
      return { type: "choice", option: value };
    case "scale": {
      const points = whole(name, value);
      if (points < question.low || points > question.high) throw new Refused("form.out_of_range", name);
      return { type: "points", points };
    }
    case "number": return quantity(question, name, value);
    default: return words(question, name, value);
  }
}

/* ---- the whole form ---- */
function names(question) {
  switch (question.type) {
    case "grade_matrix":
      return question.subjects.flatMap((subject) => question.indicators.map(
        (indicator) => "m." + question.key + "." + subject.key + "." + indicator.key));
    case "ranking": return question.options.map((option) => "r." + question.key + "." + option.key);
    default: return ["q." + question.key];
  }
}
function refuseGaps(question, answer) {
  if (question.type !== "grade_matrix") {
    if (question.required && !answer) throw new Refused("form.missing", names(question)[0]);
    return;
  }
  if (question.required && chosen(answer).length < names(question).length) {
    throw new Refused("form.missing", names(question).find((name) => {
      const [, , subject, indicator] = name.split(".");
      return (answer.marks[subject] || {})[indicator] === null;
    }) || names(question)[0]);
  }
}
function refuseOverQuota(question, answer) {
  const quota = question.quota;
  for (const { key, label } of quota ? question.indicators : []) {
    const rows = Object.keys(answer.marks).filter((subject) => answer.marks[subject][key] === quota.option);
    if (rows.length > quota.most) {
      const grade = question.grades.find((one) => one.key === quota.option).label;
      throw new Refused("form.over_quota", "m." + question.key + "." + rows[quota.most] + "." + key,
        "“" + label + "”最多 " + quota.most + " 个部门评“" + grade + "”");
    }
  }
}

/* The part of a form that one unit's ballot covers: surveys/questionnaire/form.py, `restrict`. */
function restrict(questions, unit) {
  if (!unit) return questions;
  return questions.map((question) => (question.type === "grade_matrix"
    ? { ...question, subjects: question.subjects.filter((subject) => subject.key === unit) }
    : question)).filter((question) => (question.subjects ? question.subjects.length : question.about === unit));
}

/* `form` and its defaults as canonical JSON leaves them; `pairs` as FormData gives them. */
function read(form, unit, pairs) {
  const questions = restrict(form.sections.flatMap((section) => section.questions), unit);
  const known = new Set(questions.flatMap(names));
  const fields = new Map(), told = new Map(), answers = {}, remarks = [], shown = [];
  for (const [name, value] of pairs) {
    if (/^[mqr]\./.test(name) && !known.has(name)) throw new Refused("form.unknown_question", name);
    fields.set(name, (fields.get(name) || []).concat(value));
  }
  const one = (name) => {
    const given = (fields.get(name) || []).filter((value) => value);
    if (given.length > 1) throw new Refused("form.too_many", name);
    return given[0] || "";
  };
  for (const question of questions) {
    if (question.show_if && !holds(question.show_if, told)) continue;
    const answer = parse(question, fields, one);
    shown.push(question);
    if (answer) told.set(question.key, answer);
  }
  for (const question of shown) {
    const answer = told.get(question.key);
    refuseGaps(question, answer);
    if (question.type === "grade_matrix") refuseOverQuota(question, answer);
    if (!answer) continue;
    if (answer.type === "words") remarks.push({ question: question.key, about: question.about, words: answer.words });
    else answers[question.key] = answer;
  }
  return { answers, remarks };
}

return { Refused, read };
})();
