#!/usr/bin/env bash
# @playwright/test 1.64.1 with channel 'moz-firefox' (WebDriver BiDi), Firefox ESR 153, Node.js 20 and newer; needs Firefox.
#
# A click on what is in a frame of another site resolves, and nothing in that frame hears of it: the outer document gets it,
# at the right coordinates of the page. In a frame of the same site the same click arrives. `boundingBox()` gives the same for
# both, and no actionability check notices.
#
# Seen: "same site: frame" and "another site: outer document".
set -euo pipefail
browser=$(command -v firefox-esr || command -v firefox)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --no-save --package-lock=false @playwright/test@1.64.1

cat > clicks.js <<'JS'
const { createServer } = require('node:http')
const { firefox } = require('@playwright/test')

const told = (who) => `<script>addEventListener('click', () => fetch('/heard?${who}'), true)</script>`
const FRAME = `<!doctype html><button>A button</button>${told('frame')}`

async function main() {
  let heard
  const server = createServer(({ url, headers }, response) => {
    if (url.startsWith('/heard')) {
      heard(url.split('?')[1])
      return response.writeHead(204).end()
    }
    const host = url === '/another' ? headers.host.replace('localhost', '127.0.0.1') : headers.host
    response.setHeader('content-type', 'text/html')
    response.end(url === '/frame' ? FRAME : `<!doctype html>${told('outer document')}<iframe src="http://${host}/frame"></iframe>`)
  })
  await new Promise((listening) => server.listen(0, listening))
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: process.argv[2] })
  for (const site of ['same', 'another']) {
    const page = await browser.newPage()
    await page.goto(`http://localhost:${server.address().port}/${site}`)
    const first = new Promise((resolve) => { heard = resolve })
    await page.frameLocator('iframe').getByRole('button').click()
    console.log(`${site} site: ${decodeURIComponent(await first)}`)
    await page.close()
  }
  await browser.close()
  server.close()
}
main()
JS
node clicks.js "$browser" | tee seen
diff seen - <<'SEEN'
same site: frame
another site: outer document
SEEN
