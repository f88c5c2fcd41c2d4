import type { Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const paper = "/papers/paper-urban-analysts";
const where = "background-1";

const text = ({ page }: Person) => page.locator(".ProseMirror").first();
const isSaved = ({ page }: Person) => expect(page.locator('[data-claim="saved"]')).toBeVisible();
const citations = (person: Person) => text(person).locator("cite");
const list = (person: Person) => text(person).getByRole("list", { name: "Fuentes citadas" });
/** After what a button said while it waited has been read out: it names a button that is gone. */
async function isAccessible({ page }: Person): Promise<void> {
  await expect(page.locator('[data-live-announcer] [role="img"]')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
}
const dialog = (page: Page) => page.getByRole("dialog");

const file = `@report{UNODC2024, author={{Oficina de las Naciones Unidas contra la Droga y el Delito (UNODC)}},
  title={Estudio mundial sobre el homicidio}, institution={Naciones Unidas}, location={Viena}, date={2024}}
@article{perez2023, author={P{\\'e}rez, Ana and Iglesias, Luis}, title={Maras y puertos},
  journal={Revista de Criminolog{\\'\\i}a}, volume={12}, number={3}, pages={10--25}, year={2023}}`;

async function open(person: Person): Promise<void> {
  await person.goto(paper);
  await isSaved(person);
}

async function toEnd(person: Person): Promise<void> {
  const block = text(person).locator(`[data-block-id="${where}"]`);
  await block.click();
  await block.evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

async function insert(person: Person, words: string, option: string): Promise<void> {
  await person.page.keyboard.type(` /${words}`);
  await person.page.getByRole("option", { name: option, exact: true }).click();
}

test("sources are imported, cited, listed live for a colleague, and changed for both at once", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  const luis = await signIn("lead.sv");
  await open(luis);
  await open(ana);

  // A file with an error brings nothing, and says where it is.
  await ana.page.getByRole("tab", { name: "Fuentes" }).click();
  await ana.page.getByRole("button", { name: "Más sobre las fuentes" }).click();
  await ana.page.getByRole("menuitem", { name: "Importar fuentes" }).click();
  const content = dialog(ana.page).getByRole("textbox", { name: "O pegue aquí su contenido" });
  await content.fill(`${file}\n@book{sin, year={2020}}`);
  await dialog(ana.page).getByRole("button", { name: "Importar" }).click();
  await expect(dialog(ana.page).getByRole("alert")).toContainText("sin: le falta el título.");
  await content.fill(file);
  await dialog(ana.page).getByRole("button", { name: "Importar" }).click();
  await expect(dialog(ana.page)).toHaveCount(0);
  const panel = ana.page.getByRole("tabpanel", { name: "Fuentes" });
  await expect(panel.getByText("UNODC2024")).toBeVisible();
  await expect(panel.getByText("Sin citar")).toHaveCount(2);
  await isAccessible(ana);

  await toEnd(ana);
  await insert(ana, "citar", "Citar una fuente");
  await dialog(ana.page).getByRole("searchbox", { name: "Buscar fuentes" }).fill("homicidio");
  await dialog(ana.page).getByRole("option", { name: /UNODC/ }).click();
  await dialog(ana.page).getByRole("textbox", { name: "Lugar citado" }).fill("14");
  await isAccessible(ana);
  await dialog(ana.page).getByRole("button", { name: "Insertar la cita" }).click();
  await expect(citations(ana)).toHaveText("(UNODC, 2024, pág. 14)");
  await expect(citations(luis)).toHaveText("(UNODC, 2024, pág. 14)");

  // A source that nobody has written down yet, beside the first: they share their brackets.
  await ana.page.keyboard.press("Control+Alt+c");
  await dialog(ana.page).getByRole("button", { name: "Nueva fuente" }).click();
  await dialog(ana.page).getByRole("textbox", { name: "Autores" }).fill("Ruiz, Eva");
  await dialog(ana.page).getByRole("textbox", { name: "Título" }).fill("Observatorios urbanos");
  await dialog(ana.page).getByRole("textbox", { name: "Fecha" }).first().fill("2021");
  await dialog(ana.page).getByRole("button", { name: "Guardar la fuente" }).click();
  await dialog(ana.page).getByRole("button", { name: "Insertar la cita" }).click();
  await expect(citations(luis)).toHaveText(["(UNODC, 2024, pág. 14", "; Ruiz, 2021)"]);

  await insert(ana, "lista de fuentes", "Lista de fuentes");
  await expect(list(luis).getByRole("listitem")).toHaveText([
    "Oficina de las Naciones Unidas contra la Droga y el Delito (UNODC) (2024). Estudio mundial sobre el homicidio. Viena: Naciones Unidas.",
    "Ruiz, Eva (2021). Observatorios urbanos.",
  ]);

  // A colleague mends the source: the text shows it everywhere, and after a reload.
  await luis.page.getByRole("tab", { name: "Fuentes" }).click();
  await luis.page.getByRole("button", { name: "Modificar Ruiz2021" }).click();
  await dialog(luis.page).getByRole("textbox", { name: "Fecha" }).first().fill("2022-03");
  await dialog(luis.page).getByRole("button", { name: "Guardar la fuente" }).click();
  for (const person of [ana, luis]) {
    await expect(citations(person).last()).toHaveText("; Ruiz, 2022)");
    await expect(list(person)).toContainText("Ruiz, Eva (2022)");
  }
  await luis.page.getByRole("button", { name: "Retirar Ruiz2021" }).click();
  await expect(luis.page.getByText("Retirada")).toBeVisible();
  await isSaved(ana);
  await ana.page.reload();
  await expect(citations(ana)).toHaveText(["(UNODC, 2024, pág. 14", "; Ruiz, 2022)"]);
  await isAccessible(luis);
});

test("the style of the list turns citations into notes, and a note's citation is written in it", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  await ana.context.request.post("/api/v1/papers/paper-urban-analysts/sources/import", {
    data: { text: file },
  });
  await open(ana);
  await toEnd(ana);
  await insert(ana, "lista de fuentes", "Lista de fuentes");
  await text(ana)
    .getByRole("button", { name: /Estilo de las citas/ })
    .click();
  await ana.page.getByRole("option", { name: /Notas/ }).click();
  await toEnd(ana);
  await insert(ana, "citar", "Citar una fuente");
  await dialog(ana.page)
    .getByRole("option", { name: /Iglesias/ })
    .click();
  await dialog(ana.page).getByRole("textbox", { name: "Lugar citado" }).fill("14");
  await dialog(ana.page).getByRole("button", { name: "Insertar la cita" }).click();
  await expect(list(ana)).toContainText("Pérez, Ana y Luis Iglesias, «Maras y puertos»");

  const note = text(ana).locator("[data-footnote-reference]").getByRole("button").last();
  await note.click();
  const field = dialog(ana.page).getByRole("textbox");
  await expect(field).toHaveValue("[@perez2023, 14]");
  await field.fill("[@perez2023, 14]; compárese");
  await dialog(ana.page).getByRole("button", { name: "Citar una fuente" }).click();
  await dialog(ana.page).last().getByRole("option", { name: /UNODC/ }).click();
  await dialog(ana.page).last().getByRole("button", { name: "Insertar la cita" }).click();
  await expect(field).toHaveValue("[@perez2023, 14]; compárese [@UNODC2024]");
  await dialog(ana.page).getByRole("button", { name: "Aceptar" }).click();
  await expect(list(ana).getByRole("listitem")).toHaveCount(2);
  await note.hover();
  await expect(ana.page.getByRole("tooltip")).toContainText(
    "Ana Pérez y Luis Iglesias, «Maras y puertos», Revista de Criminología, vol. 12, núm. 3 (2023), pág. 14; compárese Oficina de las Naciones Unidas",
  );
});

test("a source is written down and cited on a phone", async ({ signIn }) => {
  const ana = await signIn("expert1.sv", { width: 390, scheme: "dark", locale: "en" });
  await open(ana);
  await toEnd(ana);
  await ana.page.keyboard.type(" /cit");
  await ana.page.getByRole("option", { name: "Cite a source" }).click();
  await dialog(ana.page).getByRole("button", { name: "New source" }).click();
  await dialog(ana.page).getByRole("textbox", { name: "Title" }).fill("Homicidios 2023");
  await dialog(ana.page).getByRole("textbox", { name: "Date" }).first().fill("2023");
  await isAccessible(ana);
  await dialog(ana.page).getByRole("button", { name: "Save the source" }).click();
  await dialog(ana.page).getByRole("button", { name: "Insert the citation" }).click();
  await expect(citations(ana)).toHaveText("(Homicidios 2023, 2023)");
  await isAccessible(ana);
});
