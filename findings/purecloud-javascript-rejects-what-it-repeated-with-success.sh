#!/usr/bin/env bash
# purecloud-platform-client-v2 262.0.0 (npm, the vendor's JavaScript SDK), Node.js 20 and newer.
#
# With the code grant the SDK renews a token that is answered with 401 and repeats the request. The repeat takes effect, and
# the call is rejected with the 401 of the first try all the same: whoever believes the rejection and calls again, has it
# done twice.
#
# Seen: "answered: 401, 200; the call was rejected with 401".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --no-save --package-lock=false purecloud-platform-client-v2@262.0.0

cat > calls.js <<'JS'
const http = require('node:http')
const platform = require('purecloud-platform-client-v2')

const answered = []
let tokens = 0

function answer(request, response) {
  const json = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (request.url.startsWith('/oauth/token')) {
    tokens += 1
    return json(200, { access_token: `token-${tokens}`, refresh_token: 'again', token_type: 'bearer', expires_in: 60 })
  }
  const status = request.headers.authorization.endsWith('token-1') ? 401 : 200
  answered.push(status)
  return json(status, status === 401 ? { status: 401, code: 'bad.credentials', message: 'expired' } : {})
}

const server = http.createServer((request, response) => request.resume().on('end', () => answer(request, response)))
server.listen(0, '127.0.0.1', async () => {
  const client = platform.ApiClient.instance
  client.config.live_reload_config = false
  client.setGateway({ host: '127.0.0.1', protocol: 'http', port: server.address().port })
  await client.loginCodeAuthorizationGrant('id', 'secret', 'code', 'http://127.0.0.1/')
  const how = await new platform.ConversationsApi().postConversationDisconnect('c').then(() => 'resolved', ({ status }) => `rejected with ${status}`)
  // The repeat may still be on its way.
  while (answered.length < 2) await new Promise((resolve) => { setImmediate(resolve) })
  console.log(`answered: ${answered.join(', ')}; the call was ${how}`)
  process.exit(0)
})
JS
timeout 60 node calls.js | tee seen
diff seen - <<'SEEN'
answered: 401, 200; the call was rejected with 401
SEEN
