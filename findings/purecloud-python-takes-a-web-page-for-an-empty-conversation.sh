#!/usr/bin/env bash
# PureCloudPlatformClientV2 269.0.0 (PyPI, the vendor's Python SDK) with urllib3 2.8.0, Python 3.11.
#
# A body that json.loads() refuses is kept as text, and no field is found in it: where a proxy's page answers a read with 200,
# the caller gets a MessageConversation without id and without participants, and no error. So does JSON after a byte order
# mark, which a browser's fetch() reads. "No participant is connected" is true of both.
#
# Seen: the lines below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PureCloudPlatformClientV2==269.0.0 urllib3==2.8.0

cat > read.py <<'PY'
import http.server
import threading

import PureCloudPlatformClientV2 as sdk

JSON = b'{"id": "c", "participants": [{"id": "p", "state": "connected"}]}'
ANSWERS = [
    ('JSON', 'application/json', JSON),
    ('JSON after a byte order mark', 'application/json', b'\xef\xbb\xbf' + JSON),
    ('a web page', 'text/html', b'<!doctype html><title>Sign in</title><p>Sign in to go on.'),
]
now = []


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('content-type', now[1])
        self.send_header('content-length', str(len(now[2])))
        self.end_headers()
        self.wfile.write(now[2])

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answers)
threading.Thread(target=server.serve_forever, daemon=True).start()
sdk.configuration.host = f'http://127.0.0.1:{server.server_address[1]}'
for now[:] in ANSWERS:
    seen = sdk.ConversationsApi().get_conversations_message('c')
    up = [each for each in seen.participants or [] if each.state == 'connected']
    print(f'{now[0]}: a {type(seen).__name__}, id {seen.id}, {len(up)} connected')
server.shutdown()
PY
venv/bin/python read.py | tee seen
diff seen - <<'SEEN'
JSON: a MessageConversation, id c, 1 connected
JSON after a byte order mark: a MessageConversation, id None, 0 connected
a web page: a MessageConversation, id None, 0 connected
SEEN
