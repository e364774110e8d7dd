#!/bin/sh
# Waits for the verdict on a canary: exits with 0 for pass, 2 for fail, and 1 if there is none in time.
#   GRAFANA=http://localhost:3000 TOKEN=glsa_… ./gate.sh query.json [minutes]
set -u
url="${GRAFANA:?}/api/datasources/uid/${DATASOURCE:-histodrift}/resources/verdict"
minutes="${2:-60}"

while :; do
  # The verdict of all groups comes first in the answer. What is no answer is not known: the same as inconclusive.
  answer=$(curl --silent --show-error --max-time 30 --header "Authorization: Bearer ${TOKEN:?}" \
    --header 'Content-Type: application/json' --data @"${1:?}" "$url") || answer=''
  echo "$answer"
  case $answer in
    '{"verdict":"pass",'*) exit 0 ;;
    '{"verdict":"fail",'*) exit 2 ;;
  esac
  minutes=$((minutes - 1))
  [ "$minutes" -gt 0 ] || exit 1
  sleep "${INTERVAL:-60}"
done
