import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { callbackPayload, signRequest } from "./signed-request";
import { createSimulator } from "./simulator";

test("equals the fact sheet's test vector (instagram-platform §10)", () => {
  const payload = callbackPayload("deauthorize", "28970000000402975", 1_760_000_000_999);
  expect(signRequest(payload, "0123456789abcdef0123456789abcdef")).toBe(
    "NpGCQxAZQ5S463elM7SXuT8y8vKAZq8l4sjxwhlwNa8.eyJ1c2VyX2lkIjoiMjg5NzAwMDAwMDA0MDI5NzUiLCJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImlzc3VlZF9hdCI6MTc2MDAwMDAwMH0",
  );
});

test("secret and id can be chosen", async () => {
  const sent: string[] = [];
  const simulator = createSimulator({
    app: { clientSecret: "instagram-secret", metaSecret: "meta-secret" },
    post: async (_url, fields) => {
      sent.push(fields.signed_request ?? "");
      return { status: 200, body: "" };
    },
  });
  const input = {
    kind: "deauthorize",
    username: "casa.marisol",
    url: "http://localhost/x",
  } as const;
  await simulator.sendCallback(input);
  await simulator.sendCallback({ ...input, secret: "meta", id: "user_id" });
  simulator.setSwitches({ signWith: "meta" });
  await simulator.sendCallback(input);

  const signedBy = sent.map((request) => {
    const [signature, payload = ""] = request.split(".");
    return ["instagram-secret", "meta-secret"].find(
      (secret) => createHmac("sha256", secret).update(payload).digest("base64url") === signature,
    );
  });
  expect(signedBy).toEqual(["instagram-secret", "meta-secret", "meta-secret"]);
  const ids = sent.map(
    (request) => JSON.parse(Buffer.from(request.split(".")[1] ?? "", "base64url").toString()).user_id,
  );
  expect(ids).toEqual(["28970000000402975", "17841405309211845", "28970000000402975"]);
});

test("goes to the app's own address, at the time that was asked for, and can be signed with a secret that nobody has", async () => {
  const sent: { url: string; signedRequest: string }[] = [];
  const simulator = createSimulator({
    app: { clientSecret: "instagram-secret", redirectUris: ["http://localhost:4321/api/auth/callback/instagram"] },
    post: async (url, fields) => {
      sent.push({ url, signedRequest: fields.signed_request ?? "" });
      return { status: 200, body: "" };
    },
  });
  const issuedAt = 1_760_000_000_000;
  await simulator.sendCallback({ kind: "deauthorize", username: "casa.marisol", issuedAt });
  await simulator.sendCallback({ kind: "data_deletion", username: "casa.marisol", issuedAt, secret: "wrong" });
  expect(sent.map(({ url }) => url)).toEqual([
    "http://localhost:4321/api/instagram/deauthorize",
    "http://localhost:4321/api/instagram/data-deletion",
  ]);
  const right = [
    signRequest(callbackPayload("deauthorize", "28970000000402975", issuedAt), "instagram-secret"),
    signRequest(callbackPayload("data_deletion", "28970000000402975", issuedAt), "instagram-secret"),
  ];
  expect(sent[0]?.signedRequest).toBe(right[0]);
  expect(sent[1]?.signedRequest).not.toBe(right[1]);
  expect(sent[1]?.signedRequest.split(".")[1]).toBe(right[1]?.split(".")[1]);
});
