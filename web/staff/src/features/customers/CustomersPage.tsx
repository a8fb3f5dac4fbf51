import { Empty } from "@/ui/Empty";

export function CustomersPage() {
  return <Empty title="Quarterdeck" />;
}
