"""A running PostgreSQL stays running until it is told to stop."""

import logging
import signal
import subprocess
import threading
import time
from typing import Final

from service.database.leftovers import end_leftovers
from service.database.postgres import Cluster, start_postgres
from service.settings import CannotStart

_STEADY: Final = 5.0  # seconds; a database that lived longer is started again at once
_LONGEST: Final = 30.0  # seconds between two attempts
_log: Final = logging.getLogger(__name__)


class Keeper:
    """Keeps one PostgreSQL running: if it ends, it is started again on the same socket.

    It never gives up (a full disk is emptied one day), it only waits longer between attempts.
    """

    def __init__(self, cluster: Cluster) -> None:
        """Nothing runs yet."""
        self.cluster: Cluster = cluster
        self._process: subprocess.Popen[bytes] | None = None
        self._starting: threading.Lock = threading.Lock()
        self._stopping: threading.Event = threading.Event()
        self._thread: threading.Thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start, and watch from now on."""
        self._process = start_postgres(self.cluster)
        self._thread.start()

    def stop(self) -> None:
        """Fast shutdown: sessions end, everything acknowledged is on disk."""
        self._stopping.set()
        with self._starting:  # a restart under way ends first, and is stopped like any other
            process = self._process
        if process is None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)  # the next start recovers
            process.wait()
        self._thread.join()

    def _keep(self) -> None:
        pause = 0.0
        while self._process is not None:
            began = time.monotonic()
            self._process.wait()
            pause = 0.0 if time.monotonic() - began > _STEADY else min(2 * pause + 0.1, _LONGEST)
            if self._stopping.wait(pause):
                return
            self._restart()

    def _restart(self) -> None:
        with self._starting:
            if self._stopping.is_set():
                return
            _log.error("the database ended; starting it again")
            try:
                end_leftovers(self.cluster.data)
                self._process = start_postgres(self.cluster)
            except (CannotStart, OSError) as error:
                _log.error("%s", error)
