import type { NextFunction, Request, Response } from "express";
import { expect, it } from "vitest";
import type { Logger } from "../platform/logger.ts";
import { errorHandler } from "./problem.ts";

it("an unexpected failure is told by a reference alone, and logged under it", () => {
  const logged: { err: unknown; reference: string }[] = [];
  const logger = { error: (about: (typeof logged)[number]) => logged.push(about) };
  const sent = { status: 0, body: "" };
  const response = {
    headersSent: false,
    status: (status: number) => Object.assign(response, void (sent.status = status)),
    set: () => response,
    type: () => response,
    send: (body: string) => void (sent.body = body),
  };
  const failure = new Error('relation "Secret" does not exist: SELECT token FROM "Secret"');
  errorHandler(logger as unknown as Logger)(
    failure,
    { method: "GET" } as Request,
    response as unknown as Response,
    (() => undefined) as NextFunction,
  );
  const [entry] = logged;
  expect(entry?.err).toBe(failure);
  expect(sent.status).toBe(500);
  expect(JSON.parse(sent.body)).toEqual({
    type: "urn:istmo:problem:internal_error",
    title: "Internal error",
    status: 500,
    code: "internal_error",
    reference: entry?.reference,
  });
});
