/** For tests of screens: texts, data and routes as in the house, answers of the server as the test gives them. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import i18next from "i18next";
import { type ReactNode, StrictMode } from "react";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { vi } from "vitest";
import appGerman from "@/app/i18n/de.json";
import app from "@/app/i18n/en.json";
import accessGerman from "@/features/access/i18n/de.json";
import access from "@/features/access/i18n/en.json";
import { api } from "@/lib/api/client";

export interface Answer {
  status: number;
  body?: unknown;
}

/** A request as the test looks at it. */
export interface Asked {
  params?: { path?: Record<string, string> };
  body?: Record<string, unknown>;
}

type Server = Record<string, (asked: Asked) => Answer>;

/** Answers instead of the server; returns every request by "METHOD path". What is not foreseen finds no server. */
export function answering(server: Server): Map<string, Asked[]> {
  const asked = new Map<string, Asked[]>();
  for (const method of ["GET", "POST", "PATCH", "DELETE"] as const) {
    const answer = async (path: string, init: Asked = {}) => {
      const name = `${method} ${path.replace("/api/v1/access", "")}`;
      asked.set(name, [...(asked.get(name) ?? []), init]);
      const given = server[name]?.(init);
      if (!given) throw new TypeError(`nobody answers ${name}`);
      const response = { ok: given.status < 400, status: given.status } as Response;
      return response.ok ? { data: given.body, response } : { error: given.body, response };
    };
    vi.spyOn(api, method).mockImplementation(answer as never);
  }
  return asked;
}

export const problem = (status: number, code: string, detail: string, errors?: object[]): Answer => ({
  status,
  body: { status, code, detail, ...(errors && { errors }) },
});

/** Shows pages by their paths, the first of `at`; effects run twice as in development. */
export async function show(
  pages: Record<string, () => ReactNode>,
  at: string,
  language: "en" | "de" = "en",
): Promise<{ path: () => string }> {
  const i18n = i18next.createInstance();
  await i18n.use(initReactI18next).init({
    lng: language,
    ns: ["app", "access"],
    defaultNS: "app",
    resources: { en: { app, access }, de: { app: appGerman, access: accessGerman } },
    interpolation: { escapeValue: false },
  });
  const root = createRootRoute();
  const routes = Object.entries(pages).map(([path, component]) =>
    createRoute({ getParentRoute: () => root, path, component }),
  );
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  await router.load();
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <MantineProvider env="test">
          <QueryClientProvider client={queries}>
            <RouterProvider router={router as never} />
          </QueryClientProvider>
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>,
  );
  return { path: () => router.state.location.href };
}
