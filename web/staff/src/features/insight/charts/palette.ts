/** The colours of a chart: those of the page, read where it stands, so that dark and light agree with everything else. */
export interface Palette {
  text: string;
  quiet: string;
  line: string;
  series: string;
  before: string;
  accent: string;
  danger: string;
  paper: string;
  font: string;
}

export function paletteOf(element: HTMLElement): Palette {
  const style = window.getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: colour("--qd-text"),
    quiet: colour("--qd-text-3"),
    line: colour("--qd-line"),
    series: colour("--qd-info"),
    before: colour("--qd-line-strong"),
    accent: colour("--qd-accent"),
    danger: colour("--qd-danger"),
    paper: colour("--qd-raised"),
    font: style.fontFamily,
  };
}
