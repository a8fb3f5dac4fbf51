import type { Address } from "@/lib/api/types";

const PLAUSIBLE = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]{2,}$/;

/** Whether it can be an e-mail address at all; only the other side knows whether it exists. */
export function plausible(address: string): boolean {
  return PLAUSIBLE.test(address);
}

/** Reads what people type or paste: `Anna <anna@x.org>, bob@y.org`. What is no address is given back in `rest`. */
export function readAddresses(text: string): { found: Address[]; rest: string } {
  const found: Address[] = [];
  const rest: string[] = [];
  for (const part of text.split(/[,;\n]+/).map((each) => each.trim())) {
    if (!part) continue;
    const named = /^"?([^"<]*?)"?\s*<([^<>]+)>$/.exec(part);
    const address = (named?.[2] ?? part).trim();
    if (!plausible(address)) rest.push(part);
    else found.push({ address, name: named?.[1]?.trim() ?? "" });
  }
  return { found, rest: rest.join(", ") };
}

/** Adds without doubling; the address decides, not its case or name. */
export function addAddresses(known: Address[], more: Address[]): Address[] {
  const seen = new Set(known.map((each) => each.address.toLowerCase()));
  return [
    ...known,
    ...more.filter((each) => !seen.has(each.address.toLowerCase()) && seen.add(each.address.toLowerCase())),
  ];
}
