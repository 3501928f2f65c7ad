# shellcheck shell=bash
# What systemd says about the unit; starts nothing. Sourced, never run.

# verify_unit: systemd's own check, then the exposure of its security assessment as one number, 0 (best) to 10.
verify_unit() {
  [[ $# -eq 0 ]] || die "$exit_usage" "unit takes no arguments"
  local unit="$repo/deploy/callplane.service" faults
  install_systemd_analyze
  faults=$(systemd-analyze verify --man=no --recursive-errors=no "$unit" 2>&1) ||
    die "$exit_failed" "systemd does not accept $unit" "$faults"
  [[ -z $faults ]] || die "$exit_failed" "systemd has something to say about $unit" "$faults"
  systemd-analyze security --offline=yes --no-pager "$unit" | sed -n 's/.*exposure level for [^:]*: \([0-9.]*\) .*/\1/p'
}

install_systemd_analyze() {
  ! have systemd-analyze || return 0
  is_root && have apt-get || die "$exit_not_here" "there is no systemd-analyze" "install the package systemd"
  mkdir -p "$state_root"
  {
    apt-get update -q &&
      DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends systemd
  } >"$state_root/systemd.log" 2>&1 || die "$exit_not_here" "apt-get could not install systemd (log: $state_root/systemd.log)"
}
