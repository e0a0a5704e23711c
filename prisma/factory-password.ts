/** The password of every person that the factories make, unless told otherwise. */
export const FACTORY_PASSWORD = "plum-lantern-river-oak";
