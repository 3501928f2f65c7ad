# shellcheck shell=bash
# Building the image of the Dockerfile. Sourced, never run.

build_image() {
  [[ $# -eq 0 ]] || die "$exit_usage" "build takes no arguments"
  install_base
  local secret
  secret=$(mktemp "$state_root/npmrc.XXXXXX")
  # shellcheck disable=SC2064 # the name of now
  trap "rm -f '$secret'" EXIT
  registry_settings >"$secret"
  say "Building $image_name (log: $state_root/build.log)."
  if ! private_buildah build --isolation chroot --format docker --pull-never --network host \
    --secret "id=npmrc,src=$secret" --tag "$image_name" "$repo" >"$state_root/build.log" 2>&1; then
    tail -n 20 "$state_root/build.log" >&2
    die "$exit_failed" "the image could not be built (whole log: $state_root/build.log)"
  fi
  private_buildah rmi --prune >/dev/null 2>&1 || true
  say "Built $image_name."
}

# registry_settings: how this machine's npm reaches its registry, for the secret of one build. The certificates
# stand in it, because the build sees no file of this machine; no credential does.
registry_settings() {
  local key value file
  for key in registry proxy https-proxy noproxy strict-ssl; do
    value=$(npm config get "$key" 2>/dev/null)
    case $value in '' | null | undefined) ;; *) printf '%s=%s\n' "$key" "$value" ;; esac
  done
  file=$(npm config get cafile 2>/dev/null)
  [[ -r $file ]] || file=${NODE_EXTRA_CA_CERTS:-}
  [[ ! -r $file ]] || inline_certificates "$file"
}

# inline_certificates FILE: each as one line of npm's configuration.
inline_certificates() {
  awk '/BEGIN CERTIFICATE/ { text = ""; inside = 1 }
       inside { text = text $0 "\\n" }
       /END CERTIFICATE/ { printf "ca[]=\"%s\"\n", text; inside = 0 }' "$1"
}

inspect_image() {
  has_image "$image_name" || die "$exit_failed" "there is no image yet" "scripts/image build"
  private_buildah inspect --type image "$image_name" | node -e '
    const { Docker } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    console.log(JSON.stringify(Docker.config, null, 2));'
}
