/** What of the audit log is looked at: kept in the address of the page. */
import type { AuditFilter } from "../../api/audit.ts";

const names = ["kind", "actor", "subject", "paper", "from", "to"] as const;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the filter from the search part of an address, dropping what it does not know. */
export function readAuditFilter(search: Readonly<Record<string, unknown>>): AuditFilter {
  const filter: AuditFilter = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value !== "string" || value === "") continue;
    const isDay = name === "from" || name === "to";
    if (!isDay || dayPattern.test(value)) filter[name] = value;
  }
  return filter;
}

/** The filter with some of it replaced; "" takes it away. */
export function withFilter(filter: AuditFilter, change: AuditFilter): AuditFilter {
  return readAuditFilter({ ...filter, ...change });
}
