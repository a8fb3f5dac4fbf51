import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { useState } from "react";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { expect, it, vi } from "vitest";
import en from "@/features/insight/i18n/en.json";
import type { ReportElement } from "@/lib/api/schema";
import { metricsQuery } from "../../queries";
import { blankPlan } from "../packs";
import { Elements } from "./Elements";
import { blank } from "./elements";
import { valuesOf } from "./planForm";

vi.mock("@/lib/session/session", () => ({ useMay: () => true, useMe: () => ({ person: { id: "pers_1" } }) }));
vi.mock("../../filter/choices", () => ({
  useChoices: () => ({ team: [], agent: [], channel: [], topic: [] }),
  usePartName: () => (_: string, part: string) => part,
}));

const metric = (code: string, name: string) => ({
  metric: code,
  name,
  unit: "duration",
  good: "down",
  formula: "",
  excluded: "",
  version: 1,
});

async function open(first: ReportElement[]) {
  const i18n = i18next.createInstance();
  await i18n.use(initReactI18next).init({
    lng: "en",
    ns: ["insight"],
    resources: { en: { insight: en } },
    interpolation: { escapeValue: false },
  });
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  queries.setQueryData(metricsQuery.queryKey, {
    items: [metric("created", "Conversations begun"), metric("first_response_time", "First response time")],
  } as never);
  const latest: { elements: ReportElement[] } = { elements: first };
  function Page() {
    const [elements, setElements] = useState(first);
    latest.elements = elements;
    const plan = { ...valuesOf(blankPlan("", "built", "month", "en")), elements };
    return <Elements elements={elements} plan={plan} onChange={setElements} />;
  }
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <MantineProvider env="test">
          <Page />
        </MantineProvider>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return { user: userEvent.setup(), latest };
}

// Fields of this many choices take long to show on a machine that builds at once.
const PATIENCE = 60_000;

const whats = (elements: readonly ReportElement[]) => elements.map((element) => element.what);

it(
  "parts are added, moved by their arrows and taken out; each is named by what it shows",
  async () => {
    const { user, latest } = await open([blank("figures"), blank("trend")]);
    expect(screen.getByRole("group", { name: "the trend of: First response time" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Add a part" }));
    await user.click(await screen.findByRole("menuitem", { name: "what customers said" }));
    expect(whats(latest.elements)).toEqual(["figures", "trend", "quotes"]);
    await user.click(screen.getByRole("button", { name: "what customers said: one place earlier" }));
    expect(whats(latest.elements)).toEqual(["figures", "quotes", "trend"]);
    await user.click(screen.getByRole("button", { name: "Remove the trend of: First response time" }));
    expect(whats(latest.elements)).toEqual(["figures", "quotes"]);
  },
  PATIENCE,
);

it(
  "a sentence changes what it says, and keeps its figure",
  async () => {
    const { user, latest } = await open([blank("trend", "created")]);
    const sentence = screen.getByRole("group", { name: "the trend of: Conversations begun" });
    await user.click(within(sentence).getByRole("combobox", { name: "What is shown" }));
    await user.click(await screen.findByRole("option", { name: "a comparison of" }));
    expect(latest.elements).toEqual([
      { what: "parts", metrics: ["created"], by: "team", filter: { teams: [], channels: [], topics: [] } },
    ]);
  },
  PATIENCE,
);
