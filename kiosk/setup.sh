# What kiosk/run and tests/run share: installing packages and building. Sourced by them; runs nothing by itself.
# shellcheck shell=bash
#
# Promises: plain short lines on stdout, nothing asked, no network used when every package is there.
# Errors: `fail` prints one line that says what to do, on stderr, and ends the script with status 1.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Disk space that a first build with its packages needs, and a build alone; memory that one compiler may take.
packages_space_mib=3000
build_space_mib=1500
compiler_memory_mib=900

# Paths below the tree are kept relative, so that a second clone finds what the first one compiled.
export CCACHE_BASEDIR=$root
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime

say() { printf '%s\n' "$@"; }
fail() {
    printf 'Error: %s\n' "$*" >&2
    exit 1
}

# Prints the names in package lists: everything before a `#`.
package_names() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$@"; }

# Prints those of the given packages that aren't installed.
missing_packages() {
    local names installed
    names=$(package_names "$@" | sort -u)
    # dpkg-query's status is 1 as soon as one name is unknown; what it prints for the others is still right.
    # shellcheck disable=SC2086
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $names 2>/dev/null | sed -n 's/^installed //p' | sort -u)
    comm -23 <(printf '%s\n' "$names") <(printf '%s\n' "$installed")
}

need_debian_12() {
    local name version
    command -v dpkg-query >/dev/null || fail "This isn't Debian. Vestibule is built on Debian 12 (bookworm): please use that, or a container of it."
    name=$(. /etc/os-release && printf '%s' "${PRETTY_NAME:-unknown}")
    version=$(. /etc/os-release && printf '%s %s' "${ID:-}" "${VERSION_ID:-}")
    [ "$version" = "debian 12" ] ||
        fail "This is $name. Vestibule is built on Debian 12 (bookworm): please use that, or a container of it."
}

# need_space DIR MIB WHAT
need_space() {
    local free
    free=$(df --output=avail -m "$1" | tail -n 1)
    [ "$free" -ge "$2" ] || fail "$3 needs $2 MiB, but only $((free)) MiB are free on the disk of $1. Make room there and start again."
}

# Runs apt-get as root and keeps what it says in the file $apt_log.
as_root_apt() {
    local -a command=(env LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300
                      -o Acquire::Retries=2 -o Dpkg::Options::=--force-confold "$@")
    [ "$(id -u)" = 0 ] || command=(sudo "${command[@]}")
    "${command[@]}" >>"$apt_log" 2>&1 </dev/null
}

apt_failed() {
    tail -n 5 "$apt_log" >&2
    if grep -q 'No space left\|enough free space' "$apt_log"; then
        fail "The disk is full. Make room and start again."
    elif grep -q 'Could not resolve\|Could not connect\|Failed to fetch\|Temporary failure\|Unable to locate\|no installation candidate' "$apt_log"; then
        fail "Debian's packages can't be reached. Check the network and /etc/apt/sources.list, then start again. (Missing: $1)"
    fi
    fail "apt-get failed; all it said is in $apt_log. Or install by hand: apt-get install $1"
}

# install_packages LIST…: installs what is missing of these lists.
install_packages() {
    local missing
    need_debian_12
    missing=$(missing_packages "$@" | paste -sd ' ')
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null ||
            fail "Packages are missing and there is no sudo here. As root, run once: apt-get install --no-install-recommends $missing"
        # On a terminal sudo itself may want the password; elsewhere nobody could type one.
        if [ -t 0 ]; then sudo -v; else sudo -n true 2>/dev/null; fi ||
            fail "Packages are missing and sudo needs a password. As root, run once: apt-get install --no-install-recommends $missing"
    fi
    need_space /usr "$packages_space_mib" "Installing the packages"
    apt_log=$(mktemp "${TMPDIR:-/tmp}/vestibule-apt.XXXXXX")
    say "Installing $(wc -w <<<"$missing") Debian packages: $missing"
    # A mirror that fails here may be one that has nothing to do with us: the installation decides.
    as_root_apt update || true
    # shellcheck disable=SC2086
    as_root_apt install --no-install-recommends $missing || apt_failed "$missing"
    rm -f "$apt_log"
}

# How many compilers fit the cores and the memory.
build_jobs() {
    local cores memory_mib
    cores=$(nproc)
    memory_mib=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
    local fitting=$((memory_mib / compiler_memory_mib))
    ((fitting >= 1)) || fitting=1
    printf '%s' "$((fitting < cores ? fitting : cores))"
}

# quietly LOG COMMAND…: on a terminal shows the command's own lines, elsewhere keeps them in LOG and shows them on failure.
# English messages, for build_failed reads them; the app itself gets the language as it is.
quietly() {
    local log=$1
    local -x LC_ALL=C.UTF-8
    shift
    if [ -t 1 ]; then
        "$@" 2>&1 | tee "$log"
        return "${PIPESTATUS[0]}"
    fi
    "$@" >"$log" 2>&1 || {
        grep -v '^\[[0-9]*/[0-9]*\] ' "$log" | tail -n 60 >&2
        return 1
    }
}

build_failed() {
    if grep -q 'No space left on device' "$1"; then
        fail "The disk is full. Make room on the disk of $root and start again."
    elif grep -q 'Killed signal terminated program' "$1"; then
        fail "The compiler ran out of memory. Close other programs or add memory, then start again."
    fi
    fail "$2; all of it is in $1."
}

# build DIR "TARGET…" CMAKE_OPTION…: configures and builds in root/DIR. Two at once in one DIR wait for each other.
build() {
    local folder=$root/$1 targets=$2 lock
    shift 2
    mkdir -p "$folder" 2>/dev/null || true
    [ -w "$folder" ] ||
        fail "$folder can't be written. Clone Vestibule to a folder of your own, or give yourself this one: chown -R $(id -un) '$root'"
    exec {lock}>"$folder/.building"
    flock "$lock"
    # A tree that was moved or copied keeps the old place in its cache; CMake would refuse it.
    local -a fresh=()
    if [ -f "$folder/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        fresh=(--fresh)
    fi
    [ -f "$folder/build.ninja" ] || need_space "$folder" "$build_space_mib" "Building"
    quietly "$folder/configure.log" cmake "${fresh[@]}" -S "$root" -B "$folder" -G Ninja "$@" ||
        build_failed "$folder/configure.log" "CMake could not configure the build"
    # shellcheck disable=SC2086
    quietly "$folder/build.log" ninja -C "$folder" -j "$(build_jobs)" $targets ||
        build_failed "$folder/build.log" "The build failed"
    exec {lock}>&-
}
