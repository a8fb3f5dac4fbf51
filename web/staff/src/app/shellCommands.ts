import { useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Command, useCommands } from "@/lib/keys/commands";
import { setDensity, useDensity } from "@/lib/preferences";
import { useMay, useSignOut } from "@/lib/session/session";
import { undoLast } from "@/ui/toast";
import { paths } from "./paths";

interface Openers {
  openPalette: () => void;
  openHelp: () => void;
}

/** What can be done on every page. */
export function useShellCommands({ openPalette, openHelp }: Openers): void {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const density = useDensity();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const seesFigures = useMay("insight.figures.read");
  const go = t("commands.go");
  const view = t("commands.view");
  const commands: Command[] = [
    {
      id: "app.palette",
      label: t("commands.palette"),
      group: view,
      keys: ["mod+k"],
      palette: false,
      whileTyping: true,
      run: openPalette,
    },
    { id: "app.undo", label: t("commands.undo"), group: view, keys: ["mod+z"], run: undoLast },
    { id: "app.keys", label: t("commands.keys"), group: view, keys: ["?"], run: openHelp },
    {
      id: "app.go.inbox",
      label: t("nav.inbox"),
      group: go,
      keys: ["g i"],
      run: () => void navigate({ to: paths.inbox, params: { view: "mine" } }),
    },
    {
      id: "app.go.search",
      label: t("nav.search"),
      group: go,
      keys: ["/", "g s"],
      run: () => void navigate({ to: paths.search }),
    },
    {
      id: "app.go.customers",
      label: t("nav.customers"),
      group: go,
      keys: ["g c"],
      run: () => void navigate({ to: paths.customers }),
    },
    ...(seesFigures
      ? [
          {
            id: "app.go.insight",
            label: t("nav.insight"),
            group: go,
            keys: ["g f"],
            run: () => void navigate({ to: paths.insight }),
          },
        ]
      : []),
    {
      id: "app.go.surveys",
      label: t("nav.surveys"),
      group: go,
      keys: ["g u"],
      run: () => void navigate({ to: paths.surveys }),
    },
    {
      id: "app.go.administration",
      label: t("nav.administration"),
      group: go,
      keys: ["g a"],
      run: () => void navigate({ to: paths.administration }),
    },
    {
      id: "app.go.profile",
      label: t("nav.profile"),
      group: go,
      keys: ["g p"],
      run: () => void navigate({ to: paths.profile }),
    },
    {
      id: "app.density",
      label: t(density === "compact" ? "density.toComfortable" : "density.toCompact"),
      group: view,
      run: () => setDensity(density === "compact" ? "comfortable" : "compact"),
    },
    ...(["light", "dark", "auto"] as const)
      .filter((scheme) => scheme !== colorScheme)
      .map((scheme) => ({
        id: `app.scheme.${scheme}`,
        label: t(`scheme.to.${scheme}`),
        group: view,
        run: () => setColorScheme(scheme),
      })),
    { id: "app.signOut", label: t("nav.signOut"), group: view, run: () => void signOut() },
  ];
  useCommands(commands);
}
