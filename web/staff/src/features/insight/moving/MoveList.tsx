import { Accessibility } from "@dnd-kit/dom";
import { DragDropProvider } from "@dnd-kit/react";
import { isSortable, useSortable } from "@dnd-kit/react/sortable";
import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./MoveList.module.css";
import { moved } from "./moved";

interface Props<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  /** What an item is called, by its key: for whoever hears instead of sees. */
  nameOf: (key: string) => string;
  onChange: (items: T[]) => void;
  /** With a button to take an item out. */
  removable?: boolean;
  className?: string | undefined;
  itemClassName?: string | undefined;
  /** Items that take more room. */
  wide?: (item: T) => boolean;
  render: (item: T, handles: ReactNode) => ReactNode;
}

type DragEvent = { operation: { source: { id: unknown } | null } };

/** Things in an order of somebody's own: each has a handle to drag (or to move by keys) and plain buttons. */
export function MoveList<T>(props: Props<T>) {
  const { items, keyOf, nameOf, onChange, className } = props;
  const { t } = useTranslation("insight");
  const said = (event: DragEvent) => ({ name: nameOf(String(event.operation.source?.id ?? "")) });
  const announcements = {
    dragstart: (event: DragEvent) => t("own.picked", said(event)),
    dragend: (event: DragEvent) => t("own.dropped", said(event)),
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
        onChange(moved(items, source.initialIndex, source.index));
      }}
    >
      <ul className={className}>
        {items.map((item, index) => (
          <Movable key={keyOf(item)} {...props} item={item} index={index} />
        ))}
      </ul>
    </DragDropProvider>
  );
}

function Movable<T>({
  items,
  item,
  index,
  keyOf,
  nameOf,
  onChange,
  removable,
  itemClassName,
  wide,
  render,
}: Props<T> & { item: T; index: number }) {
  const { t } = useTranslation("insight");
  const { ref, handleRef, isDragging } = useSortable({ id: keyOf(item), index });
  const name = nameOf(keyOf(item));
  const handles = (
    <div className={classes.handles}>
      <ActionIcon ref={handleRef} className={classes.handle} aria-label={t("own.drag", { name })}>
        <IconGripVertical size={16} />
      </ActionIcon>
      <ActionIcon
        disabled={index === 0}
        aria-label={t("own.earlier", { name })}
        onClick={() => onChange(moved(items, index, index - 1))}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        disabled={index === items.length - 1}
        aria-label={t("own.later", { name })}
        onClick={() => onChange(moved(items, index, index + 1))}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      {removable && (
        <ActionIcon
          aria-label={t("own.removeTile", { name })}
          onClick={() => onChange(items.filter((each) => each !== item))}
        >
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </div>
  );
  return (
    <li
      ref={ref}
      className={itemClassName}
      data-wide={wide?.(item) || undefined}
      data-dragging={isDragging || undefined}
    >
      {render(item, handles)}
    </li>
  );
}
