# shellcheck shell=bash
# Words and small tools that all parts of scripts/image use. Sourced, never run.

# exit_no_asterisk: the name under which scripts/asterisk.d/install.sh, which is shared, says "cannot be done here".
readonly exit_failed=1 exit_usage=2 exit_not_here=3 exit_no_asterisk=3

state_root="$repo/.tests/image"
# The tree of the base image, beside its log (the shared functions of scripts/asterisk.d write there).
rootfs="$state_root/base"

readonly base_name=docker.io/library/node:20-bookworm-slim
readonly image_name=localhost/callplane:test

say() { printf '%s\n' "$*"; }
warn() { printf 'scripts/image: %s\n' "$*" >&2; }

# die CODE WHAT [MEND...]: one clear message that says what to do.
die() {
  local code=$1 what=$2
  shift 2
  warn "$what"
  local mend
  for mend in "$@"; do printf '  -> %s\n' "$mend" >&2; done
  exit "$code"
}

is_root() { [[ $EUID -eq 0 ]]; }

have() { command -v "$1" >/dev/null 2>&1; }

# private_buildah WORD...: buildah with a storage of its own, which touches no other containers of this machine.
private_buildah() {
  BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs buildah \
    --root "$state_root/storage" --runroot "$state_root/run" "$@"
}
