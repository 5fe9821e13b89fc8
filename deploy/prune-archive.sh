#!/bin/sh
# Removes from FOLDER every WAL segment and base backup older than DAYS days (vault_archive_days, which erasures name):
# prune-archive.sh FOLDER DAYS. A base backup bears the time at which it was begun, so it never outlasts WAL it needs.
set -eu
old="-mmin +$(($2 * 1440))"
# shellcheck disable=SC2086  # two words
find "$1" -maxdepth 1 -type f $old -delete
# shellcheck disable=SC2086
find "$1" -mindepth 2 -maxdepth 2 -path "$1/base/*" $old -exec rm -rf {} +
