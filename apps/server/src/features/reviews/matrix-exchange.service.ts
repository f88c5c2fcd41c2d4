/** The matrix as a file: taken out of the house, and read back filled in. */
import { createHash } from "node:crypto";
import {
  responseLength,
  rowReasonLength,
  type ExportMatrix,
  type ImportedRow,
  type ImportRefusal,
  type MatrixImport,
} from "@istmo/contracts";
import { decideExport, type Actor, type Disposition } from "@istmo/domain";
import { sectionsOf } from "@istmo/paper-schema";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { FileAnswer } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import type { SignedIn } from "../../http/session-reader.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { placeOf, toMatrixAnswer, toMatrixRow, type FoundMatrix } from "./matrix-answers.ts";
import {
  referenceOf,
  words,
  type MatrixSheet,
  type SheetRow,
} from "./matrix-files/matrix-columns.ts";
import { readMatrix, type FilledMatrix, type FilledRow } from "./matrix-files/read-matrix.ts";
import { writeDocx } from "./matrix-files/write-docx.ts";
import { writeXlsx } from "./matrix-files/write-xlsx.ts";
import type { MatrixRepository } from "./matrix.repository.ts";
import {
  auditedRow,
  matrixEvent,
  type ChangingRow,
  type MatrixService,
  type RowChange,
} from "./matrix.service.ts";
import type { RoundCommentRow } from "./rounds.repository.ts";

export interface MatrixExchangeServiceNeeds {
  readonly matrix: MatrixRepository;
  readonly rows: MatrixService;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

const types = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

/** What a row of a file would change. */
interface Wanted {
  readonly response?: string;
  readonly disposition?: Disposition;
  readonly reason?: string;
}
/** A row of a file beside the row of the matrix that it names. */
type Compared =
  | { readonly verdict: "refused"; readonly refusal: ImportRefusal }
  | { readonly verdict: "unchanged" | "wanted" };

export class MatrixExchangeService {
  readonly #needs: MatrixExchangeServiceNeeds;

  constructor(needs: MatrixExchangeServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`, and those of an export of the paper. */
  async export(
    me: SignedIn,
    command: Command,
    { roundId, ...wanted }: ExportMatrix & { readonly roundId: string },
  ): Promise<FileAnswer> {
    const { rows, unitOfWork } = this.#needs;
    const { format, language, reason } = wanted;
    const seen = await rows.find(me.actor, command, roundId);
    refuseUnlessExported(me.actor, seen, reason);
    // A repetition is another export: the file is not kept, and each one leaves its trace.
    return unitOfWork.run({ ...command, idempotency: null }, async ({ tx, audit }) => {
      const found = await rows.locked(tx, roundId);
      refuseUnlessExported(me.actor, found, reason);
      const sheet = await this.#sheet(me, found, { language, tx });
      const content = format === "docx" ? writeDocx(sheet) : writeXlsx(sheet);
      const { row } = found.round;
      audit({
        ...auditedRow(found.round),
        kind: "paper.exported",
        after: {
          ...{ format, language, round: row.id, number: row.number, rows: sheet.rows.length },
          sha256: createHash("sha256").update(content).digest("hex"),
        },
        ...(reason === undefined ? {} : { reason }),
      });
      const name = `${language === "es" ? "matriz" : "matrix"}-${row.number}-${row.sha256.slice(0, 8)}.${format}`;
      return new FileAnswer({ name, type: types[format], content });
    });
  }

  /**
   * What a filled file would change, and with `take` the change. Each row is decided by the same
   * rules as on the page: one that is refused leaves the others be. Refusals: `not_found`,
   * `not_allowed`, `unsupported_media_type`, `matrix_file_unreadable`, `no_matrix_in_file`,
   * `other_file`, and those of an upload.
   */
  async import(
    actor: Actor,
    command: Command,
    wanted: {
      readonly roundId: string;
      readonly take: boolean;
      /** Of the file that was looked at. */
      readonly sha256: string | undefined;
      readonly receive: () => Promise<Uint8Array>;
    },
  ): Promise<MatrixImport> {
    const { rows, unitOfWork } = this.#needs;
    const { roundId, take } = wanted;
    const seen = await rows.find(actor, command, roundId);
    // Before the file is received: whoever writes no response anywhere sends none.
    if (!rows.mayRespondAnywhere(actor, seen)) throw new AppError("not_allowed");
    const bytes = await wanted.receive();
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (take && wanted.sha256 !== sha256) throw new AppError("other_file");
    const filled = readMatrix(bytes);
    if (filled === "unknown_type") throw new AppError("unsupported_media_type");
    if (filled === "unreadable") throw new AppError("matrix_file_unreadable");
    if (filled === "no_matrix") throw new AppError("no_matrix_in_file");
    // What was only looked at is looked at anew.
    const once = take ? command : { ...command, idempotency: null };
    return unitOfWork.run(once, async (work) => {
      const found = await rows.locked(work.tx, roundId);
      return this.#read(actor, { found, work }, { filled, sha256, take });
    });
  }

  async #read(
    actor: Actor,
    { found, work }: { readonly found: FoundMatrix; readonly work: Work },
    file: { readonly filled: FilledMatrix; readonly sha256: string; readonly take: boolean },
  ): Promise<MatrixImport> {
    const { rows, matrix, clock } = this.#needs;
    const { filled, sha256, take } = file;
    const { tx } = work;
    const order = (await rows.ordered(actor, found, tx)).map(({ id }) => id);
    const readable = new Map((await matrix.rows(order, tx)).map((row) => [row.id, row]));
    const names = await rows.names([...readable.values()], tx);
    const met: string[] = [];
    const answers: ImportedRow[] = [];
    for (const line of filled.rows) {
      const row = line.reference === null ? undefined : readable.get(line.reference.id);
      const compared = compare(line, row, met);
      if (row !== undefined) met.push(row.id);
      const changes = row === undefined ? {} : wantedOf(line, row);
      const isWanted = row !== undefined && compared.verdict === "wanted";
      const refusal = isWanted
        ? await this.#decide(actor, { found, row, work, now: clock.now() }, { changes, take })
        : compared.verdict === "refused"
          ? compared.refusal
          : null;
      const verdict = refusal !== null ? "refused" : isWanted ? "taken" : "unchanged";
      answers.push({
        line: line.line,
        rowId: row?.id ?? null,
        paragraph: row === undefined ? null : placeOf(found, row.blockId).paragraph,
        label: (row && names.labels.get(row.subject)) ?? null,
        observation: [...(row?.observation ?? line.observation)].slice(0, 300).join(""),
        ...{ verdict, refusal, changes },
        keeps: row === undefined ? [] : emptiedOf(line, row),
      });
    }
    const count = (verdict: ImportedRow["verdict"]) =>
      answers.filter((one) => one.verdict === verdict).length;
    const isTaken = take && count("taken") > 0;
    if (isTaken) {
      work.audit({
        ...auditedRow(found.round),
        kind: "paper.matrix_imported",
        after: {
          ...{ round: found.round.row.id, sha256, format: filled.format },
          ...{ taken: count("taken"), refused: count("refused") },
        },
      });
      work.record(matrixEvent(found.round, { rowId: null, isDraft: false }));
    }
    const inOrder = [...new Set(met)].map((id) => order.indexOf(id));
    return {
      sha256,
      format: filled.format,
      isTaken: take,
      isReordered: inOrder.some((place, at) => place < (inOrder[at - 1] ?? -1)),
      missing: order.length - new Set(met).size,
      rows: answers,
    };
  }

  /** Decides one row, and writes it where it is taken; answers why it is refused. */
  async #decide(
    actor: Actor,
    at: Pick<ChangingRow, "found" | "row" | "now"> & { readonly work: Work },
    { changes, take }: { readonly changes: Wanted; readonly take: boolean },
  ): Promise<ImportedRow["refusal"]> {
    const { found, row, now, work } = at;
    const { rows } = this.#needs;
    const changing = { found, row, now, tx: work.tx, rule: toMatrixRow(found, row) };
    const { response } = changes;
    const isDecided = changes.disposition !== undefined || changes.reason !== undefined;
    const disposition = changes.disposition ?? (row.disposition as Disposition | null);
    if (isDecided && disposition === null) return "disposition_missing" satisfies ImportRefusal;
    let change: RowChange;
    try {
      change =
        isDecided && disposition !== null
          ? await rows.answerWithin(actor, changing, {
              ...{ version: row.version, disposition, response },
              reason: changes.reason ?? row.reason,
            })
          : await rows.draftWithin(actor, changing, {
              version: row.version,
              response: response ?? row.response,
            });
    } catch (error) {
      // Nothing was written yet: a refusal of one row is no refusal of the file.
      if (error instanceof AppError) return error.code;
      throw error;
    }
    if (!take) return null;
    if (!(await rows.write(changing, change))) return "stale_version";
    if (change.audit !== null)
      work.audit({ ...auditedRow(found.round), kind: "paper.matrix_row_changed", ...change.audit });
    return null;
  }

  async #sheet(
    { actor, person }: SignedIn,
    found: FoundMatrix,
    { language, tx }: { readonly language: "es" | "en"; readonly tx: PrismaTransaction },
  ): Promise<MatrixSheet> {
    const { rows, matrix, clock } = this.#needs;
    const { row: round, paper } = found.round;
    const said = words[language];
    const order = (await rows.ordered(actor, found, tx)).map(({ id }) => id);
    const byId = new Map((await matrix.rows(order, tx)).map((row) => [row.id, row]));
    const all = order.flatMap((id) => byId.get(id) ?? []);
    const names = await rows.names(all, tx);
    const frozen = await matrix.frozenText(
      { versionId: round.versionId, language: paper.originalLanguage },
      tx,
    );
    const sections = new Map(
      (frozen === null ? [] : sectionsOf(frozen.document)).map(({ id, heading }) => [id, heading]),
    );
    const toRow = (row: RoundCommentRow): SheetRow => {
      const one = toMatrixAnswer(actor, found, { row, names });
      return {
        paragraph:
          one.paragraph !== null ? String(one.paragraph) : one.blockId === null ? said.whole : "–",
        section: one.sectionId === null ? "" : (sections.get(one.sectionId) ?? ""),
        organisation: one.label[language],
        kind: said.kinds[one.kind],
        quote: one.quote,
        observation: one.observation,
        proposed: one.proposedText ?? "",
        response: one.response,
        disposition: one.disposition === null ? "" : said.dispositions[one.disposition],
        reason: one.reason,
        responsible: one.responsible?.label[language] ?? "",
        state: said.states[one.state],
        reference: referenceOf(row),
      };
    };
    const at = clock.now();
    const format = new Intl.DateTimeFormat(language, {
      ...{ timeZone: person.timeZone, dateStyle: "long", timeStyle: "short" },
    });
    return {
      title: said.title,
      classification: said.levels[paper.facts.classification],
      facts: [
        [said.facts.paper, paper.title[language] ?? paper.label],
        [said.facts.round, String(round.number)],
        [said.facts.version, round.sha256],
        [said.facts.exported, `${person.name}, ${format.format(at)} (${person.timeZone})`],
        [said.facts.howTo, said.fill],
      ],
      headings: said.columns,
      dispositions: Object.values(said.dispositions),
      rows: all.map(toRow),
      ...{ language, at },
    };
  }
}

function refuseUnlessExported(
  actor: Actor,
  { context: { paper } }: FoundMatrix,
  reason: string | undefined,
): void {
  const decision = decideExport(paper, actor, { reason });
  if (!decision.accepted) throw new AppError(decision.code);
}

/** Words of a file as the row would keep them. */
const sameLines = (text: string) => text.replace(/\r\n?/g, "\n").trim();

/** What a line says otherwise than the row; what was emptied is no change. */
function wantedOf(line: FilledRow, row: RoundCommentRow): Wanted {
  const isOther = (text: string | null, before: string): text is string =>
    text !== null && sameLines(text) !== "" && sameLines(text) !== sameLines(before);
  const { disposition } = line;
  return {
    ...(isOther(line.response, row.response) ? { response: sameLines(line.response) } : {}),
    ...(disposition !== null && disposition !== "unknown" && disposition !== row.disposition
      ? { disposition }
      : {}),
    ...(isOther(line.reason, row.reason) ? { reason: sameLines(line.reason) } : {}),
  };
}

function emptiedOf(line: FilledRow, row: RoundCommentRow): ImportedRow["keeps"] {
  return [
    ...(line.response === "" && row.response !== "" ? (["response"] as const) : []),
    ...(line.disposition === null && row.disposition !== null ? (["disposition"] as const) : []),
    ...(line.reason === "" && row.reason !== "" ? (["reason"] as const) : []),
  ];
}

/** A line beside the row that it names, before anybody asks whether it may be changed. */
function compare(
  line: FilledRow,
  row: RoundCommentRow | undefined,
  met: readonly string[],
): Compared {
  const refused = (refusal: ImportRefusal) => ({ verdict: "refused", refusal }) as const;
  if (line.reference === null) return refused("added");
  if (row === undefined) return refused("foreign");
  if (met.includes(row.id)) return refused("repeated");
  if (line.disposition === "unknown") return refused("unknown_disposition");
  const wanted = wantedOf(line, row);
  const isWanted = Object.keys(wanted).length > 0;
  const isEmptied = emptiedOf(line, row).length > 0;
  // Somebody has written into the row since the file was made: nobody decides on what they did not see.
  if ((isWanted || isEmptied) && line.reference.version !== row.version)
    return refused("changed_since");
  if (!isWanted) return isEmptied ? refused("emptied") : { verdict: "unchanged" };
  const isLong =
    [...(wanted.response ?? "")].length > responseLength ||
    [...(wanted.reason ?? "")].length > rowReasonLength;
  return isLong ? refused("too_long") : { verdict: "wanted" };
}
