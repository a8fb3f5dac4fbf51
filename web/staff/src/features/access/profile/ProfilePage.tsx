import { useTranslation } from "react-i18next";
import { useMay, useMe } from "@/lib/session/session";
import { Avatar } from "@/ui/Avatar";
import { PageFrame } from "@/ui/PageFrame";
import { useRoles } from "../people/useChoices";
import { OwnPasskeys } from "../secondFactor/OwnPasskeys";
import { OwnSecondFactor } from "../secondFactor/OwnSecondFactor";
import { OwnTokens } from "./OwnTokens";
import { PasswordSection } from "./PasswordForm";
import { PersonForm } from "./PersonForm";
import classes from "./Profile.module.css";
import { Sessions } from "./Sessions";

/** What belongs to oneself: name, language, signature, password, sessions, tokens. */
export function ProfilePage() {
  const { t } = useTranslation("access");
  const { person, teams } = useMe();
  const { nameOf } = useRoles();
  const tokens = useMay("access.token.create");
  return (
    <PageFrame title={t("profile.title")}>
      <div className={classes.head}>
        <Avatar name={person.name} color={person.avatar_color} size={48} />
        <div>
          <div className={classes.name}>{person.name}</div>
          <div className={classes.about}>
            {person.email} · {nameOf(person.role.id, person.role.name)}
            {teams.length > 0 && ` · ${teams.map((team) => team.name).join(", ")}`}
          </div>
        </div>
      </div>
      <PersonForm key={person.version} person={person} />
      <PasswordSection />
      <OwnSecondFactor />
      <OwnPasskeys />
      <Sessions />
      {tokens && <OwnTokens />}
    </PageFrame>
  );
}
