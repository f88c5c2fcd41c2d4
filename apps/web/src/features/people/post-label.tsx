import type { Language, Organisation, Tenure } from "@istmo/contracts";
import type { HeldPost } from "@istmo/domain";
import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useOrganisationLookup } from "../../api/use-organisation-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";
import { CodeChip } from "../../ui/code-chip.tsx";
import styles from "./post-label.module.css";

/** A State by its name, whose code would pass for a centre's; a body by its abbreviation. */
const shortNameOf = ({ kind, name, abbreviation }: Organisation, language: Language) =>
  kind === "state" ? name[language] : abbreviation[language];

/** A post in words: "Dirección del centro, Guatemala". */
export function usePostWords(): (post: HeldPost) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  const organisationOf = useOrganisationLookup();
  return ({ role, centreId, organisationId }) => {
    const organisation = organisationOf(organisationId);
    const place =
      centreOf(centreId)?.shortName[language] ??
      (organisation === undefined ? undefined : shortNameOf(organisation, language));
    return [t(`role.${role}`), place].filter((part) => part !== undefined).join(", ");
  };
}

/** The role with the code of its centre or the abbreviation of its organisation. */
export function PostLabel({ post }: { post: HeldPost }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const centre = useCentreLookup()(post.centreId);
  const organisation = useOrganisationLookup()(post.organisationId);
  return (
    <span className={styles.post}>
      <span>{t(`role.${post.role}`)}</span>
      {centre !== undefined && <CodeChip code={centre.code} name={centre.shortName[language]} />}
      {organisation !== undefined && (
        <abbr className={styles.organisation} title={organisation.name[language]}>
          {shortNameOf(organisation, language)}
        </abbr>
      )}
    </span>
  );
}

/** "desde el 1 mar 2027" for a post to come, "hasta el …" for one that ends. */
export function useTenureDays(): (tenure: Tenure) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return ({ startsOn, endsOn, state }) => {
    const from = formatDay(startsOn, language);
    if (endsOn === null) return t("people.days.from", { from });
    const until = formatDay(endsOn, language);
    return state === "ended"
      ? t("people.days.ended", { from, until })
      : t("people.days.fromUntil", { from, until });
  };
}

/** The posts of a person as chips, those to come marked. */
export function PostChips({ posts }: { posts: readonly Tenure[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ul className={styles.chips}>
      {posts.map((post) => (
        <li key={post.id} className={styles.chip} data-state={post.state}>
          <PostLabel post={post} />
          {post.state === "planned" && (
            <span className={styles.days}>
              {t("people.days.since", { day: formatDay(post.startsOn, language) })}
            </span>
          )}
          {post.state === "held" && post.endsOn !== null && (
            <span className={styles.days}>
              {t("people.days.to", { day: formatDay(post.endsOn, language) })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
