/** Action items as a spreadsheet: what a filter shows, taken out; a filled sheet, read back. */
import { createHash } from "node:crypto";
import {
  linesToldAtMost,
  sheetRowsAtMost,
  type ActionsImport,
  type Language,
  type TypedText,
} from "@istmo/contracts";
import { canCreateAction, isOffice, isStaff, type Actor } from "@istmo/domain";
import { FileAnswer } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import { readSheet } from "../../platform/office/read-sheet.ts";
import { writeSheet } from "../../platform/office/write-sheet.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { findActorsByWords } from "../identity/identity.queries.ts";
import type { ActionSheetRepository } from "./action-sheet.repository.ts";
import type { ActionWriter } from "./action-writer.ts";
import type { ActionsFilter, ActionsListRepository, ListedRow } from "./actions-list.repository.ts";
import type { ActionsRepository } from "./actions.repository.ts";
import { sheetColumns, sheetWords, type SheetColumn } from "./sheet-columns.ts";
import { decideLine, idOfLine, type LineDecision, type NewItem } from "./sheet-decision.ts";
import { linesOf, type SheetLine } from "./sheet-lines.ts";

export interface ActionSheetServiceNeeds {
  readonly repository: ActionsRepository;
  readonly sheets: ActionSheetRepository;
  readonly lists: ActionsListRepository;
  readonly writer: ActionWriter;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const widths: Readonly<Record<SheetColumn, number>> = {
  ...{ title: 50, description: 40, place: 9, owner: 28, helpers: 32, priority: 10 },
  ...{ startOn: 12, dueOn: 12, state: 12, reference: 38 },
};
const bounds = { rows: sheetRowsAtMost, cells: 40, characters: 8000 };
/** Lines that are decided before others are served. */
const bite = 500;
const others = () => new Promise<void>((resolve) => setImmediate(resolve));

export class ActionSheetService {
  readonly #needs: ActionSheetServiceNeeds;

  constructor(needs: ActionSheetServiceNeeds) {
    this.#needs = needs;
  }

  /** What the filter shows the actor, at most `sheetRowsAtMost` of it. */
  async export(
    actor: Actor,
    { language, ...filter }: ActionsFilter & { readonly language: Language },
  ): Promise<FileAnswer> {
    const { lists, sheets, clock } = this.#needs;
    const rows: ListedRow[] = [];
    let cursor: string | undefined;
    do {
      const limit = Math.min(500, sheetRowsAtMost - rows.length);
      const page = await lists.list(actor, { ...filter, sort: "rank", limit, cursor }, clock.now());
      rows.push(...page.rows);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && rows.length < sheetRowsAtMost);
    const ids = rows.flatMap(({ ownerId, helperIds }) => [ownerId ?? [], helperIds].flat());
    const addresses = await sheets.addressesOf(ids);
    const codes = new Map([...(await sheets.centres())].map(([code, { id }]) => [id, code]));
    const words = sheetWords[language];
    const toCells = (row: ListedRow): string[] => {
      const title = row.title as TypedText;
      const cells: Record<SheetColumn, string> = {
        title: title[language] ?? title.es ?? title.en ?? "",
        description: row.description ?? "",
        place: row.centreId === null ? words.office : (codes.get(row.centreId) ?? ""),
        owner: addresses.get(row.ownerId ?? "") ?? "",
        helpers: row.helperIds.flatMap((id) => addresses.get(id) ?? []).join("; "),
        priority: words.priorities[row.priority as keyof typeof words.priorities],
        startOn: row.startOn ?? "",
        dueOn: row.dueOn ?? "",
        state: words.states[row.state as keyof typeof words.states],
        reference: row.id,
      };
      return sheetColumns.map((column) => cells[column]);
    };
    return this.#file(language, rows.map(toCells), words.file);
  }

  /** An empty sheet with an example. */
  async template(language: Language): Promise<FileAnswer> {
    const codes = [...(await this.#needs.sheets.centres()).keys()];
    const words = sheetWords[language];
    const example = { ...words.example, place: codes[0] ?? words.office, reference: "" };
    const name = language === "es" ? "plantilla-acciones" : "action-items-template";
    return this.#file(language, [sheetColumns.map((column) => example[column])], name);
  }

  async #file(
    language: Language,
    rows: readonly (readonly string[])[],
    name: string,
  ): Promise<FileAnswer> {
    const { sheets, clock } = this.#needs;
    const words = sheetWords[language];
    const codes = [...(await sheets.centres()).keys()].sort();
    const choices: Partial<Record<SheetColumn, readonly string[]>> = {
      place: [...codes, words.office],
      priority: Object.values(words.priorities),
    };
    const columns = sheetColumns.map((column) => ({
      ...{ heading: words.columns[column], width: widths[column] },
      ...(choices[column] === undefined ? {} : { choices: choices[column] }),
    }));
    const at = clock.now();
    const content = writeSheet({ name: words.sheet, columns, rows, at }, sheetRowsAtMost);
    return new FileAnswer({ name: `${name}.xlsx`, type: xlsx, content });
  }

  /**
   * What a file would make and change, and with `take` does so in one transaction: what is refused of
   * a line leaves the others be. Refusals: `not_allowed`, `sheet_unreadable`, `too_many_rows`,
   * `no_actions_in_file`, `other_file`, and those of an upload.
   */
  async import(
    actor: Actor,
    command: Command,
    wanted: {
      readonly language: Language;
      readonly take: boolean;
      readonly sha256: string | undefined;
      readonly receive: () => Promise<Uint8Array>;
    },
  ): Promise<ActionsImport> {
    const { unitOfWork } = this.#needs;
    const { language, take } = wanted;
    // Before the file is received: whoever makes no item anywhere sends none.
    if (!mayImport(actor)) throw new AppError("not_allowed");
    const bytes = await wanted.receive();
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (take && wanted.sha256 !== sha256) throw new AppError("other_file");
    const rows = await readSheet(bytes, bounds);
    if (rows === "unreadable") throw new AppError("sheet_unreadable");
    if (rows === "too_many_rows") throw new AppError("too_many_rows", { most: sheetRowsAtMost });
    const lines = await linesOf(rows);
    if (lines === null) throw new AppError("no_actions_in_file");
    const once = take ? command : { ...command, idempotency: null };
    return unitOfWork.run(once, (work) =>
      this.#take(actor, work, { lines, language, sha256, take }),
    );
  }

  async #take(
    actor: Actor,
    work: Work,
    file: {
      readonly lines: readonly SheetLine[];
      readonly language: Language;
      readonly sha256: string;
      readonly take: boolean;
    },
  ): Promise<ActionsImport> {
    const { sheets, clock } = this.#needs;
    const { lines, language, sha256, take } = file;
    const { tx } = work;
    const now = clock.now();
    const words = lines.flatMap(({ owner, helpers }) => [owner ?? [], helpers].flat());
    const people = await findActorsByWords(tx, [...new Set(words)], now);
    const ids = lines.map(({ line, reference }) => reference ?? idOfLine({ actor, sha256 }, line));
    const context = {
      ...{ actor, language, sha256, now, people, officeCode: sheetWords[language].office },
      actors: new Map([...people.values()].flat().map((one) => [one.id, one])),
      rows: await sheets.rows(tx, ids, take),
      centres: await sheets.centres(tx),
    };
    const decided: { line: SheetLine; decision: LineDecision }[] = [];
    for (const line of lines) {
      decided.push({ line, decision: decideLine(line, context) });
      if (decided.length % bite === 0) await others();
    }
    const decisions = decided.map(({ decision }) => decision);
    const actId = take ? await this.#write(actor, work, decisions) : null;
    const count = (verdict: LineDecision["verdict"]) =>
      decisions.filter((one) => one.verdict === verdict).length;
    const told = decided.map(({ line, decision }) => ({
      ...{ line: line.line, title: [...line.title].slice(0, 200).join("") },
      verdict: decision.verdict,
      refusals: decision.verdict === "refused" ? [...decision.refusals] : [],
    }));
    const order = ["refused", "changed", "created", "unchanged"];
    told.sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || a.line - b.line);
    return {
      ...{ sha256, isTaken: take, actId, lines: told.slice(0, linesToldAtMost) },
      counts: {
        ...{ created: count("created"), changed: count("changed") },
        ...{ unchanged: count("unchanged"), refused: count("refused") },
      },
    };
  }

  /** Answers the act of what was changed. */
  async #write(
    actor: Actor,
    work: Work,
    decisions: readonly LineDecision[],
  ): Promise<string | null> {
    const { repository, sheets, writer, clock } = this.#needs;
    const { tx, record } = work;
    const made = decisions.flatMap((one): NewItem[] =>
      one.verdict === "created" ? [one.item] : [],
    );
    if (made.length > 0) {
      const last = await repository.lastRank(tx, "open");
      await sheets.createAll(tx, made, { last, at: clock.now(), byId: actor.id });
      record({
        type: "actions.imported",
        payload: { count: made.length },
        ...{ audience: ["staff"], classification: "unclassified" },
      });
    }
    const changed = decisions.flatMap((one) =>
      one.verdict === "changed" ? [{ ...one.act, row: one.row }] : [],
    );
    return changed.length === 0 ? null : writer.writeAll({ actor, work }, changed);
  }
}

/** Whether the actor makes items anywhere but for an organisation, which a sheet does not name. */
function mayImport(actor: Actor): boolean {
  return (
    isOffice(actor) ||
    (isStaff(actor) &&
      actor.posts.some(
        ({ centreId }) =>
          centreId !== null && canCreateAction(actor, { centreId, organisationId: null }),
      ))
  );
}
