# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154
# Words and small tools that all parts of scripts/asterisk use. Sourced, never run.

readonly exit_failed=1 exit_usage=2 exit_no_asterisk=3 exit_not_ready=4 exit_not_running=5

state_root="$repo/.asterisk"
rootfs=${CALLPLANE_ASTERISK_ROOTFS:-$state_root/rootfs}
[[ $rootfs == /* ]] || rootfs="$PWD/$rootfs"
sets_folder="$state_root/sets"

say() { printf '%s\n' "$*"; }
warn() { printf 'scripts/asterisk: %s\n' "$*" >&2; }

# die CODE WHAT [MEND...]: one clear message that says what to do.
die() {
  local code=$1 what=$2
  shift 2
  printf 'scripts/asterisk: %s\n' "$what" >&2
  local mend
  for mend in "$@"; do printf '  -> %s\n' "$mend" >&2; done
  exit "$code"
}

is_root() { [[ $EUID -eq 0 ]]; }

have() { command -v "$1" >/dev/null 2>&1; }

# nap SECONDS: sleeps without starting a process.
nap() {
  [[ -n ${nap_fd:-} ]] || exec {nap_fd}<> <(:)
  read -r -t "$1" -u "$nap_fd" _ || true
}

# The kernel's start time of a process: with the pid it names one process for ever.
# Prints nothing for a process that is gone or a zombie.
process_start_time() {
  local stat
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 0
  stat=${stat##*) }
  local fields
  read -r -a fields <<<"$stat"
  [[ ${fields[0]} == Z || ${fields[0]} == X ]] || printf '%s' "${fields[19]}"
}

# is_same_process PID START
is_same_process() {
  [[ ${1:-} =~ ^[0-9]+$ && -n ${2:-} && $(process_start_time "$1") == "$2" ]]
}

# json_string TEXT: quoted for JSON.
json_string() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  printf '"%s"' "$text"
}

# write_private FILE: standard input into a file that only its owner reads, all or nothing.
write_private() {
  local temporary="$1.$$"
  (umask 077 && cat >"$temporary")
  mv -f "$temporary" "$1"
}

# random_words COUNT: so many secrets, 24 hex digits each, one per line.
random_words() {
  head -c $(($1 * 12)) /dev/urandom | od -An -v -tx1 -w12 | tr -d ' '
}
