/** People who open papers, leave some words there, and go. */
import * as Y from "yjs";
import type { DialectName } from "./dialects.ts";
import { clientIdOf, joinPaper } from "./member.ts";
import { sleep } from "./statistics.ts";

export interface VisitOptions {
  readonly dialect: DialectName;
  readonly address: string;
  readonly papers: readonly string[];
}

const atOnce = 20;
/** About a page of text. */
const words = "a paper of the office. ".repeat(90);

async function visit(dialect: DialectName, address: string, paper: string): Promise<void> {
  const member = await joinPaper({ dialect, address, paper, index: 0 });
  const doc = new Y.Doc();
  doc.clientID = clientIdOf(0);
  doc.getText("text").insert(0, words);
  member.send(Y.encodeStateAsUpdate(doc));
  doc.destroy();
  const says = dialect === "istmo" || dialect === "hocuspocus";
  for (let waited = 0; says && member.accepted === 0 && waited < 5_000; waited += 5) await sleep(5);
  member.drop();
}

/** What a process of the load can be asked about visits. */
export const visitingDuties = {
  async visit({ dialect, address, papers }: VisitOptions): Promise<void> {
    for (let i = 0; i < papers.length; i += atOnce) {
      const together = papers.slice(i, i + atOnce);
      await Promise.all(together.map((paper) => visit(dialect, address, paper)));
    }
  },
};
