import { useSyncExternalStore } from "react";

/** A message in the corner. */
export interface Toast {
  id: string;
  title?: string;
  message: string;
  kind: "said" | "failed";
  seconds: number;
  action?: { label: string | null; run: () => void };
}

const MOST = 4;
let toasts: readonly Toast[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function show(toast: Toast): void {
  set([...toasts.filter((each) => each.id !== toast.id), toast].slice(-MOST));
}

export function hideToast(id: string): void {
  set(toasts.filter((each) => each.id !== id));
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentToasts);
}

/** A short message that goes away by itself. */
export function toast(message: string): void {
  show({ id: crypto.randomUUID(), message, kind: "said", seconds: 4 });
}

/** Something went wrong; stays long enough to be read. */
export function toastError(title: string, message: string): void {
  show({ id: crypto.randomUUID(), title, message, kind: "failed", seconds: 15 });
}

interface Undo {
  message: string;
  onUndo: () => void;
  /** The word on the button; "Undo" unless told otherwise. */
  action?: string;
  seconds?: number;
  /** A toast with the same id replaces the older one. */
  id?: string;
}

/** What was done, with a way back for some seconds. */
export function toastUndo({ message, onUndo, action, seconds = 10, id = crypto.randomUUID() }: Undo): void {
  const run = () => {
    hideToast(id);
    onUndo();
  };
  show({ id, message, kind: "said", seconds, action: { label: action ?? null, run } });
}

/** Takes back what was done last, as long as its message is there. */
export function undoLast(): void {
  [...toasts]
    .reverse()
    .find((each) => each.action)
    ?.action?.run();
}
