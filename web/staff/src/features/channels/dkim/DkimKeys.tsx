import { Button, Code, CopyButton, Group, NativeSelect } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { DkimCheck, DkimKey } from "@/lib/api/schema";
import { Mark, type Tone } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import mailboxes from "../mailboxes/Mailboxes.module.css";
import { channelsKeys, dkimQuery, mailboxListQuery } from "../queries";

const TONES: Record<DkimKey["state"], Tone> = { next: "info", active: "good", retired: "quiet" };

/** The keys mail is signed with: make one, publish its record, check it, use it. */
export function DkimKeys() {
  const { t } = useTranslation("channels");
  const keys = useQuery(dkimQuery).data?.items ?? [];
  return (
    <section aria-label={t("dkim.title")} style={{ marginTop: 32, maxWidth: 760 }}>
      <h2 className={mailboxes.name}>{t("dkim.title")}</h2>
      <p className={mailboxes.hint}>{t("dkim.intro")}</p>
      {keys.map((key) => (
        <KeyRow key={key.id} known={key} />
      ))}
      <NewKey />
    </section>
  );
}

function NewKey() {
  const { t } = useTranslation("channels");
  const known = useInfiniteQuery(mailboxListQuery).data?.pages.flatMap((page) => page.items) ?? [];
  const domains = [...new Set(known.map((each) => each.address.split("@")[1] ?? ""))].filter(Boolean);
  const [chosen, setChosen] = useState<string | null>(null);
  const [algorithm, setAlgorithm] = useState<DkimKey["algorithm"]>("rsa");
  const domain = chosen ?? domains[0];
  const make = useSave({
    save: (domain: string) => unwrap(api.POST("/api/v1/channels/dkim", { body: { domain, algorithm } })),
    refresh: [channelsKeys.dkim],
    said: t("dkim.made"),
    loud: true,
  });
  if (!domain) return null;
  return (
    <Group align="end" mt="sm">
      <NativeSelect
        label={t("dkim.domain")}
        data={domains}
        value={domain}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("dkim.algorithm")}
        data={[
          { value: "rsa", label: "RSA 2048" },
          { value: "ed25519", label: "Ed25519" },
        ]}
        value={algorithm}
        onChange={(event) => setAlgorithm(event.currentTarget.value as DkimKey["algorithm"])}
      />
      <Button variant="default" loading={make.isPending} onClick={() => make.mutate(domain)}>
        {t("dkim.make")}
      </Button>
    </Group>
  );
}

function KeyRow({ known }: { known: DkimKey }) {
  const { t } = useTranslation("channels");
  const [found, setFound] = useState<DkimCheck["found"] | null>(null);
  const path = { params: { path: { id: known.id } } };
  const refresh = [channelsKeys.dkim];
  const check = useSave<void, DkimCheck>({
    save: () => unwrap(api.POST("/api/v1/channels/dkim/{id}/check", path)),
    refresh,
    loud: true,
    onDone: (result) => setFound(result.found),
  });
  const activate = useSave({
    save: () => unwrap(api.POST("/api/v1/channels/dkim/{id}/activate", path)),
    refresh,
    said: t("dkim.activated"),
    loud: true,
  });
  const remove = useSave({
    save: () => unwrap(api.DELETE("/api/v1/channels/dkim/{id}", path)),
    refresh,
    loud: true,
  });
  return (
    <div style={{ marginBottom: 16 }}>
      <Group gap="sm">
        <Mark tone={TONES[known.state]}>{t(`dkim.state.${known.state}`)}</Mark>
        <strong>{known.domain}</strong>
        <span className={mailboxes.hint}>
          {known.algorithm === "rsa" ? "RSA 2048" : "Ed25519"} · <Time at={known.made_at} />
        </span>
      </Group>
      <p className={mailboxes.hint}>{t("dkim.publish")}</p>
      <Code block>{`${known.record_name}  TXT\n${known.record_value}`}</Code>
      <Group gap="xs" mt={6}>
        <CopyButton value={known.record_value}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {t(copied ? "dkim.copied" : "dkim.copy")}
            </Button>
          )}
        </CopyButton>
        <Button size="compact-sm" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {t("dkim.check")}
        </Button>
        {known.state !== "active" && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={!known.found_at}
            loading={activate.isPending}
            onClick={() => activate.mutate()}
          >
            {t("dkim.activate")}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t(known.state === "active" ? "dkim.stop" : "dkim.remove")}
        </Button>
        {found && <span role="status">{t(`dkim.found.${found}`)}</span>}
      </Group>
    </div>
  );
}
