import { Button, Group } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { MailStorm } from "@/lib/api/schema";
import { Mark, type Tone } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import mailboxes from "../mailboxes/Mailboxes.module.css";
import { channelsKeys, mailboxListQuery, stormsQuery } from "../queries";

type Course = MailStorm["course"];
const TONES: Record<Course, Tone> = { slowed: "warn", held: "danger", released: "good" };
const COURSES: Course[] = ["slowed", "held", "released"];

/** Floods of mail: what is kept back, and what shall become of it. */
export function Storms() {
  const { t } = useTranslation("channels");
  const storms = useQuery({ ...stormsQuery, refetchInterval: 15_000 }).data?.items ?? [];
  if (storms.length === 0) return null;
  return (
    <section aria-label={t("storms.title")} style={{ marginBottom: 24 }}>
      <h2 className={mailboxes.name}>{t("storms.title")}</h2>
      <p className={mailboxes.hint}>{t("storms.intro")}</p>
      {storms.map((storm) => (
        <StormRow key={storm.id} storm={storm} />
      ))}
    </section>
  );
}

function StormRow({ storm }: { storm: MailStorm }) {
  const { t } = useTranslation("channels");
  const known = useInfiniteQuery(mailboxListQuery).data?.pages.flatMap((page) => page.items);
  const mailbox = known?.find((each) => each.id === storm.mailbox_id)?.name;
  const steer = useSave({
    save: (course: Course) =>
      unwrap(
        api.POST("/api/v1/channels/storms/{id}/steer", {
          params: { path: { id: storm.id } },
          body: { course },
        }),
      ),
    refresh: [channelsKeys.storms, ["inbox"]],
    said: t("storms.decided"),
    loud: true,
  });
  return (
    <Group gap="sm" py={6} align="center">
      {storm.ended_at ? (
        <Mark tone="quiet">{t("storms.over")}</Mark>
      ) : (
        <Mark tone={TONES[storm.course]}>{t(`storms.course.${storm.course}`)}</Mark>
      )}
      <strong>{storm.sender ?? mailbox ?? t("storms.mailbox")}</strong>
      <span className={mailboxes.hint}>
        {t("storms.counts", { seen: storm.seen, waiting: storm.waiting, usual: storm.usual })} ·{" "}
        <Time at={storm.began_at} />
        {storm.ended_at && (
          <>
            {" – "}
            <Time at={storm.ended_at} />
          </>
        )}
      </span>
      {!storm.ended_at &&
        COURSES.filter((course) => course !== storm.course).map((course) => (
          <Button
            key={course}
            size="compact-sm"
            variant="default"
            loading={steer.isPending && steer.variables === course}
            onClick={() => steer.mutate(course)}
          >
            {t(`storms.do.${course}`)}
          </Button>
        ))}
    </Group>
  );
}
