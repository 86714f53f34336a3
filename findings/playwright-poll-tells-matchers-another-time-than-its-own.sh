#!/usr/bin/env bash
# @playwright/test 1.65.1, Node.js 20 and newer.
#
# A custom matcher may be asynchronous and wait by itself; `this.timeout` says for how long. Within expect.poll() that is the
# ordinary time of expect (5 s), also where the poll was given less: one second here. The poll gives up while the matcher
# waits, and its failure has nothing of what the matcher was about to say. Nothing in `this` tells a matcher that it is polled.
# Where the matcher answers sooner than the poll gives up, its message is there.
#
# Seen: "patient: told 5000 ms; Timeout 1000ms exceeded while waiting on the predicate" and
# "hasty: told 5000 ms; what the matcher saw".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --no-save --package-lock=false @playwright/test@1.65.1

cat > a.spec.js <<'JS'
const { test, expect: base } = require('@playwright/test')

let told
const waits = (ofTime) => async function toBeSo() {
  told = this.timeout
  await new Promise((resolve) => setTimeout(resolve, ofTime(this.timeout)))
  return { pass: false, message: () => 'what the matcher saw' }
}
const expect = base.extend({ toBePatiently: waits((timeout) => timeout), toBeHastily: waits(() => 100) })

for (const [name, matcher] of [['patient', 'toBePatiently'], ['hasty', 'toBeHastily']]) {
  test(name, async () => {
    const failure = await expect.poll(() => 1, { timeout: 1_000 })[matcher]().catch((error) => error)
    const line = failure.message.split('\n').find((each) => /saw|exceeded/.test(each))
    console.log(`${name}: told ${told} ms; ${line.replace(/^Error: /, '')}`)
  })
}
JS
npx playwright test --workers=1 --reporter=line | grep -E '^(patient|hasty): ' | tee seen
diff seen - <<'SEEN'
patient: told 5000 ms; Timeout 1000ms exceeded while waiting on the predicate
hasty: told 5000 ms; what the matcher saw
SEEN
