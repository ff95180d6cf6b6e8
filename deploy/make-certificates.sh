#!/bin/sh
# Makes what is missing: an authority, and a certificate for each of the cluster's nodes, named as arguments. What is there
# stays. Works in the folders authority, trust and nodes of the current one; to renew the nodes' certificates, empty nodes.
set -eu

AUTHORITY_DAYS=3650
NODE_DAYS=730
# The user of the EventStoreDB image.
NODE_USER=${NODE_USER:-1000:1000}

# The passwords are checked here because the whole cluster waits for this service.
for name in EVENTSTORE_ADMIN_PASSWORD EVENTSTORE_OPS_PASSWORD LEDGER_STORE_PASSWORD; do
  eval "value=\${$name:-}"
  case $value in
    '')
      [ "$name" = LEDGER_STORE_PASSWORD ] && continue
      echo "$name is not set: put it in the environment or in .env beside docker-compose.yml" >&2
      exit 78
      ;;
    *[!A-Za-z0-9._~-]*)
      echo "$name may hold letters, digits and . _ ~ - only: it stands in the ledger's EVENT_STORE_URL" >&2
      exit 78
      ;;
  esac
done

# A folder that the tool did not finish is made again; it does not write into one that exists.
if [ ! -e authority/ca/ca.key ]; then
  rm -rf authority/ca nodes/*
  es-gencert-cli create-ca -days "$AUTHORITY_DAYS" -out authority/ca
fi
cp -f authority/ca/ca.crt trust/ca.crt
chmod 444 trust/ca.crt

for node in "$@"; do
  [ -e "nodes/$node/node.key" ] && continue
  rm -rf "nodes/$node"
  es-gencert-cli create-node -days "$NODE_DAYS" -ca-certificate authority/ca/ca.crt -ca-key authority/ca/ca.key \
    -dns-names "$node,localhost" -ip-addresses 127.0.0.1 -out "nodes/$node"
done
chown -R "$NODE_USER" nodes
echo "the certificates of $* are in place"
