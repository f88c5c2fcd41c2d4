/**
 * What a flood of wrong sign-ins costs everybody else: the time of GET /api/v1/papers, one after
 * the other, fifty times a second, while nothing else happens and while 1,000 sign-ins are tried at
 * once. "sent" counts from the sending of a request; "due" from when it should have been sent, so
 * that one long wait counts for each request that it made late.
 *
 * The attackers and the reader share the machine with the server, so the same flood goes at an empty
 * server too: what it costs the reader there is the machine's own share. Run it on a quiet one.
 *
 * `pnpm build && pnpm bench:sign-in`
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { startServer } from "../../support/server-process.ts";
import type { Attack, AttackResult } from "./attack-process.ts";

const attempts = 1000;
const rounds = 5;
const every = 20;
const idleFor = 15_000;
const password = "istmo-demo-2026";

interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}
/** Milliseconds of each request, counted either way. */
interface Readings {
  readonly sent: number[];
  readonly due: number[];
}

function summarise(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? 0 };
}

const pause = (until: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, until - performance.now())));

/** A signed-in page that asks for the papers on schedule, over one connection, until it is stopped. */
function startReading(origin: string, cookie: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: Readings = { sent: [], due: [] };
  let isStopped = false;
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      request(`${origin}/api/v1/papers`, { agent, headers: { cookie } }, (answer) => {
        answer.resume();
        answer.on("end", () =>
          answer.statusCode === 200
            ? resolve()
            : reject(new Error(`The papers answered ${answer.statusCode}.`)),
        );
      })
        .on("error", reject)
        .end();
    });
  const reading = (async () => {
    for (let due = performance.now(); !isStopped; due += every) {
      await pause(due);
      const sent = performance.now();
      await ask();
      times.sent.push(performance.now() - sent);
      times.due.push(performance.now() - due);
    }
  })();
  return async () => {
    isStopped = true;
    await reading;
    agent.destroy();
    return times;
  };
}

/** Gives the browser's cookies; `known` are those of an earlier visit. */
async function signIn(
  origin: string,
  email: string,
  { address, known = "" }: { address: string; known?: string },
): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": address, cookie: known },
    body: JSON.stringify({ email, password }),
  });
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

function startAttacker() {
  const child = fork(fileURLToPath(new URL("attack-process.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
  });
  return {
    ready: once(child, "message"),
    async attack(attack: Attack): Promise<AttackResult> {
      const answered = once(child, "message") as Promise<[AttackResult]>;
      child.send(attack);
      return (await answered)[0];
    },
    stop: () => child.disconnect(),
  };
}

/** An empty server on this machine, at which the same flood goes. */
async function startBystander() {
  const child = fork(fileURLToPath(new URL("bystander-process.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
  });
  const [port] = (await once(child, "message")) as [number];
  return { origin: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

const round = (value: number) => value.toFixed(1).padStart(7);
function print(name: string, times: Readings, idle: Readings): void {
  console.log(`${name} (${times.sent.length} requests)`);
  for (const how of ["sent", "due"] as const) {
    const { p50, p99, most } = summarise(times[how]);
    const ratio = (p99 / summarise(idle[how]).p99).toFixed(2);
    console.log(
      `  ${how.padEnd(4)} p50 ${round(p50)} ms  p99 ${round(p99)} ms  max ${round(most)} ms  p99 ×${ratio}`,
    );
  }
}

// Each attempt says where it comes from, as behind a balancer.
process.env["ISTMO_PROXIES"] = "1";
const server = await startServer();
const attacker = startAttacker();
const bystander = await startBystander();
try {
  await attacker.ready;
  const { origin } = server;
  const cookie = await signIn(origin, "lead.pa@istmo.demo", { address: "192.0.2.1" });
  // The attacked account's owner has been here before.
  const owner = { address: "192.0.2.2" };
  const known = await signIn(origin, "reviewer@istmo.demo", owner);
  console.log(
    `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  );

  // The first requests compile what the later ones run.
  const warmUp = startReading(origin, cookie);
  await pause(performance.now() + 3000);
  await warmUp();
  const idleReading = startReading(origin, cookie);
  await pause(performance.now() + idleFor);
  const idle = await idleReading();
  print("idle", idle, idle);

  /** Reads from Istmo while a flood goes at it, or at the bystander. */
  async function flood(from: "many" | "one", target: string) {
    const times: Readings = { sent: [], due: [] };
    const answers: Record<string, number> = {};
    let milliseconds = 0;
    for (let at = 0; at < rounds; at++) {
      const stop = startReading(origin, cookie);
      const result = await attacker.attack({ origin: target, attempts, from, round: at });
      const read = await stop();
      times.sent.push(...read.sent);
      times.due.push(...read.due);
      milliseconds += result.milliseconds;
      for (const [answer, count] of Object.entries(result.answers))
        answers[answer] = (answers[answer] ?? 0) + count;
    }
    const where =
      target !== origin
        ? "at an empty server beside it"
        : from === "one"
          ? "1 address, 1 account"
          : "1,000 addresses and accounts";
    print(`${rounds} × 1,000 at once, ${where}`, times, idle);
    console.log(`  ${Math.round(milliseconds / rounds)} ms a round; ${JSON.stringify(answers)}`);
  }
  await flood("many", bystander.origin);
  await flood("many", origin);
  await flood("one", origin);

  const began = performance.now();
  await signIn(origin, "reviewer@istmo.demo", { ...owner, known });
  const took = Math.round(performance.now() - began);
  console.log(
    `the owner of the attacked account, from their own browser, right after: in, after ${took} ms`,
  );
} finally {
  attacker.stop();
  bystander.stop();
  await server.remove();
}
