import { useLayoutEffect, useRef } from "react";
import { bringsOwnColours, prepare } from "./bodyHtml";
import classes from "./MessageBody.module.css";

interface Props {
  message: string;
  html: string;
  showRemoteImages: boolean;
}

const STYLE = `
  :host { display: block; contain: content; overflow-x: auto; overflow-wrap: anywhere; color: inherit; font: inherit; }
  p { margin: 0 0 0.75em; } p:last-child { margin-bottom: 0; }
  ul, ol { margin: 0 0 0.75em; padding-inline-start: 1.6em; }
  blockquote { margin: 0 0 0.75em; padding-inline-start: 12px; border-inline-start: 2px solid var(--qd-line-strong); color: var(--qd-text-2); }
  pre { overflow-x: auto; padding: 8px 12px; background: var(--qd-sunken); border-radius: 4px; font-size: 0.8125rem; white-space: pre-wrap; }
  code { font-size: 0.8125rem; } a { color: var(--qd-info); } img { max-width: 100%; height: auto; }
  img[data-src]:not([src]) { min-width: 24px; min-height: 24px; outline: 1px dashed var(--qd-line-strong); color: var(--qd-text-3); font-size: 0.75rem; }
  table { border-collapse: collapse; max-width: 100%; } td, th { vertical-align: top; } hr { border: 0; border-top: 1px solid var(--qd-line); }
  [data-mention] { color: var(--qd-info); font-weight: 500; }
`;

/**
 * The sanitised HTML of a message in a shadow tree of its own: the letter's styles cannot reach the page, the page's
 * cannot reach the letter, and `contain` keeps even `position: fixed` inside. No script can run: the server's
 * sanitiser takes them out and the content security policy refuses what might be left.
 */
export function MessageBody({ message, html, showRemoteImages }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const shadow = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = STYLE;
    shadow.replaceChildren(style, prepare(html, message, showRemoteImages));
  }, [html, message, showRemoteImages]);
  // A letter that sets colours was made for white paper, and gets it in the dark scheme too.
  return <div ref={host} className={classes.body} data-paper={bringsOwnColours(html) || undefined} />;
}
