import { binding } from '../boundary/binding'
import { looksSecret } from '../boundary/secrets'
import { describe, describeSecret } from './describe'
import { invalid, nearest } from './invalid'
import type { At, Spec } from './spec'

/** The last label holds a letter: an IP address is no domain. */
const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.(?=[0-9-]*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i
const SERVICE_LABEL = /^(api|api-cdn|apps|login|streaming|webmessaging)\./i
const CLEAR_TEXT: Readonly<Record<string, string>> = { http: 'https', ws: 'wss' }

/** Names and domains of the public regions, as the addon knows them. */
function regions() {
  const all = binding.regions()
  const half = all.length / 2
  return { all, pairs: all.slice(0, half).map((name, index) => `${name} (${all[half + index]})`) }
}

function refuseRegion(at: At, text: string) {
  const { all, pairs } = regions()
  const meant = nearest(text, all)
  const hint = meant === undefined ? undefined : `Did you mean ${meant}?`
  const accepted = `a region's name or domain: ${pairs.join(', ')}; or any other domain`
  return invalid(at, describe(text), accepted, { choices: all, hint })
}

/** A region's name, its domain, or any other domain: the list of regions ages. */
export function checkRegion(text: string, at: At): string {
  if (text.includes('://')) throw invalid(at, 'a URL', 'a region such as eu-west-1 or mypurecloud.ie', {
    hint: 'A region has no scheme; a single host goes into apiUrl, loginUrl, guestUrl or configUrl.',
    choices: regions().all,
  })
  const known = text.toLowerCase().replaceAll('_', '-')
  if (regions().all.includes(known)) return known
  if (!DOMAIN.test(text) || looksSecret(text)) throw refuseRegion(at, text)
  if (SERVICE_LABEL.test(text)) throw invalid(at, describe(text), 'the domain of a region', {
    hint: `Without the service in front: ${quoteless(text)}.`,
  })
  return text.toLowerCase()
}

function quoteless(text: string): string {
  return text.replace(SERVICE_LABEL, '')
}

export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d+){3}$/.test(host)
}

function parse(text: string, at: At, accepted: string): URL {
  try {
    return new URL(text)
  } catch {
    const hint = text.trim() === '' ? 'Is the variable set that it comes from?' : undefined
    throw invalid(at, `${describeSecret(text)} that is no address`, accepted, { hint })
  }
}

/** An address of one of the services. Its text is never shown whole: it could carry userinfo. */
export function checkUrl(text: string, at: At, { schemes }: Pick<Spec<'url'>, 'schemes'>): string {
  const accepted = acceptedUrl(schemes)
  const url = parse(text, at, accepted)
  const scheme = url.protocol.slice(0, -1)
  if (!schemes.includes(scheme)) throw invalid(at, `a URL with the scheme ${scheme}`, accepted)
  if (scheme in CLEAR_TEXT && !isLoopback(url.hostname)) throw invalid(at, `${scheme} to ${url.hostname}`, accepted, {
    hint: `Only this machine may be spoken to in clear text; use ${CLEAR_TEXT[scheme]}.`,
  })
  if (url.username || url.password) throw invalid(at, 'a URL with user or password in it', accepted)
  if (url.search || url.hash) throw invalid(at, 'a URL with a query or fragment', accepted)
  return text
}

export function acceptedUrl(schemes: Spec<'url'>['schemes']): string {
  const [safe, clear] = schemes
  return `a URL with ${safe}, or with ${clear} on loopback`
}

export const ACCEPTED_ORIGIN = 'scheme, host and port alone, such as https://shop.example or http://localhost:3000'

/** An Origin header has no path, not even a slash. */
export function checkOrigin(text: string, at: At): string {
  if (!/^https?:\/\/[^/\\?#@\s]+$/i.test(text)) throw invalid(at, `${describeSecret(text)} that is no origin`, ACCEPTED_ORIGIN)
  return checkUrl(text, at, { schemes: ['https', 'http'] })
}

export const ACCEPTED_BASE = 'scheme, host and port, such as http://genesys:8080'

/** An address of ours that others are told: their network may well have no TLS. */
export function checkBase(text: string, at: At): string {
  if (!/^https?:\/\/[^/\\?#@\s]+\/?$/i.test(text)) throw invalid(at, `${describeSecret(text)} that is none`, ACCEPTED_BASE)
  return parse(text, at, ACCEPTED_BASE).origin
}

export const ACCEPTED_PROXY = 'the address of an HTTP proxy, such as http://proxy.example:3128'

/** The address of a proxy; its userinfo is a secret. */
export function checkProxy(text: string, at: At): string {
  const url = parse(text, at, ACCEPTED_PROXY)
  const scheme = url.protocol.slice(0, -1)
  if (!['http', 'https'].includes(scheme)) throw invalid(at, `a URL with the scheme ${scheme}`, ACCEPTED_PROXY)
  return text
}
