/** All zones that this browser knows, by their IANA names. UTC is not among them everywhere, but always meant. */
export function timeZones(): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes("UTC") ? known : ["UTC", ...known];
}
