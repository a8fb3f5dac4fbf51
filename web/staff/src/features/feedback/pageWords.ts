/** What the survey's page and mail say besides the programme's own words, as the server has it (`page/words.rs`). */
export interface PageWords {
  title: string;
  confirm: string;
  note: string;
  further: string;
  leave: string;
  happiness: readonly [string, string, string];
}

const ENGLISH: PageWords = {
  title: "Your opinion",
  confirm: "Send my answer",
  note: "A click opens a page on which you confirm your choice. You can change your answer there later.",
  further: "Would you like to tell us more?",
  leave: "No more surveys, please",
  happiness: ["Not good", "Okay", "Great"],
};

const GERMAN: PageWords = {
  title: "Ihre Meinung",
  confirm: "Antwort absenden",
  note: "Ein Klick öffnet eine Seite, auf der Sie Ihre Wahl bestätigen. Dort können Sie Ihre Antwort auch später noch ändern.",
  further: "Möchten Sie uns mehr dazu sagen?",
  leave: "Bitte keine Umfragen mehr",
  happiness: ["Nicht gut", "In Ordnung", "Großartig"],
};

/** The words of a language; English for those the server has none of. */
export function pageWords(language: string): PageWords {
  return language.toLowerCase().startsWith("de") ? GERMAN : ENGLISH;
}
