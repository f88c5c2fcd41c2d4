import type { Me } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useOrganisationLookup } from "../../api/use-organisation-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Section } from "../../ui/page-header.tsx";
import styles from "./account.module.css";

/** What a person may do here comes from these; others give and take them. */
export function MyPosts({ me }: { me: Me }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  const organisationOf = useOrganisationLookup();
  const bodyOf = ({ centreId, organisationId }: Me["posts"][number]) =>
    centreOf(centreId)?.shortName[language] ?? organisationOf(organisationId)?.name[language];
  const posts = me.posts.map((post) => [t(`role.${post.role}`), bodyOf(post)].filter(Boolean));
  return (
    <Section title={t("account.rights")}>
      <dl className={styles.facts}>
        <dt>{t("account.posts", { count: posts.length })}</dt>
        <dd>
          {posts.length === 0 ? (
            t("account.noPost")
          ) : (
            <ul>
              {posts.map((words) => (
                <li key={words.join()}>{words.join(" · ")}</li>
              ))}
            </ul>
          )}
        </dd>
        <dt>{t("account.clearance")}</dt>
        <dd>{t(`classification.${me.clearedTo}`)}</dd>
      </dl>
      <p className={styles.factsNote}>{t("account.rightsText")}</p>
    </Section>
  );
}
