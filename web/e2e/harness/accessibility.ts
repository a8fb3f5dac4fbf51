// Accessibility rules applied to what is on the screen, in both colour schemes.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with rule, element and reason for everything that WCAG 2.2 AA forbids on this page. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  // A page that is still being fetched has nothing to judge yet.
  await expect(page.getByRole("main")).toBeVisible();
  // A phone hides the heading of what lies beneath.
  await expect(page.locator("h1").filter({ visible: true }).first()).toBeVisible();
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", scheme);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary ?? rule.help}`),
    );
    expect.soft(found, `${name}, ${scheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}
