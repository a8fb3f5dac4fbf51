import { Radio, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Report, ReportPlan } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { type Days, isDay } from "../filter/period";
import { useToday } from "../filter/useFilter";
import { daysText } from "../numbers/format";
import { blankPlan, type Cadence, lastWhole, packOf } from "./packs";
import { PLANS, planChoicesQuery, REPORTS } from "./queries";
import { reportOf } from "./report";

const PACKS = { "pack:month": "month", "pack:quarter": "quarter" } as const satisfies Record<string, Cadence>;

interface Values {
  /** A plan, or the pack of a stretch. */
  what: string;
  days: "last" | "own";
  first: string;
  last: string;
}

/** Makes the draft of a report: the executive pack or any plan, of the last whole stretch or of own days. */
export function NewReport({ plan, onClose }: { plan?: ReportPlan; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const navigate = useNavigate();
  const today = useToday();
  const plans = useQuery(planChoicesQuery).data ?? [];
  const form = useForm<Values>({
    initialValues: { what: plan?.id ?? "pack:month", days: "last", ...named(lastWhole("month", today)) },
    validate: {
      first: (first, { days }) => (days === "last" || isDay(first) ? null : t("reports.dayMissing")),
      last: (last, { days, first }) =>
        days === "last" || (isDay(last) && last >= first) ? null : t("filter.backwards"),
    },
  });
  const make = useMake(plans);
  const save = useSave({
    save: make,
    refresh: [REPORTS, PLANS],
    form,
    onDone: (report) => void navigate({ to: paths.report, params: { report: report.id } }),
  });
  const { what, days } = form.values;
  const cadence = cadenceOf(what, plans) ?? "month";
  return (
    <FormModal
      title={t("reports.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      submit={t("reports.make")}
    >
      <Select
        label={t("reports.what")}
        data={[
          ...Object.entries(PACKS).map(([value, every]) => ({ value, label: t(`reports.pack.${every}`) })),
          {
            group: t("plans.title"),
            items: plans.map(({ id, content }) => ({ value: id, label: content.name })),
          },
        ]}
        allowDeselect={false}
        {...form.getInputProps("what")}
      />
      <Radio.Group label={t("reports.days")} {...form.getInputProps("days")}>
        <Stack gap={8} mt={4}>
          <Radio
            size="sm"
            value="last"
            label={t(`reports.last.${cadence}`, { days: daysText(lastWhole(cadence, today), locale) })}
          />
          <Radio size="sm" value="own" label={t("reports.own")} />
        </Stack>
      </Radio.Group>
      {days === "own" && (
        <>
          <TextInput type="date" label={t("filter.from")} {...form.getInputProps("first")} />
          <TextInput type="date" label={t("filter.to")} {...form.getInputProps("last")} />
        </>
      )}
    </FormModal>
  );
}

const named = ({ from, to }: Days) => ({ first: from, last: to });

function cadenceOf(what: string, plans: readonly ReportPlan[]): Cadence | undefined {
  if (what in PACKS) return PACKS[what as keyof typeof PACKS];
  return plans.find((plan) => plan.id === what)?.content.cadence;
}

/** The pack of everybody needs a plan too: the one there is, or a new one. */
function useMake(plans: readonly ReportPlan[]) {
  const { t, i18n } = useTranslation("insight");
  return async ({ what, days, first, last }: Values, key: string): Promise<Report> => {
    const cadence = what in PACKS ? PACKS[what as keyof typeof PACKS] : null;
    const plan = cadence
      ? (packOf(plans, cadence)?.id ??
        (
          await unwrap<ReportPlan>(
            api.POST("/api/v1/insight/report-plans", {
              headers: { "Idempotency-Key": `${key}-plan` },
              body: blankPlan(
                t(`reports.pack.${cadence}`),
                "executive",
                cadence,
                i18n.language === "de" ? "de" : "en",
              ),
            }),
          )
        ).id)
      : what;
    return reportOf(
      api.POST("/api/v1/insight/reports", {
        headers: { "Idempotency-Key": key },
        body: days === "last" ? { plan, period: "last" } : { plan, first, last },
      }),
    );
  };
}
