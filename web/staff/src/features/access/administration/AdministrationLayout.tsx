import { IconChevronLeft } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useMe } from "@/lib/session/session";
import { MenuGroup, MenuLink, SideMenu } from "@/ui/SideMenu";
import classes from "./AdministrationLayout.module.css";
import { allowedSections } from "./sections";

/** The list of administration's pages beside the page itself; on a phone one or the other. */
export function AdministrationLayout() {
  const { t } = useTranslation("access");
  const home =
    useLocation({ select: (location) => location.pathname.replace(/\/$/, "") }) === paths.administration;
  return (
    <SideMenu label={t("administration.label")} menu={<Pages />} phone="apart">
      {!home && (
        <Link to={paths.administration} className={classes.back}>
          <IconChevronLeft size={16} /> {t("administration.all")}
        </Link>
      )}
      <Outlet />
    </SideMenu>
  );
}

function Pages() {
  const { t } = useTranslation("access");
  return (
    <>
      <Link to={paths.administration} className={classes.home} activeOptions={{ exact: true }}>
        {t("administration.title")}
      </Link>
      {allowedSections(useMe().permissions).map((section) => (
        <MenuGroup key={section.name} label={t(`administration.section.${section.name}`)}>
          {section.pages.map((page) => (
            <MenuLink key={page.name} to={page.to}>
              {t(`administration.page.${page.name}`)}
            </MenuLink>
          ))}
        </MenuGroup>
      ))}
    </>
  );
}
