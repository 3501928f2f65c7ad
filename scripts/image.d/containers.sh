# shellcheck shell=bash
# Containers of the image, as a Docker engine would run them on the host's network. Sourced, never run.

create_container() {
  check_name "$@"
  has_image "$image_name" || die "$exit_failed" "there is no image yet" "scripts/image build"
  private_buildah rm "$1" >/dev/null 2>&1 || true
  private_buildah from --pull-never --name "$1" "$image_name" >/dev/null
}

remove_container() {
  check_name "$@"
  private_buildah rm "$1" >/dev/null
}

check_name() {
  [[ ${1:-} =~ ^[a-z0-9][a-z0-9-]*$ ]] || die "$exit_usage" "this needs the name of a container"
}

run_container() {
  parse_container_options "$@"
  printf '%s\n' "$$" >"$(pid_file)"
  local -a command
  mapfile -t command < <(words_of '.Docker.Config.Entrypoint'; words_of '.Docker.Config.Cmd')
  exec_in
}

pid_file() { printf '%s' "$state_root/$name.pid"; }

# stop_container: the image's stop signal to the container's own first process.
stop_container() {
  parse_container_options "$@"
  local signal first
  first=$(first_process) || die "$exit_failed" "the container '$name' does not run" "scripts/image run $name"
  signal=$(private_buildah inspect --type image --format '{{.Docker.Config.StopSignal}}' "$image_name")
  kill -s "$signal" "$first"
}

# first_process: the nearest one below run that is not buildah itself.
first_process() {
  local -a level next
  local pid exe
  read -r pid 2>/dev/null <"$(pid_file)" || return 1
  level=("$pid")
  while ((${#level[@]} > 0)); do
    next=()
    for pid in "${level[@]}"; do
      exe=$(readlink "/proc/$pid/exe") || continue
      if [[ $exe != */buildah && $exe != /memfd:buildah* ]]; then
        printf '%s' "$pid"
        return
      fi
      # shellcheck disable=SC2207 # numbers
      next+=($(cat "/proc/$pid/task/"*/children 2>/dev/null))
    done
    level=("${next[@]}")
  done
  return 1
}

check_container() {
  parse_container_options "$@"
  local -a command
  mapfile -t command < <(words_of '.Docker.Config.Healthcheck.Test')
  [[ ${command[0]:-} == CMD ]] || die "$exit_failed" "the image has no health check"
  command=("${command[@]:1}")
  exec_in
}

exec_in_container() {
  parse_container_options "$@"
  local -a command=("${rest[@]}")
  exec_in
}

# words_of FIELD: a list of the image's configuration, a line each.
words_of() { private_buildah inspect --type image --format "{{range $1}}{{println .}}{{end}}" "$image_name" | sed '/^$/d'; }

parse_container_options() {
  check_name "$@"
  name=$1 options=() rest=()
  shift
  while (($# > 0)); do
    case $1 in
      --env | --volume)
        (($# > 1)) || die "$exit_usage" "$1 needs a value"
        options+=("$1" "$2")
        shift 2
        ;;
      --)
        shift
        rest=("$@")
        return
        ;;
      *) die "$exit_usage" "unknown option '$1'" "scripts/image help lists them" ;;
    esac
  done
}

# exec_in: the words of `command` in the container; ends with its exit code.
exec_in() {
  exec env BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs \
    buildah --root "$state_root/storage" --runroot "$state_root/run" \
    run --network host "${options[@]}" "$name" -- "${command[@]}"
}
