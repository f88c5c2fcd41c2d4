/**
 * Which passwords are refused: too short, too long, or easy to guess. No kinds of characters are
 * asked for (NIST SP 800-63B): they make passwords hard to remember rather than to guess.
 */
import { passwordLength } from "@istmo/contracts";

/** What others know of a person, and so no password may be made of. */
export interface KnownOfPerson {
  readonly name: string;
  readonly email: string;
}

/** What people begin with when a password is asked for; what remains without them must be enough. */
const common = [
  "contrasena",
  "contraseña",
  "clave",
  "password",
  "passwort",
  "passw0rd",
  "p@ssw0rd",
  "p@ssword",
  "secreto",
  "secret",
  "welcome",
  "bienvenido",
  "bienvenida",
  "administrator",
  "administrador",
  "admin",
  "letmein",
  "changeme",
  "cambiame",
  "iloveyou",
  "teamo",
  "tequiero",
  "princesa",
  "princess",
  "football",
  "futbol",
  "barcelona",
  "realmadrid",
  "dragon",
  "monkey",
  "master",
  "shadow",
  "superman",
  "batman",
  "pokemon",
  "estrella",
  "sunshine",
  "qwerty",
  "asdfgh",
  "zxcvbn",
  "qazwsx",
  "istmo",
  "panama",
  "guatemala",
  "nicaragua",
  "salvador",
  "dominicana",
  "caribe",
  "naciones",
  "unidas",
  "enero",
  "febrero",
  "marzo",
  "abril",
  "agosto",
  "septiembre",
  "octubre",
  "noviembre",
  "diciembre",
  "january",
  "february",
  "summer",
  "winter",
  "verano",
  "invierno",
];

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiop",
  "asdfghjklñ",
  "asdfghjkl;",
  "zxcvbnm,.-",
  "1q2w3e4r5t6y7u8i9o0p",
  "qazwsxedcrfvtgbyhnujmikolp",
];
const sequences = [...rows, ...rows.map((row) => [...row].reverse().join(""))];

/** Characters in a row of the keyboard or the alphabet that count as one. */
const shortestSequence = 4;
/** What must remain of a password without the parts that anybody guesses first. */
const leastRemainder = 6;
const leastDistinct = 5;

/** Whether the password repeats one short piece: abcabcabcabc */
function isRepetition(characters: readonly string[]): boolean {
  for (let period = 1; period <= characters.length / 2; period++)
    if (characters.every((it, index) => index < period || it === characters[index - period]))
      return true;
  return false;
}

/** The text with every sequence (1234, asdf, dcba) shortened to its first character. */
function withoutSequences(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length;) {
    let length = 1;
    for (let more = shortestSequence; at + more <= text.length; more++) {
      const piece = text.slice(at, at + more);
      if (!sequences.some((row) => row.includes(piece))) break;
      length = more;
    }
    rest += text.charAt(at);
    at += length;
  }
  return rest;
}

const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Words of at least four letters of a name or an address. */
const wordsOf = (text: string) => plain(text).match(/[\p{L}\p{N}]{4,}/gu) ?? [];

/** Whether a password is refused (`password_too_weak`). */
export function isWeakPassword(password: string, person: KnownOfPerson): boolean {
  const characters = [...password.normalize("NFKC")];
  const { min, max } = passwordLength;
  if (characters.length < min || characters.length > max) return true;
  const text = plain(password);
  if (new Set(text).size < leastDistinct || isRepetition([...text])) return true;
  const own = [...wordsOf(person.name), ...wordsOf(person.email.split("@")[0] ?? "")];
  if (own.some((word) => text.includes(word))) return true;
  let rest = text;
  for (const word of [...common.map(plain), ...wordsOf(person.email)])
    rest = rest.replaceAll(word, "");
  rest = withoutSequences(rest);
  // A year or a number is what everybody adds to such a part.
  if (rest !== text) rest = rest.replace(/[\d\p{P}\p{S}\s]+$/u, "");
  return [...rest].length < leastRemainder;
}
