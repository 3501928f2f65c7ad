# shellcheck shell=bash
# The variables live in the file that sources this one.
# shellcheck disable=SC2034,SC2154
# Ending sets, asking them, and keeping one in the foreground. Sourced, never run.

# ------------------------------------------------------------- stop

stop_sets() {
  all_sets=no
  parse_options "$@"
  if [[ $all_sets == yes ]]; then
    local description
    for description in "$sets_folder"/*.d; do
      [[ -d $description ]] || continue
      set_name=$(basename "$description" .d)
      stop_set
    done
    return
  fi
  stop_set
}

stop_set() {
  kind=$(asterisk_kind)
  name_folders
  [[ -d $set_state ]] || { rm -f "$set_json" && say "The set '$set_name' does not run." && return; }
  lock_set
  end_role far
  end_role pbx
  rm -rf "$set_json" "$set_state"
  exec {set_lock}>&-
  say "Stopped the set '$set_name'."
}

# end_role ROLE: its keeper ends it; what a killed keeper left is ended here.
end_role() {
  read_state "$1"
  end_process "$keeper_pid" "$keeper_start" 60
  end_process "$asterisk_pid" "$asterisk_start" 30
  rm -f "$set_state/$1.state"
}

# end_process PID START TENTHS: asks, waits so long, then kills.
end_process() {
  is_same_process "$1" "$2" || return 0
  kill -TERM "$1" 2>/dev/null || true
  local tries
  for ((tries = 0; tries < $3; tries++)); do
    is_same_process "$1" "$2" || return 0
    nap 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
  for ((tries = 0; tries < 20; tries++)); do
    is_same_process "$1" "$2" || return 0
    nap 0.05
  done
}

# ------------------------------------------------------------- asking

show_status() {
  parse_options "$@"
  kind=$(asterisk_kind)
  [[ -n $kind ]] || die "$exit_no_asterisk" "there is no Asterisk yet" "scripts/asterisk install"
  name_folders
  if [[ ! -s $ports_file ]]; then
    say "The set '$set_name' does not run."
    exit "$exit_not_running"
  fi
  load_ports
  load_counts
  local role all_well=yes
  for role in pbx far; do show_role "$role" || all_well=no; done
  say "  phones registered: $(registered_phones) of $phone_count"
  say "  described in $set_json"
  [[ $all_well == yes ]] || exit "$exit_not_running"
}

show_role() {
  local http_port="${1}_http"
  if ! is_role_running "$1"; then
    say "$1: not running (its log: $(outside "$1/log"))"
    return 1
  fi
  if [[ $(ari_get "$1" asterisk/info) == *'"startup_time"'* ]]; then
    say "$1: runs, process $asterisk_pid, ARI http://127.0.0.1:${!http_port}"
  else
    say "$1: process $asterisk_pid runs, but ARI on port ${!http_port} does not answer"
    return 1
  fi
}

run_console_command() {
  [[ ${1:-} == pbx || ${1:-} == far ]] || die "$exit_usage" "cli needs a role" 'scripts/asterisk cli pbx "core show channels"'
  local role=$1
  shift
  if [[ ${1:-} == --set ]]; then
    set_name=${2:-}
    shift 2
  fi
  [[ -n ${1:-} ]] || die "$exit_usage" "cli needs a command" 'scripts/asterisk cli pbx "core show channels"'
  kind=$(asterisk_kind)
  name_folders
  is_role_running "$role" || die "$exit_not_running" "the $role of set '$set_name' does not run" "scripts/asterisk start --set $set_name"
  choose_user
  asterisk_command "$role"
  exec "${command[@]}" -rx "$*"
}

# ------------------------------------------------------------- in the foreground

# run_in_foreground: the set lives exactly as long as this process or its command.
run_in_foreground() {
  parse_options "$@"
  local -a command_to_run=("${rest[@]}")
  [[ -z $owner_pid ]] || die "$exit_usage" "run is its own owner"
  local -a words=("${roles[@]}" --set "$set_name" --phones "$phone_count" --load-phones "$load_phone_count" --owner $$)
  "$repo/scripts/asterisk" start "${words[@]}"
  trap '"$repo/scripts/asterisk" stop --set "$set_name"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if ((${#command_to_run[@]} > 0)); then
    CALLPLANE_ASTERISK_SET="$sets_folder/$set_name.json" "${command_to_run[@]}"
    return
  fi
  say "Ctrl-C stops it."
  while "$repo/scripts/asterisk" status --set "$set_name" >/dev/null; do nap 5; done
}
