/** Pictures of papers. They lie in the database: one place to back up, and every server has them. */
import { createHash, randomUUID } from "node:crypto";
import {
  pictureBytesPerPaper,
  picturePixels,
  pictureSide,
  picturesPerPaper,
  type PaperFile,
} from "@istmo/contracts";
import { canReadPaper, mayAddToPaper, mayStayOnDevices, type Actor } from "@istmo/domain";
import { FileAnswer } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import {
  findPaper,
  findReadablePaper,
  paperAudience,
  type ReadablePaper,
} from "../papers/papers.queries.ts";
import { isPictureOfRound } from "../reviews/reviews.queries.ts";
import type { FileRow, FilesRepository } from "./files.repository.ts";
import { findKind, type PictureHead } from "./picture-kind.ts";
import type { MakePicture } from "./picture-maker.ts";

export interface FilesServiceNeeds {
  readonly repository: FilesRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly makePicture: MakePicture;
}

interface Upload {
  readonly name: string | undefined;
  readonly receive: () => Promise<Uint8Array>;
}

const refusedKinds = {
  svg: "picture_is_svg",
  unknown: "picture_unknown",
  damaged: "picture_unreadable",
} as const;

export class FilesService {
  readonly #needs: FilesServiceNeeds;

  constructor(needs: FilesServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`. */
  async list(
    actor: Actor,
    paperId: string,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ) {
    await this.#readable(actor, paperId);
    const { limit, cursor } = query;
    return toPage(await this.#needs.repository.list(paperId, { limit, cursor }), limit, toFile);
  }

  /**
   * Takes a picture into the paper. Who may is asked before a byte is received. Refusals:
   * `not_found`, `not_allowed`, those of receiving, `picture_…`, `too_many_pictures`.
   */
  async upload(
    actor: Actor,
    command: Command,
    { paperId, name, receive }: Upload & { readonly paperId: string },
  ): Promise<PaperFile> {
    const { repository, unitOfWork, makePicture } = this.#needs;
    await this.#writable(actor, paperId);
    const bytes = await receive();
    const { kind } = headOf(bytes);
    const made = await makePicture({ bytes, kind, side: pictureSide, pixels: picturePixels });
    const sha256 = createHash("sha256").update(made.data).digest("hex");
    return unitOfWork.run(command, async ({ tx, record }) => {
      await repository.lock(tx, paperId);
      // Again: the picture took its time on a weak line.
      const paper = await this.#writable(actor, paperId, tx);
      const same = await repository.findSame(tx, paperId, sha256);
      if (same !== null) return toFile(same);
      const held = await repository.measure(tx, paperId);
      const isFull =
        held.count >= picturesPerPaper || held.bytes + made.data.length > pictureBytesPerPaper;
      if (isFull) throw new AppError("too_many_pictures");
      const { mediaType, width, height } = made;
      const row = await repository.add(tx, {
        id: randomUUID(),
        paperId,
        name: name ?? "",
        ...{ mediaType, width, height, sha256 },
        bytes: made.data.length,
        data: new Uint8Array(made.data),
        createdById: actor.id,
      });
      record({
        type: "figure.added",
        payload: { paperId, title: paper.title, fileId: row.id },
        audience: paperAudience(paper.facts),
        classification: paper.facts.classification,
      });
      return toFile(row);
    });
  }

  /**
   * The picture, for whoever may read its paper, or is asked in a review round about a text that it
   * stands in. Refusals: `not_found`.
   */
  async show(actor: Actor, fileId: string): Promise<FileAnswer> {
    const { repository, clock } = this.#needs;
    const file = await repository.find(fileId);
    if (file === null) throw new AppError("not_found");
    const wanted = { paperId: file.paperId, fileId, now: clock.now() };
    const paper = await findPaper(repository.db, wanted);
    if (paper === null) throw new AppError("not_found");
    const { facts } = paper;
    if (!canReadPaper(actor, facts) && !(await isPictureOfRound(repository.db, actor, wanted)))
      throw new AppError("not_found");
    const content = await repository.read(fileId);
    if (content === null) throw new AppError("not_found");
    const isPng = file.mediaType === "image/png";
    return new FileAnswer({
      name: `${file.id}.${isPng ? "png" : "jpg"}`,
      type: file.mediaType,
      content,
      // An id names the same bytes for ever. What is classified stays on no device.
      shown: {
        cacheControl: mayStayOnDevices(facts.classification)
          ? "private, max-age=86400, immutable"
          : "no-store",
      },
    });
  }

  async #readable(actor: Actor, paperId: string): Promise<ReadablePaper> {
    const { repository, clock } = this.#needs;
    const paper = await findReadablePaper(repository.db, actor, { paperId, now: clock.now() });
    if (paper === null) throw new AppError("not_found");
    return paper;
  }

  async #writable(
    actor: Actor,
    paperId: string,
    db: Parameters<typeof findReadablePaper>[0] = this.#needs.repository.db,
  ): Promise<ReadablePaper> {
    const now = this.#needs.clock.now();
    const paper = await findReadablePaper(db, actor, { paperId, now });
    if (paper === null) throw new AppError("not_found");
    if (!mayAddToPaper(paper.role)) throw new AppError("not_allowed");
    return paper;
  }
}

/** What the file is, by its bytes, before anything of it is decoded. */
function headOf(bytes: Uint8Array): PictureHead {
  const found = findKind(bytes);
  if (typeof found === "string") throw new AppError(refusedKinds[found]);
  if (found.width * found.height > picturePixels) throw new AppError("picture_too_many_pixels");
  return found;
}

function toFile({ createdAt, mediaType, ...row }: FileRow): PaperFile {
  return {
    ...row,
    mediaType: mediaType as PaperFile["mediaType"],
    createdAt: createdAt.toISOString(),
  };
}
