import { expect, it } from "vitest";
import { parseAccountQuery } from "@/lib/domain/account-query";
import { DAY, elapsed, HOUR, MINUTE } from "@/lib/domain/durations";
import { listAccounts } from "@/lib/services/list-accounts";
import { renewDueTokens } from "@/lib/services/renew-due-tokens";
import { renewToken } from "@/lib/services/renew-token";
import { onBothDatabases } from "@/lib/test/harness";
import { DEMO_ACCOUNTS } from "./demo-accounts";
import { seed } from "./seed";

onBothDatabases("seed", (harness) => {
  const simulator = () => harness().simulator.simulator;
  const fill = () =>
    seed(
      { simulator: simulator(), ownerEmail: harness().person.email, now: harness().adapters.clock() },
      harness().adapters,
    );
  const tick = () => renewDueTokens(harness().adapters, { trigger: "scheduler" });

  /** "Expired · Off" by username, as the list says it. */
  async function looks(): Promise<Record<string, string>> {
    const { rows } = await listAccounts(harness().context(), parseAccountQuery({}));
    return Object.fromEntries(rows.map(({ username, status, renewal }) => [username, `${status} ${renewal.state}`]));
  }

  const STORIES = {
    "nord.coffee": "reconnect_needed off",
    "fjord.yoga": "expired off",
    "studio.halden": "expiring_soon off",
    "casa.marisol": "expiring_soon off",
    northlight_studio: "active failing",
    "oldtown.books": "permission_problem failing",
    "marea.surf": "action_needed on",
    "velo.werk": "active on",
    "casa.pimenta": "active on",
    "fiora.atelier": "active on",
    "kaito.films": "active too_young",
    "pico.bakes": "active on",
    "botanica.lx": "active on",
    "lumen.ceramics": "active too_young",
  };

  it("shows every status and every renewal state, and the scheduler's first runs leave them so", async () => {
    expect(await fill()).toBe(DEMO_ACCOUNTS.length);
    expect(await fill()).toBe(0);
    expect(await looks()).toEqual(STORIES);
    for (let run = 0; run < 3; run += 1) {
      expect(await tick()).toMatchObject({ renewed: 0, failed: 0, complete: true });
      simulator().advance({ ms: MINUTE });
    }
    expect(await looks()).toEqual(STORIES);
    const list = await listAccounts(harness().context(), parseAccountQuery({}));
    expect(list.breaking).toEqual({ count: 1, usernames: ["studio.halden"] });
  });

  it("is real: checks and tries of the next two days say what the histories say", async () => {
    await fill();
    for (let hour = 0; hour < 48; hour += 1) {
      simulator().advance({ ms: HOUR });
      await tick();
    }
    // The two youngest have come of age, and the import has learnt its expiry.
    const grown = { "kaito.films": "active on", "lumen.ceramics": "active on" };
    expect(await looks()).toEqual({ ...STORIES, ...grown });
    const imported = await harness().db.connectedAccount.findFirstOrThrow({ where: { username: "kaito.films" } });
    expect(imported.expiryAssumed).toBe(false);
    expect(elapsed(harness().adapters.clock(), imported.expiresAt)).toBeGreaterThan(57 * DAY);
  });

  it("offers two accounts that Extend works for at once", async () => {
    await fill();
    for (const username of ["studio.halden", "casa.marisol"]) {
      const { id } = await harness().db.connectedAccount.findFirstOrThrow({ where: { username } });
      expect(await renewToken(harness().context(), { accountId: id })).toMatchObject({ kind: "extended" });
    }
  });

  it("keeps the simulator's faults over a restart", async () => {
    await fill();
    const saved = simulator().snapshot();
    simulator().reset();
    simulator().restore(JSON.parse(JSON.stringify(saved)));
    const { id } = await harness().db.connectedAccount.findFirstOrThrow({ where: { username: "northlight_studio" } });
    expect(await renewToken(harness().context(), { accountId: id })).toMatchObject({
      kind: "failed",
      reason: "outage",
    });
  });
});
