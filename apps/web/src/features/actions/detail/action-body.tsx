import { useTranslation } from "react-i18next";
import { useAttend } from "../../../live/use-item-presence.ts";
import { Tabs } from "../../../ui/tabs.tsx";
import { PresentPeople } from "../present-people.tsx";
import { Checklist } from "./checklist.tsx";
import { Comments } from "./comments.tsx";
import styles from "./detail.module.css";
import { Dependencies } from "./dependencies.tsx";
import { Evidence } from "./evidence.tsx";
import { Facts, type FactsProps } from "./facts.tsx";
import { History } from "./history.tsx";
import { Helpers, Watchers } from "./people-parts.tsx";
import { Recurrence } from "./recurrence.tsx";

/** Everything about one action: what it is, what was said about it, what has changed. */
export function ActionBody(props: FactsProps) {
  const { item, surroundings } = props;
  const { t } = useTranslation();
  useAttend(item.id);
  return (
    <>
      <PresentPeople actionId={item.id} meId={surroundings.meId} isWritten />
      <Tabs
        label={t("action.tab.label")}
        tabs={[
          {
            ...{ id: "detail", label: t("action.tab.detail") },
            panel: (
              <div className={styles.whole}>
                <Facts {...props} />
                <Checklist item={item} />
                <Evidence item={item} />
                <Dependencies item={item} />
                <Helpers item={item} surroundings={surroundings} />
                <Recurrence item={item} />
                <Watchers item={item} />
              </div>
            ),
          },
          {
            ...{ id: "comments", label: t("action.tab.comments"), count: item.comments },
            keepMounted: true,
            panel: <Comments item={item} />,
          },
          {
            ...{ id: "history", label: t("action.tab.history") },
            panel: <History item={item} />,
          },
        ]}
      />
    </>
  );
}
