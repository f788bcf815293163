"use strict";
// What the page does: the list and its search, an article with its revisions, light and dark. All text from the data
// is put in as text; nothing is parsed as HTML.

const PAGE = 50; // articles that the list shows at once
const CELLS = 4_000_000; // steps that a comparison of two texts may take

const live = document.documentElement.dataset.live;
const at = (id) => document.getElementById(id);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The value of a block of data: base64 of raw deflate of JSON. */
async function unpack(id) {
  const bytes = Uint8Array.from(atob(at(id).textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

const time = (seconds) => (seconds === null ? "–" : new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " "));
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const titleOf = (index, n) => index.title[n] || "(no title)";

// The list

function listing(index) {
  const revisions = new Map();
  index.article.forEach((article, n) => revisions.set(article, [...(revisions.get(article) ?? []), n]));
  let titles = null; // folded at the first search, which a page that is only looked at never makes
  fill(at("source"), index.sources, (name) => name || "(no source)");
  fill(at("language"), index.languages, (name) => name || "unknown");
  let found = [];
  let shown = 0;
  const search = () => {
    const words = folded(at("query").value).split(/\s+/).filter(Boolean);
    if (words.length) titles ??= index.title.map(folded);
    const [source, language] = [at("source").value, at("language").value];
    found = [...revisions.values()].map(([newest]) => newest).filter((n) =>
      (source === "" || index.source[n] === Number(source)) &&
      (language === "" || index.language[n] === Number(language)) &&
      (!at("edited").checked || revisions.get(n).length > 1) &&
      words.every((word) => titles[n].includes(word)));
    shown = 0;
    at("list").replaceChildren();
    at("found").textContent = `${found.length.toLocaleString("en")} ${found.length === 1 ? "article" : "articles"}`;
    more();
    if (at("older")) searchOlder(words.join(" "));
  };
  const more = () => {
    at("list").append(...found.slice(shown, shown + PAGE).map((n) => line(index, n, revisions.get(n).length)));
    shown += PAGE;
    at("show-more").hidden = shown >= found.length;
  };
  for (const id of ["query", "source", "language", "edited"]) at(id).addEventListener("input", search);
  at("show-more").addEventListener("click", more);
  document.querySelector(".search").hidden = false;
  search();
  return revisions;
}

// Titles that are not listed: a live page asks its server once typing pauses.

let typed = 0;
async function searchOlder(words) {
  const mine = ++typed;
  at("older").replaceChildren();
  at("older-found").textContent = "";
  if (!words) return;
  await new Promise((resume) => setTimeout(resume, 250));
  if (mine !== typed) return;
  at("older-found").textContent = "Searching all titles …";
  const answer = await fetch(`/search/${live}/${encodeURIComponent(words)}`).catch(() => null);
  const found = answer?.ok ? await answer.json() : null;
  if (mine !== typed) return;
  const count = found?.articles.length.toLocaleString("en");
  at("older-found").textContent = !found ? "The other titles cannot be searched. Load the page again."
    : found.is_complete ? `${count} more in all sources and languages that are not listed above`
    : `The newest ${count} that are not listed above; there may be more`;
  at("older").append(...(found?.articles ?? []).map(({ title, source, url, when }) => {
    const link = element("a", { dir: "auto" }, title || "(no title)");
    if (url) for (const [name, value] of [["href", url], ["rel", "noopener noreferrer"]]) link.setAttribute(name, value);
    return element("li", {},
      element("span", { class: "when" }, time(when)),
      element("span", { class: "source" }, element("bdi", {}, source || "(no source)")),
      element("span", { class: "title" }, link));
  }));
}

function fill(select, names, label) {
  const options = names.map((name, n) => [label(name), n]).sort(([a], [b]) => (a < b ? -1 : 1));
  select.append(...options.map(([text, n]) => element("option", { value: n }, text)));
}

function line(index, n, versions) {
  const link = element("a", { href: `#a=${index.id[n]}`, dir: "auto" }, titleOf(index, n));
  if (index.languages[index.language[n]]) link.lang = index.languages[index.language[n]];
  const notes = [
    versions > 1 ? `${versions} revisions` : "",
    !live && index.chunk[n] < 0 ? "no text here" : "",
  ].filter(Boolean).map((note) => element("span", { class: "note" }, ` · ${note}`));
  return element("li", {},
    element("span", { class: "when" }, time(index.published[n] ?? index.captured[n])),
    element("span", { class: "source" }, element("bdi", {}, index.sources[index.source[n]] || "(no source)")),
    element("span", { class: "title" }, link, ...notes));
}

// An article

const chunks = new Map();
async function recordOf(index, n) {
  if (live) {
    const answer = await fetch(`/text/${live}/${n}`);
    if (answer.status === 409) throw new Error("The output has changed since this page was made. Load the page again.");
    if (!answer.ok) throw new Error(`The text cannot be read (status ${answer.status}).`);
    return answer.json();
  }
  const chunk = index.chunk[n];
  if (chunk < 0) return null;
  if (!chunks.has(chunk)) chunks.set(chunk, await unpack(`data-${chunk}`));
  return chunks.get(chunk).find((record) => record.n === n) ?? null;
}

async function show(index, facts, revisions, n, compare = false) {
  const dialog = at("article");
  const close = element("button", { type: "button", class: "close" }, "Close");
  close.addEventListener("click", () => dialog.close());
  const language = index.languages[index.language[n]];
  const heading = element("h2", { id: "article-title", dir: "auto" }, titleOf(index, n));
  if (language) heading.lang = language;
  const kicker = element("p", { class: "kicker" }, element("bdi", {}, index.sources[index.source[n]] || "(no source)"),
    ` · ${time(index.published[n] ?? index.captured[n])}`);
  const body = element("div", { class: "body" });
  dialog.replaceChildren(element("header", {}, element("div", {}, kicker, heading), close), body);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  try {
    const record = await recordOf(index, n);
    const versions = revisions.get(index.article[n]);
    if (versions.length > 1) body.append(versionsOf(index, facts, revisions, versions, n, compare));
    const older = versions[versions.indexOf(n) + 1];
    if (!record) {
      body.append(element("p", { class: "quiet" }, "This page has no room for the text of this article. ",
        element("code", {}, "dateline report --serve"), " shows it."));
    } else if (compare && older !== undefined) {
      body.append(difference(await recordOf(index, older), record));
    } else {
      body.append(reading(record, facts, language));
    }
    body.append(factsOf(index, facts, record, n));
  } catch (error) {
    body.append(element("p", { class: "warning", role: "alert" }, error.message));
  }
}

function versionsOf(index, facts, revisions, versions, n, compare) {
  const group = element("div", { class: "revisions", role: "group", "aria-label": "Revisions" }, "Revisions, the newest first:");
  for (const [place, version] of versions.entries()) {
    group.append(choice(time(index.captured[version]), version === n && !compare, () => show(index, facts, revisions, version)));
    if (place + 1 < versions.length) {
      group.append(choice("what changed", version === n && compare, () => show(index, facts, revisions, version, true)));
    }
  }
  return group;
}

function choice(label, current, action) {
  const button = element("button", { type: "button", "aria-current": current }, label);
  button.addEventListener("click", action);
  return button;
}

function reading(record, facts, language) {
  const text = element("div", { class: "text", dir: "auto" }, ...paragraphs(record, facts));
  if (language) text.lang = language;
  if (record.cut) text.append(element("p", { class: "quiet" }, `${record.cut.toLocaleString("en")} more characters are not in this page.`));
  const pieces = record.removed.map(([kind, piece]) =>
    element("li", { class: facts.families[kind] ?? "notice" }, element("span", { class: "kind" }, kind), element("del", { dir: "auto" }, piece)));
  const removed = element("aside", { class: "removed", "aria-label": "Removed text" }, element("h3", {}, "Removed"),
    pieces.length ? element("ol", {}, ...pieces) : element("p", { class: "quiet" }, "Nothing was removed."));
  const key = element("p", { class: "key" }, ...["person", "organisation", "place", "other"].map((name) => element("mark", { class: name }, name)));
  return element("div", { class: "reading" }, element("div", {}, ...(record.entities.length ? [key] : []), text), removed);
}

/** The lines of the text as what they are, with links and mentions. Offsets count code points. */
function paragraphs(record, facts) {
  const points = Array.from(record.text);
  const links = record.links.filter(([, , url]) => url).map(([start, end, url]) =>
    ({ start, end, wrap: (nodes) => element("a", { href: url, ...AWAY }, ...nodes) }));
  const mentions = record.entities.flatMap(([name, label, id, , offsets]) => {
    const attributes = { class: facts.entities[label] ?? "other", title: [name, label, id].filter(Boolean).join(" · ") };
    const wrap = (nodes) => element("mark", attributes, ...nodes);
    return offsets.flatMap((start, n) => (n % 2 ? [] : [{ start, end: offsets[n + 1], wrap }]));
  });
  const layers = [links, mentions];
  for (const layer of layers) layer.sort((a, b) => a.start - b.start || b.end - a.end);
  let start = 0;
  return record.text.split("\n").map((text) => {
    const end = start + Array.from(text).length;
    const here = record.parts.filter(([, , , first, last]) => first <= start && end <= last);
    const made = shaped(here, start);
    made.append(...dressed(points, start, end, layers));
    start = end + 1;
    return made;
  });
}

/** The element of a line that parts of the text cover. */
function shaped(parts, start) {
  const heading = parts.find(([kind]) => kind === "heading");
  const item = parts.find(([kind]) => kind === "list-item");
  const made = element(heading ? `h${Math.min(6, Math.max(3, heading[1] + 1))}` : "p",
    { class: [...parts.map(([kind]) => kind), item ? `deep-${Math.min(item[1] ?? 1, 4)}` : ""].join(" ").trim() });
  const post = parts.find(([kind, , , first]) => kind === "post" && first === start);
  if (post?.[2]) made.append(element("span", { class: "post-time" }, time(post[2])));
  return made;
}

/** The text from one place to another; each layer of spans wraps what it covers. */
function dressed(points, from, to, [layer, ...rest]) {
  if (!layer) return from < to ? [points.slice(from, to).join("")] : [];
  const nodes = [];
  for (const { start, end, wrap } of layer) {
    const [first, last] = [Math.max(start, from), Math.min(end, to)];
    if (first >= last) continue;
    nodes.push(...dressed(points, from, first, rest), wrap(dressed(points, first, last, rest)));
    from = last;
  }
  return [...nodes, ...dressed(points, from, to, rest)];
}

const AWAY = { rel: "noopener noreferrer nofollow", target: "_blank" };
const LABELS = {
  authors: "Authors", tags: "Tags", published_from: "Date read from", modified_at: "Modified", feed_url: "Feed",
  canonical_url: "Canonical", access: "Access", agency: "Agency", dateline_place: "Written in", words: "Words",
  licence: "Licence", credit: "Credit", capture_digest: "Digest", pipeline_version: "Program", models: "Models",
};

function factsOf(index, facts, record, n) {
  const list = element("dl", { class: "facts" });
  const add = (label, ...content) => list.append(element("dt", {}, label), element("dd", {}, ...content));
  const bdi = (text) => element("bdi", {}, text);
  if (index.url[n]) {
    const whole = !index.url[n].endsWith("…");
    add("Address", whole ? element("a", { href: index.url[n], ...AWAY }, bdi(index.url[n])) : bdi(index.url[n]));
  }
  add("Published", time(index.published[n]));
  add("Captured", time(index.captured[n]));
  for (const [name, value] of Object.entries(record?.meta ?? {})) add(LABELS[name] ?? name, bdi(value));
  if (record?.image) {
    const [url, caption, credit] = record.image;
    const says = [caption, credit].filter(Boolean).join(" · ");
    add("Picture", ...(url ? [element("a", { href: url, ...AWAY }, bdi(url)), " "] : []), bdi(says));
  }
  add("Bytes", element("code", {}, bdi(index.capture[n])));
  const quoted = `'${index.capture[n].replaceAll("'", "'\\''")}'`;
  add("Open them", element("code", {}, bdi(`dateline open ${quoted} --output ${facts.output}`)));
  const heading = element("h3", {}, "About this record");
  if (!record?.entities.length) return element("div", {}, heading, list);
  const names = record.entities.map(([name, label, id, count]) => `${name} (${label}${id ? `, ${id}` : ""}) ${count}`);
  add("Entities", bdi(names.join("; ")));
  return element("div", {}, heading, list);
}

// Revisions

function difference(older, newer) {
  if (!older) return element("p", { class: "quiet" }, "This page has no room for the text of the revision before.");
  const whole = (record) => [record.title, ...record.text.split("\n")];
  const box = element("div", { class: "text diff", dir: "auto" });
  const runs = compared(whole(older), whole(newer));
  for (let n = 0; n < runs.length; n++) {
    const [mark, lines] = runs[n];
    const next = runs[n + 1];
    if (mark === "-" && next?.[0] === "+") {
      box.append(words(lines.join("\n"), next[1].join("\n")));
      n++;
    } else {
      for (const text of lines) box.append(element("p", {}, mark === "=" ? text : element(mark === "-" ? "del" : "ins", {}, text)));
    }
  }
  return box;
}

function words(before, after) {
  const split = (text) => text.match(/\n|\S+/gu) ?? [];
  const line = element("p");
  for (const [mark, parts] of compared(split(before), split(after))) {
    const text = parts.join(" ");
    line.append(mark === "=" ? text : element(mark === "-" ? "del" : "ins", {}, text), " ");
  }
  return line;
}

/** Runs of what stays (=), goes (-) and comes (+), by the longest common subsequence; too long a middle is exchanged whole. */
function compared(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let [m, n] = [a.length, b.length];
  while (m > start && n > start && a[m - 1] === b[n - 1]) m--, n--;
  const runs = [];
  const put = (mark, item) => (runs.at(-1)?.[0] === mark ? runs.at(-1)[1].push(item) : runs.push([mark, [item]]));
  a.slice(0, start).forEach((item) => put("=", item));
  middle(a.slice(start, m), b.slice(start, n), put);
  a.slice(m).forEach((item) => put("=", item));
  return runs;
}

function middle(a, b, put) {
  const width = b.length + 1;
  if (a.length * b.length <= CELLS) {
    const longest = new Uint16Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
      }
    }
    let [i, j] = [0, 0];
    while (i < a.length && j < b.length) {
      if (a[i] === b[j]) {
        put("=", a[i++]);
        j++;
      } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) put("-", a[i++]);
      else put("+", b[j++]);
    }
    a = a.slice(i);
    b = b.slice(j);
  }
  a.forEach((item) => put("-", item));
  b.forEach((item) => put("+", item));
}

// Light and dark

function theme() {
  const root = document.documentElement;
  const button = at("theme");
  const dark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = () => { button.textContent = dark() ? "Light" : "Dark"; };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    label();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  button.hidden = false;
  label();
}

// A live page says when there is a newer one.

function watch() {
  const ask = async () => {
    const answer = await fetch("/version").catch(() => null);
    const version = answer?.ok ? await answer.text() : live;
    if (version === live || at("newer").firstChild) return;
    at("newer").append("The output has changed. ", element("a", { href: "/" }, "Show it as it is now"));
  };
  setInterval(ask, 10_000);
}

async function start() {
  theme();
  const [facts, index] = await Promise.all([unpack("data-facts"), unpack("data-index")]);
  const revisions = listing(index);
  const number = new Map(index.id.map((id, n) => [id, n]));
  const open = () => {
    const wanted = /^#a=([0-9a-f]+)$/.exec(location.hash);
    if (wanted && number.has(wanted[1])) show(index, facts, revisions, number.get(wanted[1]));
    else if (at("article").open) at("article").close();
  };
  addEventListener("hashchange", open);
  at("article").addEventListener("close", () => {
    if (location.hash.startsWith("#a=")) history.replaceState(null, "", location.pathname + location.search);
  });
  if (live) watch();
  open();
  performance.mark("ready");
  document.documentElement.dataset.ready = "";
}

start();
