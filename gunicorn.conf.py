"""How the portal is served: one process per core, four threads each, on HOST:PORT."""

import gc
import os
import signal
from pathlib import Path

host = os.environ.get("HOST") or "127.0.0.1"
bind = f"{f'[{host}]' if ':' in host else host}:{os.environ.get('PORT') or 8000}"

workers = int(os.environ.get("WORKERS") or len(os.sched_getaffinity(0)))
worker_class = "gthread"
threads = 4
# Without it, pages that take the processor long leave one worker idle while the other queues.
reuse_port = True
preload_app = False
max_requests = 5000
max_requests_jitter = 500

timeout = 60
graceful_timeout = 30
keepalive = 5

# The workers' heartbeat file must not wait for a busy disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

# Nothing but the portal's own port is opened, and nothing is written to a home directory.
control_socket_disable = True

# Addresses of the proxies whose X-Forwarded-… headers are believed.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"

# The application logs one structured line for each request; only trouble of the server itself is added.
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_worker_init(worker):
    """Set the program itself aside for the garbage collector: it stays, and need not be looked through again.

    And leave Ctrl+C to the master, which then ends the workers: a worker told to end by both
    at once, terminal and master, locks itself up until it is killed.
    """
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
