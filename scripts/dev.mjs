// `pnpm dev`: the server, restarted when its sources change, and Vite with hot reload against it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, root } from "./workspace.mjs";

build();
process.env.ISTMO_DEMO ??= "1";
process.env.PORT ??= "3000";
process.env.ISTMO_PORT ??= process.env.PORT;

const start = (args, cwd = root) => spawn("node", args, { cwd, stdio: "inherit" });
const children = [
  start(["apps/server/build.mjs", "--watch"]),
  start(["--watch-path=apps/server/dist", "--enable-source-maps", "apps/server/dist/main.js"]),
  start([join(root, "apps/web/node_modules/vite/bin/vite.js")], join(root, "apps/web")),
];
const stop = () => children.forEach((child) => child.kill("SIGTERM"));
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
for (const child of children) child.on("exit", stop);
