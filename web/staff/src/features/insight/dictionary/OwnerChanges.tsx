import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { DataTable } from "@/ui/DataTable";
import { onePage } from "@/ui/onePage";
import { Time } from "@/ui/Time";
import { usePartName } from "../filter/choices";
import { metricChangesQuery } from "../queries";
import type { Entry } from "./useDefinitions";

/** Who answered for a figure from when on, and who said so. */
export function OwnerChanges({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const { t: app } = useTranslation("app");
  const nameOf = usePartName();
  const query = useQuery(metricChangesQuery(entry.code));
  const title = t("dictionary.changesOf", { name: entry.name });
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
        query={onePage(query, query.data)}
        keyOf={(row) => String(row.version)}
        failure={t("dictionary.failed")}
        empty={null}
        columns={[
          {
            label: t("looks.at"),
            render: (row) => row.changed_at && <Time at={row.changed_at} as="full" />,
          },
          { label: t("looks.who"), render: (row) => nameOf("agent", row.changed_by ?? "") },
          { label: t("dictionary.owner"), render: (row) => row.owner_name || t("dictionary.nobody") },
          { label: t("dictionary.note"), render: (row) => row.note },
        ]}
      />
    </Modal>
  );
}
