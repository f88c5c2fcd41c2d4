import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { Pack } from "@istmo/sync";

const deflate = promisify(deflateRaw);
/** The lowest: of a large paper it leaves 37 %, the usual 6 leaves 33 % and takes six times as long. */
const level = 1;

/**
 * Compression in the threads of libuv. They also read files and hash passwords, so only so many
 * papers are compressed at once and the others wait in turn.
 */
export function openPack({ atOnce = 2 }: { readonly atOnce?: number } = {}): Pack {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (bytes) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await deflate(bytes, { level });
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
