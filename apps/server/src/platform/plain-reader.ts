import type { Prisma } from "@istmo/prisma/client";
import pg from "pg";
import { rethrowAway } from "./database.ts";

/** Reads that every request makes or that answer many rows: past Prisma, which takes as long again as the database. */
export interface PlainReader {
  /**
   * The rows of a statement. One that is always the same text is given a name, under which a server
   * keeps it prepared.
   */
  read<Row extends pg.QueryResultRow>(statement: Prisma.Sql, name?: string): Promise<Row[]>;
}

/** A TIMESTAMP of ours is UTC and says no zone; `pg` would take it for this machine's time. */
const { TIMESTAMP } = pg.types.builtins;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === TIMESTAMP
      ? (text: string) => new Date(`${text.replace(" ", "T")}Z`)
      : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/** `isPrepared` is for a server: the embedded database keeps no names (docs/gotchas.md). */
export function plainReader(
  pool: pg.Pool,
  { isPrepared }: { readonly isPrepared: boolean },
): PlainReader {
  return {
    async read<Row extends pg.QueryResultRow>({ text, values }: Prisma.Sql, name?: string) {
      const named = isPrepared && name !== undefined ? { name: `istmo ${name}` } : {};
      const result = await pool.query<Row>({ ...named, text, values, types }).catch(rethrowAway);
      return result.rows;
    },
  };
}
