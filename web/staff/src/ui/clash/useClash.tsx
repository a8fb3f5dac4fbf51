import type { UseFormReturnType } from "@mantine/form";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { ClashNotice } from "./ClashNotice";
import { type Clash, differences, isTouched, joined } from "./clashes";
import type { WordsOf } from "./fieldWords";

interface Options<T, V> {
  /** The thing as it is known now; none when it is being made. */
  thing: T | null;
  valuesOf: (thing: T) => V;
  form: UseFormReturnType<V>;
  words: WordsOf;
}

/** What a form needs to know while others may change the same thing. */
export interface Editing<T> {
  /** The version whose values the form began with or was brought up to: the one to hand to the server. */
  version: number;
  /** What others changed, to be decided about; nothing when nobody did. */
  notice: ReactNode;
  /** Not everything is decided yet. */
  undecided: boolean;
  /** Grows when values were put into the form; the key of fields that only look at their first value. */
  round: number;
  /** The thing was saved: what it is now is where the next change begins. */
  saved: (thing: T) => void;
}

/**
 * Watches a thing while a form edits it. When somebody else changes it, what was typed stays; fields that were not touched take
 * the new value, and for each of the others the writer chooses before it can be saved again.
 */
export function useClash<T extends { version: number }, V extends object>(
  options: Options<T, V>,
): Editing<T> {
  const { thing, valuesOf, form, words } = options;
  const begin = (from: T) => ({ version: from.version, values: valuesOf(from) });
  const [base, setBase] = useState(() => (thing ? begin(thing) : null));
  const [clashes, setClashes] = useState<Clash[]>([]);
  const [round, setRound] = useState(0);
  const put = (path: string, value: unknown) => {
    form.setFieldValue(path as never, value as never);
    setRound((before) => before + 1);
  };
  const meet = useEffectEvent(() => {
    if (!thing || !base || thing.version <= base.version) return;
    const next = begin(thing);
    const mine = form.getValues();
    const found = differences(base.values, mine, next.values);
    for (const each of found) if (!each.touched) put(each.path, each.theirs);
    if (isTouched(base.values, mine)) setClashes((open) => joined(open, found));
    // Into a form in which nothing was typed the new values simply come.
    else form.resetDirty(next.values);
    setBase(next);
  });
  const version = thing?.version;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is the event that is met
  useEffect(() => meet(), [version]);
  const choose = (path: string, choice: "mine" | "theirs") => {
    const clash = clashes.find((each) => each.path === path);
    if (!clash) return;
    put(path, clash[choice]);
    setClashes(clashes.map((each) => (each.path === path ? { ...each, choice } : each)));
  };
  return {
    version: base?.version ?? 0,
    notice: clashes.length > 0 && <ClashNotice clashes={clashes} words={words} onChoose={choose} />,
    undecided: clashes.some((each) => each.choice === null),
    round,
    saved: (next) => {
      setBase(begin(next));
      setClashes([]);
    },
  };
}
