import {
  id,
  listQuery,
  page,
  paperFile,
  pictureBytes,
  pictureTypes,
  uploadQuery,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { FilesService } from "./files.service.ts";
import { receiveUpload } from "../../http/receive-upload.ts";

const tag = "Pictures";

export function filesRoutes(api: Api, service: FilesService): void {
  api.route(
    {
      method: "get",
      path: "/papers/:id/files",
      tag,
      summary: "The pictures of a paper",
      params: z.object({ id }),
      query: listQuery,
      answer: page(paperFile),
    },
    ({ me, params: { id: paperId }, query }) => service.list(me.actor, paperId, query),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/files",
      tag,
      summary: "Upload a picture; it is made anew, without what else was in the file",
      params: z.object({ id }),
      query: uploadQuery,
      upload: pictureTypes,
      answer: paperFile,
      status: 201,
    },
    ({ me, command, params: { id: paperId }, query: { name }, request }) =>
      service.upload(me.actor, command, {
        paperId,
        name,
        receive: () => receiveUpload(request, pictureBytes),
      }),
  );
  api.route(
    {
      method: "get",
      path: "/files/:id",
      tag,
      summary: "A picture of a paper",
      params: z.object({ id }),
      answer: z.string(),
    },
    ({ me, params: { id: fileId } }) => service.show(me.actor, fileId),
  );
}
