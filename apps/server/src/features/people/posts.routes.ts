import { endPost, givePost, handOverPost, handedOver, id, tenure } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { PostsService } from "./posts.service.ts";

const params = z.object({ id });
const tag = "Administration";

export function postsRoutes(api: Api, posts: PostsService): void {
  api.route(
    {
      method: "post",
      path: "/posts",
      tag,
      summary: "Give somebody a post",
      body: givePost,
      answer: tenure,
      status: 201,
    },
    ({ me, command, body }) => posts.give(me.actor, command, body),
  );
  api.route(
    {
      method: "post",
      path: "/posts/:id/end",
      tag,
      summary: "End a post now",
      params,
      body: endPost,
      answer: tenure,
    },
    ({ me, command, params: { id: postId }, body }) => posts.end(me.actor, command, postId, body),
  );
  api.route(
    {
      method: "post",
      path: "/posts/:id/hand-over",
      tag,
      summary: "Hand a post over to a successor, with the open work",
      params,
      body: handOverPost,
      answer: handedOver,
    },
    ({ me, command, params: { id: postId }, body }) =>
      posts.handOver(me.actor, command, postId, body),
  );
}
