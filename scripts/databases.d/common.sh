# shellcheck shell=bash
# Words and small tools that all parts of scripts/databases use. Sourced, never run.

readonly exit_failed=1 exit_usage=2 exit_no_database=3 exit_not_ready=4 exit_not_running=5

readonly all_servers=(mariadb mysql)
sets_folder="$repo/.tests/databases"

say() { printf '%s\n' "$*"; }
warn() { printf 'scripts/databases: %s\n' "$*" >&2; }

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

# is_same_process PID:START
is_same_process() {
  local pid=${1%%:*} start=${1#*:}
  [[ $pid =~ ^[0-9]+$ && -n $start && $(process_start_time "$pid") == "$start" ]]
}

# write_private FILE: standard input into a file that only its owner reads, all or nothing.
write_private() {
  local temporary="$1.$$"
  (umask 077 && cat >"$temporary")
  mv -f "$temporary" "$1"
}

# random_word: 32 hex digits.
random_word() { head -c 16 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# tree_of SERVER: where it is unpacked.
tree_of() {
  case $1 in
    mariadb) printf '%s' "${CALLPLANE_MARIADB_ROOTFS:-$repo/.tests/mariadb-rootfs}" ;;
    mysql) printf '%s' "${CALLPLANE_MYSQL_ROOTFS:-$repo/.tests/mysql-rootfs}" ;;
  esac
}

# remove_tree FOLDER: never across a mount.
remove_tree() {
  [[ -n $1 && $1 != / ]] || return 1
  rm -rf --one-file-system "$1"
}
