/** A paper of two centres, and the people who comment on it, on a server of their own. */
import type { CommentsPage, CommentThread, Paper, PaperAccess } from "@istmo/contracts";
import { openTestApp, type Answer, type Browser, type Problem, type TestApp } from "./test-app.ts";

/** Who comments: Guatemala leads the paper, Panama takes part, the others come by a share. */
const accounts = {
  lead: "lead.gt",
  expert: "expert1.gt",
  panama: "expert1.pa",
  reviewer: "reviewer",
  head: "head",
  sica: "focal.sica",
  oas: "focal.oas",
  admin: "admin",
  other: "expert1.ni",
} as const;

export const sica = "organisation:org-sica";
export const office = "organisation:org-unodc-regional";

type Written = Promise<Answer<CommentThread & Problem>>;

export class CommentedPaper {
  readonly app: TestApp;
  readonly people: Readonly<Record<keyof typeof accounts, Browser>>;
  paper: Paper;
  readonly #time: { now: Date };

  private constructor(
    app: TestApp,
    people: Readonly<Record<keyof typeof accounts, Browser>>,
    given: { readonly paper: Paper; readonly time: { now: Date } },
  ) {
    this.app = app;
    this.people = people;
    this.paper = given.paper;
    this.#time = given.time;
  }

  static async open(): Promise<CommentedPaper> {
    const time = { now: new Date("2026-11-24T17:00:00Z") };
    const app = await openTestApp({ now: () => time.now });
    const people: Partial<Record<keyof typeof accounts, Browser>> = {};
    for (const [name, account] of Object.entries(accounts))
      people[name as keyof typeof accounts] = await app.signIn(account);
    const all = people as CommentedPaper["people"];
    return new CommentedPaper(app, all, { paper: await createPaper(all.lead), time });
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** Another paper, without comments. */
  async begin(): Promise<void> {
    this.paper = await createPaper(this.people.lead);
  }

  get now(): Date {
    return this.#time.now;
  }

  /** Lets a second go by, so that what is written is in order. */
  pass(): void {
    this.#time.now = new Date(this.now.getTime() + 1000);
  }

  edition(language = "es"): string {
    return this.paper.editions.find((it) => it.language === language)?.id ?? "";
  }

  async share(subject: string, level: string): Promise<void> {
    const path = `/api/v1/papers/${this.paper.id}/shares`;
    const { status } = await this.people.lead.post<PaperAccess>(path, { subject, level });
    if (status !== 200) throw new Error(`The paper was not shared: ${status}`);
  }

  open(by: Browser, over: object = {}, headers?: Record<string, string>): Written {
    this.pass();
    const wanted = { target: "paper", body: "Falta una fuente.", ...over };
    return by.post(`/api/v1/papers/${this.paper.id}/comments`, wanted, headers);
  }

  /** What the opening says of a passage of the Spanish text. */
  onText(over: object = {}): object {
    return {
      target: "text",
      editionId: this.edition(),
      blockId: "block-1",
      anchor: { start: "AQID", end: "BAUG" },
      quote: "el primer  párrafo",
      ...over,
    };
  }

  act(by: Browser, thread: { readonly id: string }, step: string, body: object): Written {
    this.pass();
    return by.post(`/api/v1/comments/${thread.id}/${step}`, body);
  }

  reply(by: Browser, thread: { readonly id: string }, body = "De acuerdo."): Written {
    return this.act(by, thread, "messages", { body });
  }

  async list(by: Browser, query = ""): Promise<CommentsPage> {
    return (await by.get<CommentsPage>(`/api/v1/papers/${this.paper.id}/comments${query}`)).body;
  }

  async idsFor(by: Browser, query = ""): Promise<string[]> {
    return (await this.list(by, query)).items.map(({ id }) => id);
  }
}

async function createPaper(lead: Browser): Promise<Paper> {
  const { body } = await lead.post<Paper>("/api/v1/papers", {
    templateId: "tpl-policy-brief",
    title: { es: "Corredores", en: "Corridors" },
    originalLanguage: "es",
    languages: ["es", "en"],
    leadCentreId: "centre-gt",
    centreIds: ["centre-gt", "centre-pa"],
    classification: "unclassified",
  });
  return body;
}
