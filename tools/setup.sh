# SPDX-License-Identifier: GPL-3.0-or-later
# setup.sh - install what is missing and build; sourced by run and check, for bash
#
# `prepare FOLDER PROFILES [MESON-OPTION...]` is all they need. What the build needs is what
# debian/control lists under Build-Depends, less what PROFILES leaves out. Everything said here goes
# to standard error: standard output belongs to the caller. When there is nothing to do, neither apt
# nor meson is asked, and two idle calls of ninja are all the time it takes.

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")

say () {
  printf '%s\n' "$*" >&2
}

fail () {
  say "$@"
  exit 1
}

# Runs a command whose output is of interest only when it fails.
quietly () {
  local output
  output=$("$@" 2>&1) || { say "$output"; return 1; }
}

as_root () {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# One need a line, for a person to read.
list_packages () {
  echo "  gcc"
  sed -n '/^Build-Depends:/,/^$/ s/^ \(.*\),$/  \1/p' "$root/debian/control" |
    grep -vF -e "<!$1>" -e debhelper | sed 's/ <.*//'
}

install_packages () {
  local profiles=$1
  local without=(${profiles:+-P "$profiles"})
  local install=(apt-get build-dep --yes --no-install-recommends "${without[@]}" "$root/")
  local by_hand="apt-get update &&$(printf " %q" "${install[@]}")"

  if ! command -v apt-get >/dev/null; then
    say "There is no apt-get here, so this goes on with what is installed. ELU Lab needs these, by"
    say "the names of Debian; other distributions name them alike:"
    list_packages "$profiles" >&2
    return
  fi
  # Needs neither the network nor an administrator, so it comes before anything that does.
  if dpkg-checkbuilddeps "${without[@]}" "$root/debian/control" 2>/dev/null; then
    return
  fi
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    fail "ELU Lab needs packages that are not installed, and there is no sudo here." \
      "An administrator installs them, as root, with:"$'\n'"  $by_hand"
  fi
  say "Installing the packages that ELU Lab needs..."
  as_root apt-get update </dev/null >&2 &&
    as_root env DEBIAN_FRONTEND=noninteractive "${install[@]}" </dev/null >&2 ||
    fail "The packages could not be installed. An administrator installs them, as root, with:" \
      $'\n'" $by_hand"
}

# The folder was made for this checkout, these options and these packages, and its meson and ninja
# still work.
is_configured () {
  local build=$1 state=$2
  [ "$state" = "$(cat "$build/prepared-for" 2>/dev/null)" ] &&
    ninja -C "$build" build.ninja >/dev/null 2>&1
}

# Made anew rather than mended: what is there may be half made, or by another version of meson, or
# for a place from where the checkout has moved.
configure () {
  local build=$1
  shift
  rm -rf "$build" || fail "The folder $build cannot be replaced. Does it belong to another user?"
  quietly meson setup "$build" "$root" "$@" || fail "The build could not be configured."
}

compile () {
  local build=$1
  [[ $(ninja -C "$build" -n) == *"no work to do"* ]] && return
  say "Building ELU Lab..."
  if [ -t 2 ]; then ninja -C "$build"; else ninja -C "$build" --quiet; fi >&2 ||
    fail "The build failed."
}

prepare () {
  local build=$root/$1 profiles=$2
  shift 2
  local state
  state=$(printf '%s\n' "$root" "$profiles" "$@" && cat "$root/debian/control")

  if ! is_configured "$build" "$state"; then
    install_packages "$profiles"
    configure "$build" "$@"
    printf '%s\n' "$state" >"$build/prepared-for"
  fi
  compile "$build"
}
