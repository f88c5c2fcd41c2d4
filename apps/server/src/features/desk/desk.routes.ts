import { deskEntry, page } from "@istmo/contracts";
import type { Api } from "../../http/api.ts";
import type { DeskService } from "./desk.service.ts";

export function deskRoutes(api: Api, desk: DeskService): void {
  api.route(
    {
      method: "get",
      path: "/desk",
      tag: "Review rounds",
      summary: "The papers on their way and what each waits for, for the regional office",
      answer: page(deskEntry),
    },
    async ({ me }) => ({ items: await desk.of(me.actor), nextCursor: null }),
  );
}
