/** The files of a fresh installation, each checked for its shape. */
import { readFileSync } from "node:fs";
import { roles, stateMachines } from "@istmo/domain";
import type { SamplePaper as SampleText } from "@istmo/paper-schema";
import { z } from "zod";

const localText = z.object({ es: z.string().min(1), en: z.string().min(1) });
const identified = z.looseObject({ id: z.string().min(1) });
const named = identified.extend({ name: localText });

const block = identified.extend({
  type: z.enum(["heading", "paragraph", "list", "table"]),
  level: z.number().int().optional(),
  sectionId: z.string().optional(),
  templateSection: z.string().optional(),
  owner: z.string().optional(),
  para: z.number().int().positive().optional(),
  items: z.array(identified).optional(),
  columns: z.array(identified).optional(),
  rows: z.array(identified).optional(),
});
const paper = z.looseObject({
  meta: z.looseObject({
    paperId: z.string(),
    template: z.string(),
    language: z.enum(["es", "en"]),
    originalLanguage: z.enum(["es", "en"]),
    title: z.string().min(1),
    symbol: z.string().nullable(),
    classification: z.enum(["unclassified", "confidential", "strictly_confidential"]),
    stage: z.enum(["draft", "submitted", "issued"]).default("draft"),
    leadCentre: z.string(),
    centres: z.array(z.string()),
    organisations: z.array(z.string()),
  }),
  blocks: z.array(block).min(1),
  footnotes: z.array(identified),
});
export type SamplePaper = z.infer<typeof paper>;

/** The sample's blocks as the paper's schema reads them; both describe the same file. */
export function asText(sample: SamplePaper): SampleText {
  return sample as unknown as SampleText;
}

const localNamed = identified.extend({ name: localText, abbreviation: localText });

const files = {
  centres: z.looseObject({
    centres: z.array(
      named.extend({
        code: z.string(),
        slug: z.string(),
        country: z.string(),
        location: z.looseObject({ lat: z.number(), lon: z.number() }),
        timeZone: z.string(),
        shortName: localText,
        theme: localText,
        description: localText,
        workstreams: z.array(localText),
      }),
    ),
  }),
  organisations: z.looseObject({
    organisations: z.array(
      localNamed.extend({
        kind: z.string(),
        country: z.string().nullable().optional(),
        languages: z.array(z.string()),
        default: z.boolean(),
      }),
    ),
    memberships: z.array(
      z.looseObject({
        member: z.string(),
        of: z.string(),
        role: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
      }),
    ),
  }),
  "consultation-series": z.looseObject({
    series: z.array(localNamed.extend({ slug: z.string() })),
    sampleConsultations: z.array(
      identified.extend({
        series: z.string(),
        level: z.string(),
        status: z.string(),
        starts: z.string(),
        title: localText,
      }),
    ),
  }),
  "demo-accounts": z.looseObject({
    accounts: z.array(
      identified.extend({
        account: z.string(),
        name: z.string(),
        role: z.enum(roles),
        centre: z.string().nullable(),
        organisation: z.string().nullable(),
        clearedTo: z.enum(["unclassified", "confidential", "strictly_confidential"]),
        locale: z.enum(["es", "en"]),
      }),
    ),
  }),
  glossary: z.looseObject({
    domains: z.record(z.string(), localText),
    terms: z.array(identified.extend({ domain: z.string(), es: z.string(), en: z.string() })),
  }),
  templates: z.looseObject({
    templates: z.array(
      named.extend({
        kind: z.string(),
        sections: z.array(identified.extend({ heading: localText, required: z.boolean() })),
      }),
    ),
  }),
  programmes: z.looseObject({ programmes: z.array(named.extend({ code: z.string() })) }),
  "sample-actions": z.looseObject({
    actions: z.array(
      identified.extend({
        title: localText,
        centre: z.string().nullable(),
        owner: z.string(),
        state: z.enum(stateMachines.action.states),
        dueInDays: z.number().int(),
        priority: z.enum(["low", "normal", "high"]),
        origin: z.looseObject({
          kind: z.string(),
          paper: z.string().optional(),
          block: z.string().optional(),
        }),
        blockedReason: z.unknown(),
        evidence: z.unknown(),
        verifier: z.string().nullable(),
        dateSlips: z.number().int(),
      }),
    ),
  }),
  "sample-comments": z.looseObject({
    comments: z.array(
      identified.extend({
        organisation: z.string(),
        block: z.string().nullable(),
        writtenIn: z.enum(["es", "en"]),
        comment: localText,
        proposal: localText.nullable(),
        disposition: z.string().nullable(),
        response: localText.nullable(),
        responsible: z.string(),
      }),
    ),
  }),
  "sample-commitments": z.looseObject({
    commitments: z.array(
      identified.extend({
        body: z.object({ kind: z.enum(["centre", "organisation"]), id: z.string() }),
        title: localText,
        evidenceWanted: localText,
        state: z.enum(stateMachines.commitment.states),
        dueInDays: z.number().int(),
        dateSlips: z.number().int(),
        consultation: z.string(),
        /** Sample action items that carry it. */
        actions: z.array(z.string()),
      }),
    ),
  }),
  "sample-internal-comments": z.looseObject({
    paper: z.string(),
    threads: z.array(
      identified.extend({
        circle: z.string(),
        block: z.string(),
        edition: z.enum(["es", "en"]),
        submittedAs: z.string().optional(),
        messages: z.array(z.object({ account: z.string(), body: z.string() })).min(1),
      }),
    ),
  }),
};

/** Reads one bundled file; throws a ZodError when its shape is wrong. */
function read<Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> {
  const path = new URL(`./data/${name}.json`, import.meta.url);
  return schema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** Everything a fresh installation is seeded from, shape-checked but not yet cross-checked. */
export function readDomainData() {
  return {
    centres: read("centres", files.centres).centres,
    ...read("organisations", files.organisations),
    ...read("consultation-series", files["consultation-series"]),
    glossary: read("glossary", files.glossary),
    templates: read("templates", files.templates).templates,
    programmes: read("programmes", files.programmes).programmes,
    actions: read("sample-actions", files["sample-actions"]).actions,
    commitments: read("sample-commitments", files["sample-commitments"]).commitments,
    comments: read("sample-comments", files["sample-comments"]).comments,
    internalComments: read("sample-internal-comments", files["sample-internal-comments"]),
    accounts: read("demo-accounts", files["demo-accounts"]).accounts,
    papers: ["sample-paper", "sample-urban-analysts", "sample-alternatives"].map((name) => ({
      es: read(`${name}.es`, paper),
      en: read(`${name}.en`, paper),
    })),
  };
}
export type DomainData = ReturnType<typeof readDomainData>;
