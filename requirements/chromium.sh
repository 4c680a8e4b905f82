#!/bin/sh
# A browser for tests/browser: installed where that needs no question, named where it does.
set -eu

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done

install() {
    DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends \
        chromium fonts-liberation >/dev/null 2>&1
}

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests." >&2
    install || { apt-get update --quiet --quiet >/dev/null 2>&1 && install; } && exit 0
fi
echo "The browser tests need Chromium, which is not installed: they are skipped." >&2
