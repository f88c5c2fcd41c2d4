/** The lifecycle's document says what the code does, and whatever the domain refuses has words. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { errorCodes } from "@istmo/contracts";
import {
  calendarRefusals,
  clearanceRefusals,
  lifecycleRefusals,
  matrixRefusals,
  roundRefusals,
  symbolRefusals,
} from "@istmo/domain";
import { format } from "prettier";
import { expect, it } from "vitest";
import {
  lifecycleCodes,
  lifecycleDocument,
  type RefusalTexts,
} from "./paper-lifecycle-document.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(root + path, "utf8");
const words = "apps/web/src/i18n";

function textsIn(language: "es" | "en"): RefusalTexts {
  const textsOf = (file: string) => JSON.parse(read(`${words}/${file}`)) as RefusalTexts;
  return { ...textsOf(`error.${language}.json`), ...textsOf(`paper/error.${language}.json`) };
}
const texts = { es: textsIn("es"), en: textsIn("en") };
const lacksWords = (code: string) => !texts.es[code]?.trim() || !texts.en[code]?.trim();

it("the document of the paper's life is up to date", async () => {
  const options = { parser: "markdown", printWidth: 100 };
  const document = await format(lifecycleDocument(texts), options);
  await expect(document).toMatchFileSnapshot("../../docs/paper-lifecycle.md");
});

it("every refusal of rounds, matrix, clearance and the paper's life has a status and words in both languages", () => {
  const codes = [
    ...roundRefusals,
    ...matrixRefusals,
    ...clearanceRefusals,
    ...lifecycleRefusals,
    ...calendarRefusals,
    ...symbolRefusals,
    ...lifecycleCodes(),
  ];
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter(lacksWords)).toEqual([]);
  expect(codes.filter((code) => !(code in errorCodes))).toEqual([]);
});

it("every code that the domain's source refuses by has words in both languages", () => {
  const folder = "packages/domain/src";
  const sources = readdirSync(root + folder).filter((file) => !file.endsWith(".test.ts"));
  const codes = sources.flatMap((file) =>
    [...read(`${folder}/${file}`).matchAll(/\brefuse\(\s*"(\w+)"/g)].map(([, code = ""]) => code),
  );
  expect(codes.length).toBeGreaterThan(100);
  expect([...new Set(codes)].filter(lacksWords)).toEqual([]);
});
