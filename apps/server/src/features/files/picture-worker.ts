/** Makes one picture anew, in a thread of its own: see `picture-maker.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { makePicture, type MadePicture, type PictureWish } from "./make-picture.ts";

export type PictureAnswer = { readonly made: MadePicture } | { readonly problem: string };

try {
  const made = await makePicture(workerData as PictureWish);
  // Of a codec's memory only the picture travels.
  const data = new Uint8Array(made.data);
  parentPort?.postMessage({ made: { ...made, data } } satisfies PictureAnswer, [data.buffer]);
} catch (error) {
  const problem = error instanceof Error ? error.message : String(error);
  parentPort?.postMessage({ problem } satisfies PictureAnswer);
}
