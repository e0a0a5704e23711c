import { ensureBuild } from "../production-build";

/** Real servers need a real build; it is made unless there is one of the sources as they are. */
export async function setup(): Promise<void> {
  await ensureBuild();
}
