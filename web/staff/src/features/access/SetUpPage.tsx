import { Empty } from "@/ui/Empty";

export function SetUpPage() {
  return <Empty title="Quarterdeck" />;
}
