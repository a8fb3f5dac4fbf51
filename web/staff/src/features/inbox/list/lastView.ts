const KEY = "qd.view";

/** The view this person looked at last in this browser tab. */
export function lastView(): string {
  return window.sessionStorage.getItem(KEY) ?? "mine";
}

export function rememberView(view: string): void {
  window.sessionStorage.setItem(KEY, view);
}
