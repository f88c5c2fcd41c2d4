/** The five centres of excellence, and the organisations that work with them. */
import { z } from "zod";
import { id, localText } from "./common.ts";
import { person } from "./people.ts";

export const centre = z.object({
  id,
  code: z.string(),
  slug: z.string(),
  country: z.string(),
  name: localText,
  shortName: localText,
  theme: localText,
  description: localText,
  location: z.object({ latitude: z.number(), longitude: z.number() }),
  timeZone: z.string(),
  /** Counted over what the asking person may see. */
  counts: z.object({
    people: z.int(),
    papers: z.int(),
    openActions: z.int(),
    overdueActions: z.int(),
  }),
});
export type Centre = z.infer<typeof centre>;

export const centreDetail = centre.extend({
  workstreams: z.array(localText),
  people: z.array(person),
});
export type CentreDetail = z.infer<typeof centreDetail>;

export const organisation = z.object({
  id,
  kind: z.string(),
  country: z.string().nullable(),
  name: localText,
  abbreviation: localText,
  languages: z.array(z.string()),
});
export type Organisation = z.infer<typeof organisation>;

/** A consultation with the series it belongs to. */
export const consultation = z.object({
  id,
  series: z.object({ id, name: localText, abbreviation: localText }),
  level: z.string(),
  state: z.string(),
  startsOn: z.string(),
  title: localText,
  sample: z.boolean(),
});
export type Consultation = z.infer<typeof consultation>;

export const programme = z.object({
  id,
  code: z.string(),
  name: localText,
  sample: z.boolean(),
  /** Of all its outcomes, in their order. */
  outputs: z.array(z.object({ id, text: localText, outcome: localText })),
});
export type Programme = z.infer<typeof programme>;

/** A form that is to be avoided in a language: advice, never a rule. */
export const avoidedForm = z.object({
  term: z.string(),
  /** When the advice applies, in the language of the form. */
  remark: z.string().nullable(),
  /** What stands for it, where that is not the whole term. */
  use: z.string().nullable(),
});
export type AvoidedForm = z.infer<typeof avoidedForm>;

export const glossaryTerm = z.object({
  id,
  domain: z.string(),
  es: z.string(),
  en: z.string(),
  /** What it means, or when it is used; null where the two words say it all. */
  note: localText.nullable(),
  avoid: z.object({ es: z.array(avoidedForm), en: z.array(avoidedForm) }),
  /** Other forms that are correct where somebody uses them. */
  variants: z.array(z.object({ term: z.string(), usedBy: z.array(z.string()) })),
});
export type GlossaryTerm = z.infer<typeof glossaryTerm>;
