"""Fetching over HTTP with a time limit and a size limit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from mtservice.errors import ModelError, NetworkError

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[int, int | None], None]
"""Called with the bytes so far and the bytes in all, where the server says."""

MAX_FILE_BYTES = 4 << 30
_CHUNK = 1 << 18


def read(url: str, *, limit: int, timeout: float) -> bytes:
    """The body at `url`, at most `limit` bytes. Raises `NetworkError`."""
    return b"".join(_chunks(url, limit, timeout, None))


def save(
    url: str,
    file: Path,
    *,
    size: int | None = None,
    timeout: float,
    progress: Progress | None = None,
) -> str:
    """Write the body at `url` to `file`; its SHA-256, hexadecimal.

    `size` is how many bytes it must have, where known; it is not read beyond. Raises
    `NetworkError`, also when it ends early, and `ModelError` when the file cannot be written.
    """
    digest = hashlib.sha256()
    done = 0
    try:
        with file.open("wb") as out:
            for chunk in _chunks(url, size or MAX_FILE_BYTES, timeout, progress):
                digest.update(chunk)
                done += out.write(chunk)
    except OSError as error:
        raise ModelError(f"{file} cannot be written: {error.strerror}") from error
    if size is not None and done != size:
        raise NetworkError(f"{url} has {done:,} bytes; {size:,} were expected")
    return digest.hexdigest()


def _chunks(url: str, limit: int, timeout: float, progress: Progress | None) -> Iterator[bytes]:
    done = 0
    with _seam(url, timeout), _opened(url, timeout) as response:
        total = _length(response)
        while chunk := response.read(_CHUNK):
            done += len(chunk)
            if done > limit:
                raise NetworkError(f"{url} has more than the {limit:,} bytes expected")
            if progress:
                progress(done, total)
            yield chunk
        if total is not None and done != total:
            raise NetworkError(f"{url} ended after {done:,} of {total:,} bytes")


def _opened(url: str, timeout: float) -> Any:
    if not url.startswith(("http://", "https://")):
        raise NetworkError(f"{url} is not an http address")
    request = Request(url, headers={"User-Agent": "mtservice"})  # noqa: S310  (checked above)
    return urlopen(request, timeout=timeout)  # noqa: S310


def _length(response: Any) -> int | None:
    """The announced length of the body."""
    text = response.headers.get("Content-Length", "")
    return int(text) if text.isdecimal() else None


@contextmanager
def _seam(url: str, timeout: float) -> Iterator[None]:
    """Turn what the standard library raises into a `NetworkError`."""
    try:
        yield
    except HTTPError as error:
        error.close()
        raise NetworkError(f"{url} answered {error.code} {error.reason}") from error
    except TimeoutError as error:
        raise NetworkError(f"{url} did not answer within {timeout:g} s") from error
    except URLError as error:
        slow = isinstance(error.reason, TimeoutError)
        how = (
            f"did not answer within {timeout:g} s" if slow else f"cannot be reached: {error.reason}"
        )
        raise NetworkError(f"{url} {how}") from error
    except (OSError, HTTPException) as error:
        raise NetworkError(f"{url} broke off: {error}") from error
