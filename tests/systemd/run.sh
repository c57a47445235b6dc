#!/usr/bin/env bash
# The unit files of docs/operating under a real systemd, the first process of a container made of Debian's own
# packages. `bash tests/systemd/run.sh PROGRAM [FOLDER]`, as root, with systemd-nspawn and debootstrap; the container
# is built in FOLDER (target/ci-systemd) once.
#
# Skips with a message where no container can be started. Seen to be so: the timer starts the service, as its user, behind
# its walls; the second night finds nothing changed; `systemctl stop` ends a run in order, which is no failure; the
# next run goes on and ends in a release; cron starts one.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$(realpath -m "${2:-target/ci-systemd}")
root=$folder/root

fail() {
    echo "systemd: $*" >&2
    inside journalctl --no-pager -n 12 -u 'zhibiao@*' | cut -c 1-300 >&2 || true
    exit 1
}

inside() {
    nsenter --target "$leader" --all -- "$@"
}

# within SECONDS WHAT COMMAND…: waits until the command succeeds.
within() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || fail "not within the time: $what"
        sleep 0.5
    done
}

build() {
    cmp -s tests/systemd/run.sh "$folder/built" && return
    rm -rf "$root" && mkdir -p "$folder"
    debootstrap --variant=minbase --include=systemd,dbus,cron "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" >"$folder/debootstrap.log"
    chroot "$root" useradd --system zhibiao
    cp tests/systemd/run.sh "$folder/built"
}

# pipeline NAME: its file and a folder of documents of its own.
pipeline() {
    mkdir -p "$root/srv/$1" "$root/etc/zhibiao"
    printf 'name = "%s"\nduplicates = "exact"\n[[source]]\npaths = ["/srv/%s"]\n' "$1" "$1" >"$root/etc/zhibiao/$1.toml"
}

furnish() {
    install -D -m 755 "$program" "$root/usr/local/bin/zhibiao"
    install -m 644 docs/operating/zhibiao@.service docs/operating/zhibiao@.timer "$root/etc/systemd/system/"
    rm -rf "$root/var/lib/zhibiao" "$root"/etc/zhibiao "$root"/srv/*
    # Every three seconds instead of every night.
    mkdir -p "$root/etc/systemd/system/zhibiao@.timer.d"
    printf '[Timer]\nOnCalendar=\nOnCalendar=*:*:0/3\nRandomizedDelaySec=0\nAccuracySec=100ms\n' \
        >"$root/etc/systemd/system/zhibiao@.timer.d/soon.conf"
    pipeline few
    cp -r pipelines/samples/. "$root/srv/few/"
    pipeline reports
    cp pipelines/samples/plans/*.txt "$root/srv/reports/"
    pipeline many
    local sample
    sample=$(for _ in 1 2 3 4 5 6; do cat pipelines/samples/plans/娄底市先进钢铁材料产业链高质量发展实施方案（2023—2025年）.txt; done)
    for i in $(seq 1 8000); do
        printf '%s\n\n%s\n' "$sample" "全县新增企业${i}家。" >"$root/srv/many/$i.txt"
    done
}

build || {
    echo "systemd: skipped, no container can be built on this machine"
    exit 0
}
furnish
systemd-nspawn --quiet --register=no --keep-unit --directory="$root" --boot --console=pipe </dev/null >"$folder/console.log" 2>&1 &
nspawn=$!
trap 'kill $nspawn 2>/dev/null; wait $nspawn 2>/dev/null || true' EXIT
# Its child is the container's first process once that is systemd.
leader=
for _ in $(seq 1 300); do
    leader=$(pgrep -P "$nspawn" -x systemd | head -n 1) || true
    [ -n "$leader" ] && inside systemctl is-system-running >/dev/null 2>&1 && break
    leader=
    sleep 0.2
done
if [ -z "$leader" ]; then
    cat "$folder/console.log"
    echo "systemd: skipped, no container can be started on this machine"
    exit 0
fi

output=$root/var/lib/zhibiao
runs() { find "$output/$1/runs" -name '*Z.json' 2>/dev/null | wc -l; }
twice() { [ "$(runs few)" -ge 2 ]; }
inside systemctl enable --now zhibiao@few.timer
within 60 "the timer started two runs" twice
inside systemctl stop zhibiao@few.timer
within 60 "the last run ended" sh -c "! nsenter --target $leader --all -- systemctl is-active zhibiao@few.service"
[ "$(inside systemctl show -P Result zhibiao@few.service)" = success ] || fail "the service failed"
[ "$(stat -c %u "$output/few/latest.txt")" = "$(chroot "$root" id -u zhibiao)" ] || fail "written by another user"
grep -q '"outcome": *"released"' "$output"/few/runs/*Z.json || fail "no run released anything"
grep -q '"outcome": *"unchanged"' "$output"/few/runs/*Z.json || fail "no run found nothing changed"
# Counted, because a reader that stops early would fail the writer.
said() { inside journalctl --no-pager -o cat -u "zhibiao@$1.service" | grep -c "$2"; }
tells() { [ "$(said "$1" "$2")" -gt 0 ]; }
within 10 "the journal has lines of JSON" tells few '^{'

inside systemctl start --no-block zhibiao@many.service
within 60 "the run reads" test -e "$output/many"
sleep 1
inside systemctl stop zhibiao@many.service
within 10 "the run says that it was stopped, and was not over before" tells many 'stopped by SIGTERM'
inside systemctl is-failed --quiet zhibiao@many.service && fail "a run that is stopped counts as failed"
[ ! -e "$output/many/latest.txt" ] || fail "a stopped run left a release"
inside systemctl start zhibiao@many.service
[ -s "$output/many/latest.txt" ] || fail "the run after the stop made no release"
last=$(find "$output/many/runs" -name '*Z.json' | sort | tail -n 1)
kept=$(grep -o '"kept": *[0-9]*' "$last" | head -n 1 | grep -o '[0-9]*')
[ "${kept:-0}" -gt 0 ] || fail "the run after the stop kept nothing of the one before"
# Cron, by the line of docs/operating, every minute instead of every night.
released() { [ -s "$output/reports/latest.txt" ]; }
sed 's/^30 2 /* * /' docs/operating/crontab | inside crontab -u zhibiao -
within 150 "cron started a run that released" released
inside crontab -u zhibiao -r

echo "systemd: the timer ran $(runs few) times; a stopped run went on with $kept documents kept"
