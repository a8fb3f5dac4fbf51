import { amount, dayText, duration, share, written } from "../../numbers/format";
import type { Cell, ChartUnit } from "./model";

const MICROSECONDS = 1_000_000;

/** A cell in the words of the report's language. */
export function cellText(cell: Cell, locale: string): string {
  switch (cell.cell) {
    case "nothing":
      return "–";
    case "text":
      return cell.value;
    case "count":
      return amount(cell.value, locale);
    case "number": {
      const [value = 0, digits = 0] = cell.value;
      const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      return written(value, locale, options);
    }
    case "share":
      return share(cell.value, locale);
    case "duration":
      return duration(cell.value / MICROSECONDS, locale);
    case "money": {
      const [hundredths, currency] = cell.value;
      return written(hundredths / 100, locale, { style: "currency", currency });
    }
    case "day":
      return dayText(cell.value, locale, "full");
  }
}

/** A value of a chart in the words of its unit. */
export function chartValue(value: number, unit: ChartUnit, locale: string): string {
  if (unit === "share") return share(value, locale);
  return unit === "duration" ? duration(value / MICROSECONDS, locale) : amount(value, locale);
}
