function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** How well a text fits what was typed: beginnings beat words, words beat scattered letters; 0 is no fit. */
export function fitness(text: string, query: string): number {
  const where = fold(text);
  const what = fold(query).trim();
  if (!what) return 50;
  if (where.startsWith(what)) return 100;
  const words = where.split(/[\s/.,-]+/);
  if (words.some((word) => word.startsWith(what))) return 80;
  if (what.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)))) return 60;
  if (where.includes(what)) return 40;
  let position = 0;
  for (const letter of what.replaceAll(" ", "")) {
    position = where.indexOf(letter, position) + 1;
    if (position === 0) return 0;
  }
  return 10;
}
