import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/lib/api/schema";

export const FORMATS = ["pdf", "xlsx", "html"] as const;

/** The report as a file: the browser fetches it as it fetches every file. */
export function Downloads({ report }: { report: Report }) {
  const { t } = useTranslation("insight");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={14} aria-hidden="true" />}>
          {t("reports.download")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/api/v1/insight/reports/${report.id}/document?format=${format}`}
            {...(format === "html" ? { target: "_blank", rel: "noopener" } : { download: true })}
          >
            {t(`reports.format.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
