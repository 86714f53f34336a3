'use strict'

/** The packages of a release in their order: the root names the others, so they must be there before it. */
function order(manifest, targets) {
  const platforms = targets.map(({ name, packageName }) => ({ name: packageName, folder: `npm/${name}` }))
  return [...platforms, { name: manifest.name, folder: '.' }].map((each) => ({ ...each, version: manifest.version }))
}

/** What is wrong with the manifest of the root, which is prepared at the release and never committed. */
function wrongRoot({ version, optionalDependencies = {} }, targets) {
  const odd = targets.filter(({ packageName }) => optionalDependencies[packageName] !== version)
  const others = Object.keys(optionalDependencies).filter((name) => !targets.some(({ packageName }) => packageName === name))
  return [
    ...odd.map(({ packageName }) => `optionalDependencies must have ${packageName} in version ${version}.`),
    ...others.map((name) => `optionalDependencies has ${name}, which is no package of a target.`),
  ]
}

/** Why this may not be published from here; nothing where it may. */
function refusal(env, { version }) {
  if (!env.ACTIONS_ID_TOKEN_REQUEST_URL) return 'Only the release workflow publishes: it proves where a package was built.'
  if (env.GITHUB_REF !== `refs/tags/v${version}`) return `The tag must be v${version}, the version of package.json.`
  return undefined
}

/** Publishes what is not there yet, one after the other; `isThere` and `publish` do the work. */
function publishAll(packages, { isThere, publish, say }) {
  for (const each of packages) {
    if (isThere(each)) say(`${each.name} ${each.version} is there already.`)
    else publish(each)
  }
}

module.exports = { order, publishAll, refusal, wrongRoot }
