/** What the server tells of its set-up. Values of secrets never come here. */
export interface ServerVariable {
  name: string;
  isSet: boolean;
  purpose: string;
  secret: boolean;
  value?: string;
}
