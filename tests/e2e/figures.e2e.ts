import { aPng } from "../support/pictures.ts";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const paper = "/papers/paper-secondary-ports";
const where = "summary-1";

const text = ({ page }: Person) => page.locator(".ProseMirror").first();
const isSaved = ({ page }: Person) => expect(page.locator('[data-claim="saved"]')).toBeVisible();
const figures = (person: Person) => text(person).locator("figure");
const picture = { name: "puertos.png", mimeType: "image/png", width: 800, height: 450 };
const bytesOf = (shade = 0) => Buffer.from(aPng(picture, shade));

async function open(person: Person, at = paper): Promise<void> {
  await person.goto(at);
  await isSaved(person);
  await text(person).locator(`[data-block-id="${where}"]`).click();
}

/** Types a slash and chooses the picture, as the menu offers it. */
async function chooseFile(person: Person, buffer: Buffer, name = picture.name): Promise<void> {
  const { page } = person;
  await page.keyboard.press("End");
  const chosen = page.waitForEvent("filechooser");
  await page.keyboard.type(" /imagen");
  await page.getByRole("option", { name: "Imagen" }).click();
  await (await chosen).setFiles({ name, mimeType: picture.mimeType, buffer });
}

/** Lets the browser believe that files were pasted or dropped. */
async function give(person: Person, how: "paste" | "drop", buffer: Buffer): Promise<void> {
  const block = text(person).locator(`[data-block-id="${where}"]`);
  await block.evaluate(
    (element, { kind, base64, name, mimeType }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name, { type: mimeType }));
      const { left, top } = element.getBoundingClientRect();
      const event =
        kind === "paste"
          ? new ClipboardEvent("paste", {
              clipboardData: transfer,
              bubbles: true,
              cancelable: true,
            })
          : new DragEvent("drop", {
              dataTransfer: transfer,
              clientX: left + 5,
              clientY: top + 5,
              bubbles: true,
              cancelable: true,
            });
      element.dispatchEvent(event);
    },
    { kind: how, base64: buffer.toString("base64"), ...picture },
  );
}

test("a picture is put in, described and captioned, and seen by a colleague and after a reload", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  await open(luis);
  await open(ana);
  await chooseFile(ana, bytesOf());

  // Its alternative text is asked for at once.
  const alternative = figures(ana).getByRole("textbox", { name: "Texto alternativo" });
  await expect(alternative).toBeFocused();
  await ana.page.keyboard.type("Dos mitades, roja y azul");
  await figures(ana).getByRole("textbox", { name: "Fuente" }).fill("UNODC, 2024");
  await figures(ana).getByRole("button", { name: "Listo" }).click();
  await expect(figures(ana).getByText("Falta el texto alternativo")).toBeHidden();
  await figures(ana).locator("figcaption").click();
  await ana.page.keyboard.type("Puertos secundarios");

  for (const person of [ana, luis]) {
    const figure = figures(person);
    const image = figure.getByRole("img", { name: "Dos mitades, roja y azul" });
    await expect(image).toBeVisible();
    await expect
      .poll(() => image.evaluate((it: HTMLImageElement) => it.naturalWidth))
      .toBe(picture.width);
    await expect(figure.locator("figcaption")).toContainText("Figura 1. Puertos secundarios");
    await expect(figure).toContainText("Fuente: UNODC, 2024");
  }
  await isSaved(ana);
  expect(await violations(ana.page)).toEqual([]);
  await luis.page.reload();
  await expect(figures(luis).getByRole("img", { name: "Dos mitades" })).toBeVisible();

  // By the keyboard: out of the caption, on to the figure, into its fields, and away with it.
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.press("Enter");
  await expect(alternative).toBeFocused();
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.press("Delete");
  await expect(figures(ana)).toHaveCount(0);
  await expect(figures(luis)).toHaveCount(0);
  await ana.page.keyboard.press("Control+z");
  await expect(figures(luis).getByRole("img", { name: "Dos mitades" })).toBeVisible();
});

test("a picture is pasted and dropped, and what is none is refused and can be taken out", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  await open(ana);
  await give(ana, "paste", bytesOf(10));
  await expect(figures(ana).locator("img[src^='/api/']")).toHaveCount(1);
  await give(ana, "drop", bytesOf(20));
  await expect(figures(ana).locator("img[src^='/api/']")).toHaveCount(2);

  await text(ana).locator(`[data-block-id="${where}"]`).click();
  await chooseFile(ana, Buffer.from("PK\u0003\u0004 an archive"));
  const refused = figures(ana).filter({ has: ana.page.getByRole("alert") });
  await expect(refused).toContainText("no es una imagen PNG, JPEG, WebP ni GIF");
  expect(await violations(ana.page)).toEqual([]);
  await refused.getByRole("button", { name: "Quitar la imagen" }).click();
  await expect(figures(ana)).toHaveCount(2);
});

test("a picture that finds no line stays where it is until it is sent again", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  await open(ana);
  await ana.context.setOffline(true);
  await chooseFile(ana, bytesOf(30));
  const waiting = figures(ana).filter({ has: ana.page.getByRole("alert") });
  await expect(waiting).toContainText("No hay conexión. La imagen sigue aquí");
  await expect(waiting.locator("img[src^='blob:']")).toBeVisible();
  await ana.context.setOffline(false);
  await waiting.getByRole("button", { name: "Volver a enviar" }).click();
  await expect(figures(ana).locator("img[src^='/api/']")).toBeVisible();
});

test("a picture is put in and described on a phone", async ({ signIn }) => {
  const ana = await signIn("expert1.sv", { width: 390, scheme: "dark" });
  await open(ana, "/papers/paper-urban-analysts");
  await chooseFile(ana, bytesOf(40));
  await figures(ana).getByRole("textbox", { name: "Texto alternativo" }).fill("Un mapa");
  await figures(ana).getByRole("button", { name: "Listo" }).click();
  await expect(figures(ana).getByRole("img", { name: "Un mapa" })).toBeVisible();
  expect(await violations(ana.page)).toEqual([]);
  const overflow = await ana.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
