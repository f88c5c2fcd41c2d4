import type { Notice } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../i18n/use-language.ts";
import { textIn } from "../../lib/texts.ts";

/** Leads to what a notice is about, where its next step is taken. */
export function NoticeLink({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const language = useLanguage();
  const { subject, detail } = notice;
  const { text, lang } = textIn(subject.title, language);
  const shown = {
    ...{ "data-row-link": "", "data-notice": notice.id, lang, children: text },
    onClick: onOpen,
  };
  const { id } = subject;
  if (subject.kind === "action") return <Link to="/actions" search={{ action: id }} {...shown} />;
  if (subject.kind === "commitment")
    return <Link to="/commitments" search={{ commitment: id }} {...shown} />;
  if (subject.kind === "round")
    return <Link to="/rounds/$roundId" params={{ roundId: id }} search={{}} {...shown} />;
  if (detail.asks === "clearance")
    return <Link to="/papers/$paperId/clearance" params={{ paperId: id }} {...shown} />;
  return <Link to="/papers/$paperId" params={{ paperId: id }} search={{}} {...shown} />;
}
