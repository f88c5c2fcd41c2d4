import type { ActionEvidence, WholeAction } from "@istmo/contracts";
import { FileText, Link2, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { documentAddress } from "../../../api/documents.ts";
import { useLanguage } from "../../../i18n/use-language.ts";
import { formatMoment } from "../../../lib/dates.ts";
import { Button } from "../../../ui/button.tsx";
import styles from "./detail.module.css";
import { EvidenceDialog } from "./evidence-dialog.tsx";
import { Part } from "./part.tsx";

/** What shows that the action was carried out. It stays once given. */
export function Evidence({ item }: { item: WholeAction }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isGiving, setIsGiving] = useState(false);
  const isOpen = item.state !== "verified" && item.state !== "cancelled";
  const given = item.evidenceGiven;
  // What was said before pieces were kept one by one.
  const isTold = given.some(({ content }) => Object.values(content).includes(item.evidence));
  const older = isTold ? null : item.evidence;
  return (
    <Part
      title={t("action.evidence.title")}
      action={
        item.abilities.work && isOpen ? (
          <Button size="small" icon={<Plus />} onPress={() => setIsGiving(true)}>
            {t("action.evidence.give")}
          </Button>
        ) : undefined
      }
    >
      {older === null && given.length === 0 && (
        <p className={styles.muted}>{t("action.evidence.none")}</p>
      )}
      {older !== null && <Words text={older} />}
      {given.length > 0 && (
        <ul className={styles.entries}>
          {given.map(({ id, content, givenBy, givenAt }) => (
            <li key={id} className={styles.entry}>
              <Content content={content} />
              <span className={styles.muted}>
                {givenBy?.name ?? t("action.history.somebody")} · {formatMoment(givenAt, language)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {isGiving && <EvidenceDialog actionId={item.id} onClose={() => setIsGiving(false)} />}
    </Part>
  );
}

function Content({ content }: { content: ActionEvidence["content"] }) {
  const { t } = useTranslation();
  if (content.kind === "text") return <Words text={content.text} />;
  if (content.kind === "link")
    return (
      <a className={styles.file} href={content.link} rel="noopener noreferrer" target="_blank">
        <Link2 size={15} aria-hidden />
        <span>{content.link}</span>
      </a>
    );
  const { document } = content;
  if (document === null)
    return <span className={styles.muted}>{t("action.evidence.hiddenDocument")}</span>;
  return (
    <a className={styles.file} href={documentAddress(document.id)} download={document.name}>
      <FileText size={15} aria-hidden />
      <span>{document.name}</span>
    </a>
  );
}

/** Words are often an address: one that the browser may open becomes a link. */
function Words({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/);
  return (
    <p className={styles.words}>
      {parts.map((part, index) =>
        /^https?:\/\//.test(part) ? (
          <a key={index} href={part} rel="noopener noreferrer nofollow" target="_blank">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  );
}
