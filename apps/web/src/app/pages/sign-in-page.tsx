import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { use, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SignInForm } from "../../features/identity/sign-in-form.tsx";
import { forgetPerson } from "../../api/query-client.ts";
import { showLanguage } from "../../i18n/i18n.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { LiveContext } from "../../live/live.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { BrandMark } from "../brand-mark.tsx";
import { returnPath } from "../return-path.ts";
import styles from "./sign-in-page.module.css";

const route = getRouteApi("/sign-in");

export function SignInPage(): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const other = language === "es" ? "en" : "es";
  const queryClient = useQueryClient();
  const router = useRouter();
  const live = use(LiveContext);
  const search = route.useSearch();
  usePageTitle(t("identity.title"));
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <span className={styles.brand}>
          <BrandMark />
          Istmo
        </span>
        <Button variant="quiet" size="small" onPress={() => void showLanguage(other)}>
          {t("shell.otherLanguage")}
        </Button>
      </header>
      <main className={styles.main}>
        <SignInForm
          onSignedIn={async () => {
            // Whoever was here before is gone, with what they could see.
            live?.stop();
            forgetPerson(queryClient);
            await router.invalidate();
            await router.navigate({ href: returnPath(search.return) });
          }}
        />
      </main>
    </div>
  );
}
