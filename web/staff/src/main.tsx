import "@mantine/core/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "@/ui/global.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { router } from "@/app/router";
import { startI18n } from "@/lib/i18n/i18n";
import { queryClient } from "@/lib/query/client";
import { Toaster } from "@/ui/Toaster";
import { theme } from "@/ui/theme";

const colorSchemes = localStorageColorSchemeManager({ key: "qd.scheme" });

async function start() {
  await startI18n();
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemes}>
        <QueryClientProvider client={queryClient}>
          <Suspense>
            <RouterProvider router={router} />
            <Toaster />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

// After an upgrade of the server an open page asks for parts that are gone: it then loads itself anew, once.
window.addEventListener("vite:preloadError", () => {
  const last = Number(window.sessionStorage.getItem("qd.reloaded") ?? 0);
  if (Date.now() - last < 30_000) return;
  window.sessionStorage.setItem("qd.reloaded", String(Date.now()));
  window.location.reload();
});

void start();
