/** Takes a file from a request, and stops as soon as it is too large. */
import type { Request } from "express";
import { AppError } from "./app-error.ts";

/** Uploads that are received at the same time; each may hold as much as one file in memory. */
const atOnce = 8;
/** Milliseconds between a refusal and the end of the line on which it was given. */
const goingOn = 1000;

let receiving = 0;

/** Refusals: `file_too_large`, `file_empty`, `too_many_waiting`, `upload_broken_off`, `unsupported_media_type`. */
export async function receiveUpload(request: Request, limit: number): Promise<Uint8Array> {
  // A JSON body has been read already, and is no picture.
  if (request.is("application/json")) throw new AppError("unsupported_media_type");
  const announced = Number(request.get("content-length") ?? 0);
  if (announced > limit) throw closing(request, new AppError("file_too_large"));
  if (receiving >= atOnce) throw closing(request, new AppError("too_many_waiting"));
  receiving += 1;
  try {
    return await collect(request, limit);
  } finally {
    receiving -= 1;
  }
}

async function collect(request: Request, limit: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  const whole = new Promise<void>((resolve, reject) => {
    request.on("data", (part: Buffer) => {
      length += part.length;
      if (length <= limit) parts.push(part);
      else reject(closing(request, new AppError("file_too_large")));
    });
    request.once("end", () => resolve());
    request.once("close", () => reject(new AppError("upload_broken_off")));
    request.once("error", () => reject(new AppError("upload_broken_off")));
  });
  await whole;
  if (length === 0) throw new AppError("file_empty");
  return Buffer.concat(parts, length);
}

/**
 * The rest of the body is not taken. What comes is thrown away until the answer has had a second to
 * be read; then the line is cut, for whoever goes on sending does not want to know.
 */
function closing(request: Request, refusal: AppError): AppError {
  request.removeAllListeners("data");
  request.resume();
  request.res?.once("finish", () => {
    if (request.complete) return;
    setTimeout(() => request.socket.destroy(), goingOn).unref();
  });
  return refusal;
}
