/**
 * Pictures of a paper.
 *
 *     POST papers/:id/files   the picture's bytes as the body → paperFile (201)
 *     GET  papers/:id/files   listQuery → page of paperFile
 *     GET  files/:id          the picture
 */
import { z } from "zod";
import { id, line } from "./common.ts";

/** Bytes of one picture as it is uploaded. */
export const pictureBytes = 20 * 1024 * 1024;
/** Pixels of one picture as it is uploaded: what its bytes may unfold to. */
export const picturePixels = 40_000_000;
/** Pixels of the longer side of a picture as it is kept. */
export const pictureSide = 2400;
/** Pictures of one paper. */
export const picturesPerPaper = 300;
/** Bytes of all pictures of one paper, as they are kept. */
export const pictureBytesPerPaper = 200 * 1024 * 1024;
/** What a picture may be uploaded as; it is kept as PNG or JPEG. */
export const pictureTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

export const paperFile = z.object({
  id,
  paperId: id,
  /** As the file was called where it came from. */
  name: z.string(),
  mediaType: z.enum(["image/png", "image/jpeg"]),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  createdAt: z.iso.datetime(),
});
export type PaperFile = z.infer<typeof paperFile>;

export const uploadQuery = z.object({ name: line(200).optional() });
