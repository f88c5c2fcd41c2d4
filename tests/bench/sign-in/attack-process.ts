/**
 * One flood of wrong sign-ins, all sent at once, each over a connection of its own. A process of
 * its own, so that its work does not delay the requests whose time is taken.
 *
 *   { origin, attempts, from: "one" | "many", round } -> { answers: { "401 wrong_credentials": n … }, milliseconds }
 */
import { Agent, request } from "node:http";
import { setPriority } from "node:os";

export interface Attack {
  readonly origin: string;
  readonly attempts: number;
  /** One address at one account, or as many addresses at as many accounts. */
  readonly from: "one" | "many";
  readonly round: number;
}
export interface AttackResult {
  readonly answers: Record<string, number>;
  readonly milliseconds: number;
}

function attempt({ origin, from, round }: Attack, at: number): Promise<string> {
  const isOne = from === "one";
  const email = isOne ? "reviewer@istmo.demo" : `somebody${at}@example.org`;
  const address = isOne ? `10.${100 + round}.0.1` : `10.${round}.${at >> 8}.${at & 255}`;
  const body = JSON.stringify({ email, password: `wrong ${at}` });
  return new Promise((resolve) => {
    const sent = request(
      `${origin}/api/auth/sign-in/email`,
      {
        method: "POST",
        agent: new Agent(),
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "x-forwarded-for": address,
        },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => (text += chunk));
        answer.on("end", () => {
          const { code } = JSON.parse(text) as { code?: string };
          resolve(`${answer.statusCode} ${code ?? "in"}`);
        });
      },
    );
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
    sent.end(body);
  });
}

// A real attacker computes on machines of their own: here they get what the others leave.
setPriority(19);

process.on("message", (attack: Attack) => {
  const began = performance.now();
  const attempts = Array.from({ length: attack.attempts }, (_one, at) => attempt(attack, at));
  void Promise.all(attempts).then((all) => {
    const answers: Record<string, number> = {};
    for (const one of all) answers[one] = (answers[one] ?? 0) + 1;
    const result: AttackResult = { answers, milliseconds: performance.now() - began };
    process.send?.(result);
  });
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
