#!/usr/bin/env bash
# Rebuilds docs/results/models.md and its pictures: every model trained for the same time on human pointer input, and
# judged on people and sessions that none was trained on. What is done already is kept under build/results: stopped,
# it goes on where it was. What a person says about the figures stands in results_notes.md beside this script.
#
#   make results DATA=FOLDER [BUDGET=900] [MODELS=all] [WINDOWS=2000] [UNSEEN=user20] [JOBS=1]
#
# DATA holds sessions.tar.xz, or user*/session_*.csv (the Balabit layout), or recordings (user*/*.mcap) or
# their shards.
set -euo pipefail
cd "$(dirname "$0")/.."

DATA=${1:-}
BUDGET=${BUDGET:-900} MODELS=${MODELS:-all} WINDOWS=${WINDOWS:-2000} UNSEEN=${UNSEEN:-user20} JOBS=${JOBS:-1}
BUILT=build/results
PAGE=docs/results/models.md
PICTURES=docs/results/models
agent=.venv/bin/osrs-agent

skip() {
    echo "results: skipped: $1"
    exit 0
}

has() { # a folder, a pattern of names in it
    [ -n "$(find -L "$1" -maxdepth 2 -name "$2" -print -quit)" ]
}

unpacked_logs() {
    if [ ! -e "$BUILT/logs/.done" ]; then
        mkdir -p "$BUILT/logs"
        tar xJf "$DATA/sessions.tar.xz" -C "$BUILT/logs"
        touch "$BUILT/logs/.done"
    fi
    echo "$BUILT/logs"
}

imported() { # a folder of logs
    if [ ! -e "$BUILT/recordings/.done" ]; then
        rm -rf "$BUILT/recordings"
        "$agent" data import "$1" --layout balabit --out "$BUILT/recordings" >&2
        touch "$BUILT/recordings/.done"
    fi
    echo "$BUILT/recordings"
}

recordings() {
    if has "$DATA" '*.mcap' || has "$DATA" '*.safetensors'; then
        echo "$DATA"
    elif has "$DATA" 'session_*.csv'; then
        imported "$DATA"
    else
        imported "$(unpacked_logs)"
    fi
}

page() { # the command of the comparison
    cat <<END
# The models side by side, on human pointer input

Pointer input of people at a remote desktop (Balabit Mouse Dynamics Challenge, Fülöp, Kovács, Kurics and Windhager-Pokol,
2016): no screen, no game state, no keys. *Seen*: the last session of each person that was trained on. *Unseen*: $UNSEEN,
of whom nothing was trained on. Every model has $BUDGET s of training on one core, the same encoder, seed and split, and is
judged on at most $WINDOWS windows evenly over each split, drawn 12 times each. This page is written by

    make results DATA=FOLDER BUDGET=$BUDGET MODELS=$MODELS WINDOWS=$WINDOWS UNSEEN=$UNSEEN JOBS=$JOBS

which runs

    $1

END
    cat scripts/results_notes.md
    sed -e '1d' "$BUILT/comparison/table.md"
    local name
    echo
    echo "## Pictures"
    for name in lengths waits calibration paths likelihood; do
        echo
        echo "![$name](models/$name.png)"
    done
}

[ -n "$DATA" ] || skip "name the folder of the human data: make results DATA=FOLDER"
[ -d "$DATA" ] || skip "there is no folder $DATA"
[ -e "$DATA/sessions.tar.xz" ] || has "$DATA" 'session_*.csv' || has "$DATA" '*.mcap' || has "$DATA" '*.safetensors' ||
    skip "$DATA holds neither sessions.tar.xz nor session_*.csv nor recordings nor shards"

found=$(recordings)
options=(--models "$MODELS" --budget "$BUDGET" --windows "$WINDOWS" --unseen "$UNSEEN" --out "$BUILT/comparison")
status=0
"$agent" compare "$found" "${options[@]}" --device cpu --jobs "$JOBS" || status=$?
[ -e "$BUILT/comparison/table.md" ] || exit "$status"
mkdir -p "$PICTURES"
cp "$BUILT"/comparison/*.png "$PICTURES"
cp "$BUILT/comparison/table.json" "$PICTURES/table.json"
page "osrs-agent compare RECORDINGS ${options[*]:0:8} --out OUT --device cpu --jobs $JOBS" >"$PAGE"
echo "results: wrote $PAGE"
exit "$status"
