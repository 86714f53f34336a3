#!/usr/bin/env bash
# purecloud-platform-client-v2 262.0.0 (npm, the vendor's JavaScript SDK), Node.js 20 and newer.
#
# Where the published API has a body as optional, the SDK takes it as a named option, `{ body: … }`; where it is required, as
# it stands. PATCH of a participant of a message conversation is of the first kind, PATCH of the conversation itself of the
# second. A body given as it stands where a named one is wanted is dropped without a word, the request goes out without one,
# and what the server accepts (a 202 for "nothing to do") is a success: a disconnect that never was asked for.
#
# Seen: "as it stands: sent nothing, resolved" and "named: sent {"state":"disconnected"}, resolved".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --no-save --package-lock=false purecloud-platform-client-v2@262.0.0

cat > calls.js <<'JS'
const http = require('node:http')
const platform = require('purecloud-platform-client-v2')

let sent
const server = http.createServer((request, response) => {
  sent = ''
  request.on('data', (chunk) => { sent += chunk }).on('end', () => response.writeHead(202).end())
})

server.listen(0, '127.0.0.1', async () => {
  const client = platform.ApiClient.instance
  client.config.live_reload_config = false
  client.setGateway({ host: '127.0.0.1', protocol: 'http', port: server.address().port })
  client.setAccessToken('any')
  const body = { state: 'disconnected' }
  for (const [name, given] of [['as it stands', body], ['named', { body }]]) {
    const how = await new platform.ConversationsApi().patchConversationsMessageParticipant('c', 'p', given).then(() => 'resolved', () => 'rejected')
    console.log(`${name}: sent ${sent === '' ? 'nothing' : sent}, ${how}`)
  }
  process.exit(0)
})
JS
node calls.js | tee seen
diff seen - <<'SEEN'
as it stands: sent nothing, resolved
named: sent {"state":"disconnected"}, resolved
SEEN
