#!/bin/sh
# Installs $PACKAGE as a community package in $NODES, the folder that every n8n process mounts as ~/.n8n/nodes.
set -eu
cd "$NODES"
[ -f package.json ] || echo '{ "name": "installed-nodes", "private": true, "dependencies": {} }' > package.json
npm install --ignore-scripts --legacy-peer-deps --no-audit --no-fund "$PACKAGE"
# n8n's processes run as node.
if [ "$(id -u)" = 0 ] && id node > /dev/null 2>&1; then chown -R node:node .; fi
