# shellcheck shell=bash
# The variables live in the file that sources this one.
# shellcheck disable=SC2034,SC2154
# Starting a set of instances, and knowing which of it runs. Sourced, never run.

readonly ready_seconds=30
set_name=default
phone_count=40
load_phone_count=0
owner_pid=''
roles=()

# ------------------------------------------------------------- arguments

# parse_options WORD...: fills the variables above; what follows "--" goes to rest.
parse_options() {
  rest=()
  while (($# > 0)); do
    case $1 in
      pbx | far) roles+=("$1") ;;
      --set)
        set_name=$(option_value "$@") || exit
        shift
        ;;
      --phones)
        phone_count=$(option_number "$@") || exit
        shift
        ;;
      --load-phones)
        load_phone_count=$(option_number "$@") || exit
        shift
        ;;
      --owner)
        owner_pid=$(option_number "$@") || exit
        shift
        ;;
      --all) all_sets=yes ;;
      --)
        shift
        rest=("$@")
        break
        ;;
      *) die "$exit_usage" "cannot read '$1'" "scripts/asterisk help" ;;
    esac
    shift
  done
  [[ $set_name =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$ ]] ||
    die "$exit_usage" "'$set_name' is no name for a set" "letters, digits, - and _, at most 40"
}

option_value() {
  (($# >= 2)) || die "$exit_usage" "$1 needs a value"
  printf '%s' "$2"
}

option_number() {
  [[ ${2:-} =~ ^[0-9]{1,7}$ ]] || die "$exit_usage" "$1 needs a number"
  printf '%s' "$((10#$2))"
}

# ------------------------------------------------------------- who runs

# read_state ROLE: keeper_pid, keeper_start, asterisk_pid, asterisk_start; empty when unknown.
read_state() {
  keeper_pid='' keeper_start='' asterisk_pid='' asterisk_start=''
  local word pid start
  [[ -r $set_state/$1.state ]] || return 0
  while read -r word pid start; do
    case $word in
      keeper) keeper_pid=$pid keeper_start=$start ;;
      asterisk) asterisk_pid=$pid asterisk_start=$start ;;
    esac
  done <"$set_state/$1.state"
}

is_role_running() {
  read_state "$1"
  is_same_process "$asterisk_pid" "$asterisk_start"
}

role_pid() {
  read_state "$1"
  printf '%s' "$asterisk_pid"
}

is_set_running() { is_role_running pbx || is_role_running far; }

# ------------------------------------------------------------- start

start_set() {
  parse_options "$@"
  begin_start
  lock_set
  if all_wanted_run && [[ -e $set_json ]]; then
    [[ -z $owner_pid ]] || die "$exit_failed" "the set '$set_name' runs already and has an owner or none" \
      "scripts/asterisk stop --set $set_name" "or choose another --set"
    say "The set '$set_name' runs already: $set_json"
    return
  fi
  trap break_off EXIT
  trap 'exit 130' INT TERM HUP
  prepare_set
  launch_and_wait
  write_description
  : >"$set_state/ready"
  trap - EXIT INT TERM HUP
  exec {set_lock}>&-
  say "Ready: $set_json"
}

begin_start() {
  [[ ${#roles[@]} -gt 0 ]] || roles=(pbx far)
  kind=$(asterisk_kind)
  [[ -n $kind ]] || die "$exit_no_asterisk" "there is no Asterisk yet" "scripts/asterisk install"
  check_kind
  [[ $kind != made ]] || is_root || die "$exit_no_asterisk" "the made Asterisk runs in a chroot, which needs root" \
    "sudo scripts/asterisk start"
  owner=-
  if [[ -n $owner_pid ]]; then
    owner="$owner_pid:$(process_start_time "$owner_pid")"
    [[ ${owner#*:} ]] || die "$exit_failed" "the owner, process $owner_pid, does not run"
  fi
  name_folders
  choose_user
}

# check_kind: with CALLPLANE_ASTERISK_KIND set, nobody has looked yet whether that one is there.
check_kind() {
  local reason=''
  if [[ $kind == made ]]; then
    is_made || reason="none was made in $rootfs"
  elif [[ -n ${CALLPLANE_ASTERISK_KIND:-} ]]; then
    reason=$(why_system_is_not_good)
  fi
  [[ -z $reason ]] || die "$exit_no_asterisk" "the $kind Asterisk cannot be used: $reason" "scripts/asterisk install"
}

# choose_user: whom Asterisk runs as; empty: the one who called us.
choose_user() {
  run_uid='' run_gid=''
  is_root || return 0
  local entry
  entry=$(grep -m 1 '^asterisk:' "$tree/etc/passwd") || return 0
  IFS=: read -r _ _ run_uid run_gid _ <<<"$entry"
  if [[ $kind == system ]] && ! can_reach "$host_root"; then
    warn "user asterisk cannot reach $host_root: running as root (set CALLPLANE_ASTERISK_RUN to a folder it can)"
    run_uid='' run_gid=''
  fi
}

can_reach() {
  mkdir -p "$1"
  setpriv --reuid="$run_uid" --regid="$run_gid" --clear-groups test -x "$1"
}

lock_set() {
  mkdir -p "$sets_folder"
  exec {set_lock}>"$sets_folder/$set_name.lock"
  flock -w 60 "$set_lock" || die "$exit_failed" "another command works on the set '$set_name'"
}

all_wanted_run() {
  local role
  for role in "${roles[@]}"; do is_role_running "$role" || return 1; done
}

# break_off: a start that did not reach its end leaves nothing behind.
break_off() {
  local code=$?
  trap - EXIT INT TERM HUP
  local role
  for role in "${started[@]}"; do end_role "$role"; done
  exit "$code"
}

# prepare_set: a set of which something still runs keeps its ports, secrets and folders,
# so that a fallen instance comes back as it was.
prepare_set() {
  started=()
  if is_set_running && [[ -s $ports_file ]]; then
    load_ports
    load_counts
    local role
    for role in "${roles[@]}"; do [[ -d $(outside "$role/etc") ]] || prepare_instance "$role"; done
    return
  fi
  [[ " ${roles[*]} " == *" pbx "* ]] || die "$exit_usage" "the far end alone has nobody to call" "scripts/asterisk start pbx far"
  end_role pbx
  end_role far
  rm -rf "$set_state" "$set_json"
  remove_old_folders
  install -d -m 0755 "$set_state"
  make_secrets
  printf '%s %s\n' "$phone_count" "$load_phone_count" >"$set_state/counts"
}

# remove_old_folders: what stopped sets left for their readers (logs, recordings), after a day.
remove_old_folders() {
  local folder
  find "$sets_folder" -name '*.lock' -mtime +0 -delete
  while read -r folder; do
    [[ -e $sets_folder/$(basename "$folder" "-$checkout").d ]] || remove_tree "$folder"
  done < <(find "$(dirname "$host_root")" -mindepth 1 -maxdepth 1 -type d -name "*-$checkout" -mtime +0 2>/dev/null)
}

load_counts() { read -r phone_count load_phone_count <"$set_state/counts"; }

launch_and_wait() {
  # One start at a time chooses ports and takes them, whatever the set or checkout.
  lock_ports
  if [[ ! -s $ports_file ]]; then
    choose_ports || die "$exit_failed" "no free ports between 30000 and 32767"
    prepare_instance pbx
    prepare_instance far
  fi
  local role
  for role in "${roles[@]}"; do is_role_running "$role" || launch "$role"; done
  for role in "${started[@]}"; do wait_for_ari "$role"; done
  unlock_ports
  if is_role_running pbx && is_role_running far; then wait_for_phones; fi
}

lock_ports() {
  local file=/tmp/callplane-ports.lock
  # Another user's lock file may be closed to us; then the try by binding alone must do.
  { : >>"$file"; } 2>/dev/null || file=/dev/null
  exec {ports_lock}>>"$file"
  chmod 0666 "$file" 2>/dev/null || true
  flock -w 60 "$ports_lock" || true
}

unlock_ports() { exec {ports_lock}>&-; }

launch() {
  local role=$1
  end_role "$role" # what a killed keeper left would be taken for the new one
  started+=("$role")
  asterisk_command "$role"
  setsid "$repo/scripts/asterisk.d/keeper" "$set_state/$role.state" "$owner" "$$:$(process_start_time $$)" \
    "$set_state/ready" "$(outside "$role/log/console.log")" "${command[@]}" -f \
    </dev/null >/dev/null 2>&1 {set_lock}>&- {ports_lock}>&- &
  disown
  local tries
  for ((tries = 0; tries < 100; tries++)); do
    [[ ! -e $set_state/$role.state ]] || return 0
    nap 0.05
  done
  not_ready "$role" "its keeper did not start"
}

# asterisk_command ROLE: how to call Asterisk for this instance, into command.
asterisk_command() {
  local -a as_user=()
  [[ -z $run_uid ]] || as_user=(--reuid="$run_uid" --regid="$run_gid" --init-groups)
  command=(setpriv "${as_user[@]}" --pdeathsig KILL /usr/sbin/asterisk -C "$(inside "$1/etc/asterisk.conf")")
  [[ $kind != made ]] || command=(chroot "$rootfs" "${command[@]}")
}

# ------------------------------------------------------------- ready

# ari_get ROLE PATH: one request without any tool that would show the password.
ari_get() {
  local port="${1}_http" key connection
  key=$(printf 'callplane:%s' "$(cat "$set_state/$1.ari-password")" | base64 -w 0)
  {
    exec {connection}<>"/dev/tcp/127.0.0.1/${!port}" || return 1
    printf 'GET /ari/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic %s\r\n\r\n' "$2" "$key" >&"$connection"
    timeout 5 cat <&"$connection"
    exec {connection}>&-
  } 2>/dev/null
}

wait_for_ari() {
  local until=$((SECONDS + ready_seconds))
  until [[ $(ari_get "$1" asterisk/info) == *'"startup_time"'* ]]; do
    is_role_running "$1" || not_ready "$1" "it ended while starting"
    ((SECONDS < until)) || not_ready "$1" "ARI did not answer in $ready_seconds s"
    nap 0.05
  done
}

wait_for_phones() {
  local until=$((SECONDS + ready_seconds)) count
  # A pbx that fell may have forgotten the phones; they would come back by themselves in minutes.
  if [[ ${started[*]} == pbx ]]; then
    asterisk_command far
    "${command[@]}" -rx "pjsip send register *all" >/dev/null
  fi
  while true; do
    count=$(registered_phones)
    ((count < phone_count)) || return 0
    ((SECONDS < until)) || not_ready pbx "only $count of $phone_count phones registered in $ready_seconds s"
    nap 0.1
  done
}

registered_phones() {
  ari_get pbx endpoints/PJSIP | grep -o '"resource":"phone-[0-9]*","state":"online"' | wc -l || true
}

not_ready() {
  local log
  warn "the $1 of set '$set_name' is not ready: $2. Its log ends:"
  for log in "$(outside "$1/log/messages.log")" "$(outside "$1/log/console.log")"; do
    [[ -r $log ]] && tail -n 15 "$log" >&2
  done
  die "$exit_not_ready" "stopped it again (logs: $(outside "$1/log"))" \
    "when the log names an address in use, start again: other ports are chosen" \
    "an installation that is broken is made anew after: rm -r $rootfs"
}
