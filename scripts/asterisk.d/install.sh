# shellcheck shell=bash
# The variables live in the file that sources this one.
# shellcheck disable=SC2034,SC2154
# Finding a good Asterisk on this machine, or making one with debootstrap. Sourced, never run.

readonly debian_suites=(forky sid)
readonly debian_packages=(
  asterisk
  asterisk-core-sounds-en asterisk-core-sounds-en-wav
  asterisk-core-sounds-ru asterisk-core-sounds-ru-wav
  asterisk-moh-opsound-wav
)
readonly needed_megabytes=1500
stamp_name=callplane-installed

# ------------------------------------------------------------- which one

needed_modules() {
  sed -n 's/^load *= *\([a-z0-9_]*\.so\).*/\1/p' "$repo/asterisk-conf/modules.conf"
}

# is_good_version "Asterisk 22.10.1~dfsg...": 20.20 and later of 20, 22.10.1 and later of 22, and all above.
is_good_version() {
  [[ $1 =~ ([0-9]+)\.([0-9]+)(\.([0-9]+))? ]] || return 1
  local major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]} patch=${BASH_REMATCH[4]:-0}
  case $major in
    20) ((minor >= 20)) ;;
    22) ((minor > 10 || (minor == 10 && patch >= 1))) ;;
    *) ((major > 22)) ;;
  esac
}

modules_folder_below() {
  local folder
  for folder in "$1"/usr/lib/*/asterisk/modules "$1"/usr/lib/asterisk/modules "$1"/usr/lib64/asterisk/modules; do
    [[ -e $folder/res_ari.so ]] && printf '%s' "${folder#"$1"}" && return
  done
  return 1
}

# missing_modules_below ROOT: names of modules that are needed and not there.
missing_modules_below() {
  local folder module
  folder=$(modules_folder_below "$1") || folder=/nowhere
  for module in $(needed_modules); do
    [[ -e $1$folder/$module ]] || printf '%s ' "$module"
  done
}

# data_folder_below ROOT: where sounds, documentation and the ARI declarations are.
data_folder_below() {
  local folder
  for folder in /usr/share/asterisk /var/lib/asterisk; do
    [[ -e $1$folder/rest-api ]] && printf '%s' "$folder" && return
  done
  return 1
}

# sounds_below ROOT LANGUAGE: folder of the core sounds, empty when not installed.
sounds_below() {
  local data folder
  data=$(data_folder_below "$1") || return 0
  for folder in "$1$data/sounds/$2"_*/ "$1$data/sounds/$2/"; do
    [[ -e ${folder}digits/1.wav || -e ${folder}digits/1.gsm ]] && printf '%s' "${folder%/}" && return
  done
  return 0
}

# why_system_is_not_good: empty when the machine's own Asterisk will do.
why_system_is_not_good() {
  local binary version missing
  binary=$(PATH=$PATH:/usr/sbin:/sbin command -v asterisk) || { printf 'none is installed'; return; }
  version=$("$binary" -V 2>/dev/null) || { printf '%s does not start' "$binary"; return; }
  is_good_version "$version" || { printf '%s is too old (20.20 or later of 20, or 22.10.1 and later)' "$version"; return; }
  missing=$(missing_modules_below "")
  [[ -z $missing ]] || { printf '%s lacks %s' "$version" "$missing"; return; }
  data_folder_below "" >/dev/null || { printf '%s has no rest-api folder' "$version"; return; }
  local language
  for language in en ru; do
    [[ -n $(sounds_below "" "$language") ]] || { printf '%s has no core sounds for "%s"' "$version" "$language"; return; }
  done
}

# asterisk_kind: system, made, or nothing when neither is there.
asterisk_kind() {
  case ${CALLPLANE_ASTERISK_KIND:-} in
    system | made) printf '%s' "$CALLPLANE_ASTERISK_KIND" ;;
    '')
      if is_made; then
        printf 'made'
      elif [[ -z $(why_system_is_not_good) ]]; then
        printf 'system'
      fi
      ;;
    *) die "$exit_usage" "CALLPLANE_ASTERISK_KIND is '$CALLPLANE_ASTERISK_KIND'" "system or made" ;;
  esac
}

# ------------------------------------------------------------- the made one

recipe() { printf '%s\n' "${debian_packages[@]}"; }

# is_made: a finished tree of the present recipe stands in its folder.
is_made() {
  [[ -r $rootfs/$stamp_name ]] && [[ $(sed 1d "$rootfs/$stamp_name") == "$(recipe)" ]]
}

install_asterisk() {
  [[ $# -eq 0 ]] || die "$exit_usage" "install takes no arguments"
  local reason
  if is_made && [[ ${CALLPLANE_ASTERISK_KIND:-} != system ]]; then
    say "Asterisk is ready: $(head -n 1 "$rootfs/$stamp_name") in $rootfs"
    return
  fi
  if [[ ${CALLPLANE_ASTERISK_KIND:-} != made ]]; then
    reason=$(why_system_is_not_good)
    if [[ -z $reason ]]; then
      say "Asterisk is ready: the system's own, $(PATH=$PATH:/usr/sbin asterisk -V)"
      return
    fi
    [[ ${CALLPLANE_ASTERISK_KIND:-} != system ]] ||
      die "$exit_no_asterisk" "the system's Asterisk cannot be used: $reason" "unset CALLPLANE_ASTERISK_KIND to have one made"
    say "The system's Asterisk cannot be used: $reason. Making one in $rootfs."
  fi
  make_asterisk
}

make_asterisk() {
  check_that_it_can_be_made
  mkdir -p "$(dirname "$rootfs")"
  exec {install_lock}>"$rootfs.lock"
  flock "$install_lock"
  # Another install may have finished while this one waited.
  if ! is_made; then
    check_that_tree_is_unused
    install_debootstrap
    local suite
    for suite in "${debian_suites[@]}"; do
      build_tree "$suite" && break
      warn "Debian $suite did not work out (log: $rootfs.log)"
    done
    is_made || explain_failed_build
  fi
  exec {install_lock}>&-
  say "Asterisk is ready: $(head -n 1 "$rootfs/$stamp_name") in $rootfs"
}

check_that_it_can_be_made() {
  is_root || die "$exit_no_asterisk" "making an Asterisk needs root (debootstrap and chroot)" \
    "sudo scripts/asterisk install" \
    "or install Asterisk 22.10.1 or later, with English and Russian core sounds, on this machine"
  have apt-get || die "$exit_no_asterisk" "this machine is not a Debian: no apt-get" \
    "install Asterisk 22.10.1 or later, with English and Russian core sounds, on this machine"
  [[ $rootfs != *[[:space:]]* ]] || die "$exit_no_asterisk" "debootstrap cannot work in a path with spaces: $rootfs" \
    "set CALLPLANE_ASTERISK_ROOTFS to a folder without any"
  local parent free
  parent=$(dirname "$rootfs")
  mkdir -p "$parent" 2>/dev/null || die "$exit_no_asterisk" "cannot write to $parent" "set CALLPLANE_ASTERISK_ROOTFS to another folder"
  free=$(df -Pm "$parent" | awk 'NR == 2 { print $4 }')
  ((free >= needed_megabytes)) || die "$exit_no_asterisk" "only $free MB free in $parent, $needed_megabytes are needed" \
    "free some, or set CALLPLANE_ASTERISK_ROOTFS to a folder on another disk"
}

install_debootstrap() {
  [[ -e /usr/share/debootstrap/scripts/sid && -e $(debian_keyring) ]] && return
  say "Installing debootstrap and Debian's keyring."
  {
    apt-get update -q &&
      DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends debootstrap debian-archive-keyring
  } >"$rootfs.log" 2>&1 || die "$exit_no_asterisk" "apt-get could not install debootstrap (log: $rootfs.log)" \
    "see that 'apt-get update' works on this machine"
}

debian_keyring() {
  printf '%s' "${CALLPLANE_DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}"
}

# debian_mirror: the mirror that apt itself uses; never one of our own choice.
debian_mirror() {
  if [[ -n ${CALLPLANE_DEBIAN_MIRROR:-} ]]; then
    printf '%s' "$CALLPLANE_DEBIAN_MIRROR"
    return
  fi
  # The first http source that serves Debian's main archive. Before the first
  # "apt-get update" apt does not know the origin, so try once more after one.
  apt_debian_source || { apt-get update -q >>"$rootfs.log" 2>&1; apt_debian_source; }
}

apt_debian_source() {
  # shellcheck disable=SC2016 # the format is for apt, not for the shell
  apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk '$1 == "Debian" && $2 == "Debian" && $3 ~ /^(http|https|file|copy):/ { sub(/\/$/, "", $3); print $3; found = 1; exit }
         END { exit !found }'
}

# use_proxy_of_apt: debootstrap fetches with wget, which does not read apt's settings.
use_proxy_of_apt() {
  local APT_PROXY_HTTP='' APT_PROXY_HTTPS=''
  eval "$(apt-config shell APT_PROXY_HTTP Acquire::http::Proxy APT_PROXY_HTTPS Acquire::https::Proxy)"
  if [[ -n $APT_PROXY_HTTP && $APT_PROXY_HTTP != DIRECT ]]; then export http_proxy=$APT_PROXY_HTTP; fi
  if [[ -n $APT_PROXY_HTTPS && $APT_PROXY_HTTPS != DIRECT ]]; then export https_proxy=$APT_PROXY_HTTPS; fi
}

# build_tree SUITE: in a folder beside the final one, which gets its name only when finished.
build_tree() {
  local suite=$1 mirror building="$rootfs.building"
  mirror=$(debian_mirror) || die "$exit_no_asterisk" "apt's configuration names no Debian mirror" \
    "set CALLPLANE_DEBIAN_MIRROR to one that this machine reaches"
  use_proxy_of_apt
  say "Making Asterisk from Debian $suite (about a minute; log: $rootfs.log)."
  remove_tree "$building"
  bootstrap "$suite" "$building" "$mirror" || return 1
  trim_tree "$building"
  verify_tree "$building" || return 1
  remove_tree "$rootfs"
  mv "$building" "$rootfs"
}

# bootstrap SUITE FOLDER MIRROR: once more with a renewed keyring when the keys are too new for ours.
bootstrap() {
  run_debootstrap "$@" && return
  grep -q -i -E 'unknown key|signed by unknown|NO_PUBKEY|Invalid Release signature' "$rootfs.log" || return 1
  [[ -z ${CALLPLANE_DEBIAN_KEYRING:-} ]] || return 1
  say "Debian $1 is signed by a newer key than this machine knows: renewing debian-archive-keyring."
  { apt-get update -q && apt-get install -q -y debian-archive-keyring; } >>"$rootfs.log" 2>&1 || return 1
  remove_tree "$2"
  run_debootstrap "$@"
}

run_debootstrap() {
  local packages
  packages=$(IFS=, && printf '%s' "${debian_packages[*]}")
  debootstrap --variant=minbase --keyring="$(debian_keyring)" --include="$packages" \
    "$1" "$2" "$3" /usr/share/debootstrap/scripts/sid >>"$rootfs.log" 2>&1
}

# trim_tree: what an Asterisk in a chroot never reads is a third of the tree.
trim_tree() {
  rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/usr/share/locale "$1"/usr/share/man
  # The same clock on the wall inside as outside.
  if [[ -e /etc/localtime ]]; then cp -L /etc/localtime "$1/etc/localtime.new" && mv -f "$1/etc/localtime.new" "$1/etc/localtime"; fi
  # No name server: everything here is on loopback, and the SIP stack would open sockets to ask one.
  : >"$1/etc/resolv.conf"
  install -d -m 0755 "$1/callplane"
}

# verify_tree: it starts, is new enough and has every module; then it gets its stamp.
verify_tree() {
  local version missing
  version=$(chroot "$1" /usr/sbin/asterisk -V 2>>"$rootfs.log") || return 1
  is_good_version "$version" || { warn "$version is too old"; return 1; }
  missing=$(missing_modules_below "$1")
  [[ -z $missing ]] || { warn "$version lacks $missing"; return 1; }
  [[ -n $(sounds_below "$1" en) && -n $(sounds_below "$1" ru) ]] || { warn "core sounds are missing"; return 1; }
  { say "$version"; recipe; } >"$1/$stamp_name"
}

# remove_tree FOLDER: never across a mount, should somebody have mounted something inside.
remove_tree() {
  [[ -n $1 && $1 != / ]] || return 1
  unmount_below "$1"
  rm -rf --one-file-system "$1"
}

# unmount_below FOLDER: a debootstrap that was killed leaves /proc mounted inside.
unmount_below() {
  local mount
  while read -r mount; do umount -l "$mount" || true; done \
    < <(awk -v below="$1/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r)
}

# check_that_tree_is_unused: a tree with instances in it is not taken away under them.
check_that_tree_is_unused() {
  local process
  for process in /proc/[0-9]*; do
    [[ $(readlink "$process/root" 2>/dev/null) != "$rootfs" ]] ||
      die "$exit_failed" "process ${process#/proc/} runs from $rootfs, which must be made anew" "scripts/asterisk stop --all"
  done
}

explain_failed_build() {
  tail -n 15 "$rootfs.log" >&2 || true
  die "$exit_no_asterisk" "no Asterisk could be made (whole log: $rootfs.log)" \
    "see that this machine reaches its Debian mirror: apt-get update" \
    "a mirror without '${debian_suites[*]}' will not do: set CALLPLANE_DEBIAN_MIRROR to a full one" \
    "or install Asterisk 22.10.1 or later, with English and Russian core sounds, on this machine"
}
