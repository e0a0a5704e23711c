import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf16Text } from "@/lib/test/utf16-text";
import { AUDIT_ACTIONS, AUDIT_GROUP_NAMES, type AuditAction, auditActionsOf } from "./audit-event";
import { type AuditQuery, auditQueryString, isAuditFiltered, MOST_AUDIT_PAGES, parseAuditQuery } from "./audit-query";

const DEFAULTS: AuditQuery = { action: null, person: "", outcome: null, from: null, to: null, page: 1 };

const read = (text: string): AuditQuery => parseAuditQuery(Object.fromEntries(new URLSearchParams(text)));

describe("a link", () => {
  test.each<[string, Partial<AuditQuery>]>([
    ["", {}],
    ["action=role_changed", { action: "role_changed" }],
    ["action=signing_in", { action: "signing_in" }],
    ["action=toString", {}],
    ["action=constructor", {}],
    ["person=Ada+Lindqvist", { person: "Ada Lindqvist" }],
    ["person=a%00b", { person: "ab" }],
    ["outcome=refused", { outcome: "refused" }],
    ["outcome=Refused", {}],
    ["from=2026-11-01&to=2026-11-24", { from: "2026-11-01", to: "2026-11-24" }],
    ["from=2026-11-31", {}],
    ["from=0000-01-01&to=0000-12-31", {}],
    ["from=0001-01-01", { from: "0001-01-01" }],
    ["page=7", { page: 7 }],
    ["page=0", {}],
    ["page=999999", { page: MOST_AUDIT_PAGES }],
  ])("“%s” is understood, or falls back to its default", (text, query) => {
    expect(read(text)).toEqual({ ...DEFAULTS, ...query });
    expect(isAuditFiltered(read(text))).toBe(Object.keys(query).some((name) => name !== "page"));
  });

  test("any text leads to a query that its own address leads to again", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(DEFAULTS)), utf16Text()), (parameters) => {
        const query = parseAuditQuery(parameters);
        expect(read(auditQueryString(query, { page: query.page }))).toEqual(query);
      }),
    );
  });
});

test("every action stands in one group", () => {
  const grouped = AUDIT_GROUP_NAMES.flatMap((group) => auditActionsOf(group));
  expect([...grouped].sort()).toEqual(Object.keys(AUDIT_ACTIONS).sort());
  expect(new Set(grouped).size).toBe(grouped.length);
  for (const action of Object.keys(AUDIT_ACTIONS) as AuditAction[]) expect(auditActionsOf(action)).toEqual([action]);
});
