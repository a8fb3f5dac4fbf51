import { Empty } from "@/ui/Empty";

export function AdministrationPage() {
  return <Empty title="Quarterdeck" />;
}
