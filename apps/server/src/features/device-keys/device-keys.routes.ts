import { deviceKey, id } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { DeviceKeysService } from "./device-keys.service.ts";

const params = z.object({ id });

export function deviceKeysRoutes(api: Api, keys: DeviceKeysService): void {
  api.route(
    {
      method: "get",
      path: "/editions/:id/device-key",
      tag: "Papers",
      summary: "The key under which my browser keeps a copy of an edition",
      params,
      answer: deviceKey,
    },
    ({ me, params: { id: editionId } }) => keys.ofEdition(me, editionId),
  );
  api.route(
    {
      method: "get",
      path: "/me/device-key",
      tag: "Identity",
      summary: "The key under which my browser keeps my own words that are not saved yet",
      answer: deviceKey,
    },
    ({ me }) => keys.ofPerson(me),
  );
}
