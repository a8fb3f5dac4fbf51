export type Strength = "short" | "simple" | "fair" | "good";

/** How hard a password is to guess, in four words. Length counts most; few different characters count against it. */
export function strengthOf(password: string): Strength {
  const letters = [...password];
  if (letters.length < 12) return "short";
  const different = new Set(letters.map((letter) => letter.toLowerCase())).size;
  if (different < 5 || /^(.{1,4})\1+$/.test(password)) return "simple";
  const words = password.split(/[\s._-]+/).filter((word) => word.length > 2).length;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  if (letters.length >= 20 || words >= 3 || (letters.length >= 14 && kinds >= 3)) return "good";
  return "fair";
}
