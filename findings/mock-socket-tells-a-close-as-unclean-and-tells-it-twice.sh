#!/usr/bin/env bash
# mock-socket 9.3.1 (what jest-websocket-mock stands on) beside ws 8.18.3, Node.js 20 and newer.
#
# A server that ends a chat with a code of its own (4000 to 4999), after a closing handshake, makes a clean close: `wasClean` is
# true, and the close event comes once. mock-socket says `wasClean: false` for every code but 1000, also where the server's
# close() names `wasClean: true`; and a server that closes a socket which is closed already makes the client's close event come
# again. A client that reconnects where a close was not clean does so under the mock and not in a browser, or does it twice.
#
# Seen: the lines below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --no-save --package-lock=false mock-socket@9.3.1 ws@8.18.3

cat > a.js <<'JS'
const mock = require('mock-socket')
const real = require('ws')

const settled = () => new Promise((resolve) => setTimeout(resolve, 300))

/** The server ends it twice with the same code; what the client is told. */
async function told(name, client, ends) {
  client.addEventListener('close', ({ code, wasClean }) => console.log(`${name}: ${code}, wasClean ${wasClean}`))
  await new Promise((resolve) => client.addEventListener('open', resolve))
  for (let i = 0; i < 2; i++) {
    ends()
    await settled()
  }
}

async function main() {
  const server = new real.WebSocketServer({ port: 0, host: '127.0.0.1' })
  let socket
  server.on('connection', (each) => { socket = each })
  await new Promise((resolve) => server.once('listening', resolve))
  await told('ws', new real(`ws://127.0.0.1:${server.address().port}`), () => socket.close(4007))
  server.close()

  const mocked = new mock.Server('ws://mocked.invalid')
  mocked.on('connection', (each) => { socket = each })
  await told('mock-socket', new mock.WebSocket('ws://mocked.invalid'), () => socket.close({ code: 4007, reason: 'over', wasClean: true }))
  mocked.close()
}

main()
JS
node a.js | tee seen
diff seen - <<'SEEN'
ws: 4007, wasClean true
mock-socket: 4007, wasClean false
mock-socket: 4007, wasClean false
SEEN
