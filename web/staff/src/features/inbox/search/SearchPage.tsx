import { Empty } from "@/ui/Empty";

export function SearchPage() {
  return <Empty title="Quarterdeck" />;
}
