#!/bin/sh
# Makes what docker-compose.yml needs besides images: the password of the databases' owner and that of each process's
# login, the master key, the folders for answers and for the key that signs them, and .env with the user the ledger's
# containers run as. What is there already stays as it is. Cut off, it is run again.
set -eu
umask 077
cd "$(dirname "$0")/.."

# A file secret is mounted with its owner and mode, and the master key must not be readable by everybody. So the
# containers run as the owner of the key: you, or an unprivileged user when you are root.
uid=$(id -u) gid=$(id -g)
[ "$uid" != 0 ] || { uid=10001 gid=10001; }

# So many random bytes in hex: random_hex BYTES
random_hex() {
    made=$(od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n')
    [ "${#made}" = $((2 * $1)) ] && printf '%s' "$made"
}
# A file with these contents and mode, whole or not at all: keep FILE MODE CONTENTS
keep() {
    rm -f "$1.part"   # one that was cut off may be read-only already
    printf '%s' "$3" > "$1.part"
    chmod "$2" "$1.part"
    sync "$1.part"
    mv "$1.part" "$1"
    echo "made $1"
}

mkdir -p deploy/secrets deploy/signing answers
chmod 700 deploy/secrets deploy/signing answers

if [ ! -s deploy/secrets/postgres_password ]; then
    password=$(random_hex 24)
    # PostgreSQL's and the ledger's containers have different users and both read it; here the folder keeps others out.
    keep deploy/secrets/postgres_password 444 "$password"
fi
# One for each login that `migrate` makes (ledger/store/logins.py).
logins="worker relay preflight window console api mail notary officer"
for process in $logins; do
    if [ ! -s "deploy/secrets/${process}_postgres_password" ]; then
        password=$(random_hex 24)
        keep "deploy/secrets/${process}_postgres_password" 400 "$password"
    fi
done
if [ ! -s deploy/secrets/master_key ]; then
    key=$(random_hex 32)
    keep deploy/secrets/master_key 400 "$key
"
    echo "keep a copy of the master key elsewhere; without it nothing sealed can be read again"
fi
if [ "$(id -u)" = 0 ]; then
    chown "$uid:$gid" deploy/secrets/master_key deploy/secrets deploy/signing answers
    for process in $logins; do chown "$uid:$gid" "deploy/secrets/${process}_postgres_password"; done
fi
if [ ! -s .env ]; then
    keep .env 600 "PROVISION_LEDGER_UID=$uid
PROVISION_LEDGER_GID=$gid
"
elif ! grep -q '^PROVISION_LEDGER_UID=' .env; then
    echo "add to .env: PROVISION_LEDGER_UID=$uid and PROVISION_LEDGER_GID=$gid" >&2
    exit 1
fi
