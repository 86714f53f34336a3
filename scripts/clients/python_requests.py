"""A back-end over requests that names a region's hosts: not a line of it knows of the simulator."""
import json
import os

import requests

env = os.environ
API, LOGIN = env['CLIENT_ORIGIN'], env['CLIENT_LOGIN']
session = requests.Session()


def told(call, answer):
    body = answer.json() if answer.content else {}
    code = body.get('code') or body.get('error') if isinstance(body, dict) and answer.status_code >= 400 else None
    print(json.dumps({'call': call, 'status': answer.status_code, 'code': code}), flush=True)
    return body


def login(secret):
    return requests.post(f'{LOGIN}/oauth/token', data={'grant_type': 'client_credentials'}, auth=(env['CLIENT_ID'], secret), timeout=10)


def path(rest=''):
    return f"{API}/api/v2/conversations/messages/{env['CONVERSATION']}{rest}"


told('login with a wrong secret', login('wrong'))
session.headers['Authorization'] = 'Bearer ' + told('login', login(env['CLIENT_SECRET']))['access_token']
conversation = told('read', session.get(path(), timeout=10))
codes = told('codes', session.get(f'{API}/api/v2/routing/wrapupcodes', timeout=10))
told('a state that is none', session.patch(path(), json={'state': 'connected'}, timeout=10))
told('with a token that is none', requests.get(path(), headers={'Authorization': 'Bearer nobody'}, timeout=10))
told('without the permission', session.get(f'{API}/api/v2/conversations/settings', timeout=10))
told('what is not there', session.get(f"{API}/api/v2/conversations/messages/{env['NOBODY']}", timeout=10))
told('too often', session.get(f'{API}/api/v2/notifications/availabletopics', timeout=10))
channel = session.post(f'{API}/api/v2/notifications/channels', timeout=10).json()
told('subscribe', session.post(f"{API}/api/v2/notifications/channels/{channel['id']}/subscriptions", json=[{'id': env['TOPIC']}], timeout=10))
agent = next(each for each in conversation['participants'] if each['purpose'] == 'agent')
body = {'state': 'disconnected', 'wrapup': {'code': codes['entities'][0]['id']}}
told('close with wrap-up', session.patch(path(f"/participants/{agent['id']}"), json=body, timeout=10))
