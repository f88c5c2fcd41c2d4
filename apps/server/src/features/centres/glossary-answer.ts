/** A term of the glossary as the API answers it. */
import type { AvoidedForm, GlossaryTerm, LocalText } from "@istmo/contracts";
import type { GlossaryTermRow } from "./centres.repository.ts";

/** What the seed's file says of a term besides its two words. */
interface TermDetail {
  readonly note?: LocalText;
  readonly avoidEs?: readonly FormDetail[];
  readonly avoidEn?: readonly FormDetail[];
  readonly regionalVariants?: readonly { readonly term: string; readonly usedBy: string[] }[];
}
type FormDetail = Partial<AvoidedForm> & Pick<AvoidedForm, "term">;

export function toGlossaryTerm({ id, domain, es, en, detail }: GlossaryTermRow): GlossaryTerm {
  const {
    note,
    avoidEs = [],
    avoidEn = [],
    regionalVariants = [],
  } = detail as unknown as TermDetail;
  return {
    ...{ id, domain, es, en },
    note: note === undefined ? null : { es: note.es, en: note.en },
    avoid: { es: avoidEs.map(toForm), en: avoidEn.map(toForm) },
    variants: regionalVariants.map(({ term, usedBy }) => ({ term, usedBy })),
  };
}

function toForm({ term, remark = null, use = null }: FormDetail): AvoidedForm {
  return { term, remark, use };
}
