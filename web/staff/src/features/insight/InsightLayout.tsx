import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/session/session";
import { MenuGroup, MenuLink, SideMenu } from "@/ui/SideMenu";
import { OwnList } from "./own/OwnList";
import { allowedSections } from "./sections";
import { Counting } from "./trust/Counting";

/** The list of all pages of figures beside the page itself; the filter bar stays as it is from page to page. */
export function InsightLayout() {
  const { t } = useTranslation("insight");
  return (
    <SideMenu label={t("nav.label")} menu={<Pages />} phone="strip">
      <Counting />
      <Outlet />
    </SideMenu>
  );
}

function Pages() {
  const { t } = useTranslation("insight");
  return (
    <>
      {allowedSections(useMe().permissions).map((section) => (
        <MenuGroup key={section.name} label={t(`nav.section.${section.name}`)}>
          {section.pages.map((page) => (
            <MenuLink key={page.name} to={page.to} keepSearch>
              {t(`nav.page.${page.name}`)}
            </MenuLink>
          ))}
        </MenuGroup>
      ))}
      <OwnList />
    </>
  );
}
