import { wrongId } from './refusal/id'
import type { At, Spec } from './spec'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const MESSAGE_ID = /^[0-9a-f]{32}$/i

/** A UUID in its plain form, in lower case. */
export function checkUuid(text: string, at: At, spec: Spec<'uuid'>): string {
  if (!isUuid(text)) throw wrongId(at, text, spec)
  return text.toLowerCase()
}

/** A message id as guests see it. */
export function checkMessageId(text: string, at: At, spec: Spec<'messageId'>): string {
  if (!isMessageId(text)) throw wrongId(at, text, spec)
  return text
}

export const isUuid = (text: string) => UUID.test(text)
export const isMessageId = (text: string) => MESSAGE_ID.test(text) || isUuid(text)
