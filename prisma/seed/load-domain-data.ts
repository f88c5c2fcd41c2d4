/**
 * Reads the data of a fresh installation and refuses it when it contradicts itself.
 * The invariants: ids are unique, every reference resolves, and the editions of a paper have the
 * same ids in the same order with equal paragraph numbers.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";

const localText = z.object({ es: z.string().min(1), en: z.string().min(1) });
const identified = z.looseObject({ id: z.string().min(1) });
const named = identified.extend({ name: localText });

const block = identified.extend({
  type: z.enum(["heading", "paragraph", "list", "table"]),
  sectionId: z.string().optional(),
  para: z.number().int().positive().optional(),
  items: z.array(identified).optional(),
  columns: z.array(identified).optional(),
  rows: z.array(identified).optional(),
});
const paper = z.looseObject({
  meta: z.looseObject({
    paperId: z.string(),
    template: z.string(),
    leadCentre: z.string(),
    centres: z.array(z.string()),
    organisations: z.array(z.string()),
  }),
  blocks: z.array(block).min(1),
  footnotes: z.array(identified),
});
export type SamplePaper = z.infer<typeof paper>;

const files = {
  centres: z.looseObject({ centres: z.array(named.extend({ code: z.string() })) }),
  organisations: z.looseObject({ organisations: z.array(named) }),
  "consultation-series": z.looseObject({ series: z.array(named) }),
  glossary: z.looseObject({
    domains: z.record(z.string(), localText),
    terms: z.array(identified.extend({ domain: z.string(), es: z.string(), en: z.string() })),
  }),
  templates: z.looseObject({
    templates: z.array(
      named.extend({ sections: z.array(identified.extend({ heading: localText })) }),
    ),
  }),
  programmes: z.looseObject({ programmes: z.array(named) }),
  "sample-actions": z.looseObject({
    actions: z.array(identified.extend({ title: localText, centre: z.string().nullable() })),
  }),
  "sample-comments": z.looseObject({
    comments: z.array(
      identified.extend({ organisation: z.string(), block: z.string().nullable() }),
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
    organisations: read("organisations", files.organisations).organisations,
    series: read("consultation-series", files["consultation-series"]).series,
    glossary: read("glossary", files.glossary),
    templates: read("templates", files.templates).templates,
    programmes: read("programmes", files.programmes).programmes,
    actions: read("sample-actions", files["sample-actions"]).actions,
    comments: read("sample-comments", files["sample-comments"]).comments,
    paper: { es: read("sample-paper.es", paper), en: read("sample-paper.en", paper) },
  };
}
export type DomainData = ReturnType<typeof readDomainData>;

/** The ids of a paper in reading order, with the paragraph number where there is one. */
function skeleton({ blocks, footnotes }: SamplePaper): string[] {
  const inBlocks = blocks.flatMap(({ id, para, items, columns, rows }) => [
    `${id}#${para ?? ""}`,
    ...[items, columns, rows].flatMap((parts) => (parts ?? []).map((part) => part.id)),
  ]);
  return [...inBlocks, ...footnotes.map((footnote) => footnote.id)];
}

/** One sentence per broken invariant; empty when the data is sound. */
export function contradictions(data: DomainData): string[] {
  const found: string[] = [];
  const idsOf = (what: string, rows: readonly { id: string }[]) => {
    const ids = new Set<string>();
    for (const { id } of rows) {
      if (ids.has(id)) found.push(`${what}: ${id} stands twice`);
      ids.add(id);
    }
    return ids;
  };
  const refer = (where: string, target: string, known: ReadonlySet<string>) => {
    if (!known.has(target)) found.push(`${where}: ${target} does not exist`);
  };

  const centres = idsOf("centres", data.centres);
  const organisations = idsOf("organisations", data.organisations);
  const templates = idsOf("templates", data.templates);
  idsOf("consultation series", data.series);
  idsOf("glossary", data.glossary.terms);
  idsOf("programmes", data.programmes);
  idsOf("actions", data.actions);
  idsOf("comments", data.comments);
  for (const template of data.templates) idsOf(template.id, template.sections);
  for (const term of data.glossary.terms) {
    refer(term.id, term.domain, new Set(Object.keys(data.glossary.domains)));
  }
  for (const { id, centre } of data.actions) if (centre !== null) refer(id, centre, centres);

  for (const edition of Object.values(data.paper)) {
    const { meta, blocks } = edition;
    const blockIds = idsOf(meta.paperId, blocks);
    refer(meta.paperId, meta.template, templates);
    for (const centre of [meta.leadCentre, ...meta.centres]) refer(meta.paperId, centre, centres);
    for (const body of meta.organisations) refer(meta.paperId, body, organisations);
    for (const { id, sectionId } of blocks) if (sectionId) refer(id, sectionId, blockIds);
    for (const comment of data.comments) {
      refer(comment.id, comment.organisation, organisations);
      if (comment.block !== null) refer(comment.id, comment.block, blockIds);
    }
  }
  const [es, en] = [skeleton(data.paper.es), skeleton(data.paper.en)];
  if (es.join("\n") !== en.join("\n")) {
    const at = es.findIndex((id, index) => id !== en[index]);
    found.push(`editions of ${data.paper.es.meta.paperId} part at ${es[at] ?? "the end"}`);
  }
  return found;
}

/** The data, proved free of contradictions. Throws an Error that lists every broken invariant. */
export function loadDomainData(): DomainData {
  const data = readDomainData();
  const found = contradictions(data);
  if (found.length > 0) throw new Error(`The domain data contradicts itself:\n${found.join("\n")}`);
  return data;
}
