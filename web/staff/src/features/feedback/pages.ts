/** The pages behind the routes, fetched together. */
export { FollowUpsPage } from "./FollowUpsPage";
export { InsightsPage } from "./InsightsPage";
export { ProgrammePage } from "./ProgrammePage";
export { ProgrammesPage } from "./ProgrammesPage";
export { ThemesPage } from "./ThemesPage";
