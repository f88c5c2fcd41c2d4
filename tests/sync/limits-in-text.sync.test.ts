/**
 * Seeded schedules of people with limits in one text. `FUZZ_LIMITS=10000` runs more of them,
 * `FUZZ_SEED=7` runs one again, `FUZZ_FROM=5000` begins behind that one.
 */
import { bodyFragment } from "@istmo/paper-schema";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { idOfText, suggest, textsOf, tryAnything, writeInOwn } from "./limited-edits.ts";
import { LimitedPage, LimitedRoom, ownedByOthers, type Kind } from "./limited-pages.ts";
import { contentOf } from "./random-edits.ts";
import { seededRandom, type Random } from "./seeded-random.ts";

const only = process.env["FUZZ_SEED"];
const from = Number(process.env["FUZZ_FROM"] ?? 0);
const schedules = Number(process.env["FUZZ_LIMITS"] ?? 150);
/** Schedules that once found something: see what each of them is about. */
const regressions: readonly number[] = [
  149, // Another's marks, opened again behind new words, where they have no end any longer.
  209, // A word of one's own goes, and the end of its marks with it, before a word just written.
  770, // Marks that slip in the room alone: the page need not be told, and must hear all the same.
  884, // One's own word is withdrawn, of which a part was just written back.
  1140, // Typed on in a word of one's own that was just written back as a whole.
  5372, // A heading without a level is one of the first level: nothing has changed.
  4109, // A reader's replica that deletes the ends of marks by itself shows words as struck.
  8688, // Blocks written back before what somebody has put before them: it came to lie in another section.
  8863, // A forged mark that was taken off all letters still held for those just typed at its end.
  1404, // Plain words in a section that has become another's: rightly taken back.
];
const seeds =
  only === undefined
    ? [...new Set([...regressions, ...Array.from({ length: schedules }, (_, i) => from + i + 1)])]
    : [Number(only)];

interface Run {
  readonly insert: unknown;
  readonly attributes?: Readonly<Record<string, { readonly id?: unknown; readonly by?: unknown }>>;
}

const byOf = (value: unknown) => (value as { by?: unknown } | null | undefined)?.by;

const isElement = (child: unknown): child is Y.XmlElement => child instanceof Y.XmlElement;

/** What somebody may not change: letters, and others' suggestions, told without the guard's help. */
function protectedFrom({ personId: by, role, suggestsIn }: LimitedPage, doc: Y.Doc): string {
  const kept: string[] = [];
  let section = "null";
  const readText = (text: Y.XmlText): void => {
    for (const { insert, attributes = {} } of text.toDelta() as Run[]) {
      if (byOf(attributes["insertion"]) === by) continue;
      const marks = Object.entries(attributes)
        .filter(([, value]) => byOf(value) !== by)
        .map(([name, value]) => `${name.slice(0, 8)} ${String(value.id)} ${String(value.by)}`);
      for (const letter of String(insert)) kept.push(letter + marks.sort().join());
    }
  };
  const read = (element: Y.XmlElement): void => {
    const { inserted, removed } = element.getAttributes() as Record<string, unknown>;
    if (element.nodeName !== "paragraph" && byOf(inserted) === by) return;
    for (const value of [inserted, removed])
      if (value !== undefined && byOf(value) !== by) kept.push(JSON.stringify(value));
    for (const child of element.toArray() as unknown[]) {
      if (child instanceof Y.XmlText) readText(child);
      else if (isElement(child)) read(child);
    }
  };
  for (const block of doc.getXmlFragment(bodyFragment).toArray() as unknown[]) {
    if (!isElement(block)) continue;
    const attrs = block.getAttributes() as Record<string, unknown>;
    const isOpening =
      block.nodeName === "heading" && (attrs["level"] ?? 1) === 1 && !attrs["inserted"];
    if (isOpening && !attrs["changed"]) section = JSON.stringify(attrs["id"] ?? null);
    if (role === "suggester" || suggestsIn.has(JSON.parse(section) as string)) read(block);
  }
  return kept.join("\n");
}

const shown = (doc: Y.Doc) => JSON.stringify(contentOf(doc));

class Schedule {
  readonly room: LimitedRoom;
  readonly #random: Random;
  #words = 0;
  readonly wrong: string[] = [];

  constructor(random: Random) {
    this.#random = random;
    const kinds: Kind[] = [
      "suggester",
      random.pick(["suggester", "limited", "editor"]),
      random.pick(["hostile suggester", "hostile limited"]),
      random.pick(["editor", "hostile suggester", "limited"]),
    ];
    this.room = new LimitedRoom(kinds.map((kind, i) => new LimitedPage(`p${i}`, kind, random)));
  }

  async step(): Promise<void> {
    const random = this.#random;
    const page = random.pick(this.room.pages);
    const choice = random.below(10);
    if (choice < 3) return this.#act(page);
    if (choice < 7) return this.#deliverUp(page);
    if (choice < 9) {
      const frame = page.line?.down.shift();
      if (frame !== undefined) page.take(frame);
      return;
    }
    if (page.line === null) await this.room.connect(page);
    else if (random.oneIn(3)) this.room.disconnect(page);
  }

  #act(page: LimitedPage): void {
    const random = this.#random;
    const word = `w${++this.#words}`;
    if (page.kind === "editor") return writePlainly(page, random, word);
    if (page.kind.startsWith("hostile") && !random.oneIn(3)) return tryAnything(page, random);
    if (page.kind.endsWith("limited") && random.oneIn(2)) return writeInOwn(page, random, word);
    suggest(page, random, word);
  }

  /** One frame reaches the room: what its sender may not change is what it was before. */
  #deliverUp(page: LimitedPage): void {
    const frame = page.line?.up.shift();
    if (page.line === null || frame === undefined) return;
    if (page.kind === "editor") {
      page.line.connection.receive(frame);
      this.room.clock.advance(1);
      return;
    }
    const before = protectedFrom(page, this.room.read());
    const isMoved = hasBecomeAnothers(page, this.room.read());
    const { refusals } = page;
    page.line.connection.receive(frame);
    if (!page.kind.startsWith("hostile") && page.refusals > refusals && !isMoved)
      this.wrong.push(`${page.personId}, ${page.kind}, is refused what they may do`);
    if (protectedFrom(page, this.room.read()) !== before)
      this.wrong.push(`${page.personId}, ${page.kind}, changed what is protected from them`);
  }
}

/**
 * Whether a text in which somebody wrote plainly stands in a section of others' by now: somebody who
 * may has moved or deleted the heading before it. Then what they bring is rightly taken back.
 */
function hasBecomeAnothers({ edited }: LimitedPage, doc: Y.Doc): boolean {
  return textsOf(doc.getXmlFragment(bodyFragment)).some(
    ({ text, section }) => ownedByOthers.has(section) && edited.has(idOfText(text)),
  );
}

function writePlainly({ body }: LimitedPage, random: Random, word: string): void {
  const block = body.length > 0 ? body.get(random.below(body.length)) : null;
  const text =
    block !== null && "get" in block && block.length > 0 ? (block.get(0) as unknown) : null;
  if (text !== null && typeof text === "object" && "insert" in text && "toDelta" in text)
    (text as Y.XmlText).insert(0, `${word} `, {});
}

async function runSchedule(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const schedule = new Schedule(random);
  const { room } = schedule;
  try {
    await room.open();
    await room.calm();
    const steps = 60 + random.below(200);
    for (let i = 0; i < steps && schedule.wrong.length === 0; i++) await schedule.step();
    await room.calm();
    const stored = await room.stored();
    for (const page of room.pages) {
      if (shown(page.doc) !== shown(stored)) schedule.wrong.push(`${page.personId} differs`);
      if (page.closes.length > 0)
        schedule.wrong.push(`${page.personId} closed: ${page.closes.join()}`);
    }
    if (shown(room.read()) !== shown(stored)) schedule.wrong.push("the room differs");
    if (room.faults.length > 0) schedule.wrong.push(`faults: ${room.faults.join("; ")}`);
    expect(schedule.wrong).toEqual([]);
  } catch (cause) {
    throw new Error(`Schedule failed; run again with FUZZ_SEED=${seed}`, { cause });
  } finally {
    room.destroy();
  }
}

describe("limits in a text", () => {
  it(
    `R29, R31: in ${seeds.length} schedules nobody changes what they may only suggest in, nobody honest is refused anything, and replicas stay equal`,
    { timeout: 60_000 + schedules * 300 },
    async () => {
      const failed: unknown[] = [];
      for (const seed of seeds) {
        try {
          await runSchedule(seed);
        } catch (error) {
          failed.push(error);
        }
      }
      if (failed.length > 0)
        throw new AggregateError(failed.slice(0, 5), failed.map(String).join("\n"));
    },
  );
});
