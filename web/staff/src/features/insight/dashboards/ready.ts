import type { Narrowed } from "../filter/search";

/** What the department is asked, and the figures that answer. */
export const QUESTIONS = [
  { name: "waiting", metrics: ["first_response_time", "next_response_time", "requester_wait"] },
  {
    name: "solving",
    metrics: [
      "full_resolution_time",
      "resolution_rate_flow",
      "resolution_rate_cohort",
      "first_contact_resolution",
      "one_touch_rate",
      "reopen_rate",
    ],
  },
  { name: "work", metrics: ["created", "solved", "replies", "transfer_rate"] },
] as const;

/** What is asked of satisfaction, and the figures that answer. */
export const SATISFACTION = [
  { name: "satisfied", metrics: ["csat", "happiness"] },
  { name: "recommend", metrics: ["nps"] },
  { name: "easy", metrics: ["ces", "ces_easy"] },
  { name: "answering", metrics: ["survey_response_rate"] },
] as const;

/** The columns of satisfaction by team, channel, topic or person. */
export const RATED = ["csat", "happiness", "nps", "ces", "survey_response_rate"] as const;

/** The columns of a comparison of teams, people, channels or topics. */
export const COMPARED = [
  "created",
  "solved",
  "first_response_time",
  "full_resolution_time",
  "first_contact_resolution",
  "one_touch_rate",
  "reopen_rate",
] as const;

/** The ready dashboards that compare. */
export const SPLITS = {
  teams: "team",
  agents: "agent",
  channels: "channel",
  topics: "topic",
} as const satisfies Record<string, Narrowed>;
export type SplitPage = keyof typeof SPLITS;
