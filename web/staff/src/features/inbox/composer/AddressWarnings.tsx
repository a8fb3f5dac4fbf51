import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Time } from "@/ui/Time";
import { marksQuery } from "../customer/queries";
import type { Writing } from "./draft";
import classes from "./Warnings.module.css";

/** Who of the recipients cannot be reached, or does not want our mail. Sending stays possible: a person may know better. */
export function AddressWarnings({ writing }: { writing: Writing }) {
  const { t } = useTranslation("inbox");
  const addresses = [...writing.to, ...writing.cc, ...writing.bcc].map((each) => each.address);
  const marked = useQuery({ ...marksQuery(addresses), enabled: addresses.length > 0 }).data?.items ?? [];
  return marked.map(({ address, mark }) => (
    <div key={address} role="status" className={classes.warning}>
      <span>
        {t(`composer.mark.${mark.state}`, { address })} <Time at={mark.since} />
        {mark.answer && ` · ${mark.answer}`}
      </span>
    </div>
  ));
}
