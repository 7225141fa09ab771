/* The sandbox's console: asks the control API beside it, shows what it says, in two languages. */
(async () => {
  "use strict";
  const API = "/_control";
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const make = (name, given = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
      if (key === "onclick") node.addEventListener("click", value);
      else if (value === true) node.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  const words = await (await fetch("words.json")).json();
  const asked = new URLSearchParams(location.search).get("lang") || localStorage.getItem("language") || navigator.language;
  let language = asked.startsWith("fr") ? "fr" : "en";
  const local = () => (language === "en" ? "en-GB" : "fr");
  const say = (key) => words[language].page[key] ?? words.en.page[key] ?? key;
  const told = (group, key, otherwise) => words[language][group]?.[key] ?? otherwise;

  /* ---- calls ---- */
  const trouble = (text) => { one("#trouble").hidden = !text; one("#trouble").textContent = text || ""; };
  const call = async (method, path, body) => {
    const headers = body === undefined ? {} : { "Content-Type": "application/json" };
    let answer;
    try {
      answer = await fetch(API + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    } catch {
      trouble(say("gone"));
      throw new Error(say("gone"));
    }
    trouble("");
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.detail || answer.status);
    return found;
  };

  /* ---- the clock ---- */
  let clock = null, readAt = 0;
  const showClock = () => {
    if (!clock) return;
    const now = new Date(Date.parse(clock.now) + (Date.now() - readAt) * clock.speed);
    one("#now").textContent = now.toLocaleString(local(), { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });
    one("#now").dateTime = now.toISOString();
    one("#pace").textContent = clock.frozen ? say("frozen") : clock.speed === 1 ? say("natural") : `× ${clock.speed}`;
  };
  const readClock = async () => { clock = await call("GET", "/clock"); readAt = Date.now(); showClock(); };
  const moveClock = async (change) => {
    clock = await call("PATCH", "/clock", change);
    readAt = Date.now();
    showClock();
    one("#said").textContent = say("happened").replace("{}", clock.happened);
    await refresh();
  };
  const HOUR = 3600;
  const MOVES = [["m10", { move: 600 }], ["h1", { move: HOUR }], ["d1", { move: 24 * HOUR }], ["d3", { move: 72 * HOUR }], ["w1", { move: 168 * HOUR }], ["freeze", { freeze: true }], ["run", { freeze: false }], ["fast", { speed: 60 }]];
  const showMoves = () => one("#moves").replaceChildren(...MOVES.map(([key, change]) => make("button", { type: "button", onclick: () => attempt(() => moveClock(change)) }, say(key))));
  one("#set-clock").addEventListener("submit", (event) => {
    event.preventDefault();
    const moment = one("#moment").value;
    if (moment) attempt(() => moveClock({ set: new Date(moment).toISOString() }));
  });

  /* ---- faults as switches ---- */
  let faults = { faults: [], kinds: {} };
  const showFaults = () => {
    const rows = Object.entries(faults.kinds).map(([kind, summary]) => {
      const rules = faults.faults.filter((rule) => rule.fault.kind === kind && rule.left !== 0);
      const struck = faults.faults.filter((rule) => rule.fault.kind === kind).reduce((sum, rule) => sum + rule.struck, 0);
      const on = rules.length > 0;
      const button = make("button", { type: "button", role: "switch", "aria-checked": String(on), "data-fault": kind, onclick: () => attempt(() => turn(kind, on)) },
        make("span", { class: "knob", "aria-hidden": "true" }), make("span", {}, told("faults", kind, [kind, summary])[0]),
        make("span", { class: "struck" }, struck ? say("struck").replace("{}", struck) : ""), make("small", {}, told("faults", kind, [kind, summary])[1]));
      return make("li", {}, button);
    });
    const focused = document.activeElement?.dataset?.fault;
    one("#faults").replaceChildren(...rows);
    if (focused) one(`[data-fault="${focused}"]`)?.focus();
  };
  const readFaults = async () => {
    const found = await call("GET", "/faults");
    if (JSON.stringify(found) === JSON.stringify(faults)) return;
    faults = found;
    showFaults();
  };
  const turn = async (kind, on) => {
    for (const rule of faults.faults.filter((one) => one.fault.kind === kind)) await call("DELETE", `/faults/${encodeURIComponent(rule.id)}`);
    if (!on) {
      const count = one("#fault-count").value;
      await call("POST", "/faults", { kind, stage: one("#fault-stage").value || "*", ...(count ? { count: Number(count) } : {}) });
    }
    await readFaults();
  };

  /* ---- the ledger ---- */
  let after = 0, entries = [];
  const readLedger = async () => {
    const found = await call("GET", `/ledger?after=${after}&limit=500`);
    if (found.total < after) { after = 0; entries = []; return readLedger(); }
    const fresh = found.entries.length && after > 0;
    entries = [...found.entries.map((entry) => ({ ...entry, fresh })).reverse(), ...entries.map((entry) => ({ ...entry, fresh: false }))].slice(0, 300);
    const changed = found.entries.length > 0 || after === 0;
    after += found.entries.length;
    one("#total").textContent = say("total").replace("{}", found.total);
    one("#repeated").hidden = !found.repeated.length;
    one("#repeated").textContent = found.repeated.map((item) => say("twice").replace("{effect}", item.effect).replace("{target}", item.target).replace("{times}", item.times)).join(" · ");
    if (changed) showLedger();
    if (after < found.total) await readLedger();
  };
  const showLedger = () => {
    const shown = one("#only-seller").checked ? entries.filter((entry) => entry.by === "seller") : entries;
    one("#quiet").hidden = shown.length > 0;
    one("#entries").replaceChildren(...shown.map((entry) => {
      const details = Object.entries(entry.details).map(([name, value]) => `${name}=${value}`).join(" ");
      const row = make("tr", { class: [entry.fresh ? "is-new" : "", entry.by === "seller" ? "is-seller" : ""].join(" ").trim() || null });
      const when = new Date(entry.at).toLocaleString(local(), { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
      row.append(make("td", { class: "num" }, String(entry.number)), make("td", { class: "num", title: entry.at }, when), make("td", {}, stageName(entry.stage)), make("td", {}, told("by", entry.by, entry.by)), make("td", { title: entry.effect }, told("effects", entry.effect, entry.effect.replaceAll("_", " ")), make("div", { class: "soft mono" }, entry.service)), make("td", { class: "mono" }, entry.target, details ? make("div", { class: "soft" }, details) : null));
      return row;
    }));
  };
  one("#only-seller").addEventListener("change", showLedger);

  /* ---- playing a part: forms made of the control API's own description ---- */
  let stages = [], document_ = null, stage = "", control = "";
  const NAMES = { rakuten_fr: "Rakuten France", spartoo: "Spartoo" };
  const stageName = (id) => NAMES[id] || id;
  const resolved = (schema) => {
    if (schema?.$ref) return resolved(document_.components.schemas[schema.$ref.split("/").pop()]);
    const choice = schema?.anyOf?.find((part) => part.type !== "null");
    return choice ? { ...resolved(choice), default: schema.default, nullable: true } : schema;
  };
  const showStages = () => one("#stages").replaceChildren(...stages.map((item) => make("button", { type: "button", "aria-pressed": String(item.id === stage), onclick: () => { stage = item.id; control = Object.keys(item.controls)[0]; showPlay(); } }, stageName(item.id))));
  const showPlay = () => {
    showStages();
    const item = stages.find((other) => other.id === stage);
    one("#controls").replaceChildren(...Object.entries(item.controls).map(([name, summary]) => make("button", { type: "button", "aria-pressed": String(name === control), "data-control": name, onclick: () => { control = name; showPlay(); } }, told("controls", `${stage}/${name}`, summary))));
    showForm();
  };
  const showForm = () => {
    const route = document_.paths[`${API}/${stage}/${control}`].post;
    const schema = resolved(route.requestBody.content["application/json"].schema);
    const fields = Object.entries(schema.properties || {}).map(([name, raw]) => field(name, resolved(raw), (schema.required || []).includes(name)));
    one("#outcome").hidden = true;
    one("#control").replaceChildren(...fields, make("div", { class: "line" }, make("button", { class: "main" }, told("controls", `${stage}/${control}`, route.summary))));
    suggest();
  };
  const field = (name, schema, required) => {
    const label = told("fields", name, name.replaceAll("_", " ")), hint = told("hints", `${control}/${name}`, language === "en" || !/[a-z]{2}/.test(schema.description || "") ? schema.description || "" : "");
    const given = { name, "data-type": schema.type, required };
    if (schema.type === "boolean" && !schema.nullable) return make("label", { class: "check" }, make("input", { ...given, type: "checkbox", checked: schema.default === true }), label);
    let input;
    if (schema.type === "boolean") input = make("select", given, make("option", { value: "" }, say("unchanged")), make("option", { value: "true" }, say("yes")), make("option", { value: "false" }, say("no")));
    else if (schema.enum) input = make("select", given, ...schema.enum.map((value) => make("option", { selected: value === schema.default }, value)));
    else if (schema.type === "array" || schema.type === "object") input = make("textarea", { ...given, rows: 2, placeholder: schema.type === "array" ? "[…]" : "{…}", spellcheck: "false" });
    else input = make("input", { ...given, type: schema.type === "integer" || schema.type === "number" ? "number" : "text", step: schema.type === "number" ? "any" : null, value: schema.default ?? "", list: SOURCES[name] ? `list-${name}` : null, autocomplete: "off" });
    return make("label", {}, make("span", {}, label, required ? " *" : ""), input, hint ? make("small", {}, hint) : null, SOURCES[name] ? make("datalist", { id: `list-${name}` }) : null);
  };
  /* which objects of the world a field names */
  const SOURCES = { item: "items", order: "orders", file: "files" };
  const suggest = async () => {
    for (const [name, kind] of Object.entries(SOURCES)) {
      const list = document.getElementById(`list-${name}`);
      if (!list || !stages.find((item) => item.id === stage).kinds.includes(kind)) continue;
      const first = await call("GET", `/${stage}/${kind}?limit=1`);
      const start = Math.max(0, first.total - 60);
      const found = await call("GET", `/${stage}/${kind}?limit=60&cursor=${start}`);
      list.replaceChildren(...found.objects.reverse().map((object) => make("option", { value: object.id }, [object.state, object.status, object.title, object.sku].filter(Boolean).slice(0, 2).join(" · "))));
      const input = one(`#control [name=${name}]`);
      if (input && !input.value && input.required && found.objects.length) input.value = found.objects[0].id;
    }
  };
  const given = () => {
    const body = {};
    for (const input of all("#control [name]")) {
      const type = input.dataset.type;
      if (input.type === "checkbox") { body[input.name] = input.checked; continue; }
      if (input.value.trim() === "") continue;
      if (type === "boolean") body[input.name] = input.value === "true";
      else if (type === "integer" || type === "number") body[input.name] = Number(input.value);
      else if (type === "array" || type === "object") body[input.name] = JSON.parse(input.value);
      else body[input.name] = input.value;
    }
    return body;
  };
  const outcome = (text, bad) => { const place = one("#outcome"); place.hidden = false; place.classList.toggle("bad", bad); place.textContent = text; };
  one("#control").addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter || one("#control button.main");
    if (button.disabled) return;
    button.disabled = true;
    try {
      const found = await call("POST", `/${stage}/${control}`, given());
      outcome(JSON.stringify(found, null, 1), false);
      one("#said").textContent = say("done");
      await refresh();
      await suggest();
    } catch (error) {
      outcome(error.message, true);
    } finally {
      button.disabled = false;
    }
  });

  /* ---- the world ---- */
  const showWorld = async () => {
    const accounts = await call("GET", "/accounts");
    one("#accounts").replaceChildren(...Object.entries(accounts).flatMap(([id, known]) => [make("dt", {}, stageName(id)), make("dd", {}, Object.entries(known).filter(([, value]) => typeof value === "string").map(([name, value]) => `${name}: ${value}`).join("\n"))]));
  };
  one("#reset").addEventListener("click", () => { if (confirm(say("reset_sure"))) attempt(async () => { await call("POST", "/reset", {}); after = 0; entries = []; await begin(); }); });

  /* ---- all of it ---- */
  const attempt = async (act) => { try { await act(); } catch (error) { trouble(error.message); } };
  const refresh = async () => { await readLedger(); await readFaults(); };
  const speak = () => {
    document.documentElement.lang = language;
    document.title = say("title");
    all("[data-say]").forEach((node) => { node.textContent = say(node.dataset.say); });
    all("[data-lang]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.lang === language)));
    showMoves();
    showFaults();
    showLedger();
    showClock();
    const options = [make("option", { value: "" }, say("everywhere")), ...stages.map((item) => make("option", { value: item.id }, stageName(item.id)))];
    one("#fault-stage").replaceChildren(...options);
    if (stages.length) showPlay();
  };
  all("[data-lang]").forEach((button) => button.addEventListener("click", () => { language = button.dataset.lang; localStorage.setItem("language", language); speak(); }));
  const begin = async () => {
    const found = await call("GET", "/stages");
    document_ = await call("GET", "/openapi.json");
    stages = found.stages;
    one("#seed").textContent = `${say("seed")} ${found.seed}`;
    if (!stages.some((item) => item.id === stage)) { stage = stages[0]?.id || ""; control = Object.keys(stages[0]?.controls || {})[0] || ""; }
    await readClock();
    await refresh();
    await showWorld();
    speak();
    document.body.dataset.ready = "1";
  };
  const poll = async () => { if (!document.hidden) await attempt(async () => { await readClock(); await refresh(); }); setTimeout(poll, 2000); };
  await attempt(begin);
  setInterval(showClock, 500);
  setTimeout(poll, 2000);
})();
