import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useSite } from "../api/queries.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { Notice } from "../ui/notice.tsx";
import styles from "./mail-sent-notice.module.css";

/** That a mail is on its way, and where it can be seen. */
export function MailSentNotice({
  children,
  onClose,
}: {
  children: ReactNode;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { data: site } = useSite();
  const { data: me } = useMe();
  return (
    <div className={styles.notice} role="status">
      <Notice>
        <p>{children}</p>
        {site?.demo === true ? (
          <p>
            {t("mail.demoWhere")} <Link to="/demo-mail">{t("mail.demoOpen")}</Link>
          </p>
        ) : (
          me?.abilities.administration.mail === true && (
            <p>
              <Link to="/outbox">{t("mail.openOutbox")}</Link>
            </p>
          )
        )}
      </Notice>
      <IconButton size="small" icon={<X />} aria-label={t("ui.close")} onPress={onClose} />
    </div>
  );
}
