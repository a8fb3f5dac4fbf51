import { describe, expect, it } from "vitest";
import { permissionGroups } from "./permissionGroups";

const named = (...names: string[]) => names.map((name) => ({ name, description: "" }));

describe("permissions", () => {
  it("stand by the part of the house, the daily work first", () => {
    const groups = permissionGroups(
      named("access.role.manage", "zoo.animal.feed", "inbox.tag.manage", "inbox.conversation.see"),
    );
    expect(groups.map((group) => [group.name, group.permissions.length])).toEqual([
      ["inbox", 2],
      ["access", 1],
      ["zoo", 1],
    ]);
  });
});
