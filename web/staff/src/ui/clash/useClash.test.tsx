import { MantineProvider, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { useState } from "react";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { beforeEach, describe, expect, it } from "vitest";
import de from "@/app/i18n/de.json";
import en from "@/app/i18n/en.json";
import { Problem } from "@/lib/api/problem";
import { FormModal } from "../FormModal";
import { useSave } from "../useSave";
import { wordsFrom } from "./fieldWords";
import { useClash } from "./useClash";

interface Thing {
  version: number;
  name: string;
  colour: string;
}

/** What the server holds, and what was sent to it. */
const server = { thing: { version: 1, name: "Support", colour: "blue" } as Thing, taken: [] as Thing[] };
const valuesOf = ({ name, colour }: Thing) => ({ name, colour });
const words = wordsFrom({ name: { label: "Name" }, colour: { label: "Colour" } });

function Dialog({ thing, onRefused }: { thing: Thing; onRefused: () => void }) {
  const form = useForm({ initialValues: valuesOf(thing) });
  const editing = useClash({ thing, valuesOf, form, words });
  const save = useSave({
    save: async (values: typeof form.values) => {
      const sent = { ...values, version: editing.version };
      if (sent.version !== server.thing.version) {
        onRefused();
        throw new Problem(409, "test.changed", "Somebody else changed this.");
      }
      server.taken.push(sent);
      return sent;
    },
    form,
  });
  return (
    <FormModal
      title="Thing"
      onClose={() => undefined}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput label="Name" {...form.getInputProps("name")} />
      <TextInput label="Colour" {...form.getInputProps("colour")} />
    </FormModal>
  );
}

/** A page reads the thing again after a refusal, as `useSave` makes every page do. */
function Page() {
  const [thing, setThing] = useState(server.thing);
  return <Dialog thing={thing} onRefused={() => setThing(server.thing)} />;
}

async function open(language: "en" | "de" = "en") {
  const i18n = i18next.createInstance();
  await i18n.use(initReactI18next).init({
    lng: language,
    ns: ["app"],
    defaultNS: "app",
    resources: { en: { app: en }, de: { app: de } },
    interpolation: { escapeValue: false },
  });
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <MantineProvider env="test">
          <Page />
        </MantineProvider>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return userEvent.setup();
}

const field = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });

const type = async (user: ReturnType<typeof userEvent.setup>, name: string, text: string) => {
  await user.clear(field(name));
  await user.type(field(name), text);
};

beforeEach(() => {
  server.thing = { version: 1, name: "Support", colour: "blue" };
  server.taken = [];
});

describe("a form whose thing somebody else changed", () => {
  it("keeps what was typed, shows the other's value beside it and saves only after a choice", async () => {
    const user = await open();
    await type(user, "Name", "Help");
    server.thing = { version: 2, name: "Service", colour: "green" };
    await user.click(screen.getByRole("button", { name: "Save" }));
    const notice = await screen.findByRole("alert");
    expect(notice.textContent).toContain("Take theirs: Service");
    expect(notice.textContent).toContain("Keep mine: Help");
    expect(field("Name").value).toBe("Help");
    // What was not touched here takes the new value at once, and says so.
    expect(field("Colour").value).toBe("green");
    expect(notice.textContent).toContain("Back to what it was: blue");
    const save = screen.getByRole<HTMLButtonElement>("button", { name: "Save" });
    expect(save.disabled).toBe(true);
    await user.click(screen.getByRole("radio", { name: "Keep mine: Help" }));
    await user.click(save);
    await waitFor(() => expect(server.taken).toEqual([{ version: 2, name: "Help", colour: "green" }]));
  });

  it("can take the other's value instead, and go back to its own", async () => {
    const user = await open("de");
    await type(user, "Name", "Help");
    server.thing = { version: 2, name: "Service", colour: "blue" };
    await user.click(screen.getByRole("button", { name: "Speichern" }));
    await user.click(await screen.findByRole("radio", { name: "Das andere nehmen: Service" }));
    expect(field("Name").value).toBe("Service");
    await user.click(screen.getByRole("radio", { name: "Meines behalten: Help" }));
    expect(field("Name").value).toBe("Help");
    await user.click(screen.getByRole("radio", { name: "Das andere nehmen: Service" }));
    await user.click(screen.getByRole("button", { name: "Speichern" }));
    await waitFor(() => expect(server.taken).toEqual([{ version: 2, name: "Service", colour: "blue" }]));
  });

  it("asks anew when the thing was changed once more", async () => {
    const user = await open();
    await type(user, "Name", "Help");
    server.thing = { version: 2, name: "Service", colour: "blue" };
    await user.click(screen.getByRole("button", { name: "Save" }));
    await user.click(await screen.findByRole("radio", { name: "Keep mine: Help" }));
    server.thing = { version: 3, name: "Desk", colour: "blue" };
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByRole("radio", { name: "Take theirs: Desk" });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Save" }).disabled).toBe(true);
    expect(server.taken).toEqual([]);
  });
});
