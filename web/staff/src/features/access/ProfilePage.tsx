import { Empty } from "@/ui/Empty";

export function ProfilePage() {
  return <Empty title="Quarterdeck" />;
}
