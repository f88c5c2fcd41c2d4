/**
 * Makes pictures anew beside the server's own thread: one at a time, each in a worker of its own,
 * which is ended when it takes too long or too much. So a hostile picture costs one thread for a
 * few seconds, and leaves nothing behind.
 */
import { Worker } from "node:worker_threads";
import { AppError } from "../../http/app-error.ts";
import type { MadePicture, PictureWish } from "./make-picture.ts";
import type { PictureAnswer } from "./picture-worker.ts";

/** Milliseconds for one picture; the largest that is taken needs some two seconds on a quiet machine. */
const timeLimit = 45_000;
/** Megabytes of JavaScript's own memory; pixels lie beside it, bounded by what the head claims. */
const heapLimit = 256;
/** Pictures that may wait for their turn. */
const waitingAtMost = 12;

export type MakePicture = (wish: PictureWish) => Promise<MadePicture>;

/** Beside the bundle lies the worker's own. */
const builtWorker = new URL("./picture-worker.js", import.meta.url);

function makeInWorker(wish: PictureWish, workerFile: URL): Promise<MadePicture> {
  const bytes = new Uint8Array(wish.bytes);
  const worker = new Worker(workerFile, {
    workerData: { ...wish, bytes },
    transferList: [bytes.buffer],
    resourceLimits: { maxOldGenerationSizeMb: heapLimit },
    env: {},
  });
  return new Promise<MadePicture>((resolve, reject) => {
    const unreadable = () => reject(new AppError("picture_unreadable"));
    const timer = setTimeout(unreadable, timeLimit);
    worker.once("message", (answer: PictureAnswer) => {
      if ("made" in answer) resolve(answer.made);
      else unreadable();
    });
    worker.once("error", unreadable);
    worker.once("exit", unreadable);
    worker.once("exit", () => clearTimeout(timer));
  }).finally(() => worker.terminate());
}

/** Refusals of what it gives: `picture_unreadable`, `too_many_waiting`. */
export function openPictureMaker(workerFile: URL = builtWorker): MakePicture {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async (wish) => {
    if (waiting >= waitingAtMost) throw new AppError("too_many_waiting");
    waiting += 1;
    const mine = last.then(() => makeInWorker(wish, workerFile));
    last = mine.catch(() => undefined);
    return mine.finally(() => {
      waiting -= 1;
    });
  };
}
