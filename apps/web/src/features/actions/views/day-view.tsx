import type { ActionItem } from "@istmo/contracts";
import { Check, Play } from "lucide-react";
import { useMemo, useState, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/use-language.ts";
import { Button } from "../../../ui/button.tsx";
import { Section } from "../../../ui/page-header.tsx";
import { Row, Rows } from "../../../ui/rows.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { useToast } from "../../../ui/toaster.tsx";
import { useActionWords } from "../action-words.ts";
import type { BoardServices } from "../board-services.ts";
import { DueLabel } from "../due-label.tsx";
import { StateIcon } from "../state-icon.tsx";
import { useActionWrites } from "../use-action-writes.ts";
import { useShownActions } from "../use-shown-actions.ts";
import type { ApartViewProps } from "./apart-view-props.ts";
import styles from "./day-view.module.css";
import { dayParts, type DayPart } from "./day-parts.ts";

/** What one has to do: mine first by date, then what waits for me, then what I wait for. */
export function DayView({ query, services }: ApartViewProps) {
  const { t } = useTranslation();
  const { surroundings } = services;
  const meId = surroundings.meId ?? "";
  const mine = useShownActions(
    useMemo(
      () => ({ ...query, involves: meId, state: "open,in_progress,blocked,done" }),
      [query, meId],
    ),
  );
  const done = useShownActions(useMemo(() => ({ ...query, state: "done" }), [query]));
  const parts = useMemo(
    () => dayParts(mine.items, done.items, { meId, todayFor: surroundings.todayFor }),
    [mine.items, done.items, meId, surroundings],
  );
  const titles: Record<DayPart, string> = {
    late: t("views.day.late"),
    today: t("views.day.today"),
    week: t("views.day.week"),
    verify: t("views.day.verify"),
    others: t("views.day.others"),
    later: t("views.day.later"),
  };
  const { error } = mine;
  if (mine.isLoading || done.isLoading) return <Loading lines={8} />;
  if (error !== null && mine.items.length === 0)
    return <ErrorState error={error} onRetry={mine.retry} />;
  const filled = (Object.keys(titles) as DayPart[]).filter((part) => parts[part].length > 0);
  return (
    <div className={styles.day}>
      <QuickAdd services={services} />
      {filled.length === 0 && <p className={styles.free}>{t("views.day.free")}</p>}
      {filled.map((part) => (
        <Section key={part} title={titles[part]} count={parts[part].length}>
          <Rows label={titles[part]}>
            {parts[part].map((item) => (
              <DayRow key={item.id} item={item} services={services} />
            ))}
          </Rows>
        </Section>
      ))}
    </div>
  );
}

function DayRow({ item, services }: { item: ActionItem; services: BoardServices }): ReactNode {
  const { t } = useTranslation();
  const words = useActionWords();
  const { surroundings, moves, onOpen } = services;
  const title = words.titleOf(item);
  const { steps } = item.abilities;
  const step = (["verify", "mark_done", "unblock", "start"] as const).find((one) =>
    steps.includes(one),
  );
  return (
    <Row
      lead={<StateIcon state={item.state} />}
      title={
        <button
          type="button"
          className={styles.open}
          lang={words.langOf(item)}
          data-row-link
          onClick={() => onOpen(item.id)}
        >
          {title}
        </button>
      }
      meta={
        <>
          <span>{words.state[item.state]}</span>
          {item.owner?.id !== surroundings.meId && (
            <span>{item.owner?.name ?? t("actions.noOwner")}</span>
          )}
          <DueLabel item={item} today={surroundings.todayFor(item.centreId)} />
          {item.state === "blocked" && item.blockedReason !== null && (
            <span>{item.blockedReason}</span>
          )}
          {item.waitsForOpen > 0 && (
            <span>{t("views.day.waitsFor", { count: item.waitsForOpen })}</span>
          )}
        </>
      }
      {...(step === undefined
        ? {}
        : {
            end: (
              <Button
                size="small"
                icon={step === "start" || step === "unblock" ? <Play /> : <Check />}
                aria-label={`${words.step[step]}: ${title}`}
                onPress={() => moves.take(item, step)}
              >
                {words.step[step]}
              </Button>
            ),
          })}
    />
  );
}

/** A line that becomes an item of one's own, due today. */
function QuickAdd({ services: { surroundings } }: { services: BoardServices }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const toast = useToast();
  const writes = useActionWrites();
  const [title, setTitle] = useState("");
  const [isSending, setIsSending] = useState(false);
  const [place] = surroundings.createFor;
  if (place === undefined || surroundings.meId === undefined) return null;
  const centreId = place.id === "" ? null : place.id;
  const ownerId = surroundings.meId;
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() === "" || isSending) return;
    setIsSending(true);
    const dueOn = surroundings.todayFor(centreId);
    writes
      .create({ title, language, centreId, ownerId, dueOn })
      .then(
        () => setTitle(""),
        (error: unknown) => toast.showProblem(error),
      )
      .finally(() => setIsSending(false));
  };
  return (
    <form className={styles.add} onSubmit={add}>
      <TextField
        label={t("views.day.add")}
        description={t("views.day.addText", { place: place.label })}
        value={title}
        onChange={setTitle}
        maxLength={200}
      />
      <Button type="submit" isDisabled={title.trim() === "" || isSending}>
        {t("views.day.addButton")}
      </Button>
    </form>
  );
}
