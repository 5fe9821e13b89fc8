#!/bin/sh
# Makes what the services notary and witness need: their keys, the issuer's key, the policies that name them all, and
# the beginning of the notary's memory. Run it while `docker compose up` runs:
#   deploy/make-notary.sh example.com
# What is there already stays as it is. Cut off, it is run again.
set -eu
umask 077
cd "$(dirname "$0")/.."
name=${1:?the name under which you sign, such as example.com}
secrets=deploy/secrets signing=deploy/signing
run() { docker compose run --rm -T keymaker "$@"; }

# A key and the public line by which others know it: make_key KEY LINE COMMAND…
make_key() {
    key=$1 line=$2
    shift 2
    [ ! -s "$line" ] || return 0
    if [ -e "$key" ]; then
        echo "$key is there, but not $line, its public line: put the line back, or remove a key that nobody trusts yet" >&2
        exit 1
    fi
    run "$@" > "$line.part"
    mv "$line.part" "$line"
}
# A file with these contents, unless it is there: keep FILE CONTENTS
keep() {
    [ ! -s "$1" ] || return 0
    rm -f "$1.part"   # one that was cut off may be read-only already
    printf '%s' "$2" > "$1.part"
    chmod 444 "$1.part"   # containers read it as another user than you; the folder keeps others out
    mv "$1.part" "$1"
}

make_key "$secrets/notary_key" "$secrets/log.line" new-key "$name/log" notary_key
make_key "$secrets/witness_key" "$secrets/witness.line" new-key --witness "$name/witness" witness_key
make_key "$signing/issuer_key" "$signing/issuer.line" issuer create /signing/issuer_key "$name"

log=$(cat "$secrets/log.line") witness=$(cat "$secrets/witness.line") issuer=$(cat "$signing/issuer.line")
keep "$secrets/notary.policy" "log $log
witness local $witness http://witness:8081
quorum local
"
keep "$signing/trust.policy" "log $log
witness local $witness
quorum local
$issuer
"
if [ ! -e "$secrets/notary_begun" ]; then
    docker compose --profile notary run --rm -T --no-deps notary notary begin
    : > "$secrets/notary_begun"
fi
echo "publish $signing/trust.policy, and its fingerprint elsewhere:"
sha256sum "$signing/trust.policy"
echo "then: docker compose --profile notary up, and announce the issuer's key once (deploy/README.md)"
