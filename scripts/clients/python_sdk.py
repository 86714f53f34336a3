"""The vendor's Python SDK. It reads no variable of a proxy: its own configuration names one, or its file a gateway."""
import json
import os

import PureCloudPlatformClientV2 as sdk
from PureCloudPlatformClientV2.rest import ApiException

env = os.environ
if env['CLIENT_WAY'] != 'file':
    sdk.configuration.host = env['CLIENT_ORIGIN']
    sdk.configuration.ssl_ca_cert = env['SSL_CERT_FILE']
if env['CLIENT_WAY'] == 'door':
    sdk.configuration.proxy = env['HTTPS_PROXY']


def told(call, success, ask):
    try:
        answer = ask()
        print(json.dumps({'call': call, 'status': success}), flush=True)
        return answer
    except ApiException as refused:
        body = json.loads(refused.body or '{}')
        print(json.dumps({'call': call, 'status': refused.status, 'code': body.get('code') or body.get('error')}), flush=True)


def login(secret):
    return sdk.api_client.ApiClient().get_client_credentials_token(env['CLIENT_ID'], secret)


told('login with a wrong secret', 200, lambda: login('wrong'))
client = told('login', 200, lambda: login(env['CLIENT_SECRET']))
conversations = sdk.ConversationsApi(client)
notifications = sdk.NotificationsApi(client)
conversation = told('read', 200, lambda: conversations.get_conversations_message(env['CONVERSATION']))
codes = told('codes', 200, lambda: sdk.RoutingApi(client).get_routing_wrapupcodes())
told('a state that is none', 200, lambda: conversations.patch_conversations_message(env['CONVERSATION'], {'state': 'connected'}))
nobody = login(env['CLIENT_SECRET'])
nobody.access_token = 'nobody'
told('with a token that is none', 200, lambda: sdk.ConversationsApi(nobody).get_conversations_message(env['CONVERSATION']))
told('without the permission', 200, conversations.get_conversations_settings)
told('what is not there', 200, lambda: conversations.get_conversations_message(env['NOBODY']))
told('too often', 200, notifications.get_notifications_availabletopics)
channel = notifications.post_notifications_channels()
told('subscribe', 200, lambda: notifications.post_notifications_channel_subscriptions(channel.id, [{'id': env['TOPIC']}]))
agent = next(each for each in conversation.participants if each.purpose == 'agent')
body = {'state': 'disconnected', 'wrapup': {'code': codes.entities[0].id}}
told('close with wrap-up', 202, lambda: conversations.patch_conversations_message_participant(env['CONVERSATION'], agent.id, body=body))
