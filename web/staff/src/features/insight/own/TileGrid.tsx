import { useDefinitions } from "../dictionary/useDefinitions";
import { MoveList } from "../moving/MoveList";
import classes from "./Own.module.css";
import { TileView } from "./TileView";
import type { Tile } from "./tiles";

interface Props {
  tiles: Tile[];
  /** Only while the dashboard is being arranged. */
  onChange?: ((tiles: Tile[]) => void) | undefined;
}

const isWide = (tile: Tile) => tile.kind !== "figure";

/** The tiles in their order; while they are arranged each can be moved and taken out. */
export function TileGrid({ tiles, onChange }: Props) {
  const { entry } = useDefinitions();
  if (!onChange) {
    return (
      <ul className={classes.grid}>
        {tiles.map((tile) => (
          <li key={tile.id} className={classes.tile} data-wide={isWide(tile) || undefined}>
            <TileView tile={tile} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <MoveList
      items={tiles}
      keyOf={(tile) => tile.id}
      nameOf={(id) => entry(tiles.find((tile) => tile.id === id)?.metric ?? "")?.name ?? ""}
      onChange={onChange}
      removable
      className={classes.grid}
      itemClassName={classes.tile}
      wide={isWide}
      render={(tile, handles) => (
        <>
          <div className={classes.handles}>{handles}</div>
          <TileView tile={tile} />
        </>
      )}
    />
  );
}
