#!/usr/bin/env bash
# @playwright/test 1.65.1, Node.js 20 and newer.
#
# Playwright leaves its own frames out of stacks, by the beginning of their path: that of its package's folder, without a
# slash at its end. So the frames of every package beside it whose name begins alike ("playwright-anything") are left out too.
# A boxed step leaves out one more, the first that remains: for such a package that is the user's own line, and the error of
# the test points nowhere. The same package under another name has its error point at the user's line.
#
# Seen: "helper: line 4" and "playwright-helper: no line".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --no-save --package-lock=false @playwright/test@1.65.1

for name in helper playwright-helper; do
  mkdir -p "node_modules/$name" "specs/$name"
  cat > "node_modules/$name/index.js" <<'JS'
const { test } = require('@playwright/test')

async function fail() {
  return await test.step('the step of a helper', async () => { throw new Error('on purpose') }, { box: true })
}

module.exports = { fail }
JS
  cat > "specs/$name/a.spec.js" <<JS
const { test } = require('@playwright/test')
const { fail } = require('$name')
test('calls a helper', async () => {
  await fail()
})
JS
done

npx playwright test --reporter=json > told.json || true
node -e '
  const { suites } = require("./told.json")
  for (const { file, specs: [{ tests: [{ results: [{ error }] }] }] } of suites) {
    const line = error.location?.file.endsWith("a.spec.js") ? `line ${error.location.line}` : "no line"
    console.log(`${file.split("/").at(-2)}: ${line}`)
  }' | sort | tee seen
diff seen - <<'SEEN'
helper: line 4
playwright-helper: no line
SEEN
