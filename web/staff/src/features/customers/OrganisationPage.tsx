import { Empty } from "@/ui/Empty";

export function OrganisationPage() {
  return <Empty title="Quarterdeck" />;
}
