// The pages of a PDF as a person sees them: pictures, and the words on them.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A page: its picture, and how much of it is ink. */
export interface PaperPage {
  picture: string;
  /** From 0, a blank page, to 1, a black one. */
  ink: number;
}

/** Writes a PDF and a picture of each of its pages into a folder. */
export function pagesOf(pdf: Buffer, folder: string, name: string): PaperPage[] {
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, pdf);
  execFileSync("pdftoppm", ["-r", "80", "-png", file, join(folder, name)]);
  execFileSync("pdftoppm", ["-r", "20", "-gray", file, join(folder, name)]);
  const made = readdirSync(folder).filter((each) => each.startsWith(`${name}-`));
  return made
    .filter((each) => each.endsWith(".png"))
    .sort()
    .map((each) => ({
      picture: join(folder, each),
      ink: inkOf(readFileSync(join(folder, `${basename(each, ".png")}.pgm`))),
    }));
}

/** Returns what is written in a PDF, from top to bottom. */
export function wordsOf(pdf: Buffer): string {
  return execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" });
}

/** The share of dark points in a portable grey map. */
function inkOf(map: Buffer): number {
  const [, width, height] = /^P5\s+(\d+)\s+(\d+)\s+\d+\s/.exec(map.subarray(0, 40).toString("latin1")) ?? [];
  const points = Number(width) * Number(height);
  const pixels = map.subarray(map.length - points);
  return pixels.filter((value) => value < 128).length / points;
}
