/**
 * Reads the data of a fresh installation and refuses it when it contradicts itself.
 * The invariants: ids are unique, every reference resolves, and the editions of a paper have the
 * same ids in the same order with equal paragraph numbers.
 */
import { regionalOfficeId } from "@istmo/domain";
import { readDomainData, type DomainData, type SamplePaper } from "./domain-files.ts";

/** The ids of a paper in reading order, with the paragraph number where there is one. */
function skeleton({ blocks, footnotes }: SamplePaper): string[] {
  const inBlocks = blocks.flatMap(({ id, para, items, columns, rows }) => [
    `${id}#${para ?? ""}`,
    ...[items, columns, rows].flatMap((parts) => (parts ?? []).map((part) => part.id)),
  ]);
  return [...inBlocks, ...footnotes.map((footnote) => footnote.id)];
}

/** Collects one sentence per broken invariant. */
class Findings {
  readonly sentences: string[] = [];

  /** The ids of a table, which must be unique. */
  ids(what: string, rows: readonly { id: string }[]): Set<string> {
    const ids = new Set<string>();
    for (const { id } of rows) {
      if (ids.has(id)) this.sentences.push(`${what}: ${id} stands twice`);
      ids.add(id);
    }
    return ids;
  }

  /** A reference, which must resolve; null refers to nothing. */
  refer(where: string, target: string | null, known: ReadonlySet<string>): void {
    if (target !== null && !known.has(target))
      this.sentences.push(`${where}: ${target} does not exist`);
  }
}

/** One sentence per broken invariant; empty when the data is sound. */
export function contradictions(data: DomainData): string[] {
  const findings = new Findings();
  const { sentences } = findings;
  const centres = findings.ids("centres", data.centres);
  const organisations = findings.ids("organisations", data.organisations);
  const templates = findings.ids("templates", data.templates);
  const series = findings.ids("consultation series", data.series);
  findings.ids("glossary", data.glossary.terms);
  findings.ids("programmes", data.programmes);
  findings.ids("consultations", data.sampleConsultations);
  findings.ids("actions", data.actions);
  findings.ids("accounts", data.accounts);

  for (const { member, of } of data.memberships) {
    findings.refer("memberships", member, organisations);
    findings.refer("memberships", of, organisations);
  }
  for (const consultation of data.sampleConsultations)
    findings.refer(consultation.id, consultation.series, series);
  for (const { id, centre, organisation } of data.accounts) {
    findings.refer(id, centre, centres);
    findings.refer(id, organisation, organisations);
  }
  for (const template of data.templates) findings.ids(template.id, template.sections);
  const domains = new Set(Object.keys(data.glossary.domains));
  for (const { id, domain } of data.glossary.terms) findings.refer(id, domain, domains);
  const accounts = new Set(data.accounts.map(({ account }) => account));
  for (const { id, centre, owner, verifier } of data.actions) {
    findings.refer(id, centre, centres);
    findings.refer(id, owner, accounts);
    findings.refer(id, verifier, accounts);
  }

  findings.ids("commitments", data.commitments);
  const consultations = new Set(data.sampleConsultations.map(({ id }) => id));
  const actions = new Set(data.actions.map(({ id }) => id));
  for (const { id, body, consultation, actions: carrying } of data.commitments) {
    for (const action of carrying) findings.refer(id, action, actions);
    const known = body.kind === "centre" ? centres : new Set([...organisations, regionalOfficeId]);
    findings.refer(id, body.id, known);
    findings.refer(id, consultation, consultations);
  }

  for (const { es, en } of data.papers) {
    for (const { meta, blocks } of [es, en]) {
      const blockIds = findings.ids(meta.paperId, blocks);
      findings.refer(meta.paperId, meta.template, templates);
      for (const centre of [meta.leadCentre, ...meta.centres])
        findings.refer(meta.paperId, centre, centres);
      for (const body of meta.organisations) findings.refer(meta.paperId, body, organisations);
      for (const { id, sectionId } of blocks) findings.refer(id, sectionId ?? null, blockIds);
    }
    const [inSpanish, inEnglish] = [skeleton(es), skeleton(en)];
    if (inSpanish.join("\n") !== inEnglish.join("\n")) {
      const at = inSpanish.findIndex((id, index) => id !== inEnglish[index]);
      sentences.push(`editions of ${es.meta.paperId} part at ${inSpanish[at] ?? "the end"}`);
    }
  }

  // The sample comments belong to the first paper's first round.
  const commented = new Set(data.papers[0]?.es.blocks.map(({ id }) => id));
  for (const { id, organisation, block } of data.comments) {
    findings.refer(id, organisation, organisations);
    findings.refer(id, block, commented);
  }
  const internal = data.internalComments.threads;
  const comments = findings.ids("comments", [...data.comments, ...internal]);
  const bodies = new Set([...organisations, ...centres, regionalOfficeId]);
  for (const { id, circle, block, submittedAs, messages } of internal) {
    findings.refer(id, circle.slice(circle.indexOf(":") + 1), bodies);
    findings.refer(id, block, commented);
    findings.refer(id, submittedAs ?? null, comments);
    for (const { account } of messages) findings.refer(id, account, accounts);
  }
  return sentences;
}

/** The data, proved free of contradictions. Throws an Error that lists every broken invariant. */
export function loadDomainData(): DomainData {
  const data = readDomainData();
  const found = contradictions(data);
  if (found.length > 0) throw new Error(`The domain data contradicts itself:\n${found.join("\n")}`);
  return data;
}
