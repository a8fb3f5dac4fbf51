interface Node {
  id: string;
  parent_id?: string | null | undefined;
  name: string;
}

/** A topic with how deep it lies. */
export interface Branch<T> {
  topic: T;
  depth: number;
}

/** The tree in reading order: every topic before those below it, siblings by name. */
export function treeOrder<T extends Node>(topics: readonly T[]): Branch<T>[] {
  const below = new Map<string | null, T[]>();
  for (const topic of topics) {
    const parent = topics.some((each) => each.id === topic.parent_id) ? (topic.parent_id ?? null) : null;
    below.set(parent, [...(below.get(parent) ?? []), topic]);
  }
  const walk = (parent: string | null, depth: number): Branch<T>[] =>
    (below.get(parent) ?? [])
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap((topic) => [{ topic, depth }, ...walk(topic.id, depth + 1)]);
  return walk(null, 0);
}

/** Where a topic can be moved: anywhere but to itself and to what lies below it. */
export function possibleParents<T extends Node>(topics: readonly T[], moved: string | null): T[] {
  const barred = new Set<string>();
  const bar = (id: string) => {
    barred.add(id);
    for (const topic of topics) if (topic.parent_id === id && !barred.has(topic.id)) bar(topic.id);
  };
  if (moved) bar(moved);
  return topics.filter((topic) => !barred.has(topic.id));
}
