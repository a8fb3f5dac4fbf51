import { Popover } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useEffect } from "react";

const loadList = () => import("./PickList");
const PickList = lazy(() => loadList().then((module) => ({ default: module.PickList })));

export interface Choice {
  value: string;
  label: string;
  mark?: ReactNode;
  /** Shown small behind the label. */
  hint?: ReactNode;
}

export interface PickProps {
  choices: Choice[];
  chosen: readonly string[];
  onPick: (value: string) => void;
  /** What is typed when nothing fits may be made new (tags). */
  onCreate?: (text: string) => void;
  createLabel?: (text: string) => string;
  opened: boolean;
  onOpenedChange: (opened: boolean) => void;
  /** Stays open after a choice. */
  several?: boolean;
  searchLabel: string;
  emptyLabel: string;
  children: ReactNode;
}

/** A short list to choose from, with a field that narrows it; opened by a button or by a key. */
export function PickMenu(props: PickProps) {
  const { opened, onOpenedChange, children } = props;
  // Not part of the first load, but there before a fast typist opens it: no key may be lost.
  useEffect(() => void loadList(), []);
  return (
    <Popover
      opened={opened}
      onChange={onOpenedChange}
      // At once: what is typed after the key belongs to the list already.
      transitionProps={{ duration: 0 }}
      position="bottom-start"
      width={264}
      trapFocus
      returnFocus
      withinPortal
      middlewares={{ flip: true, shift: { padding: 8 } }}
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={0} data-keys="own">
        <Suspense>{opened && <PickList {...props} />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
