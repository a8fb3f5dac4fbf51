import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface Props {
  /** Where the whole table lies. */
  address: string;
  children: ReactNode;
}

/** Takes a whole table away as a file, with all rows and not only those on the page. */
export function TableLink({ address, children }: Props) {
  return (
    <Button
      component="a"
      href={address}
      download
      variant="subtle"
      size="compact-sm"
      leftSection={<IconDownload size={14} aria-hidden="true" />}
    >
      {children}
    </Button>
  );
}
