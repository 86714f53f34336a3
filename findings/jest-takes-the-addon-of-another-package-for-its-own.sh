#!/usr/bin/env bash
# jest 30.5.2 with unrs-resolver 1.13.0, @node-rs/crc32 1.10.8 and its addon for Linux x64, Node.js 20 and newer.
#
# A loader that napi-rs makes reads NAPI_RS_NATIVE_LIBRARY_PATH, which names no package: set for one addon, as its own documents
# tell, it is taken by each loader in the process. Jest resolves modules by such an addon. Where the variable names another
# package's, which loads and has no resolver in it, Jest says that its own runner is not installed, and runs no test.
#
# Seen: "unset: 1 passed" and "set: Module …/jest-circus/build/runner.js in the testRunner option was not found."
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --no-save --package-lock=false jest@30.5.2 unrs-resolver@1.13.0 @node-rs/crc32@1.10.8
echo "test('the sum is that of the addon', () => expect(require('@node-rs/crc32').crc32('a')).toBe(0xe8b7be43))" > sum.test.js
addon=$(echo "$folder"/node_modules/@node-rs/crc32-linux-x64-*/crc32.*.node)

unset NAPI_RS_NATIVE_LIBRARY_PATH
npx jest > unset.txt 2>&1
passed=$(grep -o '^Tests: *1 passed' unset.txt | grep -o '1 passed')
status=0
NAPI_RS_NATIVE_LIBRARY_PATH=$addon npx jest > set.txt 2>&1 || status=$?
said=$(grep -o 'Module .* in the testRunner option was not found' set.txt | sed "s#$folder/node_modules#…#")

echo "unset: $passed"
echo "set: $said."
[ "$status" -ne 0 ]
[ "$passed" = '1 passed' ]
[ "$said" = 'Module …/jest-circus/build/runner.js in the testRunner option was not found' ]
