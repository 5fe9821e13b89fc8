#!/bin/sh
# Makes what the services notary and witness need: their keys, the issuer's key, and the policies that name them all.
# Run it once, after deploy/make-secrets.sh and `docker compose build`:  deploy/make-notary.sh example.com
# What is there already stays as it is.
set -eu
umask 077
cd "$(dirname "$0")/.."
name=${1:?the name under which you sign, such as example.com}
run() { docker compose run --rm -T keymaker "$@"; }

[ -e deploy/secrets/notary_key ] || run new-key "$name/log" notary_key > deploy/secrets/log.line
[ -e deploy/secrets/witness_key ] || run new-key --witness "$name/witness" witness_key > deploy/secrets/witness.line
[ -e deploy/secrets/issuer_key ] || run issuer create issuer_key "$name" > deploy/secrets/issuer.line

log=$(cat deploy/secrets/log.line) witness=$(cat deploy/secrets/witness.line) issuer=$(cat deploy/secrets/issuer.line)
printf 'log %s\nwitness local %s http://witness:8081\nquorum local\n' "$log" "$witness" > deploy/secrets/notary.policy
printf 'log %s\nwitness local %s\nquorum local\n%s\n' "$log" "$witness" "$issuer" > deploy/secrets/trust.policy
echo "made keys and policies in deploy/secrets; publish trust.policy, and its fingerprint elsewhere:"
sha256sum deploy/secrets/trust.policy
echo "then: docker compose --profile notary up, and announce the issuer's key once (deploy/README.md)"
