#!/bin/sh
# Makes what docker-compose.yml needs besides images: the database password, the master key, the folders for answers and
# for the key that signs them, and .env with the user the ledger's containers run as. What is there already stays as it is.
set -eu
umask 077
cd "$(dirname "$0")/.."

# A file secret is mounted with its owner and mode, and the master key must not be readable by everybody. So the
# containers run as the owner of the key: you, or an unprivileged user when you are root.
uid=$(id -u) gid=$(id -g)
[ "$uid" != 0 ] || { uid=10001 gid=10001; }

random_hex() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }

mkdir -p deploy/secrets deploy/signing answers
chmod 700 deploy/secrets deploy/signing answers

if [ ! -e deploy/secrets/postgres_password ]; then
    random_hex 24 > deploy/secrets/postgres_password
    # PostgreSQL's and the ledger's containers have different users and both read it; here the folder keeps others out.
    chmod 444 deploy/secrets/postgres_password
    echo "made deploy/secrets/postgres_password"
fi
if [ ! -e deploy/secrets/master_key ]; then
    { random_hex 32; echo; } > deploy/secrets/master_key
    chmod 400 deploy/secrets/master_key
    echo "made deploy/secrets/master_key: keep a copy elsewhere; without it nothing sealed can be read again"
fi
if [ "$(id -u)" = 0 ]; then
    chown "$uid:$gid" deploy/secrets/master_key deploy/secrets deploy/signing answers
fi
if [ ! -e .env ]; then
    printf 'PROVISION_LEDGER_UID=%s\nPROVISION_LEDGER_GID=%s\n' "$uid" "$gid" > .env
    echo "made .env"
elif ! grep -q '^PROVISION_LEDGER_UID=' .env; then
    echo "add to .env: PROVISION_LEDGER_UID=$uid and PROVISION_LEDGER_GID=$gid" >&2
    exit 1
fi
