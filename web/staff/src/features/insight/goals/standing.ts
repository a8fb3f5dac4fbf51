import type { GoalProgress } from "@/lib/api/schema";
import type { Tone } from "@/ui/Mark";

export const STANDING_TONES: Record<GoalProgress["standing"], Tone> = {
  met: "good",
  near: "warn",
  missed: "danger",
  nothing: "quiet",
};
