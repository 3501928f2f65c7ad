# shellcheck shell=bash
# Starting, stopping and asking sets of servers. Sourced, never run.

readonly ready_seconds=60
set_name=default
owner_pid=''
stop_all=no
servers=()

# parse_options WORD...: fills the variables above.
parse_options() {
  while (($# > 0)); do
    case $1 in
      mariadb | mysql) servers+=("$1") ;;
      --set) set_name=${2:-} && shift ;;
      --owner) owner_pid=${2:-} && shift ;;
      --all) stop_all=yes ;;
      *) die "$exit_usage" "cannot read '$1'" "scripts/databases help" ;;
    esac
    shift || die "$exit_usage" "the last option needs a value" "scripts/databases help"
  done
  [[ $set_name =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$ ]] ||
    die "$exit_usage" "'$set_name' is no name for a set" "letters, digits, - and _, at most 40"
  [[ $owner_pid =~ ^[0-9]*$ ]] || die "$exit_usage" "--owner needs a process id"
  set_json="$sets_folder/$set_name.json"
  set_state="$sets_folder/$set_name.d"
}

# ------------------------------------------------------------- start

start_set() {
  parse_options "$@"
  [[ ${#servers[@]} -gt 0 ]] || servers=("${all_servers[@]}")
  local server
  for server in "${servers[@]}"; do
    is_installed "$server" || die "$exit_no_database" "there is no $server yet" "scripts/databases install"
  done
  name_owner
  lock_set
  if is_set_running; then
    die "$exit_failed" "the set '$set_name' runs already" \
      "scripts/databases stop --set $set_name" "or choose another --set"
  fi
  remove_tree "$set_state"
  rm -f "$set_json"
  (umask 077 && mkdir -p "$set_state")
  trap break_off EXIT
  trap 'exit 130' INT TERM HUP
  for server in "${servers[@]}"; do launch "$server"; done
  for server in "${servers[@]}"; do wait_until_ready "$server"; done
  write_description
  : >"$set_state/ready"
  trap - EXIT INT TERM HUP
  say "Ready: $set_json"
}

name_owner() {
  owner=-
  [[ -n $owner_pid ]] || return 0
  owner="$owner_pid:$(process_start_time "$owner_pid")"
  [[ -n ${owner#*:} ]] || die "$exit_failed" "the owner, process $owner_pid, does not run"
}

lock_set() {
  mkdir -p "$sets_folder"
  exec {set_lock}>"$sets_folder/.lock"
  flock -w 120 "$set_lock" || die "$exit_failed" "another start has been at work for two minutes"
}

# free_port: one on loopback that nobody has now.
free_port() {
  node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

# launch SERVER: copies the template, writes what the server does first, and hands it to a keeper.
launch() {
  local server=$1 tree data="$set_state/$1-data" port password
  tree=$(tree_of "$server")
  # A copy that outlived a killed start would go on filling a folder that the keeper has taken away. One whose start
  # was killed before the kernel knew what is to follow does not begin.
  # shellcheck disable=SC2016
  setpriv --pdeathsig KILL bash -c '[[ $PPID == "$1" ]] && exec cp -a --reflink=auto "$2" "$3"' \
    copy "$$" "$tree/callplane-template" "$data"
  port=$(free_port)
  password=$(random_word)
  printf '%s %s' "$port" "$password" | write_private "$set_state/$server.access"
  first_statements "$password" | write_private "$set_state/$server.sql"
  local starter
  starter="$$:$(process_start_time $$)"
  setsid "$repo/scripts/databases.d/keeper" "$server" "$set_state" "$owner" "$starter" "$port" \
    "$(log_of "$server")" >"$(log_of "$server")" 2>&1 </dev/null {set_lock}>&- &
  keepers[$server]="$!:$(process_start_time "$!")"
}
declare -A keepers=()

# log_of SERVER: what it and its keeper said; outlives a set that ended by itself.
log_of() { printf '%s/%s-%s.log' "$sets_folder" "$set_name" "$1"; }

first_statements() {
  # root@localhost comes over the socket; callplane@127.0.0.1 is whom the tests are.
  printf "ALTER USER 'root'@'localhost' IDENTIFIED BY '%s';\n" "$1"
  printf "CREATE USER 'callplane'@'127.0.0.1' IDENTIFIED BY '%s';\n" "$1"
  printf "GRANT ALL ON *.* TO 'callplane'@'127.0.0.1' WITH GRANT OPTION;\n"
  printf "CREATE DATABASE callplane CHARACTER SET utf8mb4;\n"
}

wait_until_ready() {
  local server=$1 deadline=$((SECONDS + ready_seconds))
  until grep -q -i 'ready for connections' "$(log_of "$server")" 2>/dev/null; do
    if ! is_same_process "${keepers[$server]}"; then
      tail -n 8 "$(log_of "$server")" >&2
      die "$exit_not_ready" "$server ended before it was ready" "its whole log: $(log_of "$server")"
    fi
    ((SECONDS < deadline)) || die "$exit_not_ready" "$server was not ready after $ready_seconds s"
    nap 0.05
  done
  rm -f "$set_state/$server.sql"
}

write_description() {
  local server port password pid separator=''
  {
    printf '{'
    for server in "${servers[@]}"; do
      read -r port password <"$set_state/$server.access" || true
      read -r _ pid _ < <(grep '^server ' "$set_state/$server.state")
      printf '%s\n  "%s": { "url": "mysql://callplane:%s@127.0.0.1:%s/callplane", "pid": %s, "version": "%s" }' \
        "$separator" "$server" "$password" "$port" "$pid" "$(version_of "$server")"
      separator=','
    done
    printf '\n}\n'
  } | write_private "$set_json"
}

# A start that did not finish leaves nothing behind.
break_off() {
  local code=$?
  trap - EXIT
  stop_set
  exit "$code"
}

# ------------------------------------------------------------- stop and ask

# keepers_of STATE: PID:START of each keeper that runs.
keepers_of() {
  local file word pid start
  for file in "$1"/*.state; do
    [[ -r $file ]] || continue
    while read -r word pid start; do
      [[ $word == keeper ]] && is_same_process "$pid:$start" && say "$pid:$start"
    done <"$file"
  done
  return 0
}

is_set_running() { [[ -n $(keepers_of "$set_state") ]]; }

stop_set() {
  local keeper
  for keeper in $(keepers_of "$set_state") "${keepers[@]}"; do
    is_same_process "$keeper" && kill -TERM "${keeper%%:*}" 2>/dev/null
  done
  local deadline=$((SECONDS + 30))
  for keeper in $(keepers_of "$set_state") "${keepers[@]}"; do
    while is_same_process "$keeper" && ((SECONDS < deadline)); do nap 0.05; done
  done
  remove_tree "$set_state"
  rm -f "$set_json"
}

stop_sets() {
  parse_options "$@"
  if [[ $stop_all == yes ]]; then
    local folder
    for folder in "$sets_folder"/*.d; do
      [[ -d $folder ]] || continue
      set_name=$(basename "$folder" .d)
      set_state=$folder set_json="$sets_folder/$set_name.json"
      stop_set
      say "Stopped: $set_name"
    done
    return
  fi
  stop_set
  say "Stopped: $set_name"
}

show_status() {
  parse_options "$@"
  is_set_running || { say "The set '$set_name' does not run."; exit "$exit_not_running"; }
  say "The set '$set_name' runs: $set_json"
}
