import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, Organisation } from "@/lib/api/types";
import { useReading } from "@/lib/session/reading";
import { Time } from "@/ui/Time";
import classes from "./Customers.module.css";
import { attributesQuery } from "./queries";

type Fact = [label: string, value: ReactNode];

function FactList({ facts }: { facts: Fact[] }) {
  const { t } = useTranslation("customers");
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t("facts")}</h2>
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function useAttributeFacts(subject: "contact" | "organisation", values: Record<string, unknown>): Fact[] {
  const definitions = useQuery(attributesQuery).data ?? [];
  return Object.entries(values).map(([key, value]) => [
    definitions.find((each) => each.subject === subject && each.key === key)?.label ?? key,
    String(value),
  ]);
}

export function ContactFacts({ contact }: { contact: Contact }) {
  const { t } = useTranslation("customers");
  const { locale } = useReading();
  const attributes = useAttributeFacts("contact", contact.attributes);
  const language = contact.language
    ? new Intl.DisplayNames([locale], { type: "language", fallback: "code" }).of(contact.language)
    : null;
  const facts: Fact[] = [
    ...attributes,
    ...(language ? [[t("field.language"), language] satisfies Fact] : []),
    ...(contact.time_zone ? [[t("field.timeZone"), contact.time_zone] satisfies Fact] : []),
    [t("field.since"), <Time key="since" at={contact.created_at} />],
  ];
  return <FactList facts={facts} />;
}

export function OrganisationFacts({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation("customers");
  const attributes = useAttributeFacts("organisation", organisation.attributes);
  const facts: Fact[] = [
    [t("field.domains"), organisation.domains.join(", ") || "–"],
    ...attributes,
    [t("field.since"), <Time key="since" at={organisation.created_at} />],
  ];
  return <FactList facts={facts} />;
}
