# curl: by HTTPS_PROXY and CURL_CA_BUNDLE, or straight.
set -eu

told() { # what, then what curl is asked
  call=$1
  shift
  status=$(curl --silent --max-time 10 --output "$OUT" --write-out '%{http_code}' "$@") || status=0
  code=$(sed -n 's/.*"\(code\|error\)":"\([^"]*\)".*/\2/p' "$OUT")
  [ "$status" -ge 400 ] || code=
  printf '{"call":"%s","status":%s,"code":"%s"}\n' "$call" "$status" "$code"
}
OUT=$(mktemp)
trap 'rm -f "$OUT"' EXIT

login() { told "$1" --user "$CLIENT_ID:$2" --data grant_type=client_credentials "$CLIENT_LOGIN/oauth/token"; }
login 'login with a wrong secret' wrong
login login "$CLIENT_SECRET"
token=$(sed 's/.*"access_token":"\([^"]*\)".*/\1/' "$OUT")
api() { call=$1; path=$2; shift 2; told "$call" --header "Authorization: Bearer $token" "$@" "$CLIENT_ORIGIN/api/v2$path"; }
json='Content-Type: application/json'

api read "/conversations/messages/$CONVERSATION"
api codes /routing/wrapupcodes
api 'a state that is none' "/conversations/messages/$CONVERSATION" --request PATCH --header "$json" --data '{"state":"connected"}'
told 'with a token that is none' --header 'Authorization: Bearer nobody' "$CLIENT_ORIGIN/api/v2/conversations/messages/$CONVERSATION"
api 'without the permission' /conversations/settings
api 'what is not there' "/conversations/messages/$NOBODY"
api 'too often' /notifications/availabletopics
api 'close with wrap-up' "/conversations/messages/$CONVERSATION/participants/$AGENT" --request PATCH --header "$json" \
  --data "{\"state\":\"disconnected\",\"wrapup\":{\"code\":\"$CODE\"}}"
