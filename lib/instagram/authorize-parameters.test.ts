import { expect, test } from "vitest";
import { authorizeParameters } from "./authorize-parameters";
import { instagramHosts } from "./client";

const SCOPES = ["instagram_business_basic", "instagram_business_manage_insights"];

test("the consent window is opened on the www host, with the least that it needs", () => {
  expect(authorizeParameters(instagramHosts(null), SCOPES, "state-1", false)).toEqual({
    url: "https://www.instagram.com/oauth/authorize",
    params: {
      response_type: "code",
      scope: "instagram_business_basic,instagram_business_manage_insights",
      state: "state-1",
      enable_fb_login: "false",
    },
  });
});

test("another account is asked to log in even when one is logged in", () => {
  const { params } = authorizeParameters(instagramHosts(null), SCOPES, "state-1", true);
  expect(params).toMatchObject({ force_reauth: "true" });
});

test("the simulator stands in for every host", () => {
  const hosts = instagramHosts("http://localhost:4100");
  expect(hosts).toEqual({
    authorize: "http://localhost:4100",
    token: "http://localhost:4100",
    graph: "http://localhost:4100",
  });
  expect(authorizeParameters(hosts, SCOPES, "s", false).url).toBe("http://localhost:4100/oauth/authorize");
});

test("Instagram's own hosts are each used for their part", () => {
  expect(instagramHosts(null)).toEqual({
    authorize: "https://www.instagram.com",
    token: "https://api.instagram.com",
    graph: "https://graph.instagram.com",
  });
});
