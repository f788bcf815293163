# What every finding shares: a temporary folder, pinned packages in it, and a comparison with the output seen.
# shellcheck shell=bash
set -Eeuo pipefail
name=$(basename "$0" .sh)
venv=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/.venv/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'echo "-- $name: could not be run" >&2; exit 2' ERR
export TZ=UTC LC_ALL=C.UTF-8 PYTHONWARNINGS=ignore GOFLAGS=-mod=mod
cd "$work"

# python PACKAGE==VERSION... runs the program on stdin in an environment of its own, which later calls add to.
python() {
    local uv
    uv=$(command -v uv || echo "$venv/uv")
    [ -d python ] || "$uv" venv -q --python 3.11 python
    "$uv" pip install -q --python python/bin/python "$@"
    python/bin/python - >> output
}

# node PACKAGE@VERSION... runs the module on stdin; no package's install script runs.
node() {
    cat > main.mjs
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix . "$@" > npm.log
    command node main.mjs > output
}

# golang MODULE@VERSION... runs the program on stdin.
golang() {
    cat > main.go
    go mod init finding 2> go.log
    go get "$@" 2>> go.log
    go run . > output
}

# prism VERSION builds Beam's runner in Go as ./prism, which takes a minute or two the first time.
prism() {
    GOBIN=$work go install "github.com/apache/beam/sdks/v2/go/cmd/prism@$1" 2> go.log
}

# java GROUP:ARTIFACT:VERSION... runs the class Main on stdin.
java() {
    cat > Main.java
    local coordinate group artifact version
    {
        echo '<project><modelVersion>4.0.0</modelVersion>'
        echo '<groupId>findings</groupId><artifactId>finding</artifactId><version>1</version><dependencies>'
        for coordinate; do
            IFS=: read -r group artifact version <<< "$coordinate"
            echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId>"
            echo "<version>$version</version></dependency>"
        done
        echo '</dependencies></project>'
    } > pom.xml
    mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars > mvn.log
    command java -cp 'jars/*' Main.java > output
}

# seen compares what was printed with stdin, the output as it was seen, and fails when the behaviour has changed.
seen() {
    cat > expected
    cat output
    if diff -u --label seen expected --label now output > changes; then
        echo "-- $name: as stated"
    else
        cat changes >&2
        echo "-- $name: changed" >&2
        exit 1
    fi
}
