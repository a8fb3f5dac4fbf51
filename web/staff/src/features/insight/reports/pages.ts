/** The pages of reports, fetched when the first of them is opened. */
export { PlanPage } from "./builder/PlanPage";
export { ReportPage } from "./editor/ReportPage";
export { ReportsPage } from "./ReportsPage";
