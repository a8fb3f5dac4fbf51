import { Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconKeyboard, IconLogout, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { setDensity, useDensity } from "@/lib/preferences";
import { useMe, useSignOut } from "@/lib/session/session";
import { Avatar } from "@/ui/Avatar";
import classes from "./PersonMenu.module.css";
import { paths } from "./paths";

const SCHEMES = ["light", "dark", "auto"] as const;
const DENSITIES = ["compact", "comfortable"] as const;

/** The signed-in person: own settings, how the screen looks, signing out. */
export function PersonMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation("app");
  const { person } = useMe();
  const density = useDensity();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chosen = (yes: boolean) => (yes ? <IconCheck size={16} /> : <span className={classes.blank} />);
  return (
    <Menu position="right-end" width={240}>
      <Menu.Target>
        <button type="button" className={classes.button} aria-label={t("nav.person", { name: person.name })}>
          <Avatar name={person.name} color={person.avatar_color} size={32} />
        </button>
      </Menu.Target>
      <Menu.Dropdown data-keys="own">
        <div className={classes.who}>
          <strong>{person.name}</strong>
          <span>{person.email}</span>
        </div>
        <Menu.Item component={Link} to={paths.profile} leftSection={<IconUser size={16} />}>
          {t("nav.profile")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} rightSection={<kbd>?</kbd>} onClick={onHelp}>
          {t("commands.keys")}
        </Menu.Item>
        <Menu.Label>{t("scheme.label")}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === colorScheme}
            leftSection={chosen(scheme === colorScheme)}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`scheme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("density.label")}</Menu.Label>
        {DENSITIES.map((each) => (
          <Menu.Item
            key={each}
            role="menuitemradio"
            aria-checked={each === density}
            leftSection={chosen(each === density)}
            onClick={() => setDensity(each)}
          >
            {t(`density.${each}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t("nav.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
