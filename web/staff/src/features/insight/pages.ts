/** The pages behind the routes, fetched together. */
export { ActionPage } from "./actions/ActionPage";
export { ActionsPage } from "./actions/ActionsPage";
export { AlertsPage } from "./alerts/AlertsPage";
export { DepartmentPage } from "./dashboards/DepartmentPage";
export { SatisfactionPage } from "./dashboards/SatisfactionPage";
export { AgentsPage, ChannelsPage, TeamsPage, TopicsPage } from "./dashboards/SplitPage";
export { DictionaryPage } from "./dictionary/DictionaryPage";
export { FigurePage } from "./figures/FigurePage";
export { GoalsPage } from "./goals/GoalsPage";
export { DataHealthPage } from "./health/DataHealthPage";
export { BottlenecksPage } from "./improve/BottlenecksPage";
export { GapsPage } from "./improve/GapsPage";
export { BacklogPage } from "./live/BacklogPage";
export { LivePage } from "./live/LivePage";
export { OwnPage } from "./own/OwnPage";
export { SeriesPage } from "./series/SeriesPage";
export { LooksPage } from "./trust/LooksPage";
export { WallboardsPage } from "./wallboards/WallboardsPage";
