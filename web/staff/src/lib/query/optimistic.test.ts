import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { type Pages, patchQueries, patchRows } from "./optimistic";

interface Row {
  id: string;
  status: string;
}

const pages = (...ids: string[]): Pages<Row> => ({
  pages: [{ items: ids.map((id) => ({ id, status: "open" })), next_cursor: null }],
  pageParams: [undefined],
});
const solve = (data: Pages<Row>) =>
  patchRows(data, (row) => (row.id === "b" ? { ...row, status: "solved" } : row));

describe("optimistic patches", () => {
  it("change every list that shows the row, and can be taken back", async () => {
    const client = new QueryClient();
    client.setQueryData(["inbox", "list", "mine"], pages("a", "b"));
    client.setQueryData(["inbox", "list", "all"], pages("b", "c"));
    const rollback = await patchQueries<Pages<Row>>(client, ["inbox", "list"], solve);
    const status = (view: string) =>
      client.getQueryData<Pages<Row>>(["inbox", "list", view])?.pages[0]?.items.find((row) => row.id === "b")
        ?.status;
    expect([status("mine"), status("all")]).toEqual(["solved", "solved"]);
    rollback();
    expect([status("mine"), status("all")]).toEqual(["open", "open"]);
  });

  it("leave lists without the row as they are", async () => {
    const client = new QueryClient();
    const untouched = pages("a", "c");
    client.setQueryData(["inbox", "list", "mine"], untouched);
    await patchQueries<Pages<Row>>(client, ["inbox", "list"], solve);
    expect(client.getQueryData(["inbox", "list", "mine"])).toBe(untouched);
  });

  it("do not let an answer under way overwrite them", async () => {
    const client = new QueryClient();
    client.setQueryData(["inbox", "list"], pages("b"));
    let answer: (data: Pages<Row>) => void = () => undefined;
    const under = client.fetchQuery({
      queryKey: ["inbox", "list"],
      queryFn: () =>
        new Promise<Pages<Row>>((resolve) => {
          answer = resolve;
        }),
    });
    under.catch(() => undefined);
    await patchQueries<Pages<Row>>(client, ["inbox", "list"], solve);
    answer(pages("b"));
    await Promise.resolve();
    expect(client.getQueryData<Pages<Row>>(["inbox", "list"])?.pages[0]?.items[0]?.status).toBe("solved");
  });
});
