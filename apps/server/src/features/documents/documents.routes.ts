import {
  documentBytes,
  documentTypes,
  documentUploadQuery,
  id,
  keptDocument,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { receiveUpload } from "../../http/receive-upload.ts";
import type { DocumentsService } from "./documents.service.ts";

const tag = "Documents";
const params = z.object({ id });

export function documentsRoutes(api: Api, service: DocumentsService): void {
  api.route(
    {
      method: "post",
      path: "/documents",
      tag,
      summary: "Upload a document, to be given as evidence of an action item or a commitment",
      query: documentUploadQuery,
      upload: documentTypes,
      answer: keptDocument,
      status: 201,
    },
    ({ me, command, query: { subjectKind: kind, subjectId, name }, request }) =>
      service.upload(me.actor, command, {
        subject: { kind, id: subjectId },
        name,
        receive: () => receiveUpload(request, documentBytes),
      }),
  );
  api.route(
    {
      method: "get",
      path: "/documents/:id",
      tag,
      summary: "A document, as a file to keep",
      params,
      answer: z.string(),
    },
    ({ me, params: { id: documentId } }) => service.take(me.actor, documentId),
  );
  api.route(
    {
      method: "delete",
      path: "/documents/:id",
      tag,
      summary: "Let go of a document that has not been given as evidence",
      params,
      answer: z.object({}),
    },
    ({ me, command, params: { id: documentId } }) => service.drop(me.actor, command, documentId),
  );
}
