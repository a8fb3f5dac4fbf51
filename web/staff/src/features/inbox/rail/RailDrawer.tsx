import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ViewRail } from "./ViewRail";

interface Props {
  onClose: () => void;
  onCompose: () => void;
}

/** The views over the list, where there is no room beside it. */
export function RailDrawer({ onClose, onCompose }: Props) {
  const { t } = useTranslation("inbox");
  const compose = () => {
    onClose();
    onCompose();
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      size={264}
      title={t("title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <ViewRail onCompose={compose} onChosen={onClose} />
    </Drawer>
  );
}
