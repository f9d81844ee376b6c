"use strict";
// Lights the twin of a hit, explains the hit under the pointer or the focus, and filters segments.
// Everything here is a convenience: without it the marks are still links to their twins.
const Segments = (() => {
  const target = link => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  function lightTwins() {
    const inspector = document.body.appendChild(document.createElement("div"));
    inspector.className = "inspector";
    inspector.hidden = true;
    inspector.setAttribute("aria-hidden", "true"); // the name of the link says the same
    let lit = null;
    const show = link => {
      lit?.classList.remove("lit");
      lit = link && target(link);
      lit?.classList.add("lit");
      inspector.hidden = !link;
      if (!link) return;
      const { term, about } = (link.dataset.term ? link : lit.querySelector("a")).dataset;
      const heading = document.createElement("b");
      heading.textContent = term;
      inspector.replaceChildren(heading, about);
    };
    const hit = event => event.target.closest?.(".hit a");
    const focused = () => document.activeElement?.closest(".hit a");
    document.addEventListener("pointerover", event => show(hit(event) ?? focused()));
    document.addEventListener("focusin", event => show(hit(event)));
    document.addEventListener("focusout", () => show(null));
    document.addEventListener("keydown", event => { if (event.key === "Escape") show(null); });
    document.addEventListener("click", event => {
      const link = hit(event);
      if (!link) return;
      event.preventDefault();
      const twin = target(link)?.querySelector("a");
      if (twin) twin.focus({ preventScroll: visible(twin) });
    });
  }

  function visible(element) {
    const box = element.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
  }

  // What a segment can be filtered by, read once from its markup.
  function describe(element) {
    const side = name => element.querySelector(name).textContent;
    const links = [...element.querySelectorAll(".source .hit a, .note[id]")];
    return {
      element,
      text: fold(side(".source") + "\n" + side(".target")),
      outcomes: new Set(["kept", "repaired", "failed"].filter(name => element.classList.contains("has-" + name))),
      flags: new Set([...element.querySelectorAll(".note.flag")].map(note => note.dataset.flag)),
      terms: new Set(links.map(link => link.dataset.term).filter(Boolean)),
    };
  }

  const fold = text => text.normalize("NFKC").toLowerCase();

  function options(select, segments, field) {
    const counts = new Map();
    for (const segment of segments) for (const name of segment[field]) counts.set(name, (counts.get(name) ?? 0) + 1);
    const names = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
    select.length = 1;
    for (const name of names) select.add(new Option(`${name} (${counts.get(name)})`, name));
    select.closest("label").hidden = names.length === 0;
  }

  function filter(toolbar, root) {
    const segments = [...root.querySelectorAll(".segment")].map(describe);
    const fields = toolbar.elements;
    options(fields.outcome, segments, "outcomes");
    options(fields.flag, segments, "flags");
    options(fields.term, segments, "terms");
    if (segments.some(segment => segment.flags.size)) fields.flag.add(new Option("any flag", "*"), 1);
    const empty = root.appendChild(document.createElement("p"));
    empty.className = "no-match";
    empty.textContent = "No segment matches this filter.";
    const apply = () => {
      const find = fold(fields.find.value.trim());
      const has = (set, value) => !value || (value === "*" ? set.size > 0 : set.has(value));
      let shown = 0;
      for (const segment of segments) {
        const wanted = segment.text.includes(find) && has(segment.outcomes, fields.outcome.value)
          && has(segment.flags, fields.flag.value) && has(segment.terms, fields.term.value);
        segment.element.hidden = !wanted;
        shown += wanted;
      }
      for (const section of root.querySelectorAll(".document")) {
        section.hidden = !section.querySelector(".segment:not([hidden])") && shown < segments.length;
      }
      empty.hidden = shown > 0 || segments.length === 0;
      const total = `${segments.length.toLocaleString("en")} segment${segments.length === 1 ? "" : "s"}`;
      toolbar.querySelector(".shown").value = shown === segments.length
        ? total : `${shown.toLocaleString("en")} of ${total}`;
    };
    toolbar.oninput = apply;
    toolbar.onreset = () => setTimeout(apply);
    toolbar.onsubmit = event => event.preventDefault();
    toolbar.hidden = segments.length === 0;
    apply();
  }

  return { lightTwins, filter };
})();

if (document.querySelector("main .document")) {
  Segments.lightTwins();
  Segments.filter(document.querySelector(".toolbar"), document.querySelector("main"));
}
