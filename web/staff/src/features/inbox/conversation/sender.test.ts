import { describe, expect, it } from "vitest";
import type { SenderCheck } from "@/lib/api/types";
import german from "../i18n/de.json";
import english from "../i18n/en.json";
import { domainOf, isDoubtful } from "./sender";

const verified: SenderCheck = {
  message_id: "msg_1",
  verdict: "verified",
  ground: "dmarc",
  from: "anna@example.org",
  spf: { result: "pass", domain: "example.org", client: "203.0.113.5" },
  dkim: [],
  dmarc: { result: "pass", policy: "reject" },
  arc: { result: "none", forwarders: [] },
  kept_out_of: null,
};

describe("a sender", () => {
  it("is in doubt when the check failed or the mail was kept apart", () => {
    expect(isDoubtful(verified)).toBe(false);
    expect(isDoubtful({ ...verified, verdict: "neutral" })).toBe(false);
    expect(isDoubtful({ ...verified, verdict: "unchecked" })).toBe(false);
    expect(isDoubtful({ ...verified, verdict: "failed" })).toBe(true);
    expect(isDoubtful({ ...verified, verdict: "neutral", kept_out_of: "conv_1" })).toBe(true);
  });

  it("has a domain", () => {
    expect(domainOf("anna@example.org")).toBe("example.org");
    expect(domainOf('"a@b"@example.org')).toBe("example.org");
  });

  it("is explained for every ground, in both languages", () => {
    const grounds: Record<SenderCheck["ground"], true> = {
      dmarc: true,
      signature: true,
      server: true,
      forwarder: true,
      nothing_to_go_by: true,
      domain_only_watches: true,
      server_unknown: true,
      quarantine: true,
      reject: true,
      several_senders: true,
      written_for_another: true,
      no_answer: true,
    };
    for (const words of [english, german]) {
      expect(Object.keys(words.sender.ground).sort()).toEqual(Object.keys(grounds).sort());
    }
  });
});
