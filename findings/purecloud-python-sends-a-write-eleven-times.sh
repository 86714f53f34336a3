#!/usr/bin/env bash
# PureCloudPlatformClientV2 269.0.0 (PyPI, the vendor's Python SDK) with urllib3 2.8.0, Python 3.11.
#
# The SDK gives urllib3 a Retry with its default of ten retries and adds POST and PATCH to the methods that may be repeated.
# A server that does what it was asked and loses the connection before its answer gets the same POST eleven times, one right
# after the other, from a single call; no option of the SDK says so or leaves it out.
#
# Seen: "one call: 11 POSTs with the same body; ended in MaxRetryError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PureCloudPlatformClientV2==269.0.0 urllib3==2.8.0

cat > once.py <<'PY'
import socketserver
import threading

import PureCloudPlatformClientV2 as sdk

bodies = []


class LosesItsAnswer(socketserver.StreamRequestHandler):
    def handle(self):
        length = 0
        while (line := self.rfile.readline().strip()):
            if line.lower().startswith(b'content-length:'):
                length = int(line.split(b':')[1])
        bodies.append(self.rfile.read(length))


server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), LosesItsAnswer)
threading.Thread(target=server.serve_forever, daemon=True).start()
sdk.configuration.host = f'http://127.0.0.1:{server.server_address[1]}'
try:
    sdk.ConversationsApi().post_conversations_message_participant_replace('c', 'p', {'queueId': 'q'})
    ended = 'a success'
except Exception as error:
    ended = type(error).__name__
server.shutdown()
same = 'the same body' if len(set(bodies)) == 1 else 'different bodies'
print(f'one call: {len(bodies)} POSTs with {same}; ended in {ended}')
PY
venv/bin/python once.py | tee seen
diff seen - <<'SEEN'
one call: 11 POSTs with the same body; ended in MaxRetryError
SEEN
