import { defineConfig } from "@playwright/test";

// Debian's Chromium, kept from calling home: tests run on machines without the internet.
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  // Two cores carry the browser, the server, the databases and the mail servers.
  workers: 1,
  fullyParallel: false,
  // A machine that builds and tests at once may starve a browser once; what fails twice is broken.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 420_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: { executablePath: "/usr/bin/chromium", args: flags },
  },
  projects: [
    { name: "journeys", testDir: "journeys" },
    { name: "screenshots", testDir: "screenshots", timeout: 600_000 },
  ],
});
