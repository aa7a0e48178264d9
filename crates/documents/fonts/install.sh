#!/usr/bin/env bash
# Puts the fonts of documents into a directory: `install.sh [DIRECTORY]`, ~/.cache/yunqian/fonts by default.
# A release has the same directory, named `fonts`, beside its binary. Nothing happens when it is up to date.
set -euo pipefail
cd "$(dirname "$0")"

target=${1:-$HOME/.cache/yunqian/fonts}
hanazono=/usr/share/fonts/truetype/hanazono
release() { cat package-lock.json install.sh; }

[ -f "$target/.release" ] && release | cmp -s - "$target/.release" && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
made="$work/fonts"
mkdir -p "$made/licences"

echo "== fonts of documents"
cp package.json package-lock.json .npmrc "$work"
(cd "$work" && npm ci --silent --ignore-scripts --legacy-peer-deps)

take() { # package, name of its files, name of the faces
    local package="$work/node_modules/@expo-google-fonts/$1"
    cp "$package/400Regular/$2_400Regular.ttf" "$made/$3-Regular.ttf"
    cp "$package/700Bold/$2_700Bold.ttf" "$made/$3-Bold.ttf"
    cp "$package/LICENSE_FONT" "$made/licences/$3.txt"
}
take amiri Amiri Amiri
take noto-serif NotoSerif NotoSerif
take noto-serif-sc NotoSerifSC NotoSerifSC
take noto-serif-jp NotoSerifJP NotoSerifJP
take noto-serif-kr NotoSerifKR NotoSerifKR

# Rare characters (CJK extensions B to F): no npm or PyPI package has them, Debian's fonts-hanazono does.
licence=/usr/share/doc/fonts-hanazono/copyright
if [ ! -f "$hanazono/HanaMinB.ttf" ]; then
    (cd "$work" && apt-get download -qq fonts-hanazono 2>/dev/null && dpkg-deb -x fonts-hanazono_*.deb "$work/debian") || {
        echo "fonts-hanazono is needed for rare characters; as root: apt-get install fonts-hanazono" >&2
        exit 1
    }
    licence="$work/debian$licence"
    hanazono="$work/debian$hanazono"
fi
cp "$hanazono/HanaMinA.ttf" "$hanazono/HanaMinB.ttf" "$made"
cp "$licence" "$made/licences/HanaMin.txt"

release >"$made/.release"
chmod -R u=rwX,go=rX "$made"
mkdir -p "$(dirname "$target")"
rm -rf "$target.old"
[ ! -e "$target" ] || mv "$target" "$target.old"
mv "$made" "$target"
rm -rf "$target.old"
