"""genesys-notifications of PyPI: subscribes over the notification socket, and waits for the end that another call makes."""
import asyncio
import json
import os

import requests
from genesys_notifications import Channel

env = os.environ
API = env['CLIENT_ORIGIN']


def told(call, status):
    print(json.dumps({'call': call, 'status': status}), flush=True)


login = requests.post(f"{env['CLIENT_LOGIN']}/oauth/token", data={'grant_type': 'client_credentials'},
                      auth=(env['CLIENT_ID'], env['CLIENT_SECRET']), timeout=10)
told('login', login.status_code)
headers = {'Authorization': 'Bearer ' + login.json()['access_token']}


def end():
    url = f"{API}/api/v2/conversations/messages/{env['CONVERSATION']}"
    return requests.patch(url, json={'state': 'disconnected'}, headers=headers, timeout=10)


async def main():
    uri = requests.post(f'{API}/api/v2/notifications/channels', headers=headers, timeout=10).json()['connectUri']
    channel = await asyncio.wait_for(opened(uri), 10)
    await asyncio.to_thread(end)
    while (await asyncio.wait_for(heard(channel), 10) or {}).get('topicName') != env['TOPIC']:
        pass
    told('told of the end', 101)
    await channel.close()


async def heard(channel):
    """Its own iteration ends in a TypeError since Python 3.11; what it makes of a frame is its own all the same."""
    return channel.process(json.loads(await channel._connection.recv()))


async def opened(uri):
    channel = Channel(uri, [env['TOPIC']], reconnect=False)
    await channel
    return channel


asyncio.run(main())
