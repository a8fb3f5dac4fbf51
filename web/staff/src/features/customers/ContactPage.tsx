import { Empty } from "@/ui/Empty";

export function ContactPage() {
  return <Empty title="Quarterdeck" />;
}
