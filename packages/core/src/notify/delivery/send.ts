import type { Secrets } from '../../secrets/index.ts'
import type { ChannelAddress } from './channel.ts'
import { pagerDutyEvent, slackMessage, type Message } from './message.ts'
import type { PostWebhook, WebhookAnswer } from './post-webhook.ts'

/** What telling needs of the world around. */
export interface SendingDeps {
  secrets: Secrets
  postWebhook: PostWebhook
  publicUrl: string
  now: () => Date
}

/** Posts one message to a webhook; what hinders it comes back as an error rather than being thrown. */
export async function sendTo(
  postWebhook: PostWebhook,
  kind: 'slack' | 'pagerduty',
  { address, key }: ChannelAddress,
  message: Message,
): Promise<WebhookAnswer | Error> {
  const body = kind === 'slack' ? slackMessage(message) : pagerDutyEvent(message, key ?? '')
  try {
    return await postWebhook(address, body)
  } catch (error) {
    return error instanceof Error ? error : new Error('unknown')
  }
}
