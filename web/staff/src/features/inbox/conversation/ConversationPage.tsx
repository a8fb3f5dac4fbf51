import { Empty } from "@/ui/Empty";

export function ConversationPage() {
  return <Empty title="Quarterdeck" />;
}
