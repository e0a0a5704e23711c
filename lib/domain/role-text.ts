import type { Role } from "./role";

/** How a role is called, and what it may do in a sentence. */
export const ROLE_TEXT: Record<Role, { name: string; withArticle: string; may: string }> = {
  owner: {
    name: "Owner",
    withArticle: "an owner",
    may: "Does everything that managers do, invites people, changes roles, and sets what keeps this server safe.",
  },
  manager: {
    name: "Manager",
    withArticle: "a manager",
    may: "Connects, extends, imports, labels and disconnects accounts, reveals tokens, and sets up notices.",
  },
  viewer: {
    name: "Viewer",
    withArticle: "a viewer",
    may: "Sees everything but secrets, and changes nothing.",
  },
};
