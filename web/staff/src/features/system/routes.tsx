/** Pages about the installation, under administration. */
export const systemRoutes = [] as const;
