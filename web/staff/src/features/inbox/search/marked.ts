/** A highlight as text with the hits in it; all other markup is dropped, so that nothing foreign is shown as HTML. */
export function marked(html: string): { text: string; hit: boolean }[] {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const parts: { text: string; hit: boolean }[] = [];
  const walk = (node: Node, hit: boolean) => {
    if (node.nodeType === Node.TEXT_NODE && node.textContent) parts.push({ text: node.textContent, hit });
    for (const child of node.childNodes) walk(child, hit || node.nodeName === "MARK");
  };
  walk(body, false);
  return parts;
}
