/* What pages do beside htmx: running clocks, copying, keys, no double sending, live parts, dialogs.
   Everything works without it too, only less comfortably. */
(() => {
  "use strict";
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = () => document.body.dataset;

  /* ---- clocks: the same words as templatetags/forain.py ---- */
  const span = (ms) => {
    const minutes = Math.floor(Math.abs(ms) / 60000);
    const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24, rest = minutes % 60;
    const w = words();
    if (days) return `${days} ${w.d} ${hours} ${w.h}`;
    if (hours) return `${hours} ${w.h} ${String(rest).padStart(2, "0")}`;
    return `${rest} ${w.min}`;
  };
  const fill = (pattern, value) => pattern.replace("{}", value);
  const HOUR = 3600000;
  const tick = () => {
    const now = Date.now();
    for (const clock of all("time[data-countdown]")) {
      const left = Date.parse(clock.dateTime) - now;
      clock.textContent = fill(left < 0 ? words().late : words().left, span(left));
      clock.classList.toggle("is-late", left < 0);
      clock.classList.toggle("is-urgent", left >= 0 && left < 6 * HOUR);
      clock.classList.toggle("is-soon", left >= 6 * HOUR && left < 24 * HOUR);
    }
    for (const clock of all("time[data-ago]")) {
      const gone = now - Date.parse(clock.dateTime);
      clock.textContent = gone < 60000 ? words().now : fill(words().ago, span(gone));
    }
  };

  /* ---- sentences for screen readers and for the eye ---- */
  const say = (text) => { const place = one("#said"); if (place) place.textContent = text; };
  const banner = (text) => {
    const place = one("#banner");
    if (!place) return;
    place.hidden = !text;
    one("span", place).textContent = text || "";
  };

  /* ---- copy ---- */
  const copy = async (button) => {
    const source = one(button.dataset.copy);
    const text = source ? (source.value ?? source.textContent) : button.dataset.text;
    try {
      await navigator.clipboard.writeText(text.trim());
    } catch {
      const area = document.createElement("textarea");
      area.value = text.trim();
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.classList.add("is-copied");
    say(words().copied);
    setTimeout(() => button.classList.remove("is-copied"), 1500);
  };

  /* ---- keys: j and k walk through rows, Enter opens, / searches ---- */
  let current = "";
  const rows = () => all("[data-row]");
  const show = (row) => {
    all(".is-current").forEach((other) => other.classList.remove("is-current"));
    if (!row) return;
    current = row.id;
    row.classList.add("is-current");
  };
  const walk = (step) => {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.id === current);
    const row = list[at < 0 ? 0 : Math.min(Math.max(at + step, 0), list.length - 1)];
    show(row);
    row.scrollIntoView({ block: "nearest" });
    one("a", row)?.focus({ preventScroll: true });
  };
  const KEYS = {
    j: () => walk(1),
    k: () => walk(-1),
    "/": () => one("[data-search]")?.focus(),
    "?": () => one(".help-button")?.click(),
  };
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");

  /* ---- orders chosen in a list: kept while the list refreshes itself ---- */
  let picked = new Set();
  let lastPick = null;
  const boxes = () => all(".pick input[name=order][form=bulk]");
  const countPicks = () => {
    const place = one("[data-picked]");
    if (!place) return;
    const whole = one("#bulk input[name=everything]");
    place.textContent = whole.checked ? "∞" : String(picked.size);
    const list = boxes(), every = one("[data-pick-all]");
    if (every) every.checked = list.length > 0 && list.every((box) => box.checked);
  };
  const notePicks = () => { picked = new Set(boxes().filter((box) => box.checked).map((box) => box.value)); countPicks(); };
  const pickAgain = () => { boxes().forEach((box) => { box.checked = picked.has(box.value); }); notePicks(); };
  const pickRange = (box) => {
    const list = boxes(), from = list.indexOf(lastPick), to = list.indexOf(box);
    if (from < 0 || to < 0) return;
    list.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((other) => { other.checked = box.checked; });
  };
  const currentBox = () => one(".pick input[name=order]", document.getElementById(current) || document.createElement("p"));
  const toggle = () => { const box = currentBox(); if (box) { box.checked = !box.checked; notePicks(); } };
  const press = (key) => {
    const button = one(`#bulk button[data-key=${key}]`);
    if (!button) return;
    const box = currentBox();
    if (!picked.size && box) { box.checked = true; notePicks(); }
    if (picked.size) button.form.requestSubmit(button);
  };
  KEYS.x = toggle;
  KEYS.a = () => press("a");
  KEYS.s = () => press("s");

  /* ---- numbers scanned or pasted one below the other ---- */
  const column = () => all("input[data-column]");
  const scanned = (event) => {
    if (event.key !== "Enter" || !event.target.matches("input[data-column]")) return;
    event.preventDefault();
    const list = column(), next = list[list.indexOf(event.target) + 1];
    (next || one("button[name=step]", event.target.form)).focus();
  };
  const pasted = (event) => {
    if (!event.target.matches?.("input[data-column]")) return;
    const lines = event.clipboardData.getData("text").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    const list = column(), start = list.indexOf(event.target);
    lines.forEach((line, place) => { if (list[start + place]) list[start + place].value = line; });
  };
  document.addEventListener("keydown", scanned);
  document.addEventListener("paste", pasted);

  /* ---- a form that was kept while somebody logged in anew: its old token is worth nothing, so it takes today's ---- */
  const renewed = async (form) => {
    try {
      const page = new DOMParser().parseFromString(await (await fetch("/password/")).text(), "text/html");
      one("input[name=csrfmiddlewaretoken]", form).value = one("input[name=csrfmiddlewaretoken]", page).value;
    } catch { /* then the next page says what to do, and keeps the form too */ }
    form.submit();
  };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-resend]") || event.defaultPrevented) return;
    event.preventDefault();
    if (event.target.dataset.sent) return;
    event.target.dataset.sent = "1";
    renewed(event.target);
  });

  /* ---- nothing is sent twice ---- */
  const guard = (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || event.submitter?.hasAttribute("data-file")) return;
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.sent = "1";
    const button = event.submitter;
    setTimeout(() => {
      all("button[type=submit], button:not([type])", form).forEach((other) => { other.disabled = true; });
      if (button) { button.disabled = true; button.classList.add("btn-loading"); }
      all(`button[form="${form.id}"]`).forEach((other) => { if (form.id) other.disabled = true; });
    });
  };
  const release = () => {
    all("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      const buttons = [...all("button", form), ...(form.id ? all(`button[form="${form.id}"]`) : [])];
      buttons.forEach((button) => { button.disabled = false; button.classList.remove("btn-loading"); });
    });
  };

  /* ---- live parts: asked again with their ETag, swapped only when changed, nothing lost ---- */
  let opened = [];
  const isLive = (element) => element instanceof Element && element.hasAttribute("data-live");
  const selecting = (element) => {
    const selection = getSelection();
    return selection && !selection.isCollapsed && element.contains(selection.anchorNode);
  };
  const ask = (event) => {
    const element = event.detail.elt;
    if (!isLive(element)) return;
    if (document.hidden || selecting(element)) { event.preventDefault(); return; }
    if (element.dataset.etag) event.detail.headers["If-None-Match"] = element.dataset.etag;
  };
  const answered = (event) => {
    const { elt, xhr } = event.detail;
    if (xhr && xhr.status >= 200 && xhr.status < 400) banner("");
    if (!isLive(elt) || !xhr) return;
    if (xhr.status === 200) { elt.dataset.etag = xhr.getResponseHeader("ETag") || ""; say(words().updated); }
    if (xhr.status === 401) banner(words().expired);
    else if (xhr.status >= 500) banner(words().trouble);
  };
  const before = (event) => {
    opened = all("details[open][id]", event.detail.target).map((details) => details.id);
  };
  const after = (event) => {
    opened.forEach((id) => { const details = document.getElementById(id); if (details) details.open = true; });
    if (event.detail.target.id === "dialog-body") openDialog();
    if (event.detail.target.id === "drawer-body" && !one("#drawer").open) one("#drawer").showModal();
    show(document.getElementById(current));
    pickAgain();
    tick();
  };

  /* ---- files: their names in our own words ---- */
  const nameFiles = () => all(".file input").forEach((input) => {
    const place = one(".file-name", input.parentElement), names = [...input.files].map((file) => file.name);
    place.textContent = names.join(", ") || place.dataset.none;
    place.classList.toggle("is-chosen", names.length > 0);
  });

  /* ---- a box that ticks its whole group ---- */
  const groups = () => all("[data-group]").forEach((group) => {
    const list = all("input:not([data-every])", group), ticked = list.filter((box) => box.checked).length;
    const every = one("[data-every]", group);
    every.checked = ticked === list.length;
    every.indeterminate = ticked > 0 && !every.checked;
  });
  const ticked = (box) => {
    if (box.matches("[data-every]")) all("input", box.closest("[data-group]")).forEach((other) => { other.checked = box.checked; });
    groups();
  };

  /* ---- kept texts ---- */
  const takeText = (button) => {
    const field = document.getElementById(button.dataset.fill);
    field.value = button.dataset.words;
    field.focus();
    field.dispatchEvent(new Event("filled"));
  };

  /* ---- dialogs ---- */
  const openDialog = () => {
    const dialog = one("#dialog");
    if (!dialog.open) dialog.showModal();
    one("[autofocus], .is-invalid, input:not([type=hidden]), select", dialog)?.focus();
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const copier = target.closest("button[data-copy], button[data-text]");
    if (copier) copy(copier);
    const filler = target.closest("button[data-fill]");
    if (filler) takeText(filler);
    if (target.closest("[data-unpick]")) { one("#bulk input[name=everything]").checked = false; picked.clear(); pickAgain(); }
    if (target.matches(".pick input[name=order]")) { if (event.shiftKey) pickRange(target); lastPick = target; notePicks(); }
    if (target.id === "dialog" || target.id === "drawer") target.close();
    const closer = target.closest("dialog[open] [data-close-link]");
    if (closer) { event.preventDefault(); closer.closest("dialog").close(); }
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all("details.menu[open]").forEach((menu) => { menu.open = false; });
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "Enter" && current && event.target === document.body) {
      one("a", document.getElementById(current))?.click();
    } else if (KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(".file input")) nameFiles();
    if (event.target.matches("[data-group] input")) ticked(event.target);
    if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
    if (event.target.matches("[data-pick-all]")) { boxes().forEach((box) => { box.checked = event.target.checked; }); notePicks(); }
    if (event.target.matches("#bulk input[name=everything]")) countPicks();
  });
  document.addEventListener("submit", guard);
  addEventListener("pageshow", () => { release(); notePicks(); nameFiles(); groups(); });
  document.addEventListener("htmx:configRequest", ask);
  document.addEventListener("htmx:afterRequest", (event) => { answered(event); if (!isLive(event.detail.elt)) release(); });
  document.addEventListener("htmx:beforeSwap", before);
  /* on a phone a table loses its head: numbers and `named` cells say what they are, and the tab one is on is in sight */
  const heads = () => all(".list").forEach((table) => {
    const names = all("thead th", table).map((head) => head.textContent.trim());
    all("tbody td.num, tbody td.named", table).forEach((cell) => { if (names[cell.cellIndex] && (cell.matches(".named") || !/\p{L}/u.test(cell.textContent))) cell.dataset.head = names[cell.cellIndex]; });
  });
  const tabInSight = () => all(".tabs a[aria-current]").forEach((tab) => { tab.closest(".tabs").scrollLeft = Math.max(0, tab.offsetLeft - 48); });
  document.addEventListener("htmx:afterSwap", heads);
  document.addEventListener("htmx:afterSwap", after);
  document.addEventListener("htmx:sendError", () => { banner(words().offline); release(); });
  addEventListener("offline", () => banner(words().offline));
  addEventListener("online", () => banner(""));
  document.addEventListener("DOMContentLoaded", () => { heads(); tabInSight(); tick(); setInterval(tick, 15000); });
})();
