# shellcheck shell=bash
# buildah, and a base image equal to node:20-bookworm-slim where that was not pulled. Sourced, never run.

install_base() {
  [[ $# -eq 0 ]] || die "$exit_usage" "install takes no arguments"
  is_root || die "$exit_not_here" "building and running an image in a chroot needs root" "sudo scripts/image install"
  mkdir -p "$state_root"
  exec {install_lock}>"$state_root/lock"
  flock "$install_lock"
  install_buildah
  has_image "$base_name" || make_base
  exec {install_lock}>&-
  say "The base image is ready: $base_name"
}

has_image() { private_buildah inspect --type image "$1" >/dev/null 2>&1; }

install_buildah() {
  ! have buildah || return 0
  have apt-get || die "$exit_not_here" "there is no buildah, and no apt-get to install it with" "install buildah 1.28 or later"
  say "Installing buildah."
  {
    apt-get update -q &&
      DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends buildah
  } >"$rootfs.log" 2>&1 || die "$exit_not_here" "apt-get could not install buildah (log: $rootfs.log)" \
    "see that 'apt-get update' works on this machine"
}

make_base() {
  local mirror
  : >"$rootfs.log"
  install_debootstrap
  mirror=$(debian_mirror) || die "$exit_not_here" "apt's configuration names no Debian mirror" \
    "set CALLPLANE_DEBIAN_MIRROR to one that this machine reaches"
  use_proxy_of_apt
  say "Making the base image from Debian bookworm and Node $(node --version) (log: $rootfs.log)."
  remove_tree "$rootfs"
  debootstrap --variant=minbase --keyring="$(debian_keyring)" --include=libstdc++6 \
    bookworm "$rootfs" "$mirror" >>"$rootfs.log" 2>&1 || base_failed "debootstrap did not work out"
  add_node "$rootfs"
  rm -rf "$rootfs"/var/cache/apt/* "$rootfs"/var/lib/apt/lists/* "$rootfs"/usr/share/{doc,man,locale,info}
  : >"$rootfs/etc/apt/sources.list"
  commit_base
  remove_tree "$rootfs"
}

# add_node TREE: where and how the official image has it, with its user "node".
add_node() {
  local npm
  npm=$(npm root --global 2>/dev/null)/npm
  [[ -r $npm/bin/npm-cli.js ]] || base_failed "npm was not found in $npm"
  install -D -m 0755 "$(readlink -f "$(node -p process.execPath)")" "$1/usr/local/bin/node"
  mkdir -p "$1/usr/local/lib/node_modules"
  cp -a "$npm" "$1/usr/local/lib/node_modules/npm"
  # What the packager of this machine's npm had set is not part of npm.
  rm -f "$1/usr/local/lib/node_modules/npm/npmrc"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$1/usr/local/bin/npx"
  {
    chroot "$1" groupadd --gid 1000 node
    chroot "$1" useradd --uid 1000 --gid node --shell /bin/bash --create-home node
    chroot "$1" node --version
  } >>"$rootfs.log" 2>&1 || base_failed "this machine's Node does not run on Debian bookworm"
}

commit_base() {
  local container
  {
    container=$(private_buildah from scratch)
    private_buildah add --quiet "$container" "$rootfs" /
    private_buildah config --cmd node --env NODE_VERSION="$(node -p process.versions.node)" \
      --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
    private_buildah commit --quiet --format docker --rm "$container" "$base_name"
  } >>"$rootfs.log" 2>&1 || base_failed "buildah could not make an image of it"
}

base_failed() {
  tail -n 12 "$rootfs.log" >&2 || true
  die "$exit_not_here" "no base image could be made: $1 (whole log: $rootfs.log)" \
    "see that this machine reaches its Debian mirror: apt-get update" \
    "or pull it: buildah --storage-driver vfs --root $state_root/storage --runroot $state_root/run pull $base_name"
}
