import type { IconName } from "@/components/ui/icon-name";
import type { ChannelKind } from "@/lib/domain/notice";

interface Looks {
  icon: IconName;
  /** One line for the choice of a kind. */
  about: string;
  targetLabel: string;
  targetHint: string;
}

export const CHANNEL_LOOKS: Record<ChannelKind, Looks> = {
  email: {
    icon: "mail",
    about: "One or several addresses",
    targetLabel: "Addresses",
    targetHint: "One or several, separated by commas.",
  },
  webhook: {
    icon: "webhook",
    about: "JSON to a program of yours, signed",
    targetLabel: "URL",
    targetHint: "Gets a signed POST for each message. The signing secret is shown once, after you add the channel.",
  },
  slack: {
    icon: "message",
    about: "An incoming webhook of a Slack app",
    targetLabel: "Incoming-webhook URL",
    targetHint:
      "Slack › your app › Incoming Webhooks › Add New Webhook. It begins with https://hooks.slack.com/services/.",
  },
  discord: {
    icon: "message",
    about: "A webhook of a Discord channel",
    targetLabel: "Webhook URL",
    targetHint: "Discord › channel settings › Integrations › Webhooks › Copy Webhook URL.",
  },
  teams: {
    icon: "message",
    about: "A workflow of a Teams channel",
    targetLabel: "Workflow URL",
    targetHint: "Teams › Workflows › “Post to a channel when a webhook request is received”; copy its URL.",
  },
};
