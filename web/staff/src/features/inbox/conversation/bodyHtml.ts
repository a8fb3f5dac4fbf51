/** Elements that never belong in a letter, should the server's sanitiser ever miss one. */
const NEVER = "script, iframe, object, embed, form, base, meta, link, template, noscript";

/** Whether a letter sets its own colours and therefore expects white paper. */
export function bringsOwnColours(html: string): boolean {
  return /\bbgcolor\s*=|<font[^>]*\bcolor\s*=|style\s*=\s*["'][^"']*(?:^|[\s;"'-])(?:background|color)[\w-]*\s*:/i.test(
    html,
  );
}

/** The nodes to show: inert, links leading out in a new tab, remote images only when asked for. */
export function prepare(html: string, message: string, showRemoteImages: boolean): DocumentFragment {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const element of parsed.querySelectorAll(NEVER)) element.remove();
  for (const element of parsed.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) if (name.startsWith("on")) element.removeAttribute(name);
  }
  for (const link of parsed.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    if (/^\s*javascript:/i.test(link.getAttribute("href") ?? "")) link.removeAttribute("href");
  }
  parsed.querySelectorAll("img[data-src]").forEach((image) => {
    const number = image.getAttribute("data-image");
    // Only ever through our own guarded proxy: the sender learns nothing about the reader.
    if (showRemoteImages && number) {
      image.setAttribute("src", `/api/v1/inbox/messages/${message}/images/${number}`);
    } else image.removeAttribute("src");
  });
  const fragment = document.createDocumentFragment();
  fragment.append(...parsed.body.childNodes);
  return fragment;
}
