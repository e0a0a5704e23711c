import type { Role } from "./role";

/** What everybody in the team may know of each of them. */
export interface TeamMember {
  id: string;
  name: string;
  email: string;
  role: Role;
  /** An authenticator app or a passkey. */
  hasSecondFactor: boolean;
  /** By a browser that is signed in; null: none is. */
  lastSeenAt: Date | null;
}

/** An invitation that can still be used, without its secret. */
export interface InvitationView {
  id: string;
  role: Role;
  /** Null: for whoever has the link. */
  email: string | null;
  createdByName: string;
  expiresAt: Date;
}
