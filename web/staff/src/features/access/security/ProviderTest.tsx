import { Button, Group, Loader, Modal, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { IdentityProviderView } from "@/lib/api/schema";
import { Mark } from "@/ui/Mark";
import { Refusal } from "@/ui/Refusal";
import classes from "./Security.module.css";

/** Asks the provider for what it says about itself; nothing is changed by it. */
export function ProviderTest({ provider, onClose }: { provider: IdentityProviderView; onClose: () => void }) {
  const { t } = useTranslation("access");
  const test = useQuery({
    // Apart from the list of providers: news about the list must not ask the provider once more.
    queryKey: ["identity-provider-test", provider.id, provider.version],
    queryFn: () =>
      unwrap(
        api.POST("/api/v1/access/identity-providers/{id}/test", { params: { path: { id: provider.id } } }),
      ),
    retry: false,
    gcTime: 0,
  });
  const said = !test.isFetching;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("provider.testOf", { name: provider.name })}
      size={560}
      closeButtonProps={{ "aria-label": t("people.close") }}
    >
      <div role="status">
        {test.isFetching && (
          <Group gap="sm">
            <Loader size="sm" />
            {t("provider.testing")}
          </Group>
        )}
        {said && test.data && <Mark tone="good">{t("provider.works")}</Mark>}
        {said && test.isError && <Mark tone="danger">{t("provider.worksNot")}</Mark>}
      </div>
      {said && test.data && (
        <dl className={classes.checked}>
          <Line name={t("provider.issuer")} value={test.data.issuer} />
          <Line name={t("provider.authorization")} value={test.data.authorization_endpoint} />
          <Line name={t("provider.token")} value={test.data.token_endpoint} />
        </dl>
      )}
      {said && test.isError && (
        <Stack mt="md">
          <Refusal error={test.error} />
        </Stack>
      )}
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" disabled={test.isFetching} onClick={() => void test.refetch()}>
          {t("provider.testAgain")}
        </Button>
        <Button onClick={onClose}>{t("people.done")}</Button>
      </Group>
    </Modal>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
