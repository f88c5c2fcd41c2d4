import { describe, expect, it } from "vitest";
import { isWeakPassword } from "./password-policy.ts";

const person = { name: "María Fernández López", email: "m.quiros@example.org" };
const isWeak = (password: string) => isWeakPassword(password, person);

describe("a new password", () => {
  it.each([
    ["has eleven characters", "kuT9-vela-p"],
    ["has more than two hundred", "kuT9-vela-".repeat(21)],
    ["repeats one character", "aaaaaaaaaaaaaaaa"],
    ["has hardly any characters", "abababab1abab1"],
    ["repeats a short piece", "kuT9xkuT9xkuT9x"],
    ["is a row of numbers", "123456789012345"],
    ["is a row of the keyboard", "qwertyuiopasdf"],
    ["is the alphabet backwards", "zyxwvutsrqponm"],
    ["is what everybody takes first", "password123456"],
    ["is what everybody takes first, in Spanish", "Contraseña2026!"],
    ["is what everybody takes first, written cleverly", "P@ssw0rd2026!"],
    ["is made of the product's name", "istmo-istmo-2026"],
    ["holds the person's name, without its accents", "ruta-fernandez-azul-9"],
    ["holds the person's name in capitals", "MARÍA-ruta-azul-9"],
    ["holds the person's address", "quiros-ruta-azul-9"],
  ])("is refused when it %s", (_why, password) => {
    expect(isWeak(password)).toBe(true);
  });

  it.each([
    "ruta azul del cacao",
    "correct horse battery staple",
    "Vx7#qLm2!pRz",
    "84930175620918",
    "la lluvia en Colón 1984",
    "пароль для острова",
    "鍵は海の底に沈んでいる石の中",
  ])("may be %s", (password) => {
    expect(isWeak(password)).toBe(false);
  });

  it("may have two hundred characters", () => {
    const words = "viento norte sobre la bahía, nueve barcos y un faro apagado; ";
    const long =
      `${words}${words.toUpperCase()}${words}`.slice(0, 180) +
      "y nadie que mire al mar.".slice(0, 20);
    expect(isWeak(long)).toBe(false);
  });
});
