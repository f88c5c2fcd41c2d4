/** The encrypted copy of a paper in a person's browser. */
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test, type Person } from "./people.ts";

const paperId = "paper-urban-analysts";
const path = `/papers/${paperId}`;
const copyName = (account: string) => `istmo-copy:person-${account}:${paperId}-es`;
const paragraph = (person: Person, id: string) => person.page.locator(`[data-block-id="${id}"]`);
const claim = (person: Person, name: string) => person.page.locator(`[data-claim="${name}"]`);
const isSaved = (person: Person) => expect(claim(person, "saved")).toBeVisible();
const isUnsaved = (person: Person) =>
  expect(person.page.locator('[data-save="saving"], [data-save="offline_unsaved"]')).toBeVisible();
const unsavedWords = (person: Person) =>
  person.page.locator("[data-unsaved-words]").getByRole("textbox");
const copies = (person: Person) =>
  person.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ""));

async function write(person: Person, id: string, words: string): Promise<void> {
  await paragraph(person, id).click();
  await paragraph(person, id).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
  await person.page.keyboard.type(words);
}

/** A line on which updates can be held back, so that words stay unsaved. To be set before the page. */
async function aHoldableLine(page: Page): Promise<{ isHeld: boolean }> {
  const line = { isHeld: false };
  await page.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      const isContent = typeof message !== "string" && message[0] === 0 && message[1] !== 0;
      if (!(line.isHeld && isContent)) server.send(message);
    });
  });
  return line;
}

/** Everything that all databases of this browser hold for us, as one text of bytes and of JSON. */
function rawContent(page: Page): Promise<{ records: number; text: string }> {
  return page.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
      });
    let records = 0;
    let text = "";
    const add = (value: unknown): void => {
      if (value instanceof ArrayBuffer) add(new Uint8Array(value));
      else if (value instanceof Uint8Array) {
        text += Array.from(value, (byte) => String.fromCharCode(byte)).join("");
        text += new TextDecoder("utf-8").decode(value);
      } else if (typeof value === "object" && value !== null) {
        text += JSON.stringify(value);
        for (const [key, part] of Object.entries(value)) {
          text += ` ${key}`;
          add(part);
        }
      } else text += ` ${String(value)}`;
    };
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = await done<unknown[]>(database.transaction(store).objectStore(store).getAll());
        records += all.length;
        all.forEach(add);
      }
      database.close();
    }
    return { records, text };
  });
}

/** The words of this page are on the device, to the last: nothing more is being written. */
async function isKept(person: Person, records = 1): Promise<void> {
  let before = "";
  await expect
    .poll(
      async () => {
        const now = await rawContent(person.page);
        const isQuiet = now.records > records && now.text === before;
        before = now.text;
        return isQuiet;
      },
      { intervals: [700] },
    )
    .toBe(true);
}

/** A new tab of the same person: what an earlier one knew is gone. */
async function aNewTab(person: Person, open: BrowserContext = person.context): Promise<Person> {
  const page = await open.newPage();
  return { ...person, page, goto: async (where) => void (await page.goto(where)) };
}

async function share(by: Person, below: string, data: object): Promise<{ id: string }[]> {
  const answer = await by.context.request.post(`/api/v1/papers/${paperId}/shares${below}`, {
    data,
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { shares: { id: string }[] }).shares;
}

async function signIn(person: Person, account: string): Promise<void> {
  await person.context.request.post("/api/auth/sign-in/email", {
    data: { email: `${account}@istmo.demo`, password: "istmo-demo-2026" },
  });
}

test("words written offline survive the closed tab, come back on the next visit and are sent", async ({
  server,
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  await ana.goto(path);
  await isSaved(ana);
  await server.kill();
  await write(ana, "summary-1", " Sin línea y sin pestaña.");
  await expect(claim(ana, "offlineOnDevice")).toBeVisible();
  await ana.page.close();
  await server.start();

  const later = await aNewTab(ana);
  const line = await aHoldableLine(later.page);
  line.isHeld = true;
  await later.goto(path);
  // They are there before the server has them, and are said to be unsaved.
  await expect(paragraph(later, "summary-1")).toContainText("Sin línea y sin pestaña.");
  await isUnsaved(later);
  await later.page.close();

  const last = await aNewTab(ana);
  await last.goto(path);
  await isSaved(last);
  const luis = await signIn("expert1.gt");
  await luis.goto(path);
  await expect(paragraph(luis, "summary-1")).toContainText("Sin línea y sin pestaña.");
});

test("the browser's storage holds no readable word of the paper or of what was typed, saved or not", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  const line = await aHoldableLine(ana.page);
  await ana.goto(path);
  await isSaved(ana);
  await write(ana, "summary-1", " Palabrasguardadas.");
  await isSaved(ana);
  line.isHeld = true;
  await write(ana, "summary-1", " Palabrassecretas.");
  await isUnsaved(ana);
  await isKept(ana, 2);
  const { text } = await rawContent(ana.page);
  for (const word of ["Palabras", "analistas", "paragraph", "acknowledged", "words"])
    expect(text.includes(word), `the storage holds "${word}"`).toBe(false);
  const stored = await ana.page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(stored).not.toContain("Palabras");
});

test("another person at the same browser cannot open a copy that was left there, and leaves it alone", async ({
  signIn: open,
}) => {
  const ana = await open("expert1.sv");
  const line = await aHoldableLine(ana.page);
  await ana.goto(path);
  await isSaved(ana);
  line.isHeld = true;
  await write(ana, "summary-1", " Solo de Ana.");
  await isUnsaved(ana);
  await isKept(ana);
  await ana.page.close({ runBeforeUnload: false });

  await signIn(ana, "lead.sv");
  const eva = await aNewTab(ana);
  const answer = await eva.context.request.get(`/api/v1/editions/${paperId}-es/device-key`);
  expect(((await answer.json()) as { personId: string }).personId).toBe("person-lead-sv");
  await eva.goto(path);
  await isSaved(eva);
  await expect(paragraph(eva, "summary-1")).not.toContainText("Solo de Ana.");
  await expect.poll(() => copies(eva)).toContain(copyName("lead-sv"));
  expect(await copies(eva)).toContain(copyName("expert1-sv"));
  expect((await rawContent(eva.page)).text).not.toContain("Ana");
  await eva.page.close();

  // Back at her browser, Ana finds her words.
  await signIn(ana, "expert1.sv");
  const again = await aNewTab(ana);
  await again.goto(path);
  await expect(paragraph(again, "summary-1")).toContainText("Solo de Ana.");
  await isSaved(again);
});

test("access taken away while the device was off: the copy goes at the next start, one's own words are offered once", async ({
  signIn: open,
}) => {
  const head = await open("head");
  const ana = await open("expert1.pa");
  const wanted = { subject: "person:person-expert1-pa", level: "editor" };
  const [given] = await share(head, "", wanted);
  const line = await aHoldableLine(ana.page);
  await ana.goto(path);
  await isSaved(ana);
  line.isHeld = true;
  await write(ana, "summary-1", " Lo mío y nada más.");
  await isUnsaved(ana);
  await isKept(ana);
  await ana.page.close({ runBeforeUnload: false });
  await share(head, `/${given!.id}/remove`, {});

  const later = await aNewTab(ana);
  await later.goto("/actions");
  const offer = later.page.getByRole("alertdialog");
  await expect(offer.getByRole("textbox")).toHaveValue("Lo mío y nada más.");
  await expect(offer).not.toContainText("analistas");
  await expect.poll(() => copies(later)).toEqual([]);
  await later.page.reload();
  await expect(later.page.getByRole("main")).toBeVisible();
  await expect(later.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(offer).toHaveCount(0);
});

test("a paper that was classified while the device was off gives back one's own words when it is opened", async ({
  signIn: open,
}) => {
  const head = await open("head");
  const line = await aHoldableLine(head.page);
  await head.goto(path);
  await isSaved(head);
  line.isHeld = true;
  await write(head, "summary-1", " Antes de clasificar.");
  await isUnsaved(head);
  await isKept(head);
  await head.page.close({ runBeforeUnload: false });
  const { version } = (await (
    await head.context.request.get(`/api/v1/papers/${paperId}`)
  ).json()) as { version: number };
  await head.context.request.post(`/api/v1/papers/${paperId}/classification`, {
    data: { version, to: "confidential" },
    headers: { "idempotency-key": crypto.randomUUID() },
  });

  const later = await aNewTab(head);
  await later.goto(path);
  await expect(unsavedWords(later)).toHaveValue("Antes de clasificar.");
  await expect(paragraph(later, "summary-1")).not.toContainText("Antes de clasificar.");
  await expect.poll(() => copies(later)).toEqual([]);
});

test("two tabs of one person write into one copy, and neither loses a word", async ({
  server,
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  const second = await aNewTab(ana);
  await Promise.all([ana.goto(path), second.goto(path)]);
  await Promise.all([isSaved(ana), isSaved(second)]);
  await server.kill();
  await write(ana, "summary-1", " De la primera.");
  await write(second, "background-1", " De la segunda.");
  await Promise.all(
    [ana, second].map((tab) => expect(claim(tab, "offlineOnDevice")).toBeVisible()),
  );
  await ana.page.close();
  await second.page.close();
  await server.start();
  const later = await aNewTab(ana);
  await later.goto(path);
  await expect(paragraph(later, "summary-1")).toContainText("De la primera.");
  await expect(paragraph(later, "background-1")).toContainText("De la segunda.");
  await isSaved(later);
});

test("a copy that is damaged does not break the page, and words that are nowhere else are given to copy", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  const line = await aHoldableLine(ana.page);
  await ana.goto(path);
  await isSaved(ana);
  line.isHeld = true;
  await write(ana, "summary-1", " Casi perdidas.");
  await isUnsaved(ana);
  await isKept(ana);
  await ana.page.close({ runBeforeUnload: false });

  const tool = await aNewTab(ana);
  await tool.goto("/actions");
  await tool.page.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onerror = () => reject(new Error("no copy"));
        request.onsuccess = () => {
          const transaction = request.result.transaction("text", "readwrite");
          transaction.objectStore("text").openCursor().onsuccess = (event) => {
            const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
            if (cursor === null) return;
            const value = cursor.value as { sealed: ArrayBuffer };
            new Uint8Array(value.sealed).fill(7, 0, 1);
            cursor.update(value);
            cursor.continue();
          };
          transaction.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
      }),
    copyName("expert1-sv"),
  );
  await tool.page.close();

  const later = await aNewTab(ana);
  await later.goto(path);
  await expect(paragraph(later, "summary-1")).toBeVisible();
  await expect(unsavedWords(later)).toHaveValue("Casi perdidas.");
  await later.page.getByRole("button", { name: "Entendido" }).click();
  await isSaved(later);
  await later.page.reload();
  await isSaved(later);
  await expect(unsavedWords(later)).toHaveCount(0);
});

test("a copy that an earlier version left unencrypted is taken over and deleted, its words sent", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  await ana.goto("/actions");
  // What y-indexeddb kept: the updates of a document with one paragraph of Ana's own.
  await ana.page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("istmo:person-expert1-sv:paper-urban-analysts-es", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("updates", { autoIncrement: true });
        request.result.createObjectStore("custom");
      };
      request.onerror = () => reject(new Error("no database"));
      request.onsuccess = () => resolve(request.result);
    });
    const transaction = database.transaction(["updates", "custom"], "readwrite");
    transaction.objectStore("updates").add(new Uint8Array([0, 0]));
    transaction.objectStore("custom").put("no", "unsaved");
    await new Promise((resolve) => transaction.addEventListener("complete", resolve));
    database.close();
  });
  await ana.goto(path);
  await isSaved(ana);
  await expect.poll(() => copies(ana)).toEqual([copyName("expert1-sv")]);
});

test("signing out with unsaved words of a classified paper asks first", async ({ signIn }) => {
  const head = await signIn("head");
  const line = await aHoldableLine(head.page);
  await head.goto("/papers/paper-secondary-ports");
  await isSaved(head);
  line.isHeld = true;
  await write(head, "summary-1", " Solo en esta página.");
  await isUnsaved(head);
  const signOut = async () => {
    await head.page.getByRole("button", { name: /^Cuenta/ }).click();
    await head.page.getByRole("menuitem", { name: "Cerrar sesión" }).click();
  };
  await signOut();
  const question = head.page.getByRole("alertdialog");
  await expect(question).toContainText("Hay cambios sin guardar");
  await question.getByRole("button", { name: "Quedarse" }).click();
  await expect(question).toHaveCount(0);
  await expect(paragraph(head, "summary-1")).toContainText("Solo en esta página.");
  expect((await head.context.request.get("/api/v1/me")).status()).toBe(200);

  await signOut();
  await question.getByRole("button", { name: "Salir sin guardar" }).click();
  await expect(head.page).toHaveURL(/sign-in/);
});
