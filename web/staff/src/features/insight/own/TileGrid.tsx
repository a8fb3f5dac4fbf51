import { Accessibility } from "@dnd-kit/dom";
import { DragDropProvider } from "@dnd-kit/react";
import { isSortable, useSortable } from "@dnd-kit/react/sortable";
import { ActionIcon } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconGripVertical, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDefinitions } from "../dictionary/useDefinitions";
import classes from "./Own.module.css";
import { TileView } from "./TileView";
import { moved, type Tile } from "./tiles";

interface Props {
  tiles: Tile[];
  /** Only while the dashboard is being arranged. */
  onChange?: ((tiles: Tile[]) => void) | undefined;
}

/** The tiles in their order. While they are arranged each has a handle to drag (or to move by keys) and plain buttons. */
export function TileGrid({ tiles, onChange }: Props) {
  const { t } = useTranslation("insight");
  const { entry } = useDefinitions();
  if (!onChange) {
    return (
      <ul className={classes.grid}>
        {tiles.map((tile) => (
          <li key={tile.id} className={classes.tile} data-wide={tile.kind !== "figure" || undefined}>
            <TileView tile={tile} />
          </li>
        ))}
      </ul>
    );
  }
  const nameOf = (id: unknown) => entry(tiles.find((tile) => tile.id === id)?.metric ?? "")?.name ?? "";
  const announcements = {
    dragstart: (event: { operation: { source: { id: unknown } | null } }) =>
      t("own.picked", { name: nameOf(event.operation.source?.id) }),
    dragend: (event: { operation: { source: { id: unknown } | null } }) =>
      t("own.dropped", { name: nameOf(event.operation.source?.id) }),
  };
  return (
    <DragDropProvider
      plugins={(usual) => [
        ...usual,
        Accessibility.configure({
          announcements,
          screenReaderInstructions: { draggable: t("own.howToMove") },
        }),
      ]}
      onDragEnd={({ canceled, operation: { source } }) => {
        if (canceled || !isSortable(source)) return;
        onChange(moved(tiles, source.initialIndex, source.index));
      }}
    >
      <ul className={classes.grid}>
        {tiles.map((tile, index) => (
          <Movable
            key={tile.id}
            tile={tile}
            index={index}
            name={nameOf(tile.id)}
            last={index === tiles.length - 1}
            onMove={(to) => onChange(moved(tiles, index, to))}
            onRemove={() => onChange(tiles.filter((each) => each.id !== tile.id))}
          />
        ))}
      </ul>
    </DragDropProvider>
  );
}

interface MovableProps {
  tile: Tile;
  index: number;
  name: string;
  last: boolean;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function Movable({ tile, index, name, last, onMove, onRemove }: MovableProps) {
  const { t } = useTranslation("insight");
  const { ref, handleRef, isDragging } = useSortable({ id: tile.id, index });
  return (
    <li
      ref={ref}
      className={classes.tile}
      data-wide={tile.kind !== "figure" || undefined}
      data-dragging={isDragging || undefined}
    >
      <div className={classes.handles}>
        <ActionIcon ref={handleRef} className={classes.handle} aria-label={t("own.drag", { name })}>
          <IconGripVertical size={16} />
        </ActionIcon>
        <ActionIcon
          disabled={index === 0}
          aria-label={t("own.earlier", { name })}
          onClick={() => onMove(index - 1)}
        >
          <IconArrowLeft size={16} />
        </ActionIcon>
        <ActionIcon disabled={last} aria-label={t("own.later", { name })} onClick={() => onMove(index + 1)}>
          <IconArrowRight size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t("own.removeTile", { name })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <TileView tile={tile} />
    </li>
  );
}
