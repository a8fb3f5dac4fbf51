import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { paths } from "@/app/paths";
import type { Contact } from "@/lib/api/types";
import { Avatar } from "@/ui/Avatar";
import type { Column } from "@/ui/DataTable";
import { Time } from "@/ui/Time";
import classes from "./Customers.module.css";

/** The columns of a list of people. */
export function contactColumns(t: TFunction<"customers">, withOrganisation: boolean): Column<Contact>[] {
  const organisation: Column<Contact> = {
    label: t("field.organisation"),
    render: ({ organisation: its }) =>
      its && (
        <Link to={paths.organisation} params={{ organisation: its.id }}>
          {its.name}
        </Link>
      ),
  };
  return [
    {
      label: t("field.name"),
      render: (contact) => (
        <span className={classes.person}>
          <Avatar name={contact.name || contact.address} kind="customer" size={24} />
          <Link to={paths.contact} params={{ contact: contact.id }} className={classes.strong}>
            {contact.name || contact.address}
          </Link>
          {contact.tier !== "standard" && <span className={classes.tier}>{t(`tier.${contact.tier}`)}</span>}
        </span>
      ),
    },
    { label: t("field.address"), render: (contact) => contact.address },
    ...(withOrganisation ? [organisation] : []),
    {
      label: t("field.lastContact"),
      number: true,
      render: (contact) => contact.last_contact_at && <Time at={contact.last_contact_at} />,
    },
  ];
}
