import { paths } from "@/app/paths";
import { allowedOf } from "@/lib/session/sections";

/** The pages of the figures in the order of their list, and the permission that opens each. */
export const SECTIONS = [
  {
    name: "dashboards",
    pages: [
      { name: "department", to: paths.department, may: "insight.figures.read" },
      { name: "teams", to: paths.teamFigures, may: "insight.people.read" },
      { name: "agents", to: paths.agentFigures, may: "insight.people.read" },
      { name: "channels", to: paths.channelFigures, may: "insight.figures.read" },
      { name: "topics", to: paths.topicFigures, may: "insight.figures.read" },
      { name: "satisfaction", to: paths.satisfaction, may: "insight.figures.read" },
    ],
  },
  {
    name: "now",
    pages: [
      { name: "live", to: paths.live, may: "insight.figures.read" },
      { name: "backlog", to: paths.backlog, may: "insight.figures.read" },
      { name: "wallboards", to: paths.wallboards, may: "insight.settings.manage" },
    ],
  },
  {
    name: "improve",
    pages: [
      { name: "bottlenecks", to: paths.bottlenecks, may: "insight.people.read" },
      { name: "gaps", to: paths.gaps, may: "insight.people.read" },
      { name: "actions", to: paths.actions, may: "insight.figures.read" },
      { name: "goals", to: paths.goals, may: "insight.figures.read" },
      { name: "alerts", to: paths.alerts, may: "insight.figures.read" },
    ],
  },
  {
    name: "tell",
    pages: [{ name: "reports", to: paths.reports, may: "insight.figures.read" }],
  },
  {
    name: "trust",
    pages: [
      { name: "dictionary", to: paths.dictionary, may: "insight.figures.read" },
      { name: "looks", to: paths.looks, may: "insight.settings.manage" },
      { name: "series", to: paths.series, may: "insight.figures.read" },
      { name: "health", to: paths.dataHealth, may: "insight.people.read" },
    ],
  },
] as const;

/** What somebody with these permissions finds among the figures. */
export const allowedSections = (permissions: readonly string[]) => allowedOf(SECTIONS, permissions);
