import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { onSessionExpired } from "@/lib/api/client";
import { useKeyListener } from "@/lib/keys/listener";
import { useLiveConnection } from "@/lib/live/live";
import { ReadingProvider } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { ConnectionBanner } from "./ConnectionBanner";
import { Navigation } from "./Navigation";
import classes from "./Shell.module.css";
import { useShellCommands } from "./shellCommands";
import { TroubleBanner } from "./TroubleBanner";

const Palette = lazy(() => import("./Palette").then((module) => ({ default: module.Palette })));
const SessionExpired = lazy(() =>
  import("./SessionExpired").then((module) => ({ default: module.SessionExpired })),
);
const FillingBanner = lazy(() =>
  import("@/features/access/public/FillingBanner").then((module) => ({ default: module.FillingBanner })),
);
const StormBanner = lazy(() =>
  import("@/features/channels/storms/StormBanner").then((module) => ({ default: module.StormBanner })),
);
const FailureNotices = lazy(() =>
  import("@/features/inbox/FailureNotices").then((module) => ({ default: module.FailureNotices })),
);
const MailboxAlarm = lazy(() =>
  import("@/features/channels/public").then((module) => ({ default: module.MailboxAlarm })),
);
const KeyHelp = lazy(() => import("./KeyHelp").then((module) => ({ default: module.KeyHelp })));

/** The frame around every page of a signed-in person. */
export function Shell() {
  const { t } = useTranslation("app");
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const [expired, setExpired] = useState(false);
  useEffect(() => onSessionExpired(() => setExpired(true)), []);
  const runsTheHouse = useMay("access.company.manage");
  const looksAfterMail = useMay("channels.unplaced.manage");
  const managesMail = useMay("channels.mailbox.manage");
  useLiveConnection();
  useKeyListener();
  useShellCommands({ openPalette: () => setPalette(true), openHelp: () => setHelp(true) });
  return (
    <ReadingProvider>
      <div className={classes.shell}>
        <a className={classes.skip} href="#main">
          {t("skip")}
        </a>
        <Navigation onPalette={() => setPalette(true)} onHelp={() => setHelp(true)} />
        <div className={classes.page}>
          <ConnectionBanner />
          <TroubleBanner />
          <Suspense>{runsTheHouse && <FillingBanner />}</Suspense>
          <Suspense>{looksAfterMail && <StormBanner />}</Suspense>
          <Suspense>{managesMail && <MailboxAlarm />}</Suspense>
          <main id="main" className={classes.main} tabIndex={-1}>
            <Suspense>
              <Outlet />
            </Suspense>
          </main>
        </div>
        <Suspense>
          <FailureNotices />
          {palette && <Palette onClose={() => setPalette(false)} />}
          {expired && <SessionExpired onSignedIn={() => setExpired(false)} />}
          {help && <KeyHelp onClose={() => setHelp(false)} />}
        </Suspense>
      </div>
    </ReadingProvider>
  );
}
