import { Modal } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { ExclusionReason } from "@/lib/api/schema";
import { DataTable } from "@/ui/DataTable";
import { Time } from "@/ui/Time";
import { usePartName } from "../filter/choices";
import { exclusionsQuery } from "../queries";

/** The conversations that are left out of some figures for a reason. */
export function ExcludedList({ reason, onClose }: { reason: ExclusionReason; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const { t: app } = useTranslation("app");
  const nameOf = usePartName();
  const query = useInfiniteQuery(exclusionsQuery(reason));
  const title = t(`health.why.${reason}`);
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={760}
      closeButtonProps={{ "aria-label": app("close") }}
    >
      <DataTable
        label={title}
        query={query}
        keyOf={(row) => row.conversation}
        failure={t("behind.failed")}
        empty={<p>{t("health.noneYours")}</p>}
        columns={[
          {
            label: t("behind.conversation"),
            render: (row) => (
              <Link
                to={paths.conversation}
                params={{ view: "all", conversation: row.conversation }}
                search={{}}
              >
                #{row.number}
              </Link>
            ),
          },
          { label: t("by.team"), render: (row) => nameOf("team", row.team ?? "") },
          { label: t("behind.at"), render: (row) => <Time at={row.created_at} as="full" /> },
        ]}
      />
    </Modal>
  );
}
