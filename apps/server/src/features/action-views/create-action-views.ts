/** Makes the parts of the saved views and ties them together. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { Api } from "../../http/api.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { ActionViewsRepository } from "./action-views.repository.ts";
import { actionViewsRoutes } from "./action-views.routes.ts";
import { ActionViewsService } from "./action-views.service.ts";

/** Declares the routes. */
export function createActionViews(
  api: Api,
  { client, unitOfWork }: { readonly client: PrismaClient; readonly unitOfWork: UnitOfWork },
): void {
  const repository = new ActionViewsRepository(client);
  actionViewsRoutes(api, new ActionViewsService({ repository, unitOfWork }));
}
