#!/bin/sh
# Keeps one WAL segment of the key store: archive-wal.sh PATH NAME FOLDER, as PostgreSQL's
# archive_command = 'sh archive-wal.sh %p %f FOLDER'. Succeeds once the copy is on disk; asked again after a crash, it
# finds its copy. Never puts other bytes over a segment that is there.
set -eu
kept="$3/$2"
if [ -e "$kept" ]; then
    cmp -s "$1" "$kept" && exit 0
    echo "another segment of this name is in the archive already: is a second server archiving to this folder?" >&2
    exit 1
fi
# With its times: what decides when it has to go is when it was written, not when it could be archived.
cp -p "$1" "$3/.$2"
sync "$3/.$2"
mv "$3/.$2" "$kept"
sync "$3"
