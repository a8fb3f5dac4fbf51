import type app from "@/app/i18n/en.json";
import type access from "@/features/access/i18n/en.json";
import type channels from "@/features/channels/i18n/en.json";
import type customers from "@/features/customers/i18n/en.json";
import type feedback from "@/features/feedback/i18n/en.json";
import type inbox from "@/features/inbox/i18n/en.json";
import type insight from "@/features/insight/i18n/en.json";
import type service_levels from "@/features/service_levels/i18n/en.json";
import type system from "@/features/system/i18n/en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    returnNull: false;
    resources: {
      app: typeof app;
      access: typeof access;
      channels: typeof channels;
      customers: typeof customers;
      feedback: typeof feedback;
      inbox: typeof inbox;
      insight: typeof insight;
      service_levels: typeof service_levels;
      system: typeof system;
    };
  }
}
