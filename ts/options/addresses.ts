import { binding } from '../boundary/binding'
import { looksSecret } from '../boundary/secrets'
import { describeSecret } from './refusal/describe'
import { unfit } from './refusal/invalid'
import { serviceInFront, wrongRegion } from './refusal/region'
import type { At, Spec } from './spec'

/** The last label holds a letter: an IP address is no domain. */
const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.(?=[0-9-]*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i
const SERVICE_LABEL = /^(api|api-cdn|apps|login|streaming|webmessaging)\./i
const CLEAR_TEXT: Readonly<Record<string, string>> = { http: 'https', ws: 'wss' }

/** A region's name, its domain, or any other domain: the list of regions ages. */
export function checkRegion(text: string, at: At): string {
  const known = text.toLowerCase().replaceAll('_', '-')
  if (binding.regions().includes(known)) return known
  if (!DOMAIN.test(text) || looksSecret(text)) throw wrongRegion(at, text)
  if (SERVICE_LABEL.test(text)) throw serviceInFront(at, text, text.replace(SERVICE_LABEL, ''))
  return text.toLowerCase()
}

export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d+){3}$/.test(host)
}

function parse(text: string, at: At, spec: Spec): URL {
  try {
    return new URL(text)
  } catch {
    const hint = text.trim() === '' ? 'Is the variable set that it comes from?' : undefined
    throw unfit(at, `${describeSecret(text)} that is no address`, spec, { hint })
  }
}

/** An address of one of the services. Its text is never shown whole: it could carry userinfo. */
export function checkUrl(text: string, at: At, spec: Spec<'url'>): string {
  const url = parse(text, at, spec)
  const scheme = url.protocol.slice(0, -1)
  if (!spec.schemes.includes(scheme)) throw unfit(at, `a URL with the scheme ${scheme}`, spec)
  if (scheme in CLEAR_TEXT && !isLoopback(url.hostname)) throw unfit(at, `${scheme} to ${url.hostname}`, spec, {
    hint: `Only this machine may be spoken to in clear text; use ${CLEAR_TEXT[scheme]}.`,
  })
  if (url.username || url.password) throw unfit(at, 'a URL with user or password in it', spec)
  if (url.search || url.hash) throw unfit(at, 'a URL with a query or fragment', spec)
  return text
}

/** An Origin header has no path, not even a slash. */
export function checkOrigin(text: string, at: At, spec: Spec<'origin'>): string {
  if (!/^https?:\/\/[^/\\?#@\s]+$/i.test(text)) throw unfit(at, `${describeSecret(text)} that is no origin`, spec)
  return checkUrl(text, at, { kind: 'url', schemes: ['https', 'http'] })
}

/** An address of ours that others are told: their network may well have no TLS. */
export function checkBase(text: string, at: At, spec: Spec<'base'>): string {
  if (!/^https?:\/\/[^/\\?#@\s]+\/?$/i.test(text)) throw unfit(at, `${describeSecret(text)} that is none`, spec)
  return parse(text, at, spec).origin
}

/** The address of a proxy; its userinfo is a secret. */
export function checkProxy(text: string, at: At, spec: Spec<'proxy'>): string {
  const url = parse(text, at, spec)
  const scheme = url.protocol.slice(0, -1)
  if (!['http', 'https'].includes(scheme)) throw unfit(at, `a URL with the scheme ${scheme}`, spec)
  return text
}
