/** Pages about mailboxes, all under administration. */
export const channelsRoutes = [] as const;
