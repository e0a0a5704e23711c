import type { SimulatorClock } from "./clock";
import type { Random } from "./random";
import type { Store } from "./store";
import type { Switches } from "./switches";

/** The one Instagram app that the simulator knows. */
export interface InstagramApp {
  name: string;
  /** The Instagram app id, not the Meta app id (instagram-platform §1.2). */
  clientId: string;
  clientSecret: string;
  /** The Meta app's own secret, which may sign callbacks (instagram-platform §10). */
  metaSecret: string;
  redirectUris: string[];
}

/** Everything a route may read or change. */
export interface World {
  app: InstagramApp;
  store: Store;
  clock: SimulatorClock;
  random: Random;
  switches: Switches;
}
