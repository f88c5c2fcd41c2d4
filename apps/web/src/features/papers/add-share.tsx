import type { EditionRole } from "@istmo/domain";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { organisationsQuery } from "../../api/administration.ts";
import { useCentres, usePeople } from "../../api/queries.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { ComboBox } from "../../ui/combo-box.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Select } from "../../ui/select.tsx";
import { useAccessWrite } from "./paper-access.ts";
import styles from "./share-dialog.module.css";
import { shareLevels } from "./share-levels.ts";
import { shareSubjects } from "./share-subjects.ts";
import { useSubjectNames } from "./use-subject-names.ts";

interface NewShare {
  readonly path: "";
  readonly body: { subject: string; level: EditionRole; expiresOn: string | null };
}

/** Shares the paper with one more person, centre, organisation or post. */
export function AddShare({ paperId, shared }: { paperId: string; shared: readonly string[] }) {
  const { t } = useTranslation();
  const nameOf = useSubjectNames();
  const { data: people, isPending: arePeopleComing } = usePeople();
  const { data: centres, isPending: areCentresComing } = useCentres();
  const { data: organisations, isPending: areOrganisationsComing } = useQuery(organisationsQuery);
  const [subject, setSubject] = useState<string | null>(null);
  const [level, setLevel] = useState<EditionRole>("reader");
  const [expiresOn, setExpiresOn] = useState("");
  const [wasTried, setWasTried] = useState(false);
  /** The search box of the next share is a new one: it starts empty. */
  const [turn, setTurn] = useState(0);
  const add = useAccessWrite<NewShare>(paperId, () => {
    setSubject(null);
    setExpiresOn("");
    setWasTried(false);
    setTurn((last) => last + 1);
  });
  const isComing = arePeopleComing || areCentresComing || areOrganisationsComing;
  const options = shareSubjects({
    personIds: (people ?? []).map(({ id }) => id),
    centreIds: (centres ?? []).map(({ id }) => id),
    organisationIds: (organisations ?? []).map(({ id }) => id),
  })
    .filter((id) => !shared.includes(id))
    .map((id) => {
      const { name, note } = nameOf(id);
      return { id, label: name, description: note };
    });
  const send = () => {
    setWasTried(true);
    if (subject === null) return;
    const body = { subject, level, expiresOn: expiresOn === "" ? null : expiresOn };
    add.mutate({ path: "", body });
  };
  return (
    <section className={styles.add} aria-label={t("papers.access.add")}>
      <ComboBox
        // Once everything to choose from is here: the box filters what it was first given.
        key={`${turn} ${isComing}`}
        label={t("papers.access.with")}
        placeholder={t("papers.access.search")}
        options={options}
        value={subject}
        onChange={setSubject}
        isDisabled={isComing}
        errorMessage={wasTried && subject === null ? t("papers.access.choose") : undefined}
      />
      <div className={styles.how}>
        <Select
          label={t("papers.access.level")}
          value={level}
          onChange={(id) => setLevel(shareLevels.find((one) => one === id) ?? "reader")}
          options={shareLevels.map((id) => ({
            id,
            label: t(`papers.level.${id}`),
            description: t(`papers.levelText.${id}`),
          }))}
          description={t(`papers.levelText.${level}`)}
        />
        <DateField
          label={t("papers.access.lastDay")}
          value={expiresOn}
          onChange={setExpiresOn}
          description={t("papers.access.lastDayText")}
        />
      </div>
      {add.error !== null && <Notice tone="danger">{problemText(t, add.error)}</Notice>}
      <div className={styles.send}>
        <Button variant="primary" icon={<Plus />} isPending={add.isPending} onPress={send}>
          {t("papers.access.share")}
        </Button>
      </div>
    </section>
  );
}
