#!/bin/sh
# Makes a base backup of the key store's server below FOLDER/base: back-up-keys.sh FOLDER. Once a day, by a scheduler.
# The server is the one that libpq's environment names (PGHOST, PGPORT, PGUSER). A backup that was cut off is removed
# by the next one, and never takes the place of a whole one.
set -eu
umask 077
made="$1/base/$(date -u +%Y%m%dT%H%M%SZ)"
mkdir -p "$1/base"
rm -rf "$1/base/unfinished" "$1/base/.begun"
touch "$1/base/.begun"
pg_basebackup --pgdata="$1/base/unfinished" --format=tar --gzip --wal-method=stream --checkpoint=fast --no-password
sync "$1"/base/unfinished/*
find "$1/base/unfinished" -depth -exec touch -r "$1/base/.begun" {} +
mv "$1/base/unfinished" "$made"
rm "$1/base/.begun"
sync "$1/base"
echo "$made"
