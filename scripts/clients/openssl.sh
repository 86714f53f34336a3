# OpenSSL's own client: verifies the chain and the name, and asks one thing without a token.
set -eu
host=${CLIENT_ORIGIN#https://}
case $host in *:*) ;; *) host=$host:443 ;; esac
name=${host%:*}
proxy=
[ "$CLIENT_WAY" = tls ] || proxy="-proxy ${HTTPS_PROXY#http://}"
case $name in *[a-z]*) verify="-verify_hostname $name -servername $name" ;; *) verify="-verify_ip $name" ;; esac
answer=$(printf 'GET /api/v2/conversations/messages/%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$CONVERSATION" "$name" |
  openssl s_client $proxy -connect "$host" -CAfile "$SSL_CERT_FILE" $verify -verify_return_error -quiet 2> /dev/null) || true
status=$(printf '%s' "$answer" | sed -n 's/^HTTP\/1.1 \([0-9]*\).*/\1/p' | head -n 1)
printf '{"call":"with a token that is none","status":%s,"code":"%s"}\n' "${status:-0}" "$(printf '%s' "$answer" | sed -n 's/.*"code":"\([^"]*\)".*/\1/p')"
