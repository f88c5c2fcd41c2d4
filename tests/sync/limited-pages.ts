/**
 * A room of one text with people of all kinds: plain editors, honest suggesters, editors who may
 * only suggest in some sections, and hostile ones with either right whose pages do what they like.
 * Each page has a line of its own that delays frames and breaks now and then.
 */
import type { EditionRole } from "@istmo/contracts";
import {
  bodyFragment,
  foundingClientId,
  leaveTidyingToRoom,
  TextGuard,
  toYUpdate,
  type PaperDocumentJson,
} from "@istmo/paper-schema";
import {
  ManualClock,
  MemoryPaperStore,
  permissionDeniedFrame,
  RoomRegistry,
  step1Frame,
  step2Frame,
  updateFrame,
  type RoomConnection,
} from "@istmo/sync";
import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import type { Random } from "./seeded-random.ts";

const editionId = "edition";
const deniedType = permissionDeniedFrame("suggest_only")[0];

/** Sections of the text; the second and third belong to somebody else than "limited" people. */
export const sections = ["sec-a", "sec-b", "sec-c"];
export const ownedByOthers: ReadonlySet<string> = new Set(["sec-b", "sec-c"]);

const text = (words: string) => ({ type: "text", text: words }) as const;
const paragraph = (id: string, words: string) =>
  ({ type: "paragraph", attrs: { id }, content: [text(words)] }) as const;

export const founding: PaperDocumentJson = {
  type: "doc",
  content: sections.flatMap((id) => [
    { type: "heading", attrs: { id, level: 1 }, content: [text(`Heading of ${id}`)] } as const,
    paragraph(`${id}-1`, `First paragraph of ${id}, which is long enough to be struck in parts.`),
    {
      type: "table",
      attrs: { id: `${id}-t` },
      content: [
        {
          type: "tableRow",
          attrs: { id: `${id}-r` },
          content: [1, 2].map((n) => ({
            type: "tableCell" as const,
            attrs: { id: `${id}-c${n}`, colspan: 1, rowspan: 1 },
            content: [paragraph(`${id}-p${n}`, `Cell ${n} of ${id}`)],
          })),
        },
      ],
    } as const,
    paragraph(`${id}-2`, `Second paragraph of ${id}.`),
  ]),
};

export type Kind = "editor" | "suggester" | "limited" | "hostile suggester" | "hostile limited";

interface Line {
  readonly connection: RoomConnection;
  readonly up: Uint8Array[];
  readonly down: Uint8Array[];
}

/** Somebody's page. */
export class LimitedPage {
  readonly personId: string;
  readonly kind: Kind;
  readonly doc = new Y.Doc();
  readonly body: Y.XmlFragment;
  line: Line | null = null;
  closes: string[] = [];
  /** How often the room has taken back something of theirs. */
  refusals = 0;
  /** Where they have written plainly, since it was theirs to edit: texts, as `idOfText` tells them. */
  readonly edited = new Set<string>();

  constructor(personId: string, kind: Kind, random: Random) {
    this.personId = personId;
    this.kind = kind;
    this.doc.clientID = 16 + random.below(2 ** 31);
    this.body = this.doc.getXmlFragment(bodyFragment);
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.line?.up.push(updateFrame(update));
    });
  }

  get role(): EditionRole {
    return this.kind.endsWith("suggester") ? "suggester" : "editor";
  }

  get suggestsIn(): ReadonlySet<string> {
    return this.kind.endsWith("limited") ? ownedByOthers : new Set();
  }

  /** Takes one frame that the room sent. */
  take(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    if (decoding.readVarUint(decoder) !== 0) return;
    const step = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (step !== 0) return Y.applyUpdate(this.doc, payload, this);
    this.line?.up.push(step2Frame(Y.encodeStateAsUpdate(this.doc, payload)));
  }
}

/** The room, its database, and the pages. */
export class LimitedRoom {
  readonly clock = new ManualClock();
  readonly store = new MemoryPaperStore();
  readonly faults: unknown[] = [];
  readonly pages: LimitedPage[];
  readonly #registry: RoomRegistry;
  readonly #mirror = new Y.Doc();

  constructor(pages: readonly LimitedPage[]) {
    this.pages = [...pages];
    this.#registry = new RoomRegistry({
      store: this.store,
      clock: this.clock,
      limits: { framesPerSecond: 1e9 },
      guardText: (doc) => new TextGuard(doc, bodyFragment),
      onFault: (error) => this.faults.push(error),
    });
  }

  async open(): Promise<void> {
    const bindings = [{ clientId: foundingClientId, personId: "founder" }];
    const update = toYUpdate(founding);
    await this.store.append([{ editionId, personId: null, update, bindings }]);
    await this.#openMirror();
    for (const page of this.pages) await this.connect(page);
  }

  async connect(page: LimitedPage): Promise<void> {
    const { room } = await this.#registry.hold(editionId);
    const down: Uint8Array[] = [];
    const { personId, role, suggestsIn } = page;
    const user = { id: personId, name: personId, centre: null, color: "#000000" };
    const connection = room.join(
      { personId, user, role, suggestsIn, wantsAcks: true },
      {
        send: (frame) => {
          if (frame[0] === deniedType) page.refusals++;
          down.push(frame);
        },
        close: (reason) => {
          page.closes.push(reason);
          page.line = null;
        },
      },
    );
    const hello = step1Frame(Y.encodeStateVector(page.doc));
    page.line = { connection, up: [hello], down };
  }

  disconnect(page: LimitedPage): void {
    page.line?.connection.leave();
    page.line = null;
    page.doc.store.pendingStructs = null;
    page.doc.store.pendingDs = null;
  }

  /** A reader's document, which hears everything at once: the text as the room has it. */
  read(): Y.Doc {
    this.clock.advance(1);
    return this.#mirror;
  }

  async #openMirror(): Promise<void> {
    leaveTidyingToRoom(this.#mirror);
    const { room } = await this.#registry.hold(editionId);
    const user = { id: "reader", name: "reader", centre: null, color: "#000000" };
    const connection = room.join(
      { personId: "reader", user, role: "reader", wantsAcks: false },
      {
        send: (frame) => {
          const decoder = decoding.createDecoder(frame);
          if (decoding.readVarUint(decoder) !== 0 || decoding.readVarUint(decoder) === 0) return;
          Y.applyUpdate(this.#mirror, decoding.readVarUint8Array(decoder));
        },
        close: (reason) => this.faults.push(reason),
      },
    );
    connection.receive(step1Frame(Y.encodeStateVector(this.#mirror)));
  }

  /** Everything that is under way arrives; everybody is here. */
  async calm(): Promise<void> {
    for (const page of this.pages) if (page.line === null) await this.connect(page);
    for (let round = 0; round < 20; round++) {
      for (const page of this.pages) {
        const { line } = page;
        if (line === null) continue;
        for (let next = line.up.shift(); next; next = line.up.shift())
          line.connection.receive(next);
      }
      this.clock.advance(200);
      for (const page of this.pages) {
        for (let next = page.line?.down.shift(); next; next = page.line?.down.shift())
          page.take(next);
      }
      for (let i = 0; i < 12; i++) await Promise.resolve();
    }
  }

  async stored(): Promise<Y.Doc> {
    const { state } = await this.store.load(editionId);
    const doc = new Y.Doc();
    for (const update of state) Y.applyUpdate(doc, update);
    return doc;
  }

  destroy(): void {
    this.#mirror.destroy();
    for (const { doc } of this.pages) doc.destroy();
  }
}
