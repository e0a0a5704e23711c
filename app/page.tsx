import { redirect } from "next/navigation";

/** The accounts are the home. */
export default function Home(): never {
  redirect("/accounts");
}
