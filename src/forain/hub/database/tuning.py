"""The settings of the embedded server: small when idle, safe on power loss, discreet in its logs."""

from pathlib import Path
from typing import Final

# Written anew before each start, so that a new Forain improves old databases; a person's own go into local.conf.
FILE: Final = "forain.conf"
INCLUDES: Final = f"\ninclude = '{FILE}'\ninclude_if_exists = 'local.conf'\n"

_ALWAYS: Final[dict[str, str]] = {
    # Only the socket: no port to collide, nothing to reach from outside.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "cluster_name": "forain",  # what `ps` shows
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    # Small: web, worker and server together stay under 400 MB when idle.
    "max_connections": "100",
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "max_logical_replication_workers": "0",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    # Compiling a query costs more than any query of ours.
    "jit": "off",
    # Files instead of /dev/shm: systemd empties that when a person logs out, and Docker gives it 64 MB.
    "dynamic_shared_memory_type": "mmap",
    # The queue's tables change all the time.
    "autovacuum": "on",
    "autovacuum_naptime": "20s",
    # A log for each day of the week. `terse` and `panic` keep statements, their values and DETAIL lines (which
    # quote rows) out of it.
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_line_prefix": "%m [%p] %a ",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_lock_waits": "on",
}
_SAFE: Final[dict[str, str]] = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
_THROWAWAY: Final[dict[str, str]] = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
# Newer settings stop an older server: the first major version that knows them.
_SINCE: Final[dict[int, dict[str, str]]] = {18: {"io_method": "sync"}}


def configuration(sockets: Path, logs: Path, major: int, *, throwaway: bool) -> str:
    """The text of our configuration file."""
    settings = {
        **_ALWAYS,
        **(_THROWAWAY if throwaway else _SAFE),
        "unix_socket_directories": _in_list(str(sockets)),
        "log_directory": str(logs),
    }
    for since, newer in _SINCE.items():
        settings |= newer if major >= since else {}
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n") + "'"


def _in_list(name: str) -> str:
    """One name in a comma-separated list, where a name in double quotes is taken as it is."""
    return '"' + name.replace('"', '""') + '"'
