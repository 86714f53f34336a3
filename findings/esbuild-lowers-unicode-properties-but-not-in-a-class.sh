#!/usr/bin/env bash
# esbuild 0.28.2, for a target that is an engine or older than ES2018.
#
# A regular expression that the target does not know becomes `new RegExp(...)`, so that the file can be read all the same and only
# the use of the expression fails. A Unicode property is such a thing: for every engine that is named, of whatever age, and for
# ES2017. Within a character class it is passed over: of two expressions with the same property one is lowered, and the other
# stays a literal, which is an error of the whole file where the engine does not know it, without a warning.
#
# Seen: the lines below. Met where one bundle had both forms side by side.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --no-save --package-lock=false esbuild@0.28.2

cat > a.js <<'JS'
const esbuild = require('esbuild')

for (const target of ['es2018', 'es2017', 'node20', 'chrome60']) {
  for (const source of ['/\\p{Cc}/u', '/[\\p{Cc}]/u']) {
    const { code, warnings } = esbuild.transformSync(`x = ${source}`, { target })
    console.log(`${target}: ${source} -> ${code.includes('new RegExp') ? 'new RegExp' : 'a literal'}, ${warnings.length} warnings`)
  }
}
JS
node a.js | tee seen
diff seen - <<'SEEN'
es2018: /\p{Cc}/u -> a literal, 0 warnings
es2018: /[\p{Cc}]/u -> a literal, 0 warnings
es2017: /\p{Cc}/u -> new RegExp, 0 warnings
es2017: /[\p{Cc}]/u -> a literal, 0 warnings
node20: /\p{Cc}/u -> new RegExp, 0 warnings
node20: /[\p{Cc}]/u -> a literal, 0 warnings
chrome60: /\p{Cc}/u -> new RegExp, 0 warnings
chrome60: /[\p{Cc}]/u -> a literal, 0 warnings
SEEN
