import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCommands } from "@/lib/keys/commands";
import { useMe } from "@/lib/session/session";
import { allowedSections } from "./sections";

/** Every page of administration that the person may open, for the palette. */
export function useAdministrationCommands(): void {
  const { t } = useTranslation("access");
  const navigate = useNavigate();
  const sections = allowedSections(useMe().permissions);
  useCommands(
    sections.flatMap((section) =>
      section.pages.map((page) => ({
        id: `administration.${page.name}`,
        label: t(`administration.page.${page.name}`),
        group: t("administration.title"),
        keywords: t(`administration.about.${page.name}`),
        run: () => void navigate({ to: page.to }),
      })),
    ),
  );
}
