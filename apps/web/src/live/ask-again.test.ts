import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { askAgain } from "./ask-again.ts";

test("an answer that was on its way for the first time when something changed is asked for once more", async () => {
  const client = new QueryClient();
  const answers: ((value: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(client, { queryKey: ["actions"], queryFn });
  const stop = observer.subscribe(() => undefined);
  expect(answers).toHaveLength(1);
  askAgain(client, ["actions"]);
  expect(answers).toHaveLength(1);
  answers[0]?.("before the change");
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.("after it");
  await vi.waitFor(() => expect(client.getQueryData(["actions"])).toBe("after it"));
  expect(answers).toHaveLength(2);
  stop();
  client.clear();
});
