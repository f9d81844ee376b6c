"use strict";
// The translator's page: sends the form, shows the answer, offers it in every form for download.
const one = selector => document.querySelector(selector);
const form = one(".ask");
const text = one("#text");
const file = one("#file");
const result = one(".result");
const state = { answer: null, request: null, name: "translation", listed: false };

const KINDS = {
  report: ["html", "text/html"], tmx: ["tmx", "application/x-tmx+xml"],
  tsv: ["tsv", "text/tab-separated-values"], json: ["json", "application/json"],
};

async function call(address, options) {
  const response = await fetch(address, options);
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  const error = body?.error ?? { message: `The server answered with status ${response.status}.`, fields: [] };
  throw Object.assign(new Error(error.message), { fields: error.fields, retry: response.headers.get("Retry-After") });
}

// ---- what is asked -------------------------------------------------------------------------

function terms() {
  const lines = one("#terms").value.split("\n").map(line => line.trim()).filter(Boolean);
  return lines.map(line => {
    const [source, ...target] = line.split(/\s*[=＝\t]\s*/u);
    return { source, target: target.join("=") };
  });
}

function question() {
  const options = {};
  for (const box of form.querySelectorAll("[data-option]")) options[box.dataset.option] = box.checked;
  const boxes = [...form.querySelectorAll("[data-glossaries] input")];
  const fields = { render: ["html", "report", "file", "tsv", "tmx"], options, terms: terms() };
  if (state.listed) fields.glossaries = boxes.filter(box => box.checked).map(box => box.value);
  if (file.files.length || one("#format").value !== "auto") fields.format = one("#format").value;
  return fields;
}

function request() {
  const fields = question();
  if (!file.files.length) {
    fields.format ??= "auto";
    return { headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text: text.value, ...fields }) };
  }
  const body = new FormData();
  body.set("file", file.files[0]);
  for (const name of fields.render) body.append("render", name);
  for (const name of fields.glossaries?.length === 0 ? [""] : fields.glossaries ?? []) body.append("glossaries", name);
  body.set("format", fields.format);
  body.set("terms", JSON.stringify(fields.terms));
  body.set("options", JSON.stringify(fields.options));
  return { body };
}

async function translate() {
  clearErrors();
  if (!file.files.length && !text.value.trim()) return complain([{ field: "text", message: "Paste a text or choose a file." }]);
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
  const clock = setInterval(() => say(`Translating… ${seconds()} s`), 200);
  state.request = new AbortController();
  busy(true);
  try {
    const answer = await call(form.action, { method: "POST", signal: state.request.signal, ...request() });
    [, state.name, state.suffix] = /^(.*?)(?:\.([^.]*))?$/u.exec(file.files[0]?.name ?? "translation.txt");
    show(answer);
    say(`Done in ${seconds()} s.`);
  } catch (error) {
    say(error.name === "AbortError" ? "Cancelled." : "");
    if (error.name !== "AbortError") fail(error);
  } finally {
    clearInterval(clock);
    busy(false);
  }
}

// ---- what is shown -------------------------------------------------------------------------

function show(answer) {
  state.answer = answer;
  const fragment = document.createElement("template");
  fragment.innerHTML = answer.renderings.html; // written and escaped by the server
  one("[data-overview]").replaceChildren(fragment.content.querySelector(".overview"));
  const documents = one("[data-documents]");
  documents.replaceChildren(fragment.content);
  one("[data-signature]").textContent = answer.signature;
  result.hidden = false;
  const toolbar = one(".toolbar");
  toolbar.reset();
  Segments.filter(toolbar, documents);
  one("#result-title").focus({ preventScroll: true });
  result.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function download(kind) {
  const { renderings, ...json } = state.answer;
  const link = document.createElement("a");
  // What is read out of a PDF is a text; everything else comes back as what it was.
  if (kind === "file") return save(link, renderings.file, state.suffix === "pdf" ? "txt" : state.suffix ?? "txt");
  const [suffix, type] = KINDS[kind];
  const content = kind === "json" ? JSON.stringify(json, null, 2) + "\n" : renderings[kind];
  save(link, URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` })), suffix);
}

function save(link, address, suffix) {
  link.href = address;
  link.download = `${state.name}.en.${suffix}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function busy(on) {
  one(".primary").disabled = on;
  one("[data-cancel]").hidden = !on;
  result.classList.toggle("old", on);
  result.setAttribute("aria-busy", on);
}

function say(message) { one(".status").textContent = message; }

function clearErrors() {
  for (const place of form.querySelectorAll("[data-wrong]")) place.hidden = true;
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function fail(error) {
  const advice = error.retry ? ` Try again in ${error.retry} s.` : "";
  if (error instanceof TypeError) return complain([{ field: "", message: "The server cannot be reached." }]);
  complain(error.fields?.length ? error.fields : [{ field: "", message: error.message + advice }]);
}

// Each message beside the field that it is about; the rest under the button.
function complain(fields) {
  const places = new Map();
  for (const { field, message } of fields) {
    const root = field.split(/[.[]/u)[0];
    const place = (root && form.querySelector(`[data-wrong~="${CSS.escape(root)}"]`)) || form.querySelector('[data-wrong=""]');
    const line = /^terms\[(\d+)\]/u.exec(field);
    const words = line ? `Term ${+line[1] + 1}: ${field.split(".").pop()} ${message}` : root && root !== "text" && root !== "file" ? `${field}: ${message}` : message;
    places.set(place, [...(places.get(place) ?? []), words]);
  }
  for (const [place, messages] of places) {
    place.textContent = messages.join("\n");
    place.hidden = false;
    if (place.closest("details")) place.closest("details").open = true;
    const described = place.id && form.querySelector(`[aria-describedby~="${place.id}"]`);
    described?.setAttribute("aria-invalid", "true");
  }
  const first = form.querySelector("textarea[aria-invalid], select[aria-invalid]");
  first?.focus();
}

// ---- the form ------------------------------------------------------------------------------

function choose() {
  const [chosen] = file.files;
  one(".chosen").hidden = !chosen;
  text.hidden = one("[data-example]").hidden = Boolean(chosen);
  one(".source-box > label").textContent = chosen ? "Japanese document" : "Japanese text";
  if (chosen) one(".chosen-name").textContent = `${chosen.name} · ${Math.ceil(chosen.size / 1024).toLocaleString("en")} KB`;
  measure();
}

function measure() {
  const length = file.files.length ? 0 : [...text.value].length;
  one(".length").value = length ? `${length.toLocaleString("en")} characters` : "";
}

function acceptDrops() {
  const box = one("[data-drop]");
  const over = event => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    box.classList.toggle("over", event.type === "dragover");
  };
  for (const name of ["dragover", "dragleave"]) box.addEventListener(name, over);
  box.addEventListener("drop", event => {
    over(event);
    if (!event.dataTransfer.files.length) return;
    const transfer = new DataTransfer();
    transfer.items.add(event.dataTransfer.files[0]);
    file.files = transfer.files;
    choose();
  });
}

const EXAMPLE = `ベラルーシのルカシェンコ大統領は24日、ミンスクでロシアのラブロフ外相と会談した。
両者は、集団安全保障条約機構（CSTO）の首脳会議の準備と、5億ドルの融資について協議した。
会談後、大統領府は「両国の協力は新しい段階に入った」と発表した。`;

async function listGlossaries() {
  const { glossaries } = await call("/v1/glossaries");
  const place = one("[data-glossaries]");
  place.replaceChildren(...glossaries.map(glossary => {
    const label = document.createElement("label");
    label.className = "check";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", value: glossary.name, checked: glossary.default });
    const name = Object.assign(document.createElement("span"), { textContent: glossary.name });
    const size = Object.assign(document.createElement("small"), { textContent: `${glossary.entries.toLocaleString("en")} ${glossary.entries === 1 ? "entry" : "entries"}` });
    label.append(box, name, size);
    return label;
  }));
  state.listed = true;
  if (!glossaries.length) place.textContent = "None on this server";
}

form.addEventListener("submit", event => { event.preventDefault(); translate(); });
form.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
one("[data-cancel]").addEventListener("click", () => state.request?.abort());
one("[data-example]").addEventListener("click", () => { text.value = EXAMPLE; measure(); text.focus(); });
one("[data-remove]").addEventListener("click", () => { file.value = ""; choose(); text.focus(); });
one(".downloads").addEventListener("click", event => {
  const { download: kind } = event.target.dataset;
  if (kind) download(kind);
});
file.addEventListener("change", choose);
text.addEventListener("input", measure);
acceptDrops();
choose();
Segments.lightTwins();
listGlossaries().catch(error => { one("[data-glossaries]").textContent = `Not available: ${error.message}`; });
