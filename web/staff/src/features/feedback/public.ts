/** What other features may show of surveys. */
export { ConversationRating } from "./ConversationRating";
export { Voices } from "./Voices";
