import { expect, test } from "vitest";
import { keySentence, keyStates } from "./key-state";

test("tells of each key whether it seals, opens, or is missing", () => {
  const ring = { sealingKeyId: "k3", keyIds: ["k3", "k2", "k1"] };
  const used = [
    { keyId: "", texts: 1 },
    { keyId: "k0", texts: 2 },
    { keyId: "k2", texts: 40 },
    { keyId: "k3", texts: 5 },
  ];
  const states = keyStates(ring, used);
  expect(states).toEqual([
    { id: "k3", role: "seals", texts: 5 },
    { id: "k2", role: "opens", texts: 40 },
    { id: "k1", role: "opens", texts: 0 },
    { id: "k0", role: "gone", texts: 2 },
  ]);
  expect(states.map((state) => keySentence(state, "k3"))).toEqual([
    "Seals everything new.",
    "Still needed. Run npm run keys:rotate on the server: it seals everything again with k3.",
    "k1 is no longer used: you can remove it from TOKEN_ENCRYPTION_KEYS and restart. Keep it elsewhere for as long as you keep backups that it sealed.",
    "Missing in TOKEN_ENCRYPTION_KEYS, and still needed. Put it back.",
  ]);
});
