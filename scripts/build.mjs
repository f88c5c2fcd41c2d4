// `pnpm build`: the server's bundle and the page, each only when stale.
import { build } from "./workspace.mjs";

build();
