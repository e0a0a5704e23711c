import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Entrance } from "@/components/shell/entrance";
import { OwnerForm } from "@/components/sign-in/owner-form";
import { serverFacts, visitorState } from "@/lib/web/page";
import { createOwner } from "./actions";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  const { ownerExists, signedIn } = await visitorState();
  if (ownerExists) redirect(signedIn ? "/accounts" : "/sign-in");
  const { simulator } = await serverFacts();
  return (
    <Entrance
      title="Welcome to Perennial"
      text="This server is new. Create the owner account; you sign in with it from now on."
      simulator={simulator}
    >
      <OwnerForm action={createOwner} />
    </Entrance>
  );
}
