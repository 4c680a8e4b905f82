"""Files that are something else than they are called: pages, scripts, playlists, programs."""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile

from tests.samples.traps import SIGNATURE

SCRIPT = "<script>alert(document.cookie)</script>"


class _Runs:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("unpickled",)


def pickled() -> bytes:
    """Called a picture; whoever unpickles it runs what it wants."""
    return pickle.dumps(_Runs())


def packed_program() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("archive/data.pkl", pickled())
    return stream.getvalue()


def drawing() -> bytes:
    return f"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>{SCRIPT}</svg>".encode()


def drawing_behind_a_comment() -> bytes:
    return b"<!-- not at the start -->" + drawing()


def drawing_in_xml() -> bytes:
    return b"\xef\xbb\xbf<?xml version='1.0'?><!DOCTYPE svg SYSTEM 'file:///etc/passwd'>" + drawing()


def packed_drawing() -> bytes:
    return gzip.compress(drawing())


def page() -> bytes:
    return f"<!DOCTYPE html><title>film.mp4</title>{SCRIPT}".encode()


def page_behind_a_signature() -> bytes:
    return SIGNATURE + page()


def playlist() -> bytes:
    return b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


def list_of_files() -> bytes:
    return b"ffconcat version 1.0\nfile sibling.wav\n"


def session() -> bytes:
    return b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"


def manifest() -> bytes:
    return (
        b"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>file:///</BaseURL></MPD>"
    )


def postscript() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n(/etc/passwd) (r) file\n"


def program() -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(100)
