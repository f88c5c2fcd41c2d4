import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FromChild, ToChild, Usage } from "./child-server.ts";

/** A process under measurement. */
export interface Child {
  readonly address: string;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts a file of this folder in a process of its own and waits until it serves. */
export async function startChild(file: string, env: NodeJS.ProcessEnv = {}): Promise<Child> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, { env: { ...process.env, ...env, NODE_ENV: "production" } });
  const exited = once(child, "exit");
  const hear = <Say extends FromChild["say"]>(say: Say) =>
    new Promise<Extract<FromChild, { say: Say }>>((resolve, reject) => {
      const listen = (message: FromChild) => {
        if (message.say !== say) return;
        child.off("message", listen);
        resolve(message as Extract<FromChild, { say: Say }>);
      };
      child.on("message", listen);
      void exited.then(() => reject(new Error(`${file} ended`)));
    });
  const ask = (message: ToChild) => child.send(message);
  const { address } = await hear("ready");
  return {
    address,
    async usage() {
      const answer = hear("usage");
      ask({ ask: "usage" });
      return answer;
    },
    async stop() {
      ask({ ask: "stop" });
      await exited;
    },
  };
}
