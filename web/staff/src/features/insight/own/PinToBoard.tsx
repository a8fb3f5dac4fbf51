import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Dashboard } from "@/lib/api/schema";
import { useMay, useMe } from "@/lib/session/session";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { dashboardsQuery } from "../queries";
import { elementsOf, type Tile, tilesOf } from "./tiles";

interface Props {
  tiles: readonly Omit<Tile, "id">[];
  onClose: () => void;
}

const NEW = "new";

/** Puts tiles at the end of a dashboard that one may change, or onto a new one. */
export function PinToBoard({ tiles, onClose }: Props) {
  const { t } = useTranslation("insight");
  const me = useMe().person;
  const mayAll = useMay("insight.settings.manage");
  const boards = (useQuery(dashboardsQuery).data ?? []).filter((board) => mayAll || board.owner_id === me.id);
  const form = useForm({
    initialValues: { board: boards[0]?.id ?? NEW, name: "" },
    validate: {
      name: (name, { board }) => (board === NEW && name.trim() === "" ? t("pin.nameMissing") : null),
    },
  });
  const save = useSave({
    save: ({ board: id, name }: typeof form.values, key) => {
      const board = boards.find((each) => each.id === id);
      const there = board ? tilesOf(board.elements) : [];
      const elements = elementsOf([
        ...there,
        ...tiles.map((tile, index) => ({ ...tile, id: `new-${index}` })),
      ]);
      return board
        ? unwrap<Dashboard>(
            api.PUT("/api/v1/insight/dashboards/{id}", {
              params: { path: { id: board.id } },
              body: {
                version: board.version,
                dashboard: {
                  name: board.name,
                  audience: board.audience,
                  team_id: board.team_id ?? null,
                  elements,
                },
              },
            }),
          )
        : unwrap<Dashboard>(
            api.POST("/api/v1/insight/dashboards", {
              headers: { "Idempotency-Key": key },
              body: { name: name.trim(), audience: "me", team_id: null, elements },
            }),
          );
    },
    refresh: [["insight", "dashboards"]],
    form,
    said: t("pin.done"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={t("builder.pin")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      submit={t("pin.submit")}
    >
      <p>{t("pin.text")}</p>
      <Select
        label={t("pin.board")}
        data={[
          ...boards.map((board) => ({ value: board.id, label: board.name })),
          { value: NEW, label: t("own.new") },
        ]}
        allowDeselect={false}
        {...form.getInputProps("board")}
      />
      {form.values.board === NEW && (
        <TextInput label={t("goal.name")} data-autofocus {...form.getInputProps("name")} />
      )}
    </FormModal>
  );
}
