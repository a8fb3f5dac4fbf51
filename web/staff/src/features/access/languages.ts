/** The languages of the screens, each in its own words. */
export const LANGUAGE_CHOICES = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
];
