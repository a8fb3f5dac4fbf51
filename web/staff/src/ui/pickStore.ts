import { useCombobox } from "@mantine/core";
import { useEffect } from "react";

/** A list that is always open and begins with its first option chosen. */
export function usePickStore() {
  const combobox = useCombobox({ opened: true });
  const { selectFirstOption } = combobox;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the list appears
  useEffect(() => {
    const frame = requestAnimationFrame(() => selectFirstOption());
    return () => cancelAnimationFrame(frame);
  }, []);
  return combobox;
}
