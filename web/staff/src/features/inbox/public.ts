/** What other features may show of the inbox. */
export { ConversationLines } from "./lines/ConversationLines";
