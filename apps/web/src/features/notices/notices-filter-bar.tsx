import { noticeReasons, type NoticeReason } from "@istmo/domain";
import { useTranslation } from "react-i18next";
import type { NoticesFilter, NoticesShown } from "../../api/notices.ts";
import { Select } from "../../ui/select.tsx";
import styles from "./notices.module.css";

const shown = ["all", "unread", "done"] as const satisfies readonly NoticesShown[];

/** Reads the address; what it does not know it leaves out. */
export function readNoticesFilter(search: Readonly<Record<string, unknown>>): NoticesFilter {
  const show = shown.find((one) => one === search["show"]) ?? "all";
  const reason: NoticeReason | undefined = noticeReasons.find((one) => one === search["reason"]);
  return { show, ...(reason === undefined ? {} : { reason }) };
}

export function NoticesFilterBar({
  filter,
  onChange,
}: {
  filter: NoticesFilter;
  onChange: (filter: NoticesFilter) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles.bar} role="group" aria-label={t("notices.filters")}>
      <Select
        size="small"
        label={t("notices.show")}
        value={filter.show}
        onChange={(id) => onChange({ ...filter, show: shown.find((one) => one === id) ?? "all" })}
        options={shown.map((id) => ({ id, label: t(`notices.state.${id}`) }))}
      />
      <Select
        size="small"
        label={t("notices.reasonFilter")}
        value={filter.reason ?? ""}
        onChange={(id) => {
          const reason = noticeReasons.find((one) => one === id);
          onChange({ show: filter.show, ...(reason === undefined ? {} : { reason }) });
        }}
        options={[
          { id: "", label: t("notices.anyReason") },
          ...noticeReasons.map((id) => ({ id, label: t(`notices.reason.${id}`) })),
        ]}
      />
    </div>
  );
}
