import { describe, expect, it } from "vitest";
import type { ConversationRow } from "@/lib/api/types";
import { changeBody, inverse } from "./changes";
import { differingFields } from "./differences";

const row = {
  status: "open",
  priority: "normal",
  assignee: { id: "pers_1", name: "Jonas" },
  team: null,
  topic: null,
  tags: ["vip"],
  subject: "Brake",
  message_count: 3,
} as unknown as ConversationRow;

describe("changes", () => {
  it("say ids to the API, and null where something is taken away", () => {
    expect(changeBody({ assignee: null, team: { id: "team_1", name: "Repairs" }, status: "open" })).toEqual({
      assignee_id: null,
      team_id: "team_1",
      status: "open",
    });
  });

  it("do not mention what stays", () => {
    expect(Object.keys(changeBody({ priority: "high" }))).toEqual(["priority"]);
  });

  it("can be taken back", () => {
    expect(inverse({ status: "solved", assignee: null }, row)).toEqual({
      status: "open",
      assignee: { id: "pers_1", name: "Jonas" },
    });
  });
});

describe("what somebody else changed", () => {
  it("is named field by field", () => {
    const now = { ...row, status: "pending", assignee: null, message_count: 4 } as ConversationRow;
    expect(differingFields(row, now)).toEqual(["status", "assignee", "message"]);
    expect(differingFields(row, { ...row })).toEqual([]);
  });
});
