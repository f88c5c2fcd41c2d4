import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionItem } from "@istmo/contracts";
import * as Y from "yjs";
import { openTextOf, type OpenText } from "../../../../../tests/support/open-text.ts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

/** The pause between two looks grows with what the last one cost. */
const soon = { timeout: 40_000 };
const paperId = "paper-secondary-ports";

describe("an action item that came from a text", () => {
  let app: TestApp;
  let lead: Browser;
  let text: OpenText;
  beforeAll(async () => {
    app = await openTestApp();
    lead = await app.signIn("lead.gt");
    const { id } = await app.client.edition.findFirstOrThrow({
      where: { paperId, language: "es" },
    });
    text = await openTextOf(app, lead, id);
  });
  afterAll(async () => {
    text.close();
    await app.close();
  });

  const make = async (more: object = {}) =>
    (
      await lead.post<ActionItem>("/api/v1/actions", {
        ...{ title: "Pedir los manifiestos", language: "es", centreId: "centre-gt" },
        origin: { paperId, blockId: null, ...more },
      })
    ).body;
  const inText = async ({ id }: ActionItem) =>
    (await lead.get<ActionItem>(`/api/v1/actions/${id}`)).body.origin.inText;

  /** Writes a line that names the item; gives the way to remove it. */
  function writeLine({ id }: ActionItem): () => void {
    const line = new Y.XmlElement("paragraph");
    const chip = new Y.XmlElement("actionItem");
    chip.setAttribute("actionId", id);
    line.setAttribute("id", `line-${id}`);
    line.insert(0, [chip]);
    text.body.push([line]);
    return () => text.body.delete(text.body.toArray().indexOf(line));
  }

  it("is flagged when its line is removed, stays as it was, and stands in the text when it is put back", async () => {
    const made = await make();
    expect(made.origin.inText).toBe("none");
    const remove = writeLine(made);
    await expect.poll(() => inText(made), soon).toBe("here");
    remove();
    await expect.poll(() => inText(made), soon).toBe("gone");
    const { body: flagged } = await lead.get<ActionItem>(`/api/v1/actions/${made.id}`);
    expect(flagged).toMatchObject({ state: "open", version: made.version });
    const heard = await app.client.event.findMany({
      where: { type: "action.changed", payload: { path: ["actionId"], equals: made.id } },
    });
    expect(heard.map(({ payload }) => payload)).toMatchObject([{ fields: ["textPlace"] }]);
    writeLine(made);
    await expect.poll(() => inText(made), soon).toBe("here");
  }, 130_000);

  it("whose line was removed at once is flagged all the same", async () => {
    const made = await make({ isNamed: true });
    expect(made.origin.inText).toBe("here");
    writeLine(await make());
    await expect.poll(() => inText(made), soon).toBe("gone");
  });

  it("that no text has named yet is not flagged for it", async () => {
    const [named, unnamed] = [await make(), await make()];
    writeLine(named);
    await expect.poll(() => inText(named), soon).toBe("here");
    expect(await inText(unnamed)).toBe("none");
  });
});
