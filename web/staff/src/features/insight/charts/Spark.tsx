import classes from "./Spark.module.css";

const WIDTH = 120;
const HEIGHT = 28;

/** How a figure went, without words: the value beside it says the rest. Decorative. */
export function Spark({ values }: { values: (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 3) return null;
  const top = Math.max(...known) || 1;
  const x = (index: number) => (index / (values.length - 1)) * (WIDTH - 4) + 2;
  const y = (value: number) => HEIGHT - 2 - (value / top) * (HEIGHT - 4);
  let path = "";
  let pen = "M";
  for (const [index, value] of values.entries()) {
    if (value === null) {
      pen = "M";
    } else {
      path += `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = "L";
    }
  }
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.spark} aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
