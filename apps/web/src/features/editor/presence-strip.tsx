import { useMemo, useSyncExternalStore } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger, Heading } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import type { Awareness } from "y-protocols/awareness";

import { Avatar } from "../../ui/avatar.tsx";

import type { PaperSession } from "./paper-session.ts";
import { presentPeople, type PresentPerson } from "./presence.ts";
import styles from "./presence-strip.module.css";

export interface PresenceStripProps {
  readonly session: PaperSession;
  /** Avatars shown before the rest becomes a number. */
  readonly shown?: number;
}

/** Who is in the paper now: an avatar each, and all by name on pressing. */
export function PresenceStrip({ session, shown = 5 }: PresenceStripProps) {
  const { t } = useTranslation();
  const people = usePresentPeople(session.awareness);
  if (people.length === 0) return null;
  // A single one more takes no more room than "+1".
  const avatars = people.length <= shown + 1 ? people : people.slice(0, shown);
  const rest = people.length - avatars.length;
  return (
    <DialogTrigger>
      <Button className={styles.strip!}>
        <span className="visually-hidden">
          {t("editor.presence.label", {
            count: people.length,
            names: people.map((person) => person.name).join(", "),
          })}
        </span>
        {avatars.map((person) => (
          <Avatar key={person.id} name={person.name} group={person.centre} />
        ))}
        {rest > 0 && (
          <span className={styles.rest} aria-hidden="true">
            +{rest}
          </span>
        )}
      </Button>
      <Popover className={styles.popover!} placement="bottom end">
        <Dialog className={styles.dialog!}>
          <Heading slot="title" className={styles.title!}>
            {t("editor.presence.title")}
          </Heading>
          <ul className={styles.people}>
            {people.map((person) => (
              <li key={person.id}>
                <Avatar name={person.name} group={person.centre} />
                <span>
                  {person.name}
                  {person.isSelf && (
                    <span className={styles.self}> {t("editor.presence.self")}</span>
                  )}
                </span>
                <span className={styles.centre}>
                  {person.centre ?? t("editor.presence.noCentre")}
                </span>
              </li>
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Presence states change with every move of a cursor; the list of people only when one comes or goes. */
function usePresentPeople(awareness: Awareness): readonly PresentPerson[] {
  const store = useMemo(() => {
    let people: readonly PresentPerson[] = [];
    return {
      read() {
        const now = presentPeople(awareness);
        if (JSON.stringify(now) !== JSON.stringify(people)) people = now;
        return people;
      },
      subscribe(listener: () => void) {
        awareness.on("change", listener);
        return () => awareness.off("change", listener);
      },
    };
  }, [awareness]);
  return useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.read(),
  );
}
