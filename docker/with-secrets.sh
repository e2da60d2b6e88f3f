#!/bin/sh
# Prefect reads no secrets from files: each PREFECT_…_FILE becomes PREFECT_…, then the command runs.
set -eu
for name in $(env | sed -n 's/^\(PREFECT_[A-Z_]*\)_FILE=.*/\1/p'); do
  eval "file=\$${name}_FILE"
  # shellcheck disable=SC2154 # set by eval
  value=$(cat "$file")
  export "$name=$value"
  unset "${name}_FILE"
done
exec "$@"
