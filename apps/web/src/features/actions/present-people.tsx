import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { usePresentPeople } from "../../live/use-item-presence.ts";
import { Avatar } from "../../ui/avatar.tsx";
import styles from "./present-people.module.css";

interface PresentPeopleProps {
  readonly actionId: string;
  readonly meId: string | undefined;
  /** Whether their names are written beside them, where there is room. */
  readonly isWritten?: boolean;
}

const shown = 3;

/** Who else has the item open at this moment. */
export function PresentPeople({ actionId, meId, isWritten = false }: PresentPeopleProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const others = usePresentPeople(actionId).filter(({ id }) => id !== meId);
  if (others.length === 0) return null;
  const names = new Intl.ListFormat(language).format(others.map(({ name }) => name));
  const label = t("actions.present", { count: others.length, names });
  const avatars = others.length <= shown + 1 ? others : others.slice(0, shown);
  return (
    <span className={styles.people} {...(!isWritten && { title: label })}>
      <span className={styles.avatars} aria-hidden="true">
        {avatars.map(({ id, name, centre }) => (
          <Avatar key={id} name={name} group={centre} size="small" />
        ))}
        {others.length > avatars.length && `+${others.length - avatars.length}`}
      </span>
      <span className={isWritten ? undefined : "visually-hidden"}>{label}</span>
    </span>
  );
}
