'use strict'

/** The services of one org. From `https://apps.<domain>` they are the region's; from anywhere else they are that origin. */
function hostsOf(scriptAddress) {
  const { origin, protocol, hostname, host } = new URL(scriptAddress)
  if (protocol === 'https:' && hostname.startsWith('apps.')) {
    const domain = hostname.slice('apps.'.length)
    return {
      apps: origin,
      guest: `wss://webmessaging.${domain}/v1`,
      files: `https://api-cdn.${domain}`,
      api: `https://api.${domain}`,
    }
  }
  return { apps: origin, guest: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/v1`, files: origin, api: origin }
}

/** Host names alone count: exactly, or as a subdomain, in any case. */
function mayLoad({ allowAllDomains, allowedDomains = [] }, hostname) {
  const host = hostname.toLowerCase()
  return allowAllDomains || allowedDomains.map((each) => each.toLowerCase()).some((each) => host === each || host.endsWith(`.${each}`))
}

module.exports = { hostsOf, mayLoad }
