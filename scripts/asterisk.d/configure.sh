# shellcheck shell=bash
# The variables live in the file that sources this one.
# shellcheck disable=SC2034,SC2154
# The folders and the small generated files of one set of instances. Sourced, never run.
# What Asterisk loads are the shipped files of asterisk-conf/ and dialplan/; everything
# that differs here (ports, folders, phones) goes into callplane.d/, as on a real site.

# Which folders belong to the set named $set_name. Needs: kind.
name_folders() {
  set_json="$sets_folder/$set_name.json"
  set_state="$sets_folder/$set_name.d"
  ports_file="$set_state/ports"
  phones_secrets="$set_state/phones.secrets"
  # The tree may be shared by several checkouts, so the checkout is part of the name.
  checkout=$(printf '%s' "$repo" | cksum)
  checkout=${checkout%% *}
  if [[ $kind == made ]]; then
    inside_root="/callplane/$set_name-$checkout"
    tree=$rootfs
  else
    inside_root="${CALLPLANE_ASTERISK_RUN:-$state_root/run}/$set_name-$checkout"
    # The control socket's path may have 107 characters.
    ((${#inside_root} <= 80)) || die "$exit_failed" "the path $inside_root is too long for a socket" \
      "set CALLPLANE_ASTERISK_RUN to a folder with a shorter path"
    tree=''
  fi
  host_root="$tree$inside_root"
}

inside() { printf '%s/%s' "$inside_root" "$1"; }
outside() { printf '%s/%s' "$host_root" "$1"; }

# ------------------------------------------------------------- ports

# choose_ports: free ones for TCP and UDP on every address, tried by binding them.
# They lie below the kernel's own range and above the sound's, so nothing takes
# them by chance between the try and the use.
choose_ports() {
  local -a names=(pbx_http pbx_sip far_http far_trunk_sip far_phones_sip load_callers load_phones)
  local -a free
  mapfile -t free < <(free_ports ${#names[@]})
  ((${#free[@]} == ${#names[@]})) || return 1
  local i
  for i in "${!names[@]}"; do printf '%s=%s\n' "${names[i]}" "${free[i]}"; done >"$ports_file"
  load_ports
}

free_ports() {
  perl -MSocket -e '
    my ($wanted, @held) = (shift);
    my ($low, $high) = (30000, 32767);
    my $port = $low + int(rand($high - $low));
    for (my $tries = 0; $wanted > 0 && $tries <= $high - $low; $tries++) {
      $port = $low if ++$port > $high;
      my ($stream, $datagram);
      socket($stream, PF_INET, SOCK_STREAM, 0) and bind($stream, sockaddr_in($port, INADDR_ANY)) or next;
      socket($datagram, PF_INET, SOCK_DGRAM, 0) and bind($datagram, sockaddr_in($port, INADDR_ANY)) or next;
      push @held, $stream, $datagram;
      print "$port\n";
      $wanted--;
    }' "$1"
}

load_ports() {
  local name value
  while IFS='=' read -r name value; do
    [[ $name =~ ^[a-z_]+$ && $value =~ ^[0-9]+$ ]] && printf -v "$name" '%s' "$value"
  done <"$ports_file"
}

# ------------------------------------------------------------- folders

# prepare_instance ROLE: everything below its folder, from nothing.
prepare_instance() {
  local role=$1 host
  host=$(outside "$role")
  remove_tree "$host"
  install -d -m 0755 "$host" "$host/etc" "$host/etc/callplane.d" "$host/data"
  install -d -m 0750 "$host/run" "$host/lib" "$host/log" "$host/cache" "$host/spool" \
    "$host/spool/recording" "$host/spool/monitor" "$host/spool/tmp" "$host/spool/outgoing" \
    "$host/lib/keys" "$host/log/cdr-csv"
  prepare_data "$host/data"
  copy_shipped_files "$role" "$host/etc"
  write_main_file "$role" "$host/etc"
  "write_local_files_$role" "$host/etc/callplane.d"
  give_to_asterisk "$host"
}

# prepare_data FOLDER: sounds that tests may add to, and links to what is only read.
prepare_data() {
  local data language source link=-al
  data=$(data_folder_below "$tree")
  [[ $kind == made ]] || link=-as
  ln -s "$data/documentation" "$data/rest-api" "$data/moh" "$1/"
  for language in en ru; do
    source=$(sounds_below "$tree" "$language")
    install -d -m 0755 "$1/sounds/$language"
    cp "$link" "$source/." "$1/sounds/$language/"
    install -d -m 0755 "$1/sounds/$language/callplane"
  done
}

copy_shipped_files() {
  cp "$repo"/asterisk-conf/*.conf "$2/"
  if [[ $1 == far ]]; then
    cp "$repo"/asterisk-conf/far-end/*.conf "$2/"
  else
    cp "$repo"/dialplan/*.conf "$2/"
  fi
}

write_main_file() {
  local here
  here=$(inside "$1")
  cat >"$2/asterisk.conf" <<TEXT
[directories]
astetcdir => $here/etc
astmoddir => $(modules_folder_below "$tree")
astvarlibdir => $here/lib
astdbdir => $here/lib
astkeydir => $here/lib
astdatadir => $here/data
astagidir => $here/data/agi-bin
astspooldir => $here/spool
astrundir => $here/run
astlogdir => $here/log
astcachedir => $here/cache
astsbindir => /usr/sbin

[options]
#include $here/etc/asterisk-options.conf
TEXT
}

# give_to_asterisk FOLDER: the user inside may read its settings and write only what it must.
give_to_asterisk() {
  [[ -n $run_uid ]] || return 0
  chown -R "$run_uid:$run_gid" "$1/run" "$1/lib" "$1/log" "$1/cache" "$1/spool"
  chown -R "root:$run_gid" "$1/etc"
  chmod -R o-rwx "$1/etc"
}

# ------------------------------------------------------------- local files

# Only loopback, and no end to a silent call: the far end sends nothing while it has nothing to play.
readonly loopback_media='media_address=127.0.0.1
bind_rtp_to_media_address=yes
rtp_timeout=0
rtp_timeout_hold=0'

write_ari_files() {
  local role=$1 folder=$2 port=$3 password
  password=$(cat "$set_state/$role.ari-password")
  printf 'bindport=%s\n' "$port" >"$folder/http.conf"
  printf 'password=%s\n' "$password" >"$folder/ari-secret.conf"
}

write_local_files_pbx() {
  write_ari_files pbx "$1" "$pbx_http"
  printf 'bind=127.0.0.1:%s\n' "$pbx_sip" >"$1/pjsip_transport.conf"
  write_pbx_trunk >"$1/pjsip_trunks.conf"
  write_pbx_phones >"$1/pjsip_agents.conf"
}

# The trunk is told from the phones by the port it calls from.
write_pbx_trunk() {
  cat <<TEXT
[trunk](trunk)
aors=trunk
$loopback_media

[trunk](trunk-aor)
contact=sip:127.0.0.1:$far_trunk_sip
qualify_frequency=0

[trunk](trunk-identify)
endpoint=trunk
match=127.0.0.1:$far_trunk_sip
match=127.0.0.1:$load_callers
TEXT
}

write_pbx_phones() {
  local name secret context
  while read -r name secret; do
    context=''
    # The softphone is a guest for people: it may call what a caller may call.
    [[ $name != softphone ]] || context=$'context=callplane-trunk\n'
    printf '[%s](agent)\nauth=%s\naors=%s\n%s%s\n' "$name" "$name" "$name" "$context" "$loopback_media"
    printf '[%s](agent-auth)\nusername=%s\npassword=%s\n[%s](agent-aor)\n\n' "$name" "$name" "$secret" "$name"
  done <"$phones_secrets"
  local i
  for ((i = 1; i <= load_phone_count; i++)); do
    printf -v name 'load-%03d' "$i"
    printf '[%s](agent)\naors=%s\n%s\n' "$name" "$name" "$loopback_media"
    printf '[%s](agent-aor)\ncontact=sip:%s@127.0.0.1:%s\nqualify_frequency=0\n\n' "$name" "$name" "$load_phones"
  done
}

write_local_files_far() {
  printf 'load=%s.so\n' func_talkdetect app_transfer >"$1/modules.conf"
  write_ari_files far "$1" "$far_http"
  printf 'bind=127.0.0.1:%s\n' "$far_trunk_sip" >"$1/pjsip_transport_trunk.conf"
  printf 'bind=127.0.0.1:%s\n' "$far_phones_sip" >"$1/pjsip_transport_phones.conf"
  write_far_pbx >"$1/pjsip_pbx.conf"
  write_far_phones >"$1/pjsip_phones.conf"
}

write_far_pbx() {
  cat <<TEXT
[pbx]
type=aor
contact=sip:127.0.0.1:$pbx_sip

[pbx-for-phones]
type=aor
contact=sip:127.0.0.1:$pbx_sip

[pbx]
type=identify
endpoint=pbx
match=127.0.0.1:$pbx_sip
TEXT
}

write_far_phones() {
  local name secret
  while read -r name secret; do
    [[ $name != softphone ]] || continue
    printf '[%s](phone)\nfrom_user=%s\noutbound_auth=%s\n' "$name" "$name" "$name"
    printf '[%s](phone-auth)\nusername=%s\npassword=%s\n' "$name" "$name" "$secret"
    printf '[%s-registration](phone-registration)\noutbound_auth=%s\n' "$name" "$name"
    printf 'client_uri=sip:%s@127.0.0.1:%s\nserver_uri=sip:127.0.0.1:%s\ncontact_user=%s\n\n' \
      "$name" "$pbx_sip" "$pbx_sip" "$name"
  done <"$phones_secrets"
}

# ------------------------------------------------------------- secrets and the set's description

make_secrets() {
  local role
  for role in pbx far; do random_words 1 | write_private "$set_state/$role.ari-password"; done
  local i=0 name secret
  random_words $((phone_count + 1)) | while read -r secret; do
    printf -v name 'phone-%03d' "$i"
    ((i > 0)) || name=softphone
    printf '%s %s\n' "$name" "$secret"
    i=$((i + 1))
  done | write_private "$phones_secrets"
}

write_description() {
  {
    printf '{\n  "set": %s,\n  "kind": %s,\n' "$(json_string "$set_name")" "$(json_string "$kind")"
    local role
    for role in pbx far; do
      if is_role_running "$role"; then describe_role "$role"; fi
    done
    printf '  "phonesSecretsFile": %s,\n' "$(json_string "$phones_secrets")"
    printf '  "softphone": {"name": "softphone", "sip": "127.0.0.1:%s"},\n' "$pbx_sip"
    printf '  "load": {"callers": "127.0.0.1:%s", "phones": "127.0.0.1:%s", "names": [' "$load_callers" "$load_phones"
    describe_load_phones
    printf ']},\n  "phones": [\n'
    describe_phones
    printf '  ]\n}\n'
  } >"$set_state/description"
  mv -f "$set_state/description" "$set_json"
}

describe_role() {
  local role=$1 http_port="${1}_http" sip="127.0.0.1:$pbx_sip" trunk=''
  if [[ $role == far ]]; then
    sip="127.0.0.1:$far_phones_sip"
    trunk=", \"trunkSip\": \"127.0.0.1:$far_trunk_sip\""
  fi
  printf '  "%s": {\n' "$role"
  printf '    "ariUrl": "http://127.0.0.1:%s", "ariUser": "callplane",\n' "${!http_port}"
  printf '    "ariPasswordFile": %s,\n' "$(json_string "$set_state/$role.ari-password")"
  printf '    "sip": "%s"%s,\n' "$sip" "$trunk"
  printf '    "folder": %s,\n' "$(json_string "$(outside "$role")")"
  printf '    "etcFolder": %s,\n' "$(json_string "$(outside "$role/etc")")"
  printf '    "soundsFolder": %s,\n' "$(json_string "$(outside "$role/data/sounds")")"
  printf '    "recordingFolder": %s,\n' "$(json_string "$(outside "$role/spool/recording")")"
  printf '    "monitorFolder": %s,\n' "$(json_string "$(outside "$role/spool/monitor")")"
  printf '    "insideFolder": %s,\n' "$(json_string "$(inside "$role")")"
  printf '    "logFile": %s,\n' "$(json_string "$(outside "$role/log/messages.log")")"
  printf '    "pid": %s\n  },\n' "$(role_pid "$role")"
}

describe_phones() {
  local separator='' name _
  while read -r name _; do
    [[ $name != softphone ]] || continue
    printf '%s    {"name": "%s", "endpoint": "PJSIP/%s"}' "$separator" "$name" "$name"
    separator=$',\n'
  done <"$phones_secrets"
  printf '\n'
}

describe_load_phones() {
  local separator='' i
  for ((i = 1; i <= load_phone_count; i++)); do
    printf '%s"load-%03d"' "$separator" "$i"
    separator=', '
  done
}
