import { describe, expect, it } from "vitest";
import { bringsOwnColours, prepare } from "./bodyHtml";

function html(source: string, images = false): string {
  const host = document.createElement("div");
  host.append(prepare(source, "mess_1", images));
  return host.innerHTML;
}

describe("the body of a message", () => {
  it("leads out in a new tab, without telling where from", () => {
    const out = html('<a href="https://x.org">x</a>');
    expect(out).toContain('target="_blank"');
    expect(out).toContain("noopener");
  });

  it("blocks remote images until asked, then asks our own proxy", () => {
    const source =
      '<img data-src="https://a/1.png" data-image="0"><img data-src="https://a/2.png" data-image="1">';
    expect(html(source)).not.toContain(" src=");
    expect(html(source, true)).toContain('src="/api/v1/inbox/messages/mess_1/images/1"');
  });

  it("lets nothing act, even if the server's sanitiser missed it", () => {
    const out = html(
      '<script>x</script><p onclick="x()">t</p><a href="javascript:x">y</a><form><input></form>',
    );
    expect(out).not.toMatch(/script|onclick|form/);
  });

  it("sees whether a letter was made for white paper", () => {
    expect(bringsOwnColours('<td bgcolor="#fff">')).toBe(true);
    expect(bringsOwnColours('<p style="margin:0;color:#222">')).toBe(true);
    expect(bringsOwnColours('<p style="margin:0">color: red</p>')).toBe(false);
  });
});
