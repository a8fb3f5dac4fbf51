const KEPT = "qd.signOn.target";

/** Only an address of this house; never another site's, however it is disguised. */
export function ownAddress(address: unknown): string | undefined {
  // Browsers leave tabs and line breaks out of addresses: "/<tab>/elsewhere" is another site.
  const own = typeof address === "string" && /^\/(?![/\\])[^\t\n\r]*$/.test(address);
  return own ? address : undefined;
}

/** Remembers in this window where somebody wanted to go, while they are away at the provider. */
export function keepTarget(target: string | undefined): void {
  try {
    if (target) window.sessionStorage.setItem(KEPT, target);
    else window.sessionStorage.removeItem(KEPT);
  } catch {
    // A browser without storage leads to the first page instead.
  }
}

/** Where somebody wanted to go before they left for the provider. */
export function keptTarget(): string | undefined {
  try {
    return ownAddress(window.sessionStorage.getItem(KEPT));
  } catch {
    return undefined;
  }
}
