# shellcheck shell=bash
# Fetching the servers with apt and unpacking them. Sourced, never run.
#
# apt resolves what a server needs, libc included, against an empty list of installed packages, and
# everything is unpacked into one tree. No maintainer script runs, so nothing of the system changes and
# no service starts; the tree's own loader starts the server, so it does not matter what the machine has.

readonly needed_megabytes=1200
stamp_name=callplane-installed

# recipe SERVER: suite and packages.
recipe() {
  case $1 in
    mariadb) printf 'bookworm mariadb-server-core mariadb-client' ;;
    mysql) printf 'sid mysql-server-core mysql-client-core' ;;
  esac
}

is_installed() {
  local stamp
  stamp="$(tree_of "$1")/$stamp_name"
  [[ -r $stamp && $(sed 1d "$stamp") == "$(recipe "$1")" ]]
}

version_of() { head -n 1 "$(tree_of "$1")/$stamp_name"; }

install_all() {
  local servers=("$@") server
  [[ ${#servers[@]} -gt 0 ]] || servers=("${all_servers[@]}")
  for server in "${servers[@]}"; do
    [[ $server == mariadb || $server == mysql ]] || die "$exit_usage" "cannot install '$server'" "mariadb or mysql"
  done
  for server in "${servers[@]}"; do install_one "$server"; done
}

install_one() {
  local server=$1 tree install_lock
  tree=$(tree_of "$server")
  if ! is_installed "$server"; then
    check_that_it_can_be_made "$tree"
    exec {install_lock}>"$tree.lock"
    flock "$install_lock"
    # Another install may have finished while this one waited.
    is_installed "$server" || build_tree "$server" "$tree"
    exec {install_lock}>&-
  fi
  say "$server is ready: $(version_of "$server") in $tree"
}

check_that_it_can_be_made() {
  { command -v apt-get && command -v dpkg-deb; } >/dev/null ||
    die "$exit_no_database" "this machine is not a Debian: no apt-get" "run the tests on Debian 12"
  local parent free
  parent=$(dirname "$1")
  mkdir -p "$parent" 2>/dev/null ||
    die "$exit_no_database" "cannot write to $parent" "set CALLPLANE_MARIADB_ROOTFS and CALLPLANE_MYSQL_ROOTFS to other folders"
  free=$(df -Pm "$parent" | awk 'NR == 2 { print $4 }')
  ((free >= needed_megabytes)) ||
    die "$exit_no_database" "only $free MB free in $parent, $needed_megabytes are needed" \
      "free some, or set CALLPLANE_MARIADB_ROOTFS and CALLPLANE_MYSQL_ROOTFS to folders on another disk"
}

# debian_mirror: the mirror that apt itself uses; never one of our own choice.
debian_mirror() {
  if [[ -n ${CALLPLANE_DEBIAN_MIRROR:-} ]]; then
    printf '%s' "$CALLPLANE_DEBIAN_MIRROR"
    return
  fi
  # Before the first "apt-get update" apt does not know the origin, so try once more after one.
  apt_debian_source || { is_root && apt-get update -q >>"$log" 2>&1 && apt_debian_source; }
}

apt_debian_source() {
  apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk '$1 == "Debian" && $2 == "Debian" && $3 ~ /^(http|https|file|copy):/ { sub(/\/$/, "", $3); print $3; found = 1; exit }
         END { exit !found }'
}

# build_tree SERVER TREE: in a folder beside the final one, which gets its name only when finished.
build_tree() {
  local server=$1 tree=$2 suite packages mirror
  local building="$tree.building" log="$tree.log"
  read -r -a packages <<<"$(recipe "$server")"
  suite=${packages[0]}
  packages=("${packages[@]:1}")
  : >"$log"
  mirror=$(debian_mirror) || die "$exit_no_database" "apt's configuration names no Debian mirror (or needs an 'apt-get update')" \
    "sudo apt-get update, or set CALLPLANE_DEBIAN_MIRROR to a mirror that this machine reaches"
  say "Fetching $server from Debian $suite (log: $log)."
  remove_tree "$building"
  mkdir -p "$building/apt"/{lists,archives}/partial "$building/tree"
  if ! { fetch && unpack && make_template "$server" "$building"; }; then
    tail -n 8 "$log" >&2
    die "$exit_no_database" "$server could not be had from Debian $suite (whole log: $log)" \
      "see that this machine reaches its Debian mirror: apt-get update" \
      "a mirror without '$suite' will not do: set CALLPLANE_DEBIAN_MIRROR to a full one"
  fi
  server_version "$server" "$building/tree" >"$building/tree/$stamp_name"
  recipe "$server" >>"$building/tree/$stamp_name"
  remove_tree "$tree"
  mv "$building/tree" "$tree"
  remove_tree "$building"
}

# fetch: every package that the server needs, verified by apt; once more with a newer keyring when the
# machine's own does not know the suite's keys yet.
fetch() {
  local keyring=${CALLPLANE_DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
  fetch_with "$keyring" && return
  grep -q -E 'NO_PUBKEY|not signed' "$log" && [[ -z ${CALLPLANE_DEBIAN_KEYRING:-} ]] || return 1
  say "Debian $suite is signed by a newer key than this machine knows: taking the newest keyring of the machine's own release."
  (cd "$building" && apt-get download -q debian-archive-keyring) >>"$log" 2>&1 || return 1
  dpkg-deb -x "$building"/debian-archive-keyring_*.deb "$building/keyring" || return 1
  fetch_with "$building/keyring/usr/share/keyrings/debian-archive-keyring.gpg"
}

fetch_with() {
  printf 'deb [signed-by=%s] %s %s main\n' "$1" "$mirror" "$suite" >"$building/apt/sources.list"
  : >"$building/apt/status"
  : >"$building/apt/none"
  private_apt update && private_apt install -y --no-install-recommends --download-only "${packages[@]}"
}

# private_apt: apt with lists, cache and sources of its own; the machine's proxy settings hold.
private_apt() {
  apt-get -q -o Dir::State="$building/apt" -o Dir::State::status="$building/apt/status" \
    -o Dir::Cache="$building/apt" -o Dir::Etc::sourcelist="$building/apt/sources.list" \
    -o Dir::Etc::sourceparts="$building/apt/none.d" -o Dir::Etc::preferences="$building/apt/none" \
    -o Dir::Etc::preferencesparts="$building/apt/none.d" -o APT::Sandbox::User=root \
    -o APT::Get::AllowUnauthenticated=false -o Acquire::Languages=none "$@" >>"$log" 2>&1
}

unpack() {
  local package
  for package in "$building"/apt/archives/*.deb; do
    dpkg-deb -x "$package" "$building/tree" >>"$log" 2>&1 || return 1
  done
  rm -rf "$building"/tree/usr/share/{doc,man,locale}
}

# run_server SERVER TREE WORD...: the server; execs.
run_server() {
  local server=$1 tree=$2 program=mysqld
  shift 2
  [[ $server == mariadb ]] && program=mariadbd
  run_program "$tree" "sbin/$program" --no-defaults "$@"
}

# run_client SERVER PROGRAM WORD...: a client program of the same tree; execs.
run_client() {
  (($# >= 2)) || die "$exit_usage" "run needs a server and a program" "scripts/databases run mariadb mariadb-dump --version"
  local server=$1 program=$2
  shift 2
  is_installed "$server" || die "$exit_no_database" "there is no $server yet" "scripts/databases install"
  run_program "$(tree_of "$server")" "bin/$program" "$@"
}

# run_program TREE PROGRAM WORD...: through the tree's own loader and libraries; execs.
run_program() {
  local tree=$1 program=$2 loader path folder
  shift 2
  for loader in "$tree"/usr/lib/*/ld-linux-*.so.* "$tree"/lib/*/ld-linux-*.so.*; do [[ -x $loader ]] && break; done
  path=''
  for folder in "$tree"/usr/lib/*-linux-gnu "$tree"/lib/*-linux-gnu; do
    [[ -d $folder ]] && path+="${path:+:}$folder"
  done
  exec "$loader" --library-path "$path" "$tree/usr/$program" "$@"
}

server_version() { (run_server "$1" "$2" --version) | grep -o -m 1 -E '[0-9]+\.[0-9]+\.[0-9]+[^ ]*' | head -n 1; }

# make_template SERVER BUILDING: an empty data folder that a start copies, which is faster than making one.
make_template() {
  local server=$1 tree="$2/tree" data="$2/tree/callplane-template"
  mkdir -p "$data"
  local words=(--basedir="$tree/usr" --datadir="$data" --lc-messages-dir="$tree/usr/share/$server")
  is_root && words+=(--user=root)
  case $server in
    mysql) (run_server mysql "$tree" "${words[@]}" --initialize-insecure --innodb-redo-log-capacity=16M) >>"$log" 2>&1 ;;
    mariadb) make_mariadb_template "$tree" "$data" "${words[@]}" ;;
  esac
}

# The statements that mariadb-install-db would feed to a server in bootstrap mode.
make_mariadb_template() {
  local tree=$1 data=$2
  shift 2
  mkdir -p "$data/mysql"
  local share="$tree/usr/share/mysql"
  {
    printf 'use mysql;\n'
    cat "$share/mysql_system_tables.sql" "$share/mysql_performance_tables.sql" \
      "$share/mysql_system_tables_data.sql" "$share/fill_help_tables.sql" "$share/maria_add_gis_sp_bootstrap.sql" \
      "$share/mysql_sys_schema.sql"
  } | (run_server mariadb "$tree" "$@" --lc-messages-dir="$share" --bootstrap --enforce-storage-engine= \
    --innodb-log-file-size=16M --max-allowed-packet=8M --net-buffer-length=16K) >>"$log" 2>&1
}
