// Shows the API from its own document: no library, nothing loaded from elsewhere, usable by keyboard and screen reader.
"use strict";

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};

const resolve = (api, schema) => {
  if (schema && schema.$ref) return api.components.schemas[schema.$ref.split("/").pop()] ?? {};
  return schema ?? {};
};

const typeOf = (schema) => {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants) return variants.map(typeOf).join(" | ");
  if (schema.allOf) return schema.allOf.map(typeOf).join(" & ");
  if (schema.type === "array" || (Array.isArray(schema.type) && schema.type.includes("array"))) return `${typeOf(schema.items)}[]`;
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(" | ");
  return [].concat(schema.type ?? "any").join(" | ") + (schema.format ? ` (${schema.format})` : "");
};

// An example made from the schema, where none is given.
const example = (api, schema, depth = 0) => {
  const known = resolve(api, schema);
  if (schema?.example !== undefined) return schema.example;
  if (known.example !== undefined) return known.example;
  if (known.examples?.length) return known.examples[0];
  if (depth > 6) return null;
  if (known.enum) return known.enum[0];
  const parts = known.allOf;
  if (parts) return Object.assign({}, ...parts.map((part) => example(api, part, depth + 1)));
  const variant = (known.oneOf ?? known.anyOf)?.find((one) => one.type !== "null");
  if (variant) return example(api, variant, depth + 1);
  const type = [].concat(known.type ?? []).find((one) => one !== "null");
  if (type === "object" || known.properties) {
    return Object.fromEntries(Object.entries(known.properties ?? {}).map(([key, value]) => [key, example(api, value, depth + 1)]));
  }
  if (type === "array") return [example(api, known.items, depth + 1)];
  return { integer: 1, number: 1.5, boolean: true, string: "text" }[type] ?? null;
};

const parameters = (operation) => {
  if (!operation.parameters?.length) return null;
  const rows = operation.parameters.map((one) =>
    element("tr", null,
      element("td", null, element("code", null, one.name), one.required ? " (required)" : ""),
      element("td", null, one.in), element("td", null, typeOf(one.schema)), element("td", null, one.description ?? "")));
  const head = element("tr", null, ...["Name", "In", "Type", "Meaning"].map((word) => element("th", { scope: "col" }, word)));
  return element("div", null, element("h3", null, "Parameters"), element("table", null, element("thead", null, head), element("tbody", null, ...rows)));
};

const sample = (api, title, content) => {
  const [kind, media] = Object.entries(content ?? {})[0] ?? [];
  if (!media?.schema || !kind.includes("json")) return kind ? element("p", null, `${title}: ${kind}`) : null;
  const text = JSON.stringify(media.example ?? example(api, media.schema), null, 2);
  return element("div", null, element("h3", null, `${title}: ${typeOf(media.schema)}`), element("pre", { tabindex: "0" }, text));
};

const answers = (api, operation) => {
  const rows = Object.entries(operation.responses).map(([status, answer]) =>
    element("tr", null, element("td", null, element("code", null, status)), element("td", null, answer.description ?? "")));
  const good = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  return element("div", null, sample(api, "Answer", good?.[1].content), element("h3", null, "Statuses"), element("table", null, element("tbody", null, ...rows)));
};

const section = (api, verb, path, operation) => {
  const summary = element("summary", null, element("span", { class: "verb" }, verb.toUpperCase()), element("code", null, path), element("span", null, operation.summary ?? ""));
  const details = element("details", { id: operation.operationId }, summary);
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    const body = element("div", { class: "body" });
    if (operation.description) body.append(element("p", null, operation.description));
    const parts = [parameters(operation), sample(api, "Request", operation.requestBody?.content), answers(api, operation)];
    body.append(...parts.filter(Boolean));
    details.append(body);
  });
  return details;
};

const show = (api) => {
  const groups = new Map((api.tags ?? []).map((tag) => [tag.name, { words: tag.description, rows: [] }]));
  for (const [path, verbs] of Object.entries(api.paths)) {
    for (const [verb, operation] of Object.entries(verbs)) {
      if (!operation.operationId) continue;
      const tag = operation.tags?.[0] ?? "other";
      if (!groups.has(tag)) groups.set(tag, { words: "", rows: [] });
      groups.get(tag).rows.push({ node: section(api, verb, path, operation), text: `${verb} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase() });
    }
  }
  const search = element("input", { type: "search", "aria-label": "Find an operation", placeholder: "Find an operation" });
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/);
    for (const group of groups.values()) {
      for (const row of group.rows) row.node.hidden = !words.every((word) => row.text.includes(word));
    }
  });
  const intro = (api.info.description ?? "").split("\n\n").map((words) => element("p", null, words));
  const link = element("p", null, element("a", { href: "/api/openapi.json" }, "openapi.json"));
  const main = document.getElementById("docs");
  main.replaceChildren(element("h1", null, `${api.info.title} API ${api.info.version}`), ...intro, link, search);
  for (const [name, group] of groups) {
    main.append(element("h2", { id: name }, name), element("p", null, group.words ?? ""), ...group.rows.map((row) => row.node));
  }
};

fetch("/api/openapi.json").then((answer) => answer.json()).then(show);
