#!/usr/bin/env bash
# Makes build/readers: an environment of its own with the packages that read our exports and recordings elsewhere.
# lerobot pins older releases of torch, av and others than this project's, so it is installed without its
# dependencies, beside those of them that reading a data set takes; torch, numpy, av and pytest are those of .venv.
set -euo pipefail
cd "$(dirname "$0")/.."

ENVIRONMENT=build/readers
STAMP=$ENVIRONMENT/.installed

# Whatever was tried together last. torchvision belongs to torch 2.13; of torchcodec this is the newest release whose
# wheel needs no CUDA. About 500 MB on disk.
WHOLE=("datasets==4.8.5" "huggingface-hub==0.35.3" "pydantic==2.14.4")
ALONE=("lerobot==0.4.4" "torchvision==0.28.0" "torchcodec==0.12.0" "accelerate==1.15.0"
    "mcap-owa-support==0.6.6" "owa-msgs==0.6.6" "owa-core==0.6.6" "mediaref==2.1.0" "tensorcodec==0.4.1"
    "tensorcodec-av==0.4.1" "lazyregistry==0.4.0" "griffe==2.4.1" "griffelib==2.4.1" "loguru==0.7.3" "orjson==3.13.0"
    "foxglove-sdk==0.30.3" "mcap-protobuf-support==0.6.0")

[ "$STAMP" -nt "$0" ] && exit
if ! PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep -q libavcodec; then # torchcodec decodes with FFmpeg's libraries
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ffmpeg
    else
        echo "setup: lerobot's video reader needs FFmpeg; on Debian or Ubuntu: sudo apt-get install ffmpeg" >&2
        exit 1
    fi
fi
echo "setup: installing lerobot, mcap-owa-support and foxglove-sdk into $ENVIRONMENT"
rm -rf "$ENVIRONMENT"
.venv/bin/python -m venv "$ENVIRONMENT"
install=("$ENVIRONMENT/bin/python" -m pip install -qq --no-input --disable-pip-version-check)
"${install[@]}" "${WHOLE[@]}"
"${install[@]}" --no-deps "${ALONE[@]}"
ours=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
theirs=$("$ENVIRONMENT/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "import site; site.addsitedir('$ours')" >"$theirs/project.pth"
touch "$STAMP"
