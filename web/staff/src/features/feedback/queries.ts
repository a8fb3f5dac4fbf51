import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type * as schema from "@/lib/api/schema";
import type { ListOf, Person, Ref, Topic } from "@/lib/api/types";
import { endless } from "@/lib/query/endless";

/** A comment, how it feels and what it is about. */
export type ThemedComment =
  schema.operations["comments_list"]["responses"][200]["content"]["application/json"]["items"][number];

export const feedbackKeys = {
  all: ["feedback"],
  programmes: ["feedback", "programmes"],
  budget: ["feedback", "budget"],
  answers: ["feedback", "answers"],
  results: ["feedback", "results"],
  followUps: ["feedback", "follow-ups"],
  themes: ["feedback", "themes"],
  comments: ["feedback", "comments"],
  insights: ["feedback", "insights"],
} as const;

export const programmesQuery = queryOptions({
  queryKey: feedbackKeys.programmes,
  queryFn: () => unwrap<schema.SurveyProgrammes>(api.GET("/api/v1/feedback/programmes", {})),
});

export const programmeQuery = (id: string) =>
  queryOptions({
    queryKey: [...feedbackKeys.programmes, id],
    queryFn: () =>
      unwrap<schema.SurveyProgramme>(
        api.GET("/api/v1/feedback/programmes/{id}", { params: { path: { id } } }),
      ),
  });

export const budgetQuery = queryOptions({
  queryKey: feedbackKeys.budget,
  queryFn: () => unwrap<schema.SurveyBudget>(api.GET("/api/v1/feedback/budget", {})),
});

export interface Period {
  from: string;
  to: string;
}

export type Division = "team" | "agent" | "channel" | "topic" | "week";

export const resultsQuery = (id: string, period: Period, by: Division | undefined, zone: string) =>
  queryOptions({
    queryKey: [...feedbackKeys.results, id, period, by, zone],
    queryFn: () =>
      unwrap<schema.SurveyResults>(
        api.GET("/api/v1/feedback/programmes/{id}/results", {
          params: { path: { id }, query: { ...period, by, zone } },
        }),
      ),
  });

/** Which answers are shown. */
export interface AnswersOf extends Partial<Period> {
  programme?: string | undefined;
  conversation?: string | undefined;
  score?: number | undefined;
  team?: string | undefined;
  agent?: string | undefined;
  channel?: string | undefined;
  topic?: string | undefined;
}

export const answersQuery = (of: AnswersOf) =>
  endless<schema.SurveyAnswer>([...feedbackKeys.answers, of], (cursor) =>
    unwrap<ListOf<schema.SurveyAnswer>>(
      api.GET("/api/v1/feedback/answers", { params: { query: { ...of, cursor } } }),
    ),
  );

export const followUpsQuery = (of: { closed?: boolean; mine?: boolean; conversation?: string }) =>
  endless<schema.SurveyFollowUp>([...feedbackKeys.followUps, of], (cursor) =>
    unwrap<ListOf<schema.SurveyFollowUp>>(
      api.GET("/api/v1/feedback/follow-ups", { params: { query: { ...of, cursor } } }),
    ),
  );

export const effectQuery = (period: Period) =>
  queryOptions({
    queryKey: [...feedbackKeys.followUps, "effect", period],
    queryFn: () =>
      unwrap<schema.FollowUpEffects>(
        api.GET("/api/v1/feedback/follow-ups/effect", { params: { query: period } }),
      ),
  });

const SLOW = 10 * 60_000;

export const peopleQuery = queryOptions({
  queryKey: ["access", "people", "choice"],
  queryFn: () =>
    unwrap<ListOf<Person>>(api.GET("/api/v1/access/people", { params: { query: { limit: 200 } } })),
  staleTime: SLOW,
});

export const teamsQuery = queryOptions({
  queryKey: ["access", "teams", "choice"],
  queryFn: () => unwrap<ListOf<Ref>>(api.GET("/api/v1/access/teams", { params: { query: { limit: 200 } } })),
  staleTime: SLOW,
});

export const topicsQuery = queryOptions({
  queryKey: ["inbox", "topics"],
  queryFn: () => unwrap<ListOf<Topic>>(api.GET("/api/v1/inbox/topics", {})),
  staleTime: SLOW,
});

/** What comments without a theme are asked for by. */
export const NO_THEME = "thme_0000000000000";

/** Which comments are shown. */
export interface CommentsOf extends Partial<Period> {
  theme?: string | undefined;
  sentiment?: schema.CommentSentiment | undefined;
}

export const themesQuery = (period: Period) =>
  queryOptions({
    queryKey: [...feedbackKeys.themes, period],
    queryFn: () =>
      unwrap<schema.CommentThemes>(api.GET("/api/v1/feedback/themes", { params: { query: period } })),
  });

export const commentsQuery = (of: CommentsOf) =>
  endless<ThemedComment>([...feedbackKeys.comments, of], (cursor) =>
    unwrap<ListOf<ThemedComment>>(
      api.GET("/api/v1/feedback/comments", { params: { query: { ...of, cursor } } }),
    ),
  );

export const insightsQuery = endless<schema.SharedInsight>(feedbackKeys.insights, (cursor) =>
  unwrap<ListOf<schema.SharedInsight>>(
    api.GET("/api/v1/feedback/insights", { params: { query: { cursor } } }),
  ),
);
