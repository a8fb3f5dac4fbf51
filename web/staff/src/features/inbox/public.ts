import { lazy } from "react";

/** What other features may show of the inbox. */
export { ConversationLines } from "./lines/ConversationLines";

/** A formatted text in a form; its editor is fetched when it is shown. */
export const RichField = lazy(() =>
  import("./composer/RichField").then((module) => ({ default: module.RichField })),
);

/** The dialog in which a mail to somebody begins a conversation. */
export const NewConversation = lazy(() =>
  import("./compose/NewConversation").then((module) => ({ default: module.NewConversation })),
);
