# Words the other scripts share; read in with `.`, never run by itself.
# shellcheck shell=sh

# shellcheck disable=SC2034 # used by those who read this in
VENV=.venv

say() { printf '%s\n' "$*"; }

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Installs Debian packages, or says what to ask an administrator for.
install_packages() {
    command -v apt-get >/dev/null 2>&1 ||
        die "Missing on this system: $*. Install them with its package manager, then run this again."
    [ "$(id -u)" -eq 0 ] ||
        die "Missing on this system: $*. Ask an administrator to run:
    apt-get update && apt-get install --no-install-recommends $*
and then run this again."
    say "Installing $* …"
    apt-get update -qq || say "The package lists could not be renewed; trying with those at hand."
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null ||
        die "apt-get could not install $*. Its message is above."
}
