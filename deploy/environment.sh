#!/bin/sh
# Makes .venv/ from the hash-locked requirements named as arguments, unless it is there and up to date.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/.installed-$(cat "$@" pyproject.toml | sha256sum | cut -c1-16)
[ -e "$stamp" ] && exit 0

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; name it with PYTHON=" >&2
    exit 1
}
# One that was cut off while it was made has a Python already, and no pip.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        install="apt-get install -y --no-install-recommends python3-venv" may=
        [ "$(id -u)" = 0 ] || may="sudo -n"
        echo "installing python3-venv with apt-get"
        $may apt-get update -q >/dev/null || true   # a bare machine has no lists yet; an old list may do
        $may $install >/dev/null || {
            echo "python3-venv is missing; run: ${may:+sudo }$install" >&2
            exit 1
        }
    fi
    "$python" -m venv .venv
fi
echo "getting the Python packages into .venv/ (330 MB; a minute or two)"
for locked in "$@"; do
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$locked"
done
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
rm -f .venv/.installed-*
touch "$stamp"
